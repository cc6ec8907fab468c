"""Waits that were drawn, compared. Each request counts where the lot put it, whatever became of it afterwards.

That is what keeps the comparison fair: who sends a question at once, or calls it urgent, is not moved to another wait.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.evidence.rules.intervals import Difference, Proportion, difference
from bot.requests.rules import WAITS, Bypass, Status

COMPARED_WITH = 60
"""The wait that the others are compared with: the hour of the articles, and the default."""
MIN_REPS = 5
"""Fewer people than this could be recognised in a figure."""
OLD_ENOUGH = timedelta(days=7)
"""Younger requests may still be on their way; how old one is does not depend on the wait that it drew."""
ASKS_AGAIN = timedelta(days=2)
"""Somebody who comes back to the same topic within this time after the end was not helped for good."""


Moments = Mapping[tuple[str, str | None], list[datetime]]
"""When each rep asked about each topic, the earliest first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, reduced to what a comparison may know."""

    rep_id: str
    asked_at: datetime
    status: Status
    topic: str | None = None
    drawn: int | None = None
    """The wait that was drawn for it, in minutes."""
    bypass: Bypass | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_solved(self) -> bool:
        """The rep solved or decided it, and the manager never answered."""
        return self.status in {Status.SOLVED, Status.DECIDED} and self.answered_at is None


@dataclass(frozen=True, slots=True)
class Arm:
    """What became of the requests of one wait."""

    minutes: int
    sooner: int
    """How many did not wait as drawn: sent at once, urgent, or a protected deal."""
    solved: Proportion
    """By the rep, without an answer of the manager, whether before or after it went out."""
    before_reaching: Proportion | None
    """By the rep before it went out. None where nothing waited: nothing can be solved in no time."""
    again: Proportion
    """Of those that are over: the same rep asked on the same topic within two days."""

    @property
    def requests(self) -> int:
        return self.solved.whole


@dataclass(frozen=True, slots=True)
class Compared:
    """One wait beside the hour; no difference for the hour itself, nor where there is nothing to compare."""

    arm: Arm
    solved: Difference | None
    again: Difference | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that may be said. No waits when too few people are behind them."""

    reps: int
    young: int
    """How many requests are too young to count."""
    waits: Sequence[Compared]


def compare(requests: Sequence[Asked], now: datetime) -> Comparison:
    """Every drawn request that is old enough, by the wait it drew; nothing at all from fewer than five reps.

    `requests` may hold any of theirs, drawn or not: asking again is asking again, whatever that one's wait was.
    """
    drawn = [each for each in requests if each.drawn in WAITS]
    old = [each for each in drawn if each.asked_at <= now - OLD_ENOUGH]
    reps = len({each.rep_id for each in old})
    arms = _arms(old, requests, now) if reps >= MIN_REPS else {}
    return Comparison(reps, len(drawn) - len(old), [_beside(arm, arms[COMPARED_WITH]) for arm in arms.values()])


def _arms(old: Sequence[Asked], every: Sequence[Asked], now: datetime) -> dict[int, Arm]:
    moments: dict[tuple[str, str | None], list[datetime]] = defaultdict(list)
    for each in sorted(every, key=lambda request: request.asked_at):
        moments[each.rep_id, each.topic].append(each.asked_at)
    return {minutes: _arm(minutes, [each for each in old if each.drawn == minutes], moments, now) for minutes in WAITS}


def _arm(minutes: int, requests: Sequence[Asked], moments: Moments, now: datetime) -> Arm:
    over = [each for each in requests if each.ended_at and each.ended_at <= now - ASKS_AGAIN]
    return Arm(
        minutes,
        sooner=sum(each.bypass is not None for each in requests),
        solved=_share(each.is_solved for each in requests),
        before_reaching=_share(each.is_solved and each.delivered_at is None for each in requests) if minutes else None,
        again=_share(_is_asked_again(each, moments) for each in over),
    )


def _share(flags: Iterable[bool]) -> Proportion:
    seen = list(flags)
    return Proportion(sum(seen), len(seen))


def _is_asked_again(request: Asked, moments: Moments) -> bool:
    assert request.ended_at is not None
    asked = moments.get((request.rep_id, request.topic), [])
    after = bisect_right(asked, request.ended_at)
    return after < len(asked) and asked[after] <= request.ended_at + ASKS_AGAIN


def _beside(arm: Arm, hour: Arm) -> Compared:
    if arm.minutes == COMPARED_WITH:
        return Compared(arm, None, None)
    return Compared(arm, _difference(arm.solved, hour.solved), _difference(arm.again, hour.again))


def _difference(one: Proportion, other: Proportion) -> Difference | None:
    return difference(one, other) if one.whole and other.whole else None
