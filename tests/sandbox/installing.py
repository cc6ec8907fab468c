"""Installing the app without a browser's detours: the consent page's answer, and the exchange of its code."""

from typing import Any

from slack_sdk import WebClient

from bot.sandbox.browser import Browser, query
from bot.sandbox.local import LocalWorkspace
from tests.sandbox.small_app import Json

BACK = "http://127.0.0.1:9/back"
SCOPES = ("chat:write", "im:history")


def allowed(place: LocalWorkspace, **asked: str) -> dict[str, str]:
    """What comes back to the app after a person pressed Allow for this workspace."""
    form = {"client_id": place.client_id, "scope": ",".join(SCOPES), "redirect_uri": BACK, "answer": "allow"}
    form |= {"team": place.workspace.team_id, "state": "s 1"} | asked
    return query(Browser().opens(f"{place.url}/oauth/v2/authorize", form).leads_to)


def exchange(place: LocalWorkspace, code: str, **changed: str) -> Json:
    args = {"client_id": place.client_id, "client_secret": place.client_secret, "redirect_uri": BACK} | changed
    answer: Any = WebClient(base_url=place.api_url).oauth_v2_access(code=code, **args)
    return dict(answer.data)


def installed(place: LocalWorkspace, **asked: str) -> Json:
    """What Slack answers to an app that was just let in."""
    return exchange(place, allowed(place, **asked)["code"])


def refreshed(place: LocalWorkspace, token: str) -> Json:
    """What Slack answers to a refresh token."""
    client = WebClient(base_url=place.api_url)
    answer: Any = client.oauth_v2_access(
        client_id=place.client_id, client_secret=place.client_secret, grant_type="refresh_token", refresh_token=token
    )
    return dict(answer.data)
