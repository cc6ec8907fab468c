"""The consent page: what the app asks for, who answers, and the way back to the app with a code. Installs nothing.

browser                                sandbox                                app
 | GET /oauth/v2/authorize ---------------> consent page
 | Allow ---------------------------------> 302 redirect_uri?code&state ------> |

With `scope` the app asks to come into the workspace; with `user_scope` it asks to act for the one who answers.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox import consent_page
from bot.sandbox.browser import LOOPBACK
from bot.sandbox.codes import Code
from bot.sandbox.consent_page import Asked, Choice
from bot.sandbox.oauth import PATH
from bot.sandbox.platform import App, Platform
from bot.sandbox.workspace import Account

WHO = "sandbox_visitor_is"
"""The cookie in which the sandbox's own page says whom its visitor plays."""
UNHEARD = (
    "You would go back to {} now, but nothing answers there, so the app has not heard of your answer. "
    "It may not be serving that address at the moment."
)
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
            return HTMLResponse(consent_page.message("Something went wrong", error), status_code=400)
        visitor = request.cookies.get(WHO, "")
        if request.method == "GET":
            return HTMLResponse(self._page(asked, visitor))
        target = self._target(asked)
        if visitor and not await run_in_threadpool(_somebody_is_there, target):
            return HTMLResponse(consent_page.message("Nobody is there", UNHEARD.format(target)), status_code=502)
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

    def _page(self, asked: Question, visitor: str) -> str:
        manifest, user_scopes = self.app.manifest, asked.listed("user_scope")
        scopes = Asked(
            asked.listed("scope"),
            [each for each in user_scopes if each not in manifest.optional_scopes],
            [each for each in user_scopes if each in manifest.optional_scopes],
        )
        teams = [(each.workspace.team_id, each.workspace.team_name) for each in self.app.platforms]
        choice = Choice(teams, _people(self.app.platforms), asked["team"], asked["user"] or visitor)
        fields = {name: asked[name] for name in FIELDS if name in asked.given}
        return consent_page.question(manifest.name, PATH, scopes, choice, fields)

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
            platform.workspace.team_id,
            user=asked["user"] or somebody,
            redirect_uri=asked["redirect_uri"],
            scopes=asked.listed("scope"),
            user_scopes=tuple(each for each in asked.listed("user_scope") if each not in declined),
            issued=self.app.clock(),
        )


def _people(platforms: Sequence[Platform]) -> list[Account]:
    """Who can answer: members of these workspaces, not those who are here over Slack Connect."""
    return [p for each in platforms for p in each.workspace.people() if not p.deleted and not p.team_id]


def remember(response: Response, visitor: Account) -> None:
    """Lets the consent page know whom the visitor of the sandbox's own page plays."""
    response.set_cookie(WHO, visitor.id, httponly=True, samesite="lax")


def _somebody_is_there(target: str) -> bool:
    """Whether an address on this computer is served; of others nothing is known."""
    parts = urlsplit(target)
    if parts.hostname not in LOOPBACK:
        return True
    try:
        socket.create_connection((str(parts.hostname), parts.port or 80), timeout=1).close()
    except OSError:
        return False
    return True
