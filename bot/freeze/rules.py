"""Days on which nothing waits: which of them a day lies in, and what may be set. No session, no Slack, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.team.rules import wrong_days

LONGEST = 31
"""Days at a stretch: a quarter's end, a launch. What should never wait is a window of 0, or has no end on purpose."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """A stretch of whole days on the manager's own calendar, both included; without a last day until it is ended."""

    first: date
    last: date | None

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def until(stretches: Iterable[Days], day: date) -> tuple[bool, date | None]:
    """Whether nothing waits on this day, and the last day of that: stretches that touch are one. None: nobody knows."""
    known = list(stretches)
    last = day - _DAY
    while covering := [each for each in known if each.has(last + _DAY)]:
        if any(each.last is None for each in covering):
            return True, None
        last = max(each.last for each in covering if each.last)
    return last >= day, last if last >= day else None


def next_first(stretches: Iterable[Days], after: date, before: date) -> date | None:
    """The first day after `after`, and not after `before`, on which nothing waits."""
    begins = (max(each.first, after + _DAY) for each in stretches if each.last is None or each.last > after)
    found = min(begins, default=None)
    return found if found is not None and found <= before else None


def wrong(first: date, last: date, today: date) -> str | None:
    """What is wrong with such days, as a sentence: in the wrong order, more than a month, or over already."""
    if last >= first and last - first >= timedelta(days=LONGEST):
        return f"That is more than {LONGEST} days. For so long, set the wait to 0 in `/kickstand settings` instead."
    return wrong_days(first, last, today)
