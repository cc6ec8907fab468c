"""A manager's consent in the browser: the link for one person, and the way back. Never logs a code, state or token.

the link          made in Slack for one person; its state says who, where and when, encrypted with our key
  -> Slack: Allow
/slack/watch      within ten minutes; the code is exchanged, and whoever allowed it must be that very person
  -> watching.begin, or the token goes back to Slack at once
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

from cryptography.fernet import InvalidToken
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.settings import Registration
from bot.slack.installing.pages import known
from bot.slack.installing.tokens import Tokens, web_client
from bot.slack.installing.workspaces import Workspace
from bot.store.engine import Sessions
from bot.store.keys import Keys
from bot.store.workspace import current, inside
from bot.team import service as team
from bot.watch.blocks import pages
from bot.watch.blocks.settings import Links
from bot.watch.models import Watch
from bot.watch.reading import moment
from bot.watch.rules import READ, SPEAK
from bot.watch.service import watching
from bot.watch.service.watching import Grant
from bot.watch.tokens import Readers

BACK = "/slack/watch"
"""Where Slack sends managers back to."""
LIFE = timedelta(minutes=10)
"""Slack's codes live as long: https://docs.slack.dev/authentication/installing-with-oauth"""
_MARK = "\0watch"
"""NUL stands in nothing that is stored with the same key: see `payloads.UNSTORABLE`."""

log = logging.getLogger(__name__)


class Page(NamedTuple):
    """What the browser is answered: an HTTP status and HTML."""

    status: int
    html: str


class _For(NamedTuple):
    """Whom a link was made for."""

    workspace_id: str
    person_id: str


@dataclass(frozen=True)
class _Given:
    """What Slack gave for a code: whose token, where (a team and an organisation), and what it may do."""

    person_id: str
    places: frozenset[str]
    grant: Grant

    @classmethod
    def read(cls, answer: Any, now: datetime) -> "_Given | None":
        """None when there is no token in the answer: they declined everything."""
        whose = answer.get("authed_user") or {}
        if not whose.get("access_token"):
            return None
        lives = whose.get("expires_in")
        grant = Grant(
            token=str(whose["access_token"]),
            scopes=str(whose.get("scope") or ""),
            refresh_token=whose.get("refresh_token"),
            expires_at=now + timedelta(seconds=int(lives)) if lives else None,
        )
        places = (answer.get("team") or {}).get("id"), (answer.get("enterprise") or {}).get("id")
        return cls(str(whose.get("id")), frozenset(each for each in places if each), grant)


