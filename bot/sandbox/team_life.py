"""Teams that live by their habits, through the bot's own services, without Slack. What they would read is never sent.

    life = TeamLife(sessions, settings, Random(7))
    life.week(team, 1, monday)            # asks, briefs, releases, answers, closes; ends with nothing due

Everything happens at its own moment: people act and the clockwork steps in the order of time.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import WayIn
from bot.requests.service import clockwork
from bot.requests.service.asking import Question, ask
from bot.sandbox.habits import Changing, Habits
from bot.sandbox.question_life import Act, OneQuestion, World
from bot.score.service import weekly as score
from bot.settings import Settings
from bot.store.engine import Sessions
from bot.team import service as team_service
from bot.team.models import Person
from bot.team.rules import Topic
from bot.team.working_time import Hours

HOME = ZoneInfo("Europe/Berlin")
FIRST_QUESTION, LAST_QUESTION = 9 * 60 + 5, 15 * 60 + 30
"""Minutes of the day between which people ask."""
MONDAY_POST = time(9, 0)
"""By then Monday's report is due."""
CUSTOMERS = ("Acme", "Brightside", "Corvus", "Delphi", "Everton", "Fjord", "Granite", "Halcyon", "Indigo", "Juniper")
WORDS = (
    (Topic.PRICING, "Can I give {} {} % off?"),
    (Topic.TERMS, "{} want to pay in {} days. Is that all right?"),
    (Topic.PRODUCT, "{} ask for {} seats with single sign-on. What do I say?"),
    (Topic.COMPETITOR, "{} have another offer, {} % below ours. How do I answer?"),
    (Topic.NEXT_STEP, "{} have been silent for {} days. What next?"),
)


@dataclass(frozen=True)
class Team:
    """A manager and their reps, by Slack id."""

    manager_id: str
    rep_ids: Sequence[str]
    habits: Changing
    questions_a_day: float
    """Of one rep."""


class TeamLife:
    """Plays teams day by day. Seeded chance: the same seed is the same year."""

    def __init__(self, sessions: Sessions, settings: Settings, chance: Random) -> None:
        self._sessions, self._settings, self._chance = sessions, settings, chance
        self._world = World(settings, chance, self._later)
        self._coming: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._hours: dict[str, Hours] = {}

    def week(self, teams: Sequence[Team], number: int, monday: date, *, asking_days: int = 5) -> None:
        """Play the week that begins on this Monday, its reports first. Questions come on its first `asking_days`."""
        with self._sessions.begin() as session:
            known = session.scalars(select(Person)).all()  # read once a week, and not once for every question
            for each in range(7):
                self._day(session, teams, number, monday + timedelta(days=each), asks=each < asking_days)
            del known

    def report(self, teams: Sequence[Team], monday: date) -> None:
        """Only the reports of a Monday."""
        with self._sessions.begin() as session:
            self._report(session, teams, _at(monday, MONDAY_POST))

    def _day(self, session: Session, teams: Sequence[Team], number: int, day: date, *, asks: bool) -> None:
        end = _at(day + timedelta(days=1), time(0))
        if day.weekday() == 0:
            self._later(_at(day, MONDAY_POST), lambda session, now: self._report(session, teams, now))
        for team in teams if asks else ():
            self._plan(session, team, team.habits(number), day)
        while self._coming and self._coming[0][0] < end:
            at, _, act = heapq.heappop(self._coming)
            self._step(session, at)
            act(session, at)
        self._step(session, end)

    def _later(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._coming, (at, next(self._order), act))

    def _step(self, session: Session, until: datetime) -> None:
        """All that falls due until then, each at its own moment."""
        while due := clockwork.next_due(session, until):
            at = session.get_one(Request, due.request_id).due_at or until
            clockwork.take_step(session, self._settings, due.request_id, at)

    def _report(self, session: Session, teams: Sequence[Team], now: datetime) -> None:
        for team in teams:
            score.post_if_due(session, self._settings, session.get_one(Person, team.manager_id), now)

    def _plan(self, session: Session, team: Team, habits: Habits, day: date) -> None:
        if team.manager_id not in self._hours:
            manager = session.get_one(Person, team.manager_id)
            self._hours[team.manager_id] = team_service.hours(session, manager, self._settings, _at(day, time(9)))
        for rep_id in team.rep_ids:
            if self._chance.random() < team.questions_a_day:
                minute = self._chance.randrange(FIRST_QUESTION, LAST_QUESTION)
                at = _at(day, time(minute // 60, minute % 60, self._chance.randrange(60)))
                self._later(at, self._asking(team, habits, rep_id))

    def _asking(self, team: Team, habits: Habits, rep_id: str) -> Act:
        def act(session: Session, now: datetime) -> None:
            topic, words = self._chance.choice(WORDS)
            text = words.format(self._chance.choice(CUSTOMERS), self._chance.randrange(5, 60))
            asked = ask(session, self._settings, Question(rep_id, text, WayIn.DM), now)
            hours = self._hours[team.manager_id]
            one = OneQuestion(self._world, habits, hours, asked.id, rep_id, team.manager_id, topic)
            one.goes_on(asked, now)

        return act


def _at(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, HOME)
