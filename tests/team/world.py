"""A database with the cast in it, for tests of services. Holds no test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.slack.outbox import Post
from bot.slack.profiles import Profile
from bot.store.workspace import sessions_on
from bot.team import service as team

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
RIYA, OMAR, MONA, LEE, OTTO = "U0RIYA", "U0OMAR", "U0MONA", "U0LEE", "U0OTTO"
NAMES = {RIYA: "Riya Shah", OMAR: "Omar Aziz", MONA: "Mona Berg", LEE: "Lee Novak", OTTO: "Otto Lind"}


def profile(person_id: str, **facts: object) -> Profile:
    """What Slack says of somebody, changed as told."""
    known = {
        "id": person_id,
        "name": NAMES.get(person_id, "Somebody Else"),
        "zone": "Europe/Berlin",
        "gone": False,
        "is_bot": False,
        "status_text": "",
        "status_emoji": "",
        "status_until": None,
    }
    return Profile(**(known | facts))  # type: ignore[arg-type]


class World:
    """The database as a test sees it: each `with world.later(...)` is one transaction, some minutes on."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sessions = sessions_on(engine)
        self.now = NOW
        with self.sessions.begin() as session:
            for person_id in NAMES:
                team.remember(session, profile(person_id), NOW)

    @contextmanager
    def later(self, minutes: float = 1) -> Iterator[Session]:
        """One transaction, that much later."""
        self.now += timedelta(minutes=minutes)
        with self.sessions.begin() as session:
            yield session

    def claims(self, manager: str, rep: str) -> str:
        """The manager names the rep; answers the line's id."""
        with self.later() as session:
            team.claim(session, manager, rep, None, self.now)
        with self.sessions() as session:
            return next(line.id for line in team.lines_of(session, manager, *team.OPEN) if line.rep_id == rep)

    def leads(self, manager: str, rep: str) -> str:
        """The manager names the rep, who confirms; answers the line's id."""
        line_id = self.claims(manager, rep)
        with self.later() as session:
            team.confirm(session, line_id, rep, self.now)
        return line_id

    def manager_of(self, rep: str) -> str | None:
        with self.sessions() as session:
            found = team.manager_of(session, rep)
            return found.id if found else None

    def posts(self, kind: str, to: str) -> list[Post]:
        """The messages of this kind that somebody is to get."""
        with self.sessions() as session:
            return list(session.scalars(select(Post).where(Post.kind == kind, Post.person_id == to)))
