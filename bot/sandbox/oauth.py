"""OAuth v2: the consent page, the codes it hands out, and the method that turns one into tokens.

browser                                sandbox                                app
 | GET /oauth/v2/authorize ---------------> consent page
 | Allow ---------------------------------> 302 redirect_uri?code&state ------> |
 |                                          <--- oauth.v2.access(code, secrets) |
 |                                          tokens --------------------------> |

Tells the app nothing but that it was removed, when it asked for that itself. A user token can be asked for and comes
in the answer; it never expires, and no method takes it here.
"""

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox import events
from bot.sandbox.call import Call, Key, Method, SlackError
from bot.sandbox.codes import Code
from bot.sandbox.installation import Pair
from bot.sandbox.platform import App, Platform
from bot.sandbox.workspace import Json

PATH = "/oauth/v2/authorize"
PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{ title }}</title>
<h1>{{ title }}</h1>
{% if error %}<p>{{ error }}</p>{% else %}
<p>{{ app }} asks for: {{ (scope, user_scope) | select | join(", ") }}</p>
<form method="post" action="{{ path }}">
{% for name, value in fields.items() %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
<label>Workspace <select name="team">
{% for id, name in teams %}<option value="{{ id }}"{{ " selected" if id == team }}>{{ name }}</option>{% endfor %}
</select></label>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="cancel">Cancel</button>
</form>{% endif %}</html>""")
FIELDS = ("client_id", "scope", "user_scope", "state", "redirect_uri")


class Consent:
    """The page where a person lets the app in, and what their answer does."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, request: Request) -> Response:
        """GET shows the page; POST does what was answered and sends the browser back to the app."""
        form = await request.form()
        asked = {**request.query_params, **{name: str(value) for name, value in form.items()}}
        if error := self._wrong(asked):
            return HTMLResponse(PAGE.render(title="Something went wrong", error=error), status_code=400)
        if request.method == "GET":
            return HTMLResponse(self._page(asked))
        return RedirectResponse(self._back(asked), status_code=302)

    def _wrong(self, asked: Mapping[str, str]) -> str:
        """Why nothing can be asked of the person. The words are not Slack's own; the conditions are."""
        if asked.get("client_id") != self.app.client_id:
            return "Invalid client_id parameter"
        if not asked.get("scope") and not asked.get("user_scope"):
            return "Invalid permissions requested: no scopes"
        target, allowed = self._target(asked), self.app.manifest.redirect_urls
        if not target or urlsplit(target).scheme not in ("http", "https"):
            return "redirect_uri is missing"
        if allowed and not any(target.startswith(each) for each in allowed):
            return "redirect_uri did not match any configured URIs"
        return "" if self._platform(asked) else "There is no such workspace"

    def _target(self, asked: Mapping[str, str]) -> str:
        """Where to go back to: as asked, else the first that the manifest lists."""
        return asked.get("redirect_uri") or next(iter(self.app.manifest.redirect_urls), "")

    def _platform(self, asked: Mapping[str, str]) -> Platform | None:
        return self.app.platform_in(asked["team"]) if asked.get("team") else self.app.platforms[0]

    def _page(self, asked: Mapping[str, str]) -> str:
        return PAGE.render(
            title=f"Install {self.app.manifest.name}",
            app=self.app.manifest.name,
            path=PATH,
            scope=asked.get("scope"),
            user_scope=asked.get("user_scope"),
            fields={name: asked[name] for name in FIELDS if name in asked},
            teams=[(each.workspace.team_id, each.workspace.team_name) for each in self.app.platforms],
            team=asked.get("team"),
        )

    def _back(self, asked: Mapping[str, str]) -> str:
        platform, target = self._platform(asked), self._target(asked)
        answer = {"state": asked.get("state", "")}
        if platform is None or asked.get("answer") != "allow":
            answer = {"error": "access_denied"} | answer
        else:
            code = Code(
                platform,
                user=asked.get("user") or _somebody(platform),
                redirect_uri=asked.get("redirect_uri", ""),
                scopes=_listed(asked.get("scope", "")),
                user_scopes=_listed(asked.get("user_scope", "")),
                issued=self.app.clock(),
            )
            answer = {"code": self.app.codes.issue(code)} | answer
        return f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(answer)}"


def _listed(scopes: str) -> tuple[str, ...]:
    return tuple(each for each in scopes.replace(" ", ",").split(",") if each)


def _somebody(platform: Platform) -> str:
    """Who installs when nobody in particular was named: the first person of the workspace."""
    return next((person.id for person in platform.workspace.people()), "U0NOBODY0")


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
    pair = code.platform.installation.install(code.scopes, app.rotation) if code.scopes else None
    person: Json = {"id": code.user}
    if code.user_scopes:
        person |= {"scope": ",".join(code.user_scopes), "token_type": "user"}
        person |= {"access_token": f"xoxp-{secrets.token_hex(12)}"}
    return _granted(code.platform, pair) | {"authed_user": person}


def _refreshed(call: Call) -> Json:
    app, token = call.platform.app, call.text("refresh_token")
    platform = next((each for each in app.platforms if each.installation.holds(token)), None)
    if platform is None or app.rotation is None:
        raise SlackError("invalid_refresh_token")
    return _granted(platform, platform.installation.refresh(token, app.rotation))


def check_client(call: Call) -> None:
    """Whether the caller is the app itself. Raises invalid_client_id or bad_client_secret."""
    app = call.platform.app
    if call.text("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if not hmac.compare_digest(call.text("client_secret").encode(), app.client_secret.encode()):
        raise SlackError("bad_client_secret")


def _granted(platform: Platform, pair: Pair | None) -> Json:
    """What Slack tells about an installation. For one on a whole organisation there is no team."""
    workspace, org = platform.workspace, platform.workspace.org
    whole = org is not None and org.whole
    answer: Json = {
        "app_id": workspace.app_id,
        "team": None if whole else {"id": workspace.team_id, "name": workspace.team_name},
        "enterprise": {"id": org.id, "name": org.name} if org else None,
        "is_enterprise_install": whole,
    }
    if pair is None:
        return answer
    answer |= {
        "access_token": pair.access,
        "token_type": "bot",
        "scope": ",".join(platform.scopes),
        "bot_user_id": workspace.bot_user_id,
    }
    if pair.expires is None:
        return answer
    lives = int((pair.expires - platform.clock()).total_seconds())
    return answer | {"refresh_token": pair.refresh, "expires_in": lives}


def revoke(call: Call) -> Json:
    """auth.revoke: ends the token of the call. With rotation only this one; without, the app has none left then."""
    if call.flag("test"):
        return {"revoked": False}
    call.platform.installation.revoke(call.token)
    if not call.platform.installed:
        events.farewell(call.platform, "tokens_revoked")
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """apps.uninstall: the app removes itself from the workspace of the token."""
    check_client(call)
    events.removed(call.platform, uninstalled_first=False)
    return {}


METHODS = {
    "oauth.v2.access": Method(access, key=Key.CLIENT),
    "auth.revoke": Method(revoke),
    "apps.uninstall": Method(uninstall),
}
