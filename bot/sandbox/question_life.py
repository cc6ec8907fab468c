"""What becomes of one question of a simulated team: a person's acts, each through the bot's own services. No Slack.

asked > briefed > cracked by the rep in the hold
                > out > answered > what it was > who decided
                      > not answered: solved by the rep in the end, or left open
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import Answer, Brief, DecidedBy, Label, Status
from bot.requests.service import answering, briefing, holding
from bot.sandbox.habits import Habits
from bot.settings import Settings
from bot.team.rules import Topic
from bot.team.working_time import Hours, add_working

Act = Callable[[Session, datetime], None]
TELLS = 0.75
"""So often a rep says who made the decision."""
ONLY_I = 0.08
"""So much of what a manager handles nobody else could have."""


@dataclass(frozen=True)
class World:
    """What every question of a simulation shares."""

    settings: Settings
    chance: Random
    later: Callable[[datetime, Act], None]
    """Has something done at that moment."""


@dataclass(frozen=True)
class OneQuestion:
    """A question that was asked just now; `goes_on` plans what follows."""

    world: World
    habits: Habits
    hours: Hours
    """Of the manager."""
    request_id: str
    rep_id: str
    manager_id: str
    topic: Topic

    def goes_on(self, request: Request, now: datetime) -> None:
        """Plan what the rep does while it is held, and when the manager can see it."""
        chance, habits = self.world.chance, self.habits
        brief = self._brief()
        sent = brief == Brief() and chance.random() < habits.sends_now
        if sent:
            self._in(now, 2, 6, self._send_now)
        elif brief != Brief():
            self._in(now, 3, 9, lambda session, at: self._tell(session, brief, at))
        if not sent and chance.random() < habits.solves:
            self._in(now, 12, 50, self._solve)
        elif not sent:
            self.world.later(self._after(now, request.hold.total_seconds() / 60), self._is_out)

    def _brief(self) -> Brief:
        habits, tried = self.habits, "Asked how they came to it, and offered what we usually do."
        drawn = self.world.chance.random()
        if drawn < habits.picks:
            return Brief(tried, ("Stay firm and add onboarding", "Meet them half way"), 0, topic=self.topic)
        if drawn < habits.picks + habits.options:
            return Brief(tried, ("Stay firm", "Meet them half way"), topic=self.topic)
        if drawn < habits.picks + habits.options + habits.tries:
            return Brief(tried, topic=self.topic)
        return Brief()

    def _after(self, now: datetime, minutes: float) -> datetime:
        return add_working(self.hours, now, timedelta(minutes=minutes))

    def _in(self, now: datetime, least: float, most: float, act: Act) -> None:
        self.world.later(self._after(now, self.world.chance.uniform(least, most)), act)

    def _is(self, session: Session, *statuses: Status) -> Request | None:
        request = session.get_one(Request, self.request_id)
        return request if request.status in statuses else None

    def _tell(self, session: Session, brief: Brief, now: datetime) -> None:
        if self._is(session, Status.HELD):
            briefing.brief(session, self.world.settings, self.request_id, self.rep_id, brief, now)

    def _send_now(self, session: Session, now: datetime) -> None:
        if self._is(session, Status.HELD):
            holding.send_now(session, self.world.settings, self.request_id, self.rep_id, now)
            self._is_out(session, now)

    def _solve(self, session: Session, now: datetime) -> None:
        if self._is(session, Status.HELD, Status.DELIVERED):
            holding.solve(session, self.request_id, self.rep_id, now)

    def _is_out(self, session: Session, now: datetime) -> None:
        """The card is there; held a little longer, it is looked at again when it goes out."""
        if held := self._is(session, Status.HELD):
            self.world.later(held.release_at or now + timedelta(days=1), self._is_out)
        elif self._is(session, Status.DELIVERED):
            if self.world.chance.random() < self.habits.answers:
                self._in(now, self.habits.soonest, self.habits.latest, self._answer)
            elif self.world.chance.random() < self.habits.alone:
                self._in(now, 120, 1500, self._solve)

    def _answer(self, session: Session, now: datetime) -> None:
        request = self._is(session, Status.DELIVERED)
        if request is None:
            return
        given = self._given(request)
        answering.answer(session, self.world.settings, request.id, self.manager_id, given, now)
        if given == Answer.HANDLE and self.world.chance.random() < self.habits.says_so:
            label = Label.ONLY_I if self.world.chance.random() < ONLY_I else Label.RESCUED
            answering.label(session, request.id, self.manager_id, label, now)
        if self.world.chance.random() < TELLS:
            self._in(now, 5, 90, self._say_who)

    def _given(self, request: Request) -> Answer:
        if self.world.chance.random() < self.habits.rescues:
            return Answer.HANDLE
        if self.world.chance.random() < self.habits.asks:
            return Answer.QUESTION
        return Answer.BACK_PICK if request.picked else Answer.YOUR_CALL

    def _say_who(self, session: Session, now: datetime) -> None:
        request = self._is(session, Status.ANSWERED, Status.CLOSED)
        if request is None:
            return
        own = (DecidedBy.ME, DecidedBy.TOGETHER, DecidedBy.ME)
        handled = (DecidedBy.MANAGER,)
        usual, other = (handled, own) if request.answer == Answer.HANDLE else (own, handled)
        who = self.world.chance.choice(usual if self.world.chance.random() < 0.9 else other)
        answering.decided(session, request.id, self.rep_id, who, now)
