"""Web API methods about conversations. A token never shows what its holder, the bot or a person, does not see.

Scopes follow the kind of conversation: `im:*` for direct messages, `mpim:*` for those of several, `channels:*` for
channels, `groups:*` for private ones.
"""

import base64

from bot.sandbox import channels
from bot.sandbox.call import TS, Call, Key, Method, SlackError, moment
from bot.sandbox.shapes import conversation_json, message_json
from bot.sandbox.users import cursor_for, position
from bot.sandbox.workspace import Conversation, Json, Kind, Message

PREFIX = {Kind.IM: "im", Kind.CHANNEL: "channels", Kind.GROUP: "groups", Kind.MPIM: "mpim"}
MOST_HISTORY = 999
MOST_REPLIES = 1000
MOST_MEMBERS = 1000
"""More than the most is taken for the most (unverified: Slack may refuse it)."""
CURSOR = "next_ts:"


def conversations_open(call: Call) -> Json:
    """conversations.open, for one person; opening a conversation of several is not part of this workspace."""
    if call.text("channel"):
        return _opened(call, _direct(call))
    ids = [each.strip() for each in call.text("users").split(",") if each.strip()]
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    account = call.workspace.accounts.get(ids[0])
    if account is None:
        raise SlackError("user_not_found")
    if account.is_bot and call.caller.is_bot:
        raise SlackError("cannot_dm_bot")
    if account.deleted:
        raise SlackError("user_disabled")
    return _opened(call, call.workspace.direct(call.caller.id, account.id))


def _direct(call: Call) -> Conversation:
    conversation = call.conversation()
    if conversation.kind not in (Kind.IM, Kind.MPIM):
        raise SlackError("method_not_supported_for_channel_type")
    return conversation


def _opened(call: Call, conversation: Conversation) -> Json:
    if not call.flag("return_im"):
        return {"channel": {"id": conversation.id}}
    return {"channel": conversation_json(call.workspace, conversation, call.caller.id)}


def conversations_info(call: Call) -> Json:
    """conversations.info."""
    conversation = _readable(call, "read")
    channel = conversation_json(call.workspace, conversation, call.caller.id)
    if call.flag("include_num_members") and conversation.kind is not Kind.IM:
        channel["num_members"] = len(conversation.members)
    return {"channel": channel}


def conversations_members(call: Call) -> Json:
    """conversations.members, a page at a time; of a direct message both parties (unverified)."""
    members = _readable(call, "read").members
    limit, start = call.count("limit", 100, MOST_MEMBERS), position(call)
    cursor = cursor_for(start + limit) if start + limit < len(members) else ""
    return {"members": members[start : start + limit], "response_metadata": {"next_cursor": cursor}}


def conversations_join(call: Call) -> Json:
    """conversations.join, for public channels."""
    conversation = call.conversation()
    if conversation.kind is not Kind.CHANNEL:
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.is_archived:
        raise SlackError("is_archived")
    known = call.caller.id in conversation.members
    channels.join(call.platform, conversation, call.caller)
    answer = {"channel": conversation_json(call.workspace, conversation, call.caller.id)}
    warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return answer | (warning if known else {})


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
    """The conversation, if it is visible and the scope for its kind is there.

    Only a person's token reads what was said in a public channel that its holder is not in.
    """
    conversation = call.conversation()
    needed = f"{PREFIX[conversation.kind]}:{right}"
    if needed not in call.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(call.scopes))
    if right == "history" and call.caller.is_bot and call.caller.id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _any(right: str) -> tuple[str, ...]:
    """The scopes of which one lets a token ask at all; which one is needed depends on the conversation."""
    return tuple(f"{prefix}:{right}" for prefix in PREFIX.values())


METHODS = {
    "conversations.open": Method(conversations_open, ("im:write",), Key.TOKEN),
    "conversations.info": Method(conversations_info, _any("read"), Key.TOKEN),
    "conversations.join": Method(conversations_join, ("channels:join",), Key.TOKEN, ("channels:write",)),
    "conversations.members": Method(conversations_members, _any("read"), Key.TOKEN),
    "conversations.history": Method(conversations_history, _any("history"), Key.TOKEN),
    "conversations.replies": Method(conversations_replies, _any("history"), Key.TOKEN),
}
