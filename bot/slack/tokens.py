"""Whose token speaks to which workspace. Never answers None to Bolt, which turns that into HTTP 200: an event lost."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.workspaces import Workspace, id_of, introduce
from bot.store.engine import Sessions

TIMEOUT = 10
"""Seconds that Slack may take for one call."""


def web_client(base_url: str, token: str | None = None) -> WebClient:
    """A client that tries each call once: slack_sdk's own handler posts again on a reset connection, which doubles."""
    return WebClient(token=token, base_url=base_url, retry_handlers=[], timeout=TIMEOUT)


class Tokens:
    """The one workspace that SLACK_BOT_TOKEN speaks to. Slack is asked once who that is."""

    def __init__(self, base_url: str, token: str, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._token, self._sessions, self._clock = token, sessions, clock
        self._client = web_client(base_url, token)
        self._known: Workspace | None = None
        self._lock = threading.Lock()

    def introduce(self) -> Workspace:
        """Learn whose token this is, from Slack or, while it cannot be reached, from the last time.

        Raises SlackApiError when Slack refuses the token, SlackClientError or OSError when nobody knows.
        """
        with self._lock:
            if self._known is None:
                self._known = self._ask()
        return self._known

    def _ask(self) -> Workspace:
        try:
            with self._sessions.begin() as session:
                return introduce(session, self._client, self._clock())
        except SlackApiError:
            raise
        except (SlackClientError, OSError):
            with self._sessions.begin() as session:
                if found := _last_known(session):
                    return found
            raise

    def all(self) -> list[str]:
        """Every workspace that is served."""
        return [self.introduce().id]

    def workspace_of(self, request: BoltRequest) -> str | None:
        """The workspace that a payload is about; None: another one, which is not served here."""
        known, about = self.introduce(), request.context
        whole = bool(about.is_enterprise_install)
        named = id_of(about.enterprise_id, about.team_id, whole_organisation=whole)
        of_the_organisation = known.team_id is None and about.enterprise_id == known.enterprise_id
        return known.id if named in {None, known.id} or of_the_organisation else None

    def client(self, workspace_id: str) -> WebClient:
        """What speaks for this workspace."""
        return self._client

    def authorize(self, **_: Any) -> AuthorizeResult:
        """For Bolt."""
        known = self.introduce()
        return AuthorizeResult(
            enterprise_id=known.enterprise_id,
            team_id=known.team_id,
            bot_user_id=known.bot_user_id,
            bot_id=known.bot_id,
            bot_token=self._token,
            bot_scopes=known.scopes,
        )


def _last_known(session: Session) -> Workspace | None:
    found = session.scalars(select(Workspace).where(Workspace.token.is_(None), Workspace.gone_at.is_(None))).all()
    return found[0] if len(found) == 1 else None
