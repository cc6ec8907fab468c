"""OAuth v2: the method that turns a code of the consent page into tokens, and those that end them.

browser                                sandbox                                app
 | Allow on the consent page -------------> 302 redirect_uri?code&state ------> |
 |                                          <--- oauth.v2.access(code, secrets) |
 |                                          tokens --------------------------> |

Tells the app nothing but that tokens ended, when it asked for that itself.
"""

import hmac

from bot.sandbox import events
from bot.sandbox.call import Call, Key, Method, SlackError
from bot.sandbox.codes import Code
from bot.sandbox.keyring import Pair
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Json

PATH = "/oauth/v2/authorize"


def access(call: Call) -> Json:
    """oauth.v2.access. Installs the app where the code, or the refresh token, belongs."""
    check_client(call)
    grant = call.text("grant_type", "authorization_code")
    if grant == "refresh_token":
        return _refreshed(call)
    if grant != "authorization_code":
        raise SlackError("invalid_grant_type")
    app = call.platform.app
    code = app.codes.redeem(call.text("code"), call.text("redirect_uri"), app.clock())
    platform = app.platform_in(code.team_id)
    if platform is None:
        raise SlackError("invalid_code")
    pair = platform.installation.install(code.scopes, app.rotation) if code.scopes else None
    return _granted(platform, pair) | {"authed_user": _person(platform, code)}


def _person(platform: Platform, code: Code) -> Json:
    """The one who answered on the consent page, with a token to act for them if they allowed that."""
    if not code.user_scopes:
        return {"id": code.user}
    pair = platform.installation.authorise(code.user, code.user_scopes, platform.app.rotation)
    scope = ",".join(platform.installation.people[code.user].scopes)
    platform.workspace.changed()
    return {"id": code.user, "scope": scope, "token_type": "user"} | _token(platform, pair)


def _refreshed(call: Call) -> Json:
    app, token = call.platform.app, call.text("refresh_token")
    platform = next((each for each in app.platforms if each.installation.holds(token)), None)
    if platform is None or app.rotation is None:
        raise SlackError("invalid_refresh_token")
    user, pair = platform.installation.refresh(token, app.rotation)
    if user is None:
        return _granted(platform, pair)
    scope = ",".join(platform.installation.people[user].scopes)
    return _granted(platform, None) | {"scope": scope, "token_type": "user"} | _token(platform, pair)


def check_client(call: Call) -> None:
    """Whether the caller is the app itself. Raises invalid_client_id or bad_client_secret."""
    app = call.platform.app
    if call.text("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if not hmac.compare_digest(call.text("client_secret").encode(), app.client_secret.encode()):
        raise SlackError("bad_client_secret")


def _granted(platform: Platform, pair: Pair | None) -> Json:
    """What Slack tells about an installation. For one on a whole organisation there is no team.

    Without the bot (a person's consent alone) the team has no name.
    """
    workspace, org = platform.workspace, platform.workspace.org
    whole = org is not None and org.whole
    answer: Json = {
        "app_id": workspace.app_id,
        "team": None if whole else {"id": workspace.team_id},
        "enterprise": {"id": org.id, "name": org.name} if org else None,
        "is_enterprise_install": whole,
    }
    if pair is None:
        return answer
    if not whole:
        answer["team"]["name"] = workspace.team_name
    bot = {"token_type": "bot", "scope": ",".join(platform.scopes), "bot_user_id": workspace.bot_user_id}
    return answer | bot | _token(platform, pair)


def _token(platform: Platform, pair: Pair) -> Json:
    """An access token; with rotation also what it is refreshed with, and how many seconds it lives."""
    if pair.expires is None:
        return {"access_token": pair.access}
    lives = int((pair.expires - platform.clock()).total_seconds())
    return {"access_token": pair.access, "refresh_token": pair.refresh, "expires_in": lives}


def revoke(call: Call) -> Json:
    """auth.revoke: ends the token of the call. With rotation only this one; without, its holder has none left then."""
    if call.flag("test"):
        return {"revoked": False}
    call.keyring.revoke(call.token)
    if not call.keyring.active:
        person = [] if call.caller == call.bot else [call.caller.id]
        events.farewell(call.platform, "tokens_revoked", people=person, bot=not person)
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """apps.uninstall: the app removes itself from the workspace of the token."""
    check_client(call)
    events.removed(call.platform, uninstalled_first=False)
    return {}


METHODS = {
    "oauth.v2.access": Method(access, key=Key.CLIENT),
    "auth.revoke": Method(revoke, key=Key.TOKEN),
    "apps.uninstall": Method(uninstall),
}
