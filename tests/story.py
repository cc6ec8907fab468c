"""A story: the cast, the clock, and the whole program around them. Reads like the story it tells.

Riya and Omar are reps, Mona is their manager, Dana her deputy, Lee the lead, Otto an outsider who must see nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from bot.app import Kickstand, tables
from bot.month import service as month
from bot.requests.models import Request
from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox
from bot.score.rules.week import POST_AT, minute_of
from bot.score.service import weekly as score
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import Post
from bot.slack.profiles import Profile, read
from bot.team import service as team

CAST = {
    "riya": "Riya Shah",
    "omar": "Omar Aziz",
    "mona": "Mona Berg",
    "dana": "Dana Ruiz",
    "lee": "Lee Novak",
    "otto": "Otto Lind",
}
A_WHILE = timedelta(weeks=12)


def from_kickstand(person: Person) -> list[Seen]:
    """What Kickstand wrote to somebody since the story began, outside threads and not in passing."""
    return [seen for seen in person.messages if seen.message.bot_id and not seen.ephemeral]


def cards(manager: Person) -> list[Seen]:
    """The cards a manager has: all but Monday's report, and the month's."""
    others = ("A picture of a pattern", "Your month in one look")
    return [seen for seen in from_kickstand(manager) if not any(each in seen.plain for each in others)]


Rows = list[tuple[Table, list[dict[str, Any]]]]
BEGINNINGS: dict[tuple[object, ...], Rows] = {}
"""What the database holds when a story begins: written once by the program itself, then put there for each."""


def _rows(session: Session) -> Rows:
    session.flush()
    everywhere = {"every_workspace": True}
    found = {
        table: [dict(row) for row in session.execute(select(table), execution_options=everywhere).mappings()]
        for table in tables().sorted_tables
        if table is not Workspace.__table__
    }
    return [(table, rows) for table, rows in found.items() if rows]


def _put(session: Session, kept: Rows) -> None:
    for table, rows in kept:
        session.execute(insert(table), rows)


@dataclass
class Story:
    """What a test holds in its hand."""

    sandbox: Sandbox
    kickstand: Kickstand
    clock: MovableClock

    @classmethod
    def begin(cls, sandbox: Sandbox, kickstand: Kickstand, clock: MovableClock) -> "Story":
        """The team as it has been for twelve weeks: everybody is known, and was introduced long ago."""
        for key, name in CAST.items():
            sandbox.add_person(key, name)
        story = cls(sandbox, kickstand, clock)
        same = kickstand.engine.dialect.name, kickstand.runtime.settings, clock(), *map(story.id, CAST)
        with kickstand.runtime.sessions.begin() as session:
            if same in BEGINNINGS:
                _put(session, BEGINNINGS[same])
            else:
                story._has_been_so_long(session)
                BEGINNINGS[same] = _rows(session)
        return story

    def _has_been_so_long(self, session: Session) -> None:
        settings, now = self.kickstand.runtime.settings, self.clock()
        then = now - A_WHILE
        for key in CAST:
            team.remember(session, self._as_slack_tells(key), now).met_at = then
        for rep in ("riya", "omar"):
            team.import_line(session, self.id(rep), self.id("mona"), self.id("lee"), None, then)
        score.post_one_due(session, settings, now)  # last week's report
        month.post_one_due(session, settings, now)  # and the look back at last month
        session.execute(delete(Post))

    def _as_slack_tells(self, key: str) -> Profile:
        account = self.sandbox.person(key).account
        return Profile(account.id, account.real_name, account.tz, False, False, "", "", None)

    def know(self, *keys: str) -> None:
        """Kickstand has read these people from Slack."""
        with self.kickstand.runtime.sessions.begin() as session:
            for key in keys:
                team.remember(session, read(self.kickstand.client, self.id(key)), self.clock())

    def __getattr__(self, name: str) -> Person:
        if name in CAST:
            return self.sandbox.person(name)
        raise AttributeError(name)

    def id(self, key: str) -> str:
        return self.sandbox.person(key).id

    def report_at(self, monday: str, key: str = "mona", later: int = 0) -> str:
        """When somebody's weekly report comes on a Monday, on their own clock: at a minute of theirs from 08:30."""
        first = datetime.combine(date.fromisoformat(monday), POST_AT)
        return f"{first + timedelta(minutes=minute_of(self.id(key)) + later):%Y-%m-%d %H:%M}"

    def waits(self, **span: float) -> None:
        """Time passes, and what falls due happens."""
        self.clock.advance(timedelta(**span))
        self.kickstand.tick()
        self.sandbox.settle()

    def sets(self, **choices: object) -> None:
        """Mona's team has these settings."""
        with self.kickstand.runtime.sessions.begin() as session:
            own = team.team(session, self.id("mona"), self.clock())
            for name, value in choices.items():
                setattr(own, name, value)

    def request(self) -> Request:
        """The newest request, as the database has it; of two asked in the same moment none is newer."""
        with self.kickstand.runtime.sessions.begin() as session:
            found, *older = session.scalars(select(Request).order_by(Request.asked_at.desc()).limit(2))
            assert not older or older[0].asked_at < found.asked_at, "let time pass between the two"
            _ = found.said, found.history
            session.expunge_all()
            return found

    def all_requests(self) -> list[Request]:
        """Every request, the oldest first, as the database has them."""
        with self.kickstand.runtime.sessions.begin() as session:
            found = session.scalars(select(Request).order_by(Request.asked_at)).all()
            _ = [(each.said, each.history) for each in found]
            session.expunge_all()
            return list(found)

    def requests(self) -> int:
        """How many requests there are."""
        with self.kickstand.runtime.sessions.begin() as session:
            return len(session.scalars(select(Request.id)).all())
