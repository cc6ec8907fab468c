"""Events about messages: new ones, changed ones, removed ones. Never tells of what only one person sees.

In a direct message between people nothing says who reads it: the app asks conversations.info with a person's token.
"""

from bot.sandbox.events import hearers, tell
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import is_shared, message_json
from bot.sandbox.workspace import Conversation, Json, Kind, Message

NAMES = {
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
    Kind.CHANNEL: "message.channels",
    Kind.GROUP: "message.groups",
}
ONLY_IN_HISTORY = ("reply_count", "reply_users_count", "reply_users", "latest_reply", "is_locked", "subscribed")


def posted(platform: Platform, message: Message) -> None:
    """Tells of a new message, the app's own included, as Slack does."""
    event = message_json(platform.workspace, message)
    for name in ONLY_IN_HISTORY:
        event.pop(name, None)
    _tell(platform, message, event, "message")
    _tell_mention(platform, message, event)


def _tell_mention(platform: Platform, message: Message, event: Json) -> None:
    """Tells, beside the message, that somebody mentions the app where it is; never in a direct message.

    Not played: an app that is invited because it was mentioned hears of that mention too.
    """
    workspace = platform.workspace
    conversation, bot = workspace.conversations[message.channel], workspace.bot_user_id
    if message.only_for or message.user == bot or f"<@{bot}>" not in message.text or conversation.kind is Kind.IM:
        return
    mention = {name: value for name, value in event.items() if name not in ("channel_type", "subtype")}
    through = [each for each in hearers(platform, "app_mention", conversation) if each == bot]
    _send(platform, conversation, "app_mention", mention | {"type": "app_mention"}, "a mention of the app", through)


def changed(platform: Platform, message: Message, before: Json) -> None:
    """Tells of an edited message; `before` is its former JSON."""
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": message_json(platform.workspace, message),
        "previous_message": before,
        "hidden": True,
        "ts": platform.workspace.next_ts(),
    }
    _tell(platform, message, event, "edit of the message")


def deleted(platform: Platform, message: Message, before: Json) -> None:
    """Tells of a deleted message."""
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": platform.workspace.next_ts(),
    }
    _tell(platform, message, event, "removal of the message")


def _tell(platform: Platform, message: Message, event: Json, what: str) -> None:
    workspace = platform.workspace
    conversation = workspace.conversations[message.channel]
    if message.only_for:
        return
    event |= {"channel": conversation.id, "channel_type": str(conversation.kind), "event_ts": event["ts"]}
    author = workspace.accounts.get(message.user)
    story = f"{what} {message.text[:60]!r} by {author.key if author else message.user}"
    name = NAMES[conversation.kind]
    _send(platform, conversation, name, event, story, hearers(platform, name, conversation))


def _send(
    platform: Platform, conversation: Conversation, name: str, event: Json, story: str, through: list[str]
) -> None:
    shared = is_shared(platform.workspace, conversation)
    tell(platform, name, event, story, shared=shared, through=through)
