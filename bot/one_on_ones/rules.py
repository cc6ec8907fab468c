"""When 1:1s come, and what became of them. Tables and values; no session, no Slack, no clock.

A rhythm is read off the manager's wall clock: ten o'clock stays ten o'clock when the clocks change, and when they move.

    slot    a day of the rhythm: every so many weeks from the first one on
    picked  a day that the manager chose by hand; it stands for the slot that is nearest
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from math import gcd
from zoneinfo import ZoneInfo

EVERY = (1, 2, 4)
"""Weeks from one 1:1 to the next."""
ASK_AFTER = timedelta(hours=1)
"""So long after it was planned, the manager is asked whether it was held."""
NUDGE_DAYS = 2
"""Working days after a skip, the manager is asked for a new date. Once; the rep never."""
EARLY = timedelta(hours=12)
"""It cannot have been held longer before its time than this."""
FARTHEST = timedelta(days=366)
APART = timedelta(minutes=30)
"""Several reps who get a rhythm at once come one after the other."""
LOOK_BACK = timedelta(days=14)
"""So long App Home asks about one that is over."""
LONGEST_POINT, LONGEST_BROUGHT = 500, 1200
"""Characters of a point that is typed; and of one that comes from elsewhere, such as what a call left to explore."""
_SLOTS = 160
"""How far to look for a day on which both are there: three years of weeks."""


class MeetingState(StrEnum):
    """What became of a 1:1."""

    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"
    SKIPPED = "skipped"


class Usual(StrEnum):
    """What a 1:1 goes through every time (S2.10)."""

    PARKED = "parked"
    DEALS = "deals"
    GROWTH = "growth"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many weeks, on the weekday of the first one, at this time of the manager's wall clock."""

    weeks: int
    first_on: date
    at: time

    def moment(self, day: date, zone: ZoneInfo) -> datetime:
        """When the 1:1 of that day begins, in UTC. A time that the clocks skip is right after the gap (PEP 495)."""
        return datetime.combine(day, self.at, zone).astimezone(UTC)

    def slots(self, since: date) -> Iterator[date]:
        """The days of the rhythm from `since` on, without end."""
        step = timedelta(weeks=self.weeks)
        gone = max(-((self.first_on - since) // step), 0)
        day = self.first_on + gone * step
        while day < since:
            day += step
        while True:
            yield day
            day += step

    def meets(self, other: "Rhythm") -> bool:
        """Whether the two fall on the same time of the same day, sooner or later."""
        apart = (other.first_on - self.first_on).days
        return self.at == other.at and apart % (7 * gcd(self.weeks, other.weeks)) == 0

    def is_near(self, slot: date, picked: date) -> bool:
        """Whether a day that was chosen by hand stands for this slot: nearer than half of the rhythm."""
        return abs((slot - picked).days) * 2 < self.weeks * 7


def next_slot(
    rhythm: Rhythm,
    zone: ZoneInfo,
    now: datetime,
    *,
    after: date | None = None,
    picked: Collection[date] = (),
    is_off: Callable[[date], bool] = lambda _: False,
) -> date:
    """The day of the next 1:1: still to come, after the last one, not stood for by a chosen day, with both there.

    Where they are never both there in three years, the first that is still to come.
    """
    today = now.astimezone(zone).date()
    since = max(today, after + timedelta(days=1)) if after else today
    coming = (day for day in rhythm.slots(since) if rhythm.moment(day, zone) > now)
    own = [day for day in islice(coming, _SLOTS) if not any(rhythm.is_near(day, each) for each in picked)]
    return next((day for day in own if not is_off(day)), own[0])


def wrong_moment(to: datetime | None, now: datetime) -> str | None:
    """What is wrong with a new date, as a sentence."""
    if to is None:
        return "Pick a day and a time."
    if to <= now:
        return "That has passed already. Pick a time that is still to come."
    if to - now > FARTHEST:
        return "That is more than a year away. Pick something closer."
    return None


def staggered(at: time, place: int) -> time | None:
    """When the rep at this place of several has theirs; None: not on that day any more."""
    moment = datetime.combine(date.min, at) + place * APART
    return moment.time() if moment.date() == date.min else None


def ticked(topics: str) -> tuple[Usual, ...]:
    """Which of the usual topics were ticked, as the row keeps them; in their order."""
    return tuple(each for each in Usual if each in topics.split(","))


def kept(topics: Collection[str]) -> str:
    """Ticked topics as the row keeps them; what is none is left out."""
    return ",".join(each for each in Usual if each in topics)
