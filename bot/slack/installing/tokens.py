"""Whose token speaks to which workspace. Never answers None to Bolt, which turns that into HTTP 200: an event lost.

Two cases with the same face: the one workspace of SLACK_BOT_TOKEN (here), and workspaces that were installed through
the browser (`installed`).
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from slack_bolt import BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.client import Client
from bot.slack.failures import UNREACHED, refusal
from bot.slack.installing.workspaces import Workspace, id_of, introduce
from bot.store.engine import Sessions

TIMEOUT = 10
"""Seconds that Slack may take for one call."""


class NoToken(SlackClientError):
    """Nothing speaks for this workspace just now."""


class Tokens(Protocol):
    """What the program asks about tokens."""

    def introduce(self) -> None:
        """Learn who is served. To be called once, before anything else.

        Raises SlackApiError when Slack refuses a token that was set, SlackClientError or OSError when nobody knows
        whose it is, SettingsError for a database that is nobody's.
        """

    def all(self) -> list[str]:
        """Every workspace that is served."""

    def workspace_of(self, request: BoltRequest) -> str | None:
        """The workspace that a payload is about; None: it is not served, or not any more."""

    def client(self, workspace_id: str) -> WebClient:
        """What speaks for this workspace. Raises NoToken."""

    def authorize(self, workspace_id: str) -> AuthorizeResult:
        """For Bolt. Raises NoToken."""

    def refresh(self) -> None:
        """Exchange every token that is soon over."""


def named_in(request: BoltRequest) -> str | None:
    """The installation that Slack names in a payload: for events `authorizations[0]`, else the payload's own ids."""
    about = request.context
    return id_of(about.enterprise_id, about.team_id, whole_organisation=bool(about.is_enterprise_install))


def web_client(base_url: str, token: str | None = None) -> WebClient:
    """A client that tries each call once: slack_sdk's own handler posts again on a reset connection, which doubles."""
    return Client(token=token, base_url=base_url, retry_handlers=[], timeout=TIMEOUT)


def authorized(workspace: Workspace, token: str) -> AuthorizeResult:
    """What Bolt wants to know; from the row, so that Slack is not asked for each event."""
    return AuthorizeResult(
        enterprise_id=workspace.enterprise_id,
        team_id=workspace.team_id,
        bot_user_id=workspace.bot_user_id,
        bot_id=workspace.bot_id,
        bot_token=token,
        bot_scopes=workspace.scopes,
    )


class OneToken:
    """The one workspace that SLACK_BOT_TOKEN speaks to. Slack is asked once who that is."""

    def __init__(self, base_url: str, token: str, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._token, self._sessions, self._clock = token, sessions, clock
        self._client = web_client(base_url, token)
        self._known: Workspace | None = None
        self._lock = threading.Lock()

    def introduce(self) -> None:
        """From Slack or, while it cannot be reached, from the last time."""
        self._introduced()

    def all(self) -> list[str]:
        """This one, until it is uninstalled."""
        known = self._introduced().id
        with self._sessions.begin() as session:
            return list(session.scalars(select(Workspace.id).where(Workspace.id == known, Workspace.gone_at.is_(None))))

    def workspace_of(self, request: BoltRequest) -> str | None:
        """This one, unless the payload names another: the app may be installed elsewhere too."""
        known, about = self._introduced(), request.context
        of_the_organisation = known.team_id is None and about.enterprise_id == known.enterprise_id
        if named_in(request) in {None, known.id, known.team_id} or of_the_organisation:
            return next(iter(self.all()), None)
        return None

    def client(self, workspace_id: str) -> WebClient:
        """The one client; it never speaks for rows that another workspace left here."""
        if workspace_id != self._introduced().id:
            raise NoToken(f"SLACK_BOT_TOKEN is not of {workspace_id}")
        return self._client

    def authorize(self, workspace_id: str) -> AuthorizeResult:
        """From what Slack told at first."""
        return authorized(self._introduced(), self._token)

    def refresh(self) -> None:
        """There is nothing to refresh: the token was set by hand."""

    def _introduced(self) -> Workspace:
        with self._lock:
            if self._known is None:
                self._known = self._ask()
        return self._known

    def _ask(self) -> Workspace:
        try:
            with self._sessions.begin() as session:
                return introduce(session, self._client, self._clock())
        except UNREACHED as error:
            if refusal(error):
                raise
            with self._sessions.begin() as session:
                if found := _last_known(session):
                    return found
            raise


def _last_known(session: Session) -> Workspace | None:
    found = session.scalars(select(Workspace).where(Workspace.token.is_(None), Workspace.gone_at.is_(None))).all()
    return found[0] if len(found) == 1 else None
