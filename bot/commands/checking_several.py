"""`kickstand check` where Slack sends people to the browser: to install the app, or to let it read.

Changes nothing, and exchanges no token.
"""

from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.clock import system
from bot.settings import Registration, Settings, SettingsError, for_consent, registration
from bot.slack.failures import UNREACHED, refusal
from bot.slack.installing.oauth import SCOPES
from bot.slack.installing.pages import INSTALL
from bot.slack.installing.tokens import web_client
from bot.slack.installing.workspaces import Workspace

NOT_A_CODE = "kickstand-check"


def app(settings: Settings) -> str:
    """Whether workspaces can be installed, and Slack can reach them."""
    try:
        known = registration(settings)
    except SettingsError as error:
        return str(error)
    if known is None:
        return ""
    if not settings.slack_signing_secret:
        return "SLACK_SIGNING_SECRET is missing: it shows that a request comes from Slack."
    return _known_to_slack(settings, known)


def consent(settings: Settings) -> str:
    """Whether managers can let Kickstand read their direct messages, where one workspace is served."""
    try:
        known = for_consent(settings)
    except SettingsError as error:
        return str(error)
    return _known_to_slack(settings, known) if known else ""


def _known_to_slack(settings: Settings, known: Registration) -> str:
    """A code that was never issued is refused for its own sake if Slack knows the app."""
    try:
        web_client(settings.slack_api_url).oauth_v2_access(
            client_id=known.client_id, client_secret=known.client_secret, code=NOT_A_CODE
        )
    except UNREACHED as error:
        said = refusal(error)
        return {
            "invalid_client_id": "Slack does not know SLACK_CLIENT_ID. Copy it again from the app's page.",
            "bad_client_secret": "Slack does not accept SLACK_CLIENT_SECRET. Copy it again from the app's page.",
        }.get(said, "" if said else unreached(settings))
    return ""


def unreached(settings: Settings) -> str:
    """What to say when nobody answers, or somebody who is not Slack: a proxy with a page of its own."""
    return f"Slack cannot be reached at {settings.slack_api_url}. Check the network, its proxy, or SLACK_API_URL."


def workspaces(settings: Settings, engine: Engine) -> str:
    """What is wrong with the tokens, one sentence for each workspace that has trouble."""
    with Session(engine) as session:
        there = session.scalars(select(Workspace).where(Workspace.token.is_not(None)).order_by(Workspace.id)).all()
    again = f"Somebody there should open {settings.kickstand_url}{INSTALL} again."
    found = ((each, _wrong(settings, each)) for each in there)
    return " ".join(f"{each.name} ({each.id}): {wrong}. {again}" for each, wrong in found if wrong)


def _wrong(settings: Settings, workspace: Workspace) -> str:
    if workspace.trouble:
        return f"its token cannot be refreshed ({workspace.trouble})"
    if workspace.token_expires_at and workspace.token_expires_at <= system():
        return ""  # it is exchanged when Kickstand runs
    try:
        answer: Any = web_client(settings.slack_api_url, workspace.token).auth_test()
    except UNREACHED as error:
        said = refusal(error)  # where there is none, the app's own line says that Slack cannot be reached
        return f"Slack does not accept its token ({said})" if said else ""
    lacks = missing(answer)
    return f"the bot lacks {lacks}" if lacks else ""


def missing(answer: Any) -> str:
    """The scopes that the token of an answer lacks, with commas between."""
    granted = {scope.strip() for scope in answer.headers.get("x-oauth-scopes", "").split(",")}
    return ", ".join(scope for scope in SCOPES if scope not in granted)
