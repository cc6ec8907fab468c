"""Tokens that expire: exchanged before they do, by one process at a time. Never called inside a transaction.

    take (transaction: nobody else for a minute) -> oauth.v2.access -> keep (transaction)

A refresh token is good once. slack_sdk's TokenRotator asks the computer's clock and knows of no other process, so the
one call is made here. The row is taken by a conditional update, not locked while Slack is asked: on SQLite that would
hold up every other writer.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from bot.settings import Registration
from bot.slack.workspaces import Workspace
from bot.store.engine import Sessions

EARLY = timedelta(hours=2)
"""So long before its end a token is exchanged: slack_bolt's own default. Slack's tokens live twelve hours."""
LEASE = timedelta(seconds=60)
"""Longer than the one call can take; also how long a failed attempt is left alone."""
OVER = {"invalid_refresh_token", "account_inactive", "token_revoked", "invalid_auth"}
"""Trying again will not help: the app has to be installed again."""

log = logging.getLogger(__name__)


class Rotation:
    """Exchanges the tokens of all workspaces."""

    def __init__(self, client: WebClient, app: Registration, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._client, self._app, self._sessions, self._clock = client, app, sessions, clock

    def all_due(self) -> list[str]:
        """The workspaces whose tokens are soon over, and that nobody is seeing to."""
        with self._sessions.begin() as session:
            return list(session.scalars(select(Workspace.id).where(_is_due(self._clock()))))

    def refresh(self, workspace_id: str) -> None:
        """Exchange this workspace's token, if that is due and no other process is at it. What fails is tried again."""
        used = self._take(workspace_id)
        if used is None:
            return
        try:
            answer: Any = self._client.oauth_v2_access(
                client_id=self._app.client_id,
                client_secret=self._app.client_secret,
                grant_type="refresh_token",
                refresh_token=used,
            )
        except SlackApiError as error:
            self._failed(workspace_id, used, str(error.response.get("error", "no_answer")))
        except (SlackClientError, OSError, HTTPException):
            self._failed(workspace_id, used, "no_answer")
        else:
            self._keep(workspace_id, used, answer.data)

    def _take(self, workspace_id: str) -> str | None:
        now = self._clock()
        taken = update(Workspace).where(Workspace.id == workspace_id, _is_due(now)).returning(Workspace.refresh_token)
        with self._sessions.begin() as session:
            return session.scalar(taken.values(refreshing_until=now + LEASE))

    def _keep(self, workspace_id: str, used: str, answer: dict[str, Any]) -> None:
        with self._sessions.begin() as session:
            found = _still(session, workspace_id, used)
            if found is not None:
                found.token = str(answer["access_token"])
                found.refresh_token = str(answer.get("refresh_token") or used)
                found.token_expires_at = self._clock() + timedelta(seconds=int(answer["expires_in"]))
                found.refreshing_until = found.trouble = None

    def _failed(self, workspace_id: str, used: str, code: str) -> None:
        log.warning("the token of %s could not be refreshed: %s", workspace_id, code)
        if code not in OVER:
            return
        with self._sessions.begin() as session:
            found = _still(session, workspace_id, used)
            if found is not None:
                found.trouble, found.refreshing_until = code, None


def is_due(workspace: Workspace, now: datetime) -> bool:
    """Whether this row's token is soon over. Who may exchange it is decided in the database."""
    return workspace.token_expires_at is not None and workspace.token_expires_at <= now + EARLY


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        Workspace.token_expires_at <= now + EARLY,
        Workspace.refresh_token.is_not(None),
        Workspace.gone_at.is_(None),
        Workspace.trouble.is_(None),
        or_(Workspace.refreshing_until.is_(None), Workspace.refreshing_until <= now),
    )


def _still(session: Session, workspace_id: str, used: str) -> Workspace | None:
    """The row, if this refresh token is still its own: it may have been installed again, or be gone."""
    found = session.get(Workspace, workspace_id, with_for_update=True)
    return found if found is not None and found.refresh_token == used else None
