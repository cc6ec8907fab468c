"""Web API methods about conversations. A bot sees its own direct messages and public channels, nothing between people.

Scopes follow the kind of conversation: `im:*` for direct messages, `channels:*` for channels.
"""

from bot.sandbox.call import Call, Method, SlackError, moment
from bot.sandbox.shapes import conversation_json, message_json
from bot.sandbox.users import cursor_for, position
from bot.sandbox.workspace import Conversation, Json, Kind, Message

PREFIX = {Kind.IM: "im", Kind.CHANNEL: "channels"}
MOST = 1000


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
    """conversations.history: newest first, without replies and ephemeral messages."""
    conversation = _readable(call, "history")
    heads = [m for m in conversation.messages if not m.is_reply and not m.only_for]
    page, more, cursor = _page(call, [m for m in reversed(heads) if _within(call, m)])
    return {"messages": page, "has_more": more, "pin_count": 0} | cursor


def conversations_replies(call: Call) -> Json:
    """conversations.replies: the head of the thread, then its replies, oldest first."""
    conversation = _readable(call, "history")
    asked = conversation.find(call.ts("ts") or "")
    if asked is None or asked.only_for:
        raise SlackError("thread_not_found")
    head = conversation.find(asked.thread_ts or asked.ts) or asked
    replies = [m for m in conversation.replies(head.ts) if not m.only_for and _within(call, m)]
    page, more, cursor = _page(call, [head, *replies])
    return {"messages": page, "has_more": more} | cursor


def _page(call: Call, messages: list[Message]) -> tuple[list[Json], bool, Json]:
    limit, start = call.count("limit", 100, MOST), position(call)
    everything = call.flag("include_all_metadata")
    page = [message_json(call.workspace, m, all_metadata=everything) for m in messages[start : start + limit]]
    more = start + limit < len(messages)
    return page, more, {"response_metadata": {"next_cursor": cursor_for(start + limit)}} if more else {}


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
