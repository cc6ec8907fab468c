"""Installing the app without a browser's detours: the consent page's answer, and the exchange of its code."""

from typing import Any

from slack_sdk import WebClient

from bot.sandbox.browser import Browser, query
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from tests.sandbox.small_app import Json

BACK = "http://127.0.0.1:9/back"
SCOPES = ("chat:write", "im:history")


def allowed(place: LocalWorkspace, **asked: Any) -> dict[str, str]:
    """What comes back to the app after a person pressed Allow for this workspace."""
    form = {"client_id": place.client_id, "scope": ",".join(SCOPES), "redirect_uri": BACK, "answer": "allow"}
    form |= {"team": place.workspace.team_id, "state": "s 1"} | asked
    return query(Browser().opens(f"{place.url}/oauth/v2/authorize", form).leads_to)


def exchange(place: LocalWorkspace, code: str, **changed: str) -> Json:
    args = {"client_id": place.client_id, "client_secret": place.client_secret, "redirect_uri": BACK} | changed
    answer: Any = WebClient(base_url=place.api_url).oauth_v2_access(code=code, **args)
    return dict(answer.data)


def installed(place: LocalWorkspace, **asked: Any) -> Json:
    """What Slack answers to an app that was just let in."""
    return exchange(place, allowed(place, **asked)["code"])


def refreshed(place: LocalWorkspace, token: str) -> Json:
    """What Slack answers to a refresh token."""
    client = WebClient(base_url=place.api_url)
    answer: Any = client.oauth_v2_access(
        client_id=place.client_id, client_secret=place.client_secret, grant_type="refresh_token", refresh_token=token
    )
    return dict(answer.data)


WATCH = ("im:history", "im:read", "users:read")
"""What an app asks that reads a person's direct messages."""


def authorised(place: LocalWorkspace, person: Person, *scopes: str, **asked: Any) -> Json:
    """What Slack answers when a person lets the app act for them; optional scopes are allowed too."""
    wanted = ",".join(scopes or WATCH)
    asked = {"scope": "", "user_scope": wanted, "user": person.id, "optional": list(scopes)} | asked
    return installed(place, **asked)


def acts_for(place: LocalWorkspace, person: Person, *scopes: str) -> WebClient:
    """A client with a token that acts for this person."""
    token = authorised(place, person, *scopes)["authed_user"]["access_token"]
    return WebClient(token, base_url=place.api_url, retry_handlers=[])
