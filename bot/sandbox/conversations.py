"""Web API methods about conversations. A bot sees its own direct messages and public channels, nothing between people.

Scopes follow the kind of conversation: `im:*` for direct messages, `channels:*` for channels.
"""

import base64

from bot.sandbox.call import TS, Call, Method, SlackError, moment
from bot.sandbox.shapes import conversation_json, message_json
from bot.sandbox.workspace import Conversation, Json, Kind, Message

PREFIX = {Kind.IM: "im", Kind.CHANNEL: "channels"}
MOST_HISTORY = 999
MOST_REPLIES = 1000
"""More than the most is taken for the most (unverified: Slack may refuse it)."""
CURSOR = "next_ts:"


def conversations_open(call: Call) -> Json:
    """conversations.open, for one person; group conversations are not part of this workspace."""
    if call.text("channel"):
        return _opened(call, call.conversation())
    ids = [each.strip() for each in call.text("users").split(",") if each.strip()]
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    account = call.workspace.accounts.get(ids[0])
    if account is None or account.is_bot:
        raise SlackError("user_not_found" if account is None else "cannot_dm_bot")
    if account.deleted:
        raise SlackError("user_disabled")
    return _opened(call, call.workspace.bot_direct(account.id))


def _opened(call: Call, conversation: Conversation) -> Json:
    if not call.flag("return_im"):
        return {"channel": {"id": conversation.id}}
    return {"channel": conversation_json(call.workspace, conversation, call.bot.id)}


def conversations_info(call: Call) -> Json:
    """conversations.info."""
    conversation = _readable(call, "read")
    return {"channel": conversation_json(call.workspace, conversation, call.bot.id)}


def conversations_history(call: Call) -> Json:
    """conversations.history: newest first, without replies (but with those sent to the conversation too)."""
    conversation = _readable(call, "history")
    heads = [m for m in conversation.messages if not m.only_for and (not m.is_reply or m.subtype == "thread_broadcast")]
    limit, since = call.count("limit", 100, MOST_HISTORY), _cursor(call)
    found = [m for m in reversed(heads) if _within(call, m) and (since is None or moment(m.ts) <= since)]
    latest = {"latest": call.text("latest")} if call.text("latest") else {}
    return _page(call, found, limit) | latest | {"pin_count": 0}


def conversations_replies(call: Call) -> Json:
    """conversations.replies: the head of the thread, then its replies, oldest first.

    The head comes whatever `oldest` and `latest` say, and on the first page only (both unverified).
    """
    conversation = _readable(call, "history")
    asked = conversation.find(call.ts("ts") or "")
    if asked is None or asked.only_for:
        raise SlackError("thread_not_found")
    head = conversation.find(asked.thread_ts or asked.ts) or asked
    replies = [m for m in conversation.replies(head.ts) if not m.only_for and _within(call, m)]
    limit, since = call.count("limit", MOST_REPLIES, MOST_REPLIES), _cursor(call)
    found = [head, *replies] if since is None else [m for m in replies if moment(m.ts) >= since]
    return _page(call, found, limit)


def _page(call: Call, found: list[Message], limit: int) -> Json:
    """The first of what was found, and where to go on. A cursor names a moment, so that new messages shift nothing."""
    everything = call.flag("include_all_metadata")
    page = [message_json(call.workspace, m, all_metadata=everything) for m in found[:limit]]
    if len(found) <= limit:
        return {"messages": page, "has_more": False}
    cursor = base64.b64encode(f"{CURSOR}{found[limit].ts}".encode()).decode()
    return {"messages": page, "has_more": True, "response_metadata": {"next_cursor": cursor}}


def _cursor(call: Call) -> tuple[int, int] | None:
    """The moment that the call's cursor names. Raises invalid_cursor."""
    if not call.text("cursor"):
        return None
    try:
        word = base64.b64decode(call.text("cursor"), validate=True).decode()
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if not word.startswith(CURSOR) or not TS.match(word.removeprefix(CURSOR)):
        raise SlackError("invalid_cursor")
    return moment(word.removeprefix(CURSOR))


def _within(call: Call, message: Message) -> bool:
    oldest, latest = call.ts("oldest", "invalid_ts_oldest"), call.ts("latest", "invalid_ts_latest")
    at = moment(message.ts)
    if call.flag("inclusive"):
        return (not oldest or at >= moment(oldest)) and (not latest or at <= moment(latest))
    return (not oldest or at > moment(oldest)) and (not latest or at < moment(latest))


def _readable(call: Call, right: str) -> Conversation:
    """The conversation, if it is visible and the scope for its kind is there."""
    conversation = call.conversation()
    needed = f"{PREFIX[conversation.kind]}:{right}"
    if needed not in call.platform.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(call.platform.scopes))
    if right == "history" and call.bot.id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


METHODS = {
    "conversations.open": Method(conversations_open, ("im:write",)),
    "conversations.info": Method(conversations_info, ("im:read", "channels:read")),
    "conversations.history": Method(conversations_history, ("im:history", "channels:history")),
    "conversations.replies": Method(conversations_replies, ("im:history", "channels:history")),
}
