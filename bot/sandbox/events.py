"""Events: tells the app what happens in the workspace, when it subscribed and may know. Never retries, never waits.

Whatever happens is told once, however many may know of it through the app: one of them stands in `authorizations`, and
`apps.event.authorizations.list` names them all.
"""

import secrets
from collections.abc import Sequence

from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import account_json, dnd_json, view_json
from bot.sandbox.workspace import Account, Conversation, Json

SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "dnd_updated_user": "dnd:read",
    "user_change": "users:read",
}
"""The scope that an event needs beside the subscription."""


def tell(
    platform: Platform,
    name: str,
    event: Json,
    story: str,
    *,
    shared: bool = False,
    through: Sequence[str] | None = None,
) -> Delivery | None:
    """Sends an event, if the app hears of `name` at all; otherwise nothing happens.

    `through`: whose authorizations let it hear, as account ids; without, the bot's, if the manifest subscribes.
    """
    bot = [platform.workspace.bot_user_id] if _bot_hears(platform, name) else []
    if not (through := bot if through is None else through):
        return None
    doubled = platform.faults.take_double()
    payload = wrapped(platform, event, shared=shared, through=through)
    return platform.courier.send(Delivery(Envelope.EVENT, payload, story, doubled=doubled))


def hearers(platform: Platform, name: str, conversation: Conversation, *, scope: str = "") -> list[str]:
    """Through whom the app hears what happens in a conversation, as account ids: its bot, then people, oldest first.

    They must be in it, and the scope (else the one of SCOPES) must be allowed; the bot needs a subscription in
    `bot_events`, people one in `user_events`.
    """
    bot = [platform.workspace.bot_user_id] if _bot_hears(platform, name, scope) else []
    subscribed, needed = name in platform.manifest.user_events, scope or SCOPES.get(name)
    people = [
        user
        for user, keys in platform.installation.authorised.items()
        if subscribed and (needed is None or needed in keys.scopes)
    ]
    return [each for each in (*bot, *people) if each in conversation.members]


def _bot_hears(platform: Platform, name: str, scope: str = "") -> bool:
    needed = scope or SCOPES.get(name)
    subscribed = name in platform.manifest.bot_events and (needed is None or needed in platform.scopes)
    return subscribed and platform.installed


def new_event_id() -> str:
    """An event id that was not given before."""
    return f"Ev0{secrets.token_hex(5).upper()}"


def wrapped(platform: Platform, event: Json, *, shared: bool = False, through: Sequence[str] = ()) -> Json:
    """The envelope of the Events API around an event.

    `shared`: whether it happened in a conversation with somebody of another company. `through`: the account ids whose
    authorizations let the app hear of it; without, the bot's.
    """
    workspace, org = platform.workspace, platform.workspace.org
    through = through or [workspace.bot_user_id]
    named = platform.naming.chosen(through, workspace.bot_user_id)
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
        "authorizations": [authorization(platform, named)],
        "is_ext_shared_channel": shared,
        "event_context": platform.contexts.add(through),
    }


def authorization(platform: Platform, user: str) -> Json:
    """One way in which the app may see an event. An organisation's names no team."""
    workspace, org = platform.workspace, platform.workspace.org
    whole = org is not None and org.whole
    return {
        "enterprise_id": org.id if org else None,
        "team_id": None if whole else workspace.team_id,
        "user_id": user,
        "is_bot": user == workspace.bot_user_id,
        "is_enterprise_install": whole,
    }


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


def consent_ended(platform: Platform, account: Account) -> None:
    """A person takes back that the app may act for them: their tokens stop working, and it hears of it."""
    platform.installation.people[account.id].end("token_revoked")
    farewell(platform, "tokens_revoked", people=[account.id], bot=False)
    platform.workspace.changed()
