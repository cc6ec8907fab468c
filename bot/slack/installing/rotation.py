"""Tokens that expire: exchanged before they do, by one process at a time. Never called inside a transaction.

    take (transaction: nobody else for a minute) -> oauth.v2.access -> keep (transaction)

A refresh token is good once. slack_sdk's TokenRotator asks the computer's clock and knows of no other process, so the
one call is made here. The row is taken by a conditional update, not locked while Slack is asked: on SQLite that would
hold up every other writer.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, Generic, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import ColumnElement, and_, or_, true, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from bot.settings import Registration
from bot.store.engine import Sessions
from bot.store.types import Encrypted

EARLY = timedelta(hours=2)
"""So long before its end a token is exchanged: slack_bolt's own default. Slack's tokens live twelve hours."""
LEASE = timedelta(seconds=60)
"""Longer than the one call can take; also how long a failed attempt is left alone."""
OVER = {"invalid_refresh_token", "account_inactive", "token_revoked", "invalid_auth"}
"""Trying again will not help: somebody has to let the app in again."""

log = logging.getLogger(__name__)


class Expiring:
    """The columns of a row that holds a token, which may expire."""

    token: Mapped[str | None] = mapped_column(Encrypted)
    refresh_token: Mapped[str | None] = mapped_column(Encrypted)
    token_expires_at: Mapped[datetime | None]
    refreshing_until: Mapped[datetime | None]
    """A process is exchanging the refresh token, which is good once: no other may before this moment."""

    def is_due(self, now: datetime) -> bool:
        """Whether this row's token is soon over. Who may exchange it is decided in the database."""
        return self.token_expires_at is not None and self.token_expires_at <= now + EARLY


Row = TypeVar("Row", bound=Expiring)


@dataclass(frozen=True)
class Kept(Generic[Row]):
    """Where tokens are kept: rows of this kind, found by `key`.

    `note` is called in the transaction that says how it went: with Slack's word when the refresh token is over, else
    with None. `may`: what else must hold of a row for its token to be exchanged.
    """

    row: type[Row]
    key: InstrumentedAttribute[str]
    note: Callable[[Session, Row, str | None], None]
    may: ColumnElement[bool] = field(default_factory=true)


class Rotation(Generic[Row]):
    """Exchanges tokens of one kind of rows."""

    def __init__(
        self, kept: Kept[Row], client: WebClient, app: Registration, sessions: Sessions, clock: Callable[[], datetime]
    ) -> None:
        self._kept, self._client, self._app, self._sessions, self._clock = kept, client, app, sessions, clock

    def is_due(self) -> ColumnElement[bool]:
        """Of rows: their tokens are soon over, and nobody is seeing to it."""
        row, now = self._kept.row, self._clock()
        return and_(
            row.token_expires_at <= now + EARLY,
            row.refresh_token.is_not(None),
            self._kept.may,
            or_(row.refreshing_until.is_(None), row.refreshing_until <= now),
        )

    def refresh(self, key: str) -> None:
        """Exchange this row's token, if that is due and no other process is at it. What fails is tried again."""
        used = self._take(key)
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
            self._failed(key, used, str(error.response.get("error", "no_answer")))
        except (SlackClientError, OSError, HTTPException):
            self._failed(key, used, "no_answer")
        else:
            self._keep(key, used, answer.data)

    def _take(self, key: str) -> str | None:
        row, until = self._kept.row, self._clock() + LEASE
        taken = update(row).where(self._kept.key == key, self.is_due()).returning(row.refresh_token)
        with self._sessions.begin() as session:
            return session.scalar(taken.values(refreshing_until=until))

    def _keep(self, key: str, used: str, answer: dict[str, Any]) -> None:
        with self._sessions.begin() as session:
            found = self._still(session, key, used)
            if found is not None:
                found.token = str(answer["access_token"])
                found.refresh_token = str(answer.get("refresh_token") or used)
                found.token_expires_at = self._clock() + timedelta(seconds=int(answer["expires_in"]))
                found.refreshing_until = None
                self._kept.note(session, found, None)

    def _failed(self, key: str, used: str, code: str) -> None:
        log.warning("the token of %s could not be refreshed: %s", key, code)
        if code not in OVER:
            return
        with self._sessions.begin() as session:
            found = self._still(session, key, used)
            if found is not None:
                found.refreshing_until = None
                self._kept.note(session, found, code)

    def _still(self, session: Session, key: str, used: str) -> Row | None:
        """The row, if this refresh token is still its own: somebody may have let the app in again, or out."""
        found: Row | None = session.get(self._kept.row, key, with_for_update=True)
        return found if found is not None and found.refresh_token == used else None
