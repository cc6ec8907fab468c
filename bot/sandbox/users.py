"""Web API methods about the app, the team and people. Never changes the workspace."""

import base64
import binascii

from bot.sandbox.call import Call, Key, Method, SlackError, invalid_arguments
from bot.sandbox.events import authorization
from bot.sandbox.shapes import account_json, dnd_json
from bot.sandbox.workspace import SLACKBOT, Account, Json, slug

MOST = 1000


def auth_test(call: Call) -> Json:
    """auth.test. An organisation's token gets the organisation as `url`, `team` and `team_id` (unverified).

    A person's token names the person, and no bot.
    """
    workspace, org = call.workspace, call.workspace.org
    answer: Json = {
        "url": f"https://{workspace.team_domain}.slack.com/",
        "team": workspace.team_name,
        "user": call.caller.key,
        "team_id": workspace.team_id,
        "user_id": call.caller.id,
        "is_enterprise_install": False,
    }
    if call.caller is call.bot:
        answer["bot_id"] = workspace.bot_id
    if org:
        answer["enterprise_id"] = org.id
    if org and org.whole:
        url = f"https://{slug(org.name).lower()}.enterprise.slack.com/"
        answer |= {"url": url, "team": org.name, "team_id": org.id, "is_enterprise_install": True}
    return answer


def connections_open(call: Call) -> Json:
    """apps.connections.open."""
    return {"url": call.platform.sockets.ticket_url(call.platform.url)}


def authorizations_list(call: Call) -> Json:
    """apps.event.authorizations.list: whose authorizations let the app see an event, and still hold.

    That those which ended since are left out is unverified.
    """
    word = call.needed("event_context")
    found = [(each, users) for each in call.platform.app.platforms if (users := each.contexts.get(word)) is not None]
    if not found:
        raise SlackError("invalid_event_context")
    platform, users = found[0]
    holding = {*platform.installation.authorised, *([platform.workspace.bot_user_id] if platform.installed else [])}
    all_of_them = [authorization(platform, user) for user in users if user in holding]
    limit, start = call.count("limit", MOST, MOST), position(call)
    more = {"cursor_next": cursor_for(start + limit)} if start + limit < len(all_of_them) else {}
    return {"authorizations": all_of_them[start : start + limit]} | more


def team_info(call: Call) -> Json:
    """team.info."""
    workspace = call.workspace
    if call.text("team") not in ("", workspace.team_id):
        raise SlackError("team_not_found")
    domain = workspace.team_domain
    team = {"id": workspace.team_id, "name": workspace.team_name, "domain": domain, "email_domain": "", "icon": {}}
    return {"team": team | {"url": f"https://{domain}.slack.com/"}}


def bots_info(call: Call) -> Json:
    """bots.info."""
    workspace = call.workspace
    wanted = call.needed("bot")
    for other in (account for account in workspace.accounts.values() if account.app):
        if other.app and other.app.bot_id == wanted:
            about = {"id": wanted, "deleted": False, "name": other.app.name, "updated": other.updated, "icons": {}}
            return {"bot": about | {"app_id": other.app.id, "user_id": other.id}}
    if wanted != workspace.bot_id:
        raise SlackError("bot_not_found")
    bot = {"id": workspace.bot_id, "deleted": False, "name": workspace.bot_name, "updated": call.bot.updated}
    return {"bot": bot | {"app_id": workspace.app_id, "user_id": workspace.bot_user_id, "icons": {}}}


def users_info(call: Call) -> Json:
    """users.info."""
    return {"user": _user(call, SLACKBOT if call.text("user") == SLACKBOT.id else call.person())}


def users_list(call: Call) -> Json:
    """users.list, a page at a time. An organisation's token must say which workspace (with which error: unverified)."""
    if call.workspace.org and call.workspace.org.whole and not call.text("team_id"):
        raise SlackError("missing_argument")
    accounts = [*call.workspace.accounts.values(), SLACKBOT]
    limit, start = call.count("limit", MOST, MOST), position(call)
    cursor = cursor_for(start + limit) if start + limit < len(accounts) else ""
    members = [_user(call, account) for account in accounts[start : start + limit]]
    return {
        "members": members,
        "cache_ts": call.workspace.now_seconds(),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail; deactivated people are not found."""
    email = call.needed("email").lower()
    for account in call.workspace.accounts.values():
        if account.email.lower() == email and not account.deleted:
            return {"user": _user(call, account)}
    raise SlackError("users_not_found")


def dnd_info(call: Call) -> Json:
    """dnd.info."""
    if not call.text("user"):
        raise invalid_arguments("missing required field: user")
    return dnd_json(call.workspace, call.person())


def _user(call: Call, account: Account) -> Json:
    return account_json(call.workspace, account, "users:read.email" in call.scopes)


def cursor_for(place: int) -> str:
    """An opaque cursor for a place in a list."""
    return base64.b64encode(f"place:{place}".encode()).decode()


def position(call: Call) -> int:
    """The place that the call's cursor stands for. Raises invalid_cursor."""
    if not (cursor := call.text("cursor")):
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("place:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None


METHODS = {
    "auth.test": Method(auth_test, key=Key.TOKEN),
    "apps.connections.open": Method(connections_open, ("connections:write",), key=Key.APP),
    "apps.event.authorizations.list": Method(authorizations_list, ("authorizations:read",), key=Key.APP),
    "team.info": Method(team_info, ("team:read",), Key.TOKEN),
    "bots.info": Method(bots_info, ("users:read",), Key.TOKEN),
    "users.info": Method(users_info, ("users:read",), Key.TOKEN),
    "users.list": Method(users_list, ("users:read",), Key.TOKEN),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",), Key.TOKEN),
    "dnd.info": Method(dnd_info, ("dnd:read",), Key.TOKEN),
}
