"""The consent page: what the app asks for, who answers, and the way back to the app with a code. Installs nothing.

browser                                sandbox                                app
 | GET /oauth/v2/authorize ---------------> consent page
 | Allow ---------------------------------> 302 redirect_uri?code&state ------> |

With `scope` the app asks to come into the workspace; with `user_scope` it asks to act for the one who answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox.codes import Code
from bot.sandbox.oauth import PATH
from bot.sandbox.platform import App, Platform
from bot.sandbox.workspace import Account

PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{ title }}</title>
<h1>{{ title }}</h1>
{% if error %}<p>{{ error }}</p>{% else %}
{% if scopes %}<p>{{ app }} would come into the workspace and asks for: {{ scopes | join(", ") }}</p>{% endif %}
{% if user_scopes %}<p>{{ app }} would act for you and asks for: {{ user_scopes | join(", ") }}</p>{% endif %}
<form method="post" action="{{ path }}">
{% for name, value in fields.items() %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
{% for each in optional %}<p><label><input type="checkbox" name="optional" value="{{ each }}" checked>
{{ each }} (you may leave this out)</label></p>{% endfor %}
<label>Workspace <select name="team">
{% for id, name in teams %}<option value="{{ id }}"{{ " selected" if id == team }}>{{ name }}</option>{% endfor %}
</select></label>
<label>You are <select name="user">
{% for each in people %}<option value="{{ each.id }}"{{ " selected" if each.id == user }}>{{ each.real_name }}</option>
{% endfor %}</select></label>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="cancel">Cancel</button>
</form>{% endif %}</html>""")
FIELDS = ("client_id", "scope", "user_scope", "state", "redirect_uri")


@dataclass(frozen=True)
class Question:
    """What the app asks, and what was answered, in the address or in the form. `optional`: what may be declined and
    was not."""

    given: dict[str, str]
    optional: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryParams, form: FormData) -> "Question":
        """From a request; the form wins."""
        given = {**query, **{name: str(value) for name, value in form.items()}}
        return cls(given, tuple(str(each) for each in form.getlist("optional")))

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    def listed(self, name: str) -> tuple[str, ...]:
        """The scopes in a field."""
        return tuple(each for each in self[name].replace(" ", ",").split(",") if each)


class Consent:
    """The page where a person lets the app in or lets it act for them, and what their answer does."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, request: Request) -> Response:
        """GET shows the page; POST does what was answered and sends the browser back to the app."""
        asked = Question.read(request.query_params, await request.form())
        if error := self._wrong(asked):
            return HTMLResponse(PAGE.render(title="Something went wrong", error=error), status_code=400)
        if request.method == "GET":
            return HTMLResponse(self._page(asked))
        return RedirectResponse(self._back(asked), status_code=302)

    def _wrong(self, asked: Question) -> str:
        """Why nothing can be asked of the person. The words are not Slack's own; the conditions are.

        That a scope for people must be in the manifest is stricter than Slack may be (unverified).
        """
        manifest, target = self.app.manifest, self._target(asked)
        if asked["client_id"] != self.app.client_id:
            return "Invalid client_id parameter"
        if not asked.listed("scope") and not asked.listed("user_scope"):
            return "Invalid permissions requested: no scopes"
        if unknown := set(asked.listed("user_scope")) - set(manifest.user_scopes):
            return f"Invalid permissions requested: {', '.join(sorted(unknown))}"
        if not target or urlsplit(target).scheme not in ("http", "https"):
            return "redirect_uri is missing"
        if manifest.redirect_urls and not any(target.startswith(each) for each in manifest.redirect_urls):
            return "redirect_uri did not match any configured URIs"
        return self._nobody(asked)

    def _nobody(self, asked: Question) -> str:
        """Whether the workspace, or the person who answers, is not there."""
        if not (platform := self._platform(asked)):
            return "There is no such workspace"
        known = not asked["user"] or any(each.id == asked["user"] for each in _people([platform]))
        return "" if known else "There is no such person in this workspace"

    def _target(self, asked: Question) -> str:
        """Where to go back to: as asked, else the first that the manifest lists."""
        return asked["redirect_uri"] or next(iter(self.app.manifest.redirect_urls), "")

    def _platform(self, asked: Question) -> Platform | None:
        return self.app.platform_in(asked["team"]) if asked["team"] else self.app.platforms[0]

    def _page(self, asked: Question) -> str:
        manifest, user_scopes = self.app.manifest, asked.listed("user_scope")
        return PAGE.render(
            title=f"{manifest.name} asks for your permission",
            app=manifest.name,
            path=PATH,
            scopes=asked.listed("scope"),
            user_scopes=[each for each in user_scopes if each not in manifest.optional_scopes],
            optional=[each for each in user_scopes if each in manifest.optional_scopes],
            fields={name: asked[name] for name in FIELDS if name in asked.given},
            teams=[(each.workspace.team_id, each.workspace.team_name) for each in self.app.platforms],
            people=_people(self.app.platforms),
            team=asked["team"],
            user=asked["user"],
        )

    def _back(self, asked: Question) -> str:
        platform, target = self._platform(asked), self._target(asked)
        answer = {"state": asked["state"]}
        if platform is None or asked["answer"] != "allow":
            answer = {"error": "access_denied"} | answer
        else:
            answer = {"code": self.app.codes.issue(self._code(platform, asked))} | answer
        return f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(answer)}"

    def _code(self, platform: Platform, asked: Question) -> Code:
        declined = set(self.app.manifest.optional_scopes) - set(asked.optional)
        somebody = next((each.id for each in _people([platform])), "U0NOBODY0")
        return Code(
            platform,
            user=asked["user"] or somebody,
            redirect_uri=asked["redirect_uri"],
            scopes=asked.listed("scope"),
            user_scopes=tuple(each for each in asked.listed("user_scope") if each not in declined),
            issued=self.app.clock(),
        )


def _people(platforms: Sequence[Platform]) -> list[Account]:
    """Who can answer: members of these workspaces, not those who are here over Slack Connect."""
    return [p for each in platforms for p in each.workspace.people() if not p.deleted and not p.team_id]
