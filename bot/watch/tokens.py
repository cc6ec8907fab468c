"""The tokens of managers who let Kickstand read: used, exchanged in time, given back. Never logs one.

Where Slack takes one no more, the consent is over: the row lets go of it, and the manager is told once.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.settings import Registration
from bot.slack.client import Client
from bot.slack.installing.rotation import Kept, Rotation
from bot.slack.installing.tokens import TIMEOUT, NoToken, web_client
from bot.slack.installing.workspaces import is_served
from bot.slack.receiving.lifecycle import works
from bot.store.engine import Sessions
from bot.store.workspace import current, inside
from bot.watch.models import Watch
from bot.watch.rules import READ
from bot.watch.service import watching

OVER = {"account_inactive", "invalid_auth", "not_authed", "token_revoked"}
"""Slack's words for a token that it takes no more; one that expired is exchanged."""
FAREWELL = 2
"""Seconds that Slack may take to be told that a token is given back: somebody waits for their click meanwhile."""

log = logging.getLogger(__name__)


class ManagersClient(Client):
    """Speaks with one manager's token, and says so when Slack takes it no more. Tries each call once."""

    def __init__(self, base_url: str, token: str, over: Callable[[str], None]) -> None:
        super().__init__(token=token, base_url=base_url, retry_handlers=[], timeout=TIMEOUT)
        self._over = over

    def api_call(self, api_method: str, **how: Any) -> SlackResponse:
        """Every method comes through here."""
        try:
            return super().api_call(api_method, **how)
        except SlackApiError as error:
            if is_over(error):
                self._over(str(error.response["error"]))
            raise


def is_over(error: SlackApiError) -> bool:
    """Whether the consent has ended. What was never allowed (answering as them, say) does not end it."""
    needed = str(error.response.get("needed", "")).split(",")
    lacks = error.response.get("error") == "missing_scope" and not set(READ).isdisjoint(needed)
    return lacks or error.response.get("error") in OVER


class Readers:
    """One token for each manager who lets Kickstand read."""

    def __init__(
        self, base_url: str, app: Registration | None, sessions: Sessions, clock: Callable[[], datetime]
    ) -> None:
        self._base_url, self._sessions, self._clock = base_url, sessions, clock
        kept = Kept(Watch, Watch.manager_id, self._note)
        self._rotation = Rotation(kept, web_client(base_url), app, sessions, clock) if app else None

    def client(self, manager_id: str) -> WebClient:
        """What reads (and answers, if they allowed that) for a manager of the current workspace. Raises NoToken.

        The token is exchanged first if that is due; while that fails, the old one serves to its end.
        """
        found, token = self._read(manager_id)
        if self._rotation and found.is_due(self._clock()):
            self._rotation.refresh(manager_id)
            found, token = self._read(manager_id)
        if found.token_expires_at is not None and found.token_expires_at <= self._clock():
            raise NoToken(f"the token of {manager_id} is over and could not be refreshed yet")
        return ManagersClient(self._base_url, token, partial(self._ended, current(), manager_id, token))

    def refresh(self) -> None:
        """Exchange what is soon over, in every workspace."""
        if self._rotation is None:
            return
        served = is_served(Watch.workspace_id, self._clock())
        query = select(Watch.workspace_id, Watch.manager_id).where(self._rotation.is_due(), served)
        with self._sessions.begin() as session:
            due = session.execute(query, execution_options={"every_workspace": True}).all()
        for workspace_id, manager_id in due:
            with inside(workspace_id):
                self._rotation.refresh(manager_id)

    def give_back(self, token: str) -> None:
        """Have Slack end a token that is kept nowhere any more. If it does not answer, that was all the same."""
        client = Client(token=token, base_url=self._base_url, retry_handlers=[], timeout=FAREWELL)
        try:
            client.auth_revoke()
        except (SlackClientError, OSError, HTTPException) as error:
            log.warning("a token could not be given back to Slack: %s", type(error).__name__)

    def revoked(self, people: Sequence[str], told: datetime) -> None:
        """Slack tells that tokens of these people ended. It may tell late: what theirs is worth now, it says best.

        Where it does not say, the later of this word and their consent counts.
        """
        for manager_id in people:
            try:
                since = self._read(manager_id)[0].dm_since or told
                client = self.client(manager_id)
            except NoToken:
                continue
            # Asking is enough where it is over: see ManagersClient.
            if works(client) is None and told >= since.replace(microsecond=0):
                self._ended(current(), manager_id, str(client.token), "tokens_revoked")

    def removed(self, session: Session, now: datetime) -> None:
        """The app was removed from the current workspace: no token of anybody stays."""
        for manager_id in session.scalars(select(Watch.manager_id).where(Watch.token.is_not(None))).all():
            watching.lost(session, manager_id, now)

    def _read(self, manager_id: str) -> tuple[Watch, str]:
        with self._sessions.begin() as session:
            found = session.get(Watch, manager_id)
        if found is None or found.token is None:
            raise NoToken(f"{manager_id} lets nothing be read")
        return found, found.token

    def _ended(self, workspace_id: str, manager_id: str, token: str, code: str) -> None:
        """Slack takes this token no more. If the row has another one by now, nothing ended."""
        with inside(workspace_id), self._sessions.begin() as session:
            found = session.get(Watch, manager_id, with_for_update=True)
            if found is not None and found.token == token:
                watching.lost(session, manager_id, self._clock())
                log.warning("%s may be read for no more: %s", manager_id, code)

    def _note(self, session: Session, found: Watch, code: str | None) -> None:
        if code is not None:
            watching.lost(session, found.manager_id, self._clock())
