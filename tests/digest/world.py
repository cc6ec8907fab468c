"""A lead's teams over some weeks, in a workspace of their own, with digests as the job writes them. Holds no test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from bot.digest import service as digest
from bot.digest.models import LeadDigest
from bot.digest.rules import Told
from bot.features import message_kinds
from bot.one_on_ones.models import Meeting
from bot.one_on_ones.rules import MeetingState
from bot.playbook.service import gaps
from bot.requests.models import Request
from bot.requests.rules import Status, WayIn
from bot.settings import ScoreMode, Settings
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import Post
from bot.store.workspace import inside, sessions_on
from bot.team import service as team
from tests.conftest import KEY
from tests.team.world import profile

START = datetime(2026, 11, 2, tzinfo=UTC)
"""A Monday."""
LONG_AGO = START - timedelta(weeks=20)
_numbers = count()


@dataclass(frozen=True)
class Question:
    """Somebody asks, so many hours after the start; `ends`: solved in the hold, brought, or brought with options.

    `missing`: the stage whose next step it asks for, which no playbook has.
    """

    id: int
    rep: str
    hour: int
    ends: str
    missing: str = ""


@dataclass(frozen=True)
class OneOnOne:
    """Somebody's 1:1, so many hours after the start."""

    id: int
    rep: str
    hour: int
    held: bool = True


@dataclass
class Teams:
    """Mona and Nora with reps of theirs; Lee leads both, Lena nobody yet."""

    engine: Engine
    mode: ScoreMode = ScoreMode.ON
    workspace: str = ""
    now: datetime = START
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = Settings(kickstand_secret_key=KEY, kickstand_score=self.mode)
        self.workspace = self.workspace or f"T0DIGEST{next(_numbers)}"
        here = {"id": self.workspace, "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": START}
        with self.engine.execution_options(every_workspace=True).begin() as connection:
            connection.execute(insert(Workspace).values(here))

    @contextmanager
    def at(self, hour: float = 0) -> Iterator[Session]:
        """One transaction, so many hours after the start."""
        self.now = START + timedelta(hours=hour)
        with inside(self.workspace), sessions_on(self.engine).begin() as session:
            yield session

    def begin(self, mona: int, nora: int, zone: str = "Europe/Berlin") -> None:
        """So many reps each, for a long time; Lee is known as a lead since the week before the start."""
        with self.at() as session:
            for name in ("mona", "nora", "lee", "lena"):
                team.remember(session, profile(name, name=name.title(), zone=zone if name == "mona" else "UTC"), START)
            for manager, size in (("mona", mona), ("nora", nora)):
                for number in range(size):
                    self.join(session, f"{manager}_{number}", manager, LONG_AGO)
                self.led_by(session, manager, "lee")
        self.look(0)

    def join(self, session: Session, rep: str, manager: str, when: datetime | None = None) -> None:
        """A rep reports to a manager from now on."""
        team.remember(session, profile(rep, name=rep.title(), zone="UTC"), START)
        team.import_line(session, rep, manager, None, None, when or self.now)

    def led_by(self, session: Session, manager: str, lead: str) -> None:
        """A manager's lead from now on."""
        team.team(session, manager, self.now).lead_id = lead

    def ask(self, session: Session, question: Question) -> None:
        """A question of somebody's, to whoever is their manager, as it stands in the end."""
        manager = team.manager_of(session, question.rep)
        if manager is None:
            return
        at = START + timedelta(hours=question.hour)
        solved = question.ends == "solved"
        session.add(
            Request(
                id=f"{self.workspace}Q{question.id}",
                rep_id=question.rep,
                manager_id=manager.id,
                way_in=WayIn.DM,
                status=Status.SOLVED if solved else Status.CLOSED,
                asked_at=at,
                hold_seconds=3600,
                delivered_at=None if solved else at + timedelta(hours=1),
                ended_at=at + timedelta(hours=1),
                had_options=question.ends == "options",
            )
        )
        if question.missing:
            gaps.keep(session, manager.id, f"{self.workspace}Q{question.id}", question.missing, at)

    def meet(self, session: Session, met: OneOnOne) -> None:
        """A 1:1 of somebody's with whoever is their manager, as it is known at the digest."""
        manager = team.manager_of(session, met.rep)
        if manager:
            at, state = START + timedelta(hours=met.hour), MeetingState.HELD if met.held else MeetingState.SKIPPED
            session.add(Meeting(rep_id=met.rep, manager_id=manager.id, planned_at=at, state=state))

    def look(self, hour: float) -> bool:
        """What the job does, so many hours after the start; whether a digest was written."""
        with self.at(hour) as session:
            return self.look_now(session)

    def look_now(self, session: Session) -> bool:
        """The same, in a transaction that is open."""
        return any([digest.post_if_due(session, self.settings, each, self.now) for each in digest.leads(session)])

    def told(self, lead: str = "lee") -> dict[str, Told]:
        """What was saved for a lead, by Monday."""
        with inside(self.workspace), sessions_on(self.engine).begin() as session:
            query = select(LeadDigest).where(LeadDigest.lead_id == lead)
            return {each.monday.isoformat(): digest.read(each) for each in session.scalars(query)}

    def said(self, lead: str) -> dict[str, str]:
        """The words of every digest of a lead, posted or not, by Monday."""
        render = message_kinds(self.settings)[digest.LEAD].render
        with inside(self.workspace), sessions_on(self.engine).begin() as session:
            query = select(LeadDigest).where(LeadDigest.lead_id == lead)
            found = [each for each in session.scalars(query) if not digest.read(each).began]
            words = {each.monday.isoformat(): render(session, Post(subject_id=each.id), self.now) for each in found}
            return {monday: each.text for monday, each in words.items() if each}

    def posted(self, lead: str = "lee") -> list[str]:
        """The words of those that were posted, in order."""
        with inside(self.workspace), sessions_on(self.engine).begin() as session:
            ids = select(Post.subject_id).where(Post.kind == digest.LEAD, Post.person_id == lead)
            query = select(LeadDigest).where(LeadDigest.id.in_(ids))
            mondays = [each.monday.isoformat() for each in session.scalars(query)]
        said = self.said(lead)
        return [said[each] for each in sorted(mondays)]
