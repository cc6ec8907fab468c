"""The autonomy pulse: when it is asked, and what may be said of its answers. Tables and values; knows nobody.

    count       how many gave each answer to one item, from 1 (not at all) to 5 (fully)
    band        what is said of a count: mostly yes, mixed, mostly no
    coarse      a count in which nothing is left but its size and its band: all that stays when a pulse is over

A band never tells that everybody said the same: one answer more or less the other way gives the same band.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LEAST_ASKED = LEAST_ANSWERED = 5
ITEMS = (0, 1, 2)
ANSWERS = (1, 2, 3, 4, 5)
AGREE, DISAGREE = (4, 5), (1, 2)
AT = time(10)
OPEN_FOR = timedelta(days=14)
CATCH_UP = timedelta(days=7)
"""A pulse that could not begin in time still begins this much later, else it is left out."""
SHOWN_FOR = timedelta(days=28)
"""How long App Home shows what came of it."""
_TUESDAY = 1

Count = Sequence[int]
"""How many gave each answer, in the order of ANSWERS."""


class Band(StrEnum):
    """What is said of the answers to one item."""

    MOSTLY_YES = "mostly_yes"
    MIXED = "mixed"
    MOSTLY_NO = "mostly_no"


_STANDS_FOR = {Band.MOSTLY_YES: 5, Band.MIXED: 3, Band.MOSTLY_NO: 1}


def band(count: Count) -> Band:
    """More than two thirds on one side, or mixed."""
    given = dict(zip(ANSWERS, count, strict=True))
    for side, name in ((AGREE, Band.MOSTLY_YES), (DISAGREE, Band.MOSTLY_NO)):
        if 3 * sum(given[answer] for answer in side) > 2 * sum(count):
            return name
    return Band.MIXED


def coarse(count: Count) -> list[int]:
    """The same number of answers, all of them where their band stands."""
    return [sum(count) if answer == _STANDS_FOR[band(count)] else 0 for answer in ANSWERS]


def quarter(day: date) -> str:
    """The quarter of a day, such as 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def tuesday(day: date) -> date:
    """The day on which the pulse of this day's quarter begins: the first Tuesday of its second month."""
    first = date(day.year, (day.month + 2) // 3 * 3 - 1, 1)
    return first + timedelta(days=(_TUESDAY - first.weekday()) % 7)


def asks_at(day: date, zone: ZoneInfo) -> datetime:
    """When somebody in that zone is asked."""
    return datetime.combine(tuesday(day), AT, tzinfo=zone).astimezone(UTC)


def next_ask(now: datetime, zones: Iterable[ZoneInfo]) -> datetime | None:
    """When people in these zones are asked next, after now: in this quarter or in the one after it."""
    here = list(zones)
    # Twelve weeks after a pulse begins, in the second month of a quarter, and until that is over, it is the next one.
    days = (now.astimezone(UTC).date() + timedelta(weeks=weeks) for weeks in (0, 12))
    return min((at for day in days for zone in here if (at := asks_at(day, zone)) > now), default=None)


def is_due(now: datetime, zones: Iterable[ZoneInfo]) -> bool:
    """Whether a pulse begins now for people in these zones: when the first of them is to be asked, or a little late."""
    day = now.astimezone(UTC).date()
    first = min((asks_at(day, zone) for zone in zones), default=None)
    return first is not None and first <= now < first + CATCH_UP


def is_near(now: datetime) -> bool:
    """Whether a pulse may be due anywhere: a day around the time in which one may begin, whatever the zone."""
    begins = tuesday(now.astimezone(UTC).date())
    a_day = timedelta(days=1)
    return begins - a_day <= now.astimezone(UTC).date() <= begins + CATCH_UP + a_day


def are_answers(given: Sequence[int]) -> bool:
    """Whether this is one answer to each item."""
    return len(given) == len(ITEMS) and all(each in ANSWERS for each in given)
