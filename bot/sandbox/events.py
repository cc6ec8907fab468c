"""Events: builds what Slack tells the app about the workspace, when it subscribed. Never retries, never waits."""

import secrets
from collections.abc import Sequence

from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import account_json, dnd_json, is_shared, message_json, view_json
from bot.sandbox.workspace import Account, Conversation, Json, Kind, Message

SCOPES = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "dnd_updated_user": "dnd:read",
    "user_change": "users:read",
}
"""The scope that an event needs beside the subscription."""

MESSAGE_EVENTS = {Kind.IM: "message.im", Kind.CHANNEL: "message.channels"}


def tell(platform: Platform, name: str, event: Json, story: str, *, shared: bool = False) -> Delivery | None:
    """Sends an event, if the manifest subscribes to `name` and has the scope; otherwise nothing happens."""
    needed = SCOPES.get(name)
    subscribed = name in platform.manifest.bot_events and (needed is None or needed in platform.scopes)
    if not subscribed or not platform.installed:
        return None
    doubled = platform.faults.take_double()
    return platform.courier.send(
        Delivery(Envelope.EVENT, wrapped(platform, event, shared=shared), story, doubled=doubled)
    )


def new_event_id() -> str:
    """An event id that was not given before."""
    return f"Ev0{secrets.token_hex(5).upper()}"


def wrapped(platform: Platform, event: Json, *, shared: bool = False) -> Json:
    """The envelope of the Events API around an event. An organisation's authorization names no team.

    `shared`: whether it happened in a conversation with somebody of another company.
    """
    workspace, org = platform.workspace, platform.workspace.org
    whole = org is not None and org.whole
    return ({"enterprise_id": org.id} if org else {}) | {
        "token": "sandbox",
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": org.id if org else None,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": new_event_id(),
        "event_time": workspace.now_seconds(),
        "authorizations": [
            {
                "enterprise_id": org.id if org else None,
                "team_id": None if whole else workspace.team_id,
                "user_id": workspace.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": whole,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }


def message_posted(platform: Platform, message: Message) -> None:
    """Tells of a new message, the app's own included, as Slack does."""
    event = message_json(platform.workspace, message)
    for name in ("reply_count", "reply_users_count", "reply_users", "latest_reply", "is_locked", "subscribed"):
        event.pop(name, None)
    _tell_message(platform, message, event, "message")


def message_changed(platform: Platform, message: Message, before: Json) -> None:
    """Tells of an edited message; `before` is its former JSON."""
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": message_json(platform.workspace, message),
        "previous_message": before,
        "hidden": True,
        "ts": platform.workspace.next_ts(),
    }
    _tell_message(platform, message, event, "edit of the message")


def message_deleted(platform: Platform, message: Message, before: Json) -> None:
    """Tells of a deleted message."""
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": platform.workspace.next_ts(),
    }
    _tell_message(platform, message, event, "removal of the message")


def _tell_message(platform: Platform, message: Message, event: Json, what: str) -> None:
    workspace = platform.workspace
    conversation = workspace.conversations[message.channel]
    if message.only_for or not _app_hears(platform, conversation):
        return
    event |= {"channel": conversation.id, "channel_type": str(conversation.kind), "event_ts": event["ts"]}
    author = workspace.accounts.get(message.user)
    story = f"{what} {message.text[:60]!r} by {author.key if author else message.user}"
    tell(platform, MESSAGE_EVENTS[conversation.kind], event, story, shared=is_shared(workspace, conversation))


def _app_hears(platform: Platform, conversation: Conversation) -> bool:
    return platform.workspace.bot_user_id in conversation.members


def user_changed(platform: Platform, account: Account) -> None:
    """Tells of a changed profile, time zone or status, or of a deactivated account."""
    workspace = platform.workspace
    account.updated = workspace.now_seconds()
    user = account_json(workspace, account, "users:read.email" in platform.scopes)
    event = {"type": "user_change", "user": user, "cache_ts": account.updated, "event_ts": workspace.next_ts()}
    tell(platform, "user_change", event, f"change of the account of {account.key}")


def dnd_changed(platform: Platform, account: Account) -> None:
    """Tells that do-not-disturb was switched on or off."""
    workspace = platform.workspace
    event = {
        "type": "dnd_updated_user",
        "user": account.id,
        "dnd_status": dnd_json(workspace, account),
        "event_ts": workspace.next_ts(),
    }
    tell(platform, "dnd_updated_user", event, f"do-not-disturb of {account.key}")


def home_opened(platform: Platform, account: Account, tab: str = "home") -> None:
    """Tells that a person opened the app: its Home tab, or its Messages tab."""
    workspace = platform.workspace
    event: Json = {
        "type": "app_home_opened",
        "user": account.id,
        "channel": workspace.bot_direct(account.id).id,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    if tab == "home" and account.id in workspace.homes:
        event["view"] = view_json(workspace, workspace.homes[account.id])
    tell(platform, "app_home_opened", event, f"{account.key} opens the {tab} tab")


def rate_limited(platform: Platform) -> None:
    """Tells that events of this minute are withheld, because there were more than 30 000 in an hour."""
    workspace = platform.workspace
    payload: Json = {
        "token": "sandbox",
        "type": "app_rate_limited",
        "team_id": workspace.team_id,
        "minute_rate_limited": workspace.now_seconds() // 60 * 60,
        "api_app_id": workspace.app_id,
    }
    platform.courier.send(Delivery(Envelope.EVENT, payload, "too many events this minute"))


def farewell(platform: Platform, *names: str, people: Sequence[str] = (), bot: bool = True) -> None:
    """Tells, in this order, that the app was removed (app_uninstalled) or tokens were revoked (tokens_revoked): those
    of these people, by user id, and the bot's.

    Delivered although the app has no token any more. The second goes out when the first was tried once.
    """
    before: Delivery | None = None
    for name in names:
        event: Json = {"type": name}
        if name == "tokens_revoked":
            event["tokens"] = {"oauth": list(people), "bot": [platform.workspace.bot_user_id] if bot else []}
        if name in platform.manifest.bot_events:
            story = "the app is removed" if name == "app_uninstalled" else "a token is revoked"
            before = Delivery(Envelope.EVENT, wrapped(platform, event), story, after=before)
            platform.courier.send(before)


def removed(platform: Platform, *, uninstalled_first: bool) -> None:
    """Removes the app: its tokens stop working, and it hears of it, in an order that Slack does not promise."""
    people = platform.installation.end("account_inactive")
    names = ("app_uninstalled", "tokens_revoked")
    farewell(platform, *(names if uninstalled_first else reversed(names)), people=people)
