"""Calendar weeks of a manager, and when a report is due. Never asks the clock: `now` is a value.

A week runs from Monday 00:00 to the next Monday 00:00 on the manager's own wall clock (ISO 8601 weeks).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zlib import crc32
from zoneinfo import ZoneInfo

POST_AT = time(8, 30)
"""Local time from which weekly reports come, on the Monday after the week they are about."""
SPREAD = 15
"""Minutes over which the reports of one zone are spread, so that a thousand managers do not meet Slack's limits."""

FURTHEST_AHEAD = timedelta(hours=14)
"""No clock on Earth is further ahead of UTC."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One calendar week, named by its Monday. Raises ValueError for any other day."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise ValueError(f"{self.monday} is not a Monday")

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that a day belongs to."""
        return _week_of(day)

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.monday + timedelta(days=6)

    @property
    def key(self) -> str:
        """Its ISO 8601 name, such as 2026-W23."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    def back(self, weeks: int) -> Week:
        """The week this many weeks earlier; negative numbers look forward."""
        return Week(self.monday - timedelta(weeks=weeks))

    def since(self, earlier: Week) -> int:
        """Whole weeks from `earlier` to this one; negative when `earlier` is later."""
        return (self.monday - earlier.monday).days // 7

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The moment the week begins there, in UTC."""
        return _local(self.monday, time(0), zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The moment the next week begins there, in UTC; the week itself does not include it."""
        return self.back(-1).starts_at(zone)


@lru_cache(maxsize=1000)
def _week_of(day: date) -> Week:
    """Asked a dozen times for each request of a score."""
    return Week(day - timedelta(days=day.weekday()))


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    # A wall-clock time that the zone skips (clocks going forward) is read with the offset from before the jump, so it
    # lands right after the gap; one that happens twice means the first (PEP 495, fold=0).
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the wall calendar there. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place on anybody's calendar")
    return moment.astimezone(zone).date()


def scored_week(now: datetime, zone: ZoneInfo) -> Week:
    """The last complete week at `now`. Raises ValueError for a naive datetime."""
    return Week.of(local_day(now, zone)).back(1)


def minute_of(manager_id: str) -> int:
    """How many minutes after 08:30 this manager's report comes: 0 to 14, always the same for the same person."""
    return crc32(manager_id.encode()) % SPREAD


def post_due_at(week: Week, zone: ZoneInfo, minute: int) -> datetime:
    """When the report about `week` is due: the following Monday, `minute` minutes after 08:30 there, given in UTC."""
    at = datetime.combine(week.back(-1).monday, POST_AT) + timedelta(minutes=minute)
    return _local(at.date(), at.time(), zone)


def latest_due(now: datetime) -> Week:
    """The last week that is complete anywhere: no later one is due to anybody."""
    return Week.of((now + FURTHEST_AHEAD).date()).back(1)


def due_week(now: datetime, zone: ZoneInfo, last_posted: Week | None, joined_on: date, minute: int) -> Week | None:
    """The week whose report must go out now, or None.

    1. Only the last complete week is ever due, so a long silence is followed by one report and not by a pile.
    2. It is due from Monday, `minute` minutes after 08:30 there, until the next Monday: a missed Monday is caught up at
       the first look.
    3. Never twice, also not after a move to another zone: nothing at or before `last_posted` is due.
    4. The first report is about the week in which the manager joined (`joined_on`, the manager's own calendar).

    Raises ValueError for a naive datetime.
    """
    week = scored_week(now, zone)
    posted = last_posted is not None and week <= last_posted
    if posted or week.last_day < joined_on or now < post_due_at(week, zone, minute):
        return None
    return week