@dataclass(frozen=True)
class Consent:
    """Makes the links and answers the way back. `keys`: the store's, the newest of which encrypts a link's state."""

    app: Registration
    base_url: str
    keys: Callable[[], Keys]
    sessions: Sessions
    tokens: Tokens
    readers: Readers
    clock: Callable[[], datetime]
    wake: Callable[[], None]

    def links(self, session: Session, person_id: str) -> Links:
        """For one person of the current workspace and nobody else; good for ten minutes."""
        return Links(self._link(session, person_id, READ), self._link(session, person_id, (*READ, SPEAK)))

    def answer(self, query: Mapping[str, str]) -> Page:
        """The way back: what comes of it, as a page. Raises nothing that Slack or the database may be the reason of."""
        if "error" in query:
            log.info("a consent did not come about: %s", known(query["error"]))
            cancelled = query["error"] == "access_denied"
            return Page(200, pages.cancelled()) if cancelled else Page(400, pages.refused())
        meant = self._read(query.get("state", ""))
        try:
            if meant is None or meant.workspace_id not in self.tokens.all():
                return Page(400, pages.late())
            with inside(meant.workspace_id):
                return self._came_back(meant, query.get("code", ""))
        except (SlackClientError, OSError, HTTPException, SQLAlchemyError) as error:
            log.error("a consent did not come about: %s", type(error).__name__)
            return Page(503, pages.unreachable())

    def _link(self, session: Session, person_id: str, scopes: tuple[str, ...]) -> str:
        team_id = session.get_one(Workspace, current()).team_id
        asked = {
            "client_id": self.app.client_id,
            "user_scope": ",".join(scopes),
            "redirect_uri": self.app.url + BACK,
            "state": self._state(person_id),
            **({"team": team_id} if team_id else {}),
        }
        return f"{urljoin(self.base_url, '/oauth/v2/authorize')}?{urlencode(asked)}"

    def _state(self, person_id: str) -> str:
        said = f"{_MARK} {current()} {person_id}".encode()
        return self.keys().newest.encrypt_at_time(said, int(self.clock().timestamp())).decode()

    def _read(self, state: str) -> _For | None:
        """Whom it was made for; None: not by us, or too long ago."""
        life, now = int(LIFE.total_seconds()), int(self.clock().timestamp())
        try:
            mark, *meant = self.keys().every.decrypt_at_time(state.encode(), life, now).decode().split(" ")
        except (InvalidToken, ValueError):
            return None
        return _For(*meant) if mark == _MARK and len(meant) == 2 else None

    def _came_back(self, meant: _For, code: str) -> Page:
        with self.sessions.begin() as session:
            if not team.reps_of(session, meant.person_id):
                return Page(403, pages.no_reps())  # the code is not even exchanged
        try:
            answer = web_client(self.base_url).oauth_v2_access(
                client_id=self.app.client_id,
                client_secret=self.app.client_secret,
                code=code,
                redirect_uri=self.app.url + BACK,
            )
        except SlackApiError as error:
            return self._refused(meant, str(error.response.get("error")))
        given = _Given.read(answer.data, self.clock())
        return self._given(meant, given) if given else Page(400, pages.too_little())

    def _refused(self, meant: _For, code: str) -> Page:
        """No token for this code. Somebody who loads the page once more sees what they saw before."""
        with self.sessions.begin() as session:
            found = session.get(Watch, meant.person_id)
            if code == "code_already_used" and found is not None and found.token is not None:
                return self._on(session, found)
        log.warning("a consent did not come about: %s", known(code))
        return Page(400, pages.refused())

    def _given(self, meant: _For, given: _Given) -> Page:
        """Keep the token, or give it back."""
        page = self._wrong(meant, given)
        try:
            page = page or self._begin(meant, given.grant)
        except SQLAlchemyError:
            self._give_back(given)
            raise
        if page.status != 200:
            self._give_back(given)
        return page

    def _wrong(self, meant: _For, given: _Given) -> Page | None:
        if given.person_id != meant.person_id or meant.workspace_id not in given.places:
            log.warning("a consent was given by somebody else than %s and was not kept", meant.person_id)
            return Page(403, pages.somebody_else())
        if not set(READ) <= set(given.grant.scopes.split(",")):
            return Page(400, pages.too_little())
        return None

    def _begin(self, meant: _For, grant: Grant) -> Page:
        with self.sessions.begin() as session:
            if not team.reps_of(session, meant.person_id):
                return Page(403, pages.no_reps())
            watching.begin(session, meant.person_id, grant, self.clock())
            page = self._on(session, watching.watch(session, meant.person_id))
        log.info("%s lets their direct messages with their reps be read", meant.person_id)
        self.wake()
        return page

    def _on(self, session: Session, found: Watch) -> Page:
        manager = team.person(session, found.manager_id)
        trial = moment(found.trial_until, manager) if watching.is_trial(found, self.clock()) else ""
        reps = len(team.reps_of(session, manager.id))
        return Page(200, pages.on(reps, trial, speaks=SPEAK in found.scopes.split(",")))

    def _give_back(self, given: _Given) -> None:
        """Unless it is somebody's who lets us read already: without rotation Slack gives the same token each time."""
        query = select(Watch).where(Watch.manager_id == given.person_id, Watch.token.is_not(None))
        with self.sessions.begin() as session:
            kept = session.scalars(query, execution_options={"every_workspace": True}).all()
        if given.grant.token not in {each.token for each in kept}:
            self.readers.give_back(given.grant.token)
