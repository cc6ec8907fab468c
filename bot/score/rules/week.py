"""Calendar weeks of a manager, and when a report is due. Never asks the clock: `now` is a value.

A week runs from Monday 00:00 to the next Monday 00:00 on the manager's own wall clock (ISO 8601 weeks).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.score.rules.constants import WINDOW_WEEKS

POST_AT = time(8, 30)
"""Local time from which weekly reports come, on the Monday after the week they are about."""
LATE_AT = time(9)
"""From then on come those that are late: on a Monday the newest goes first, and has its place among the three a day."""
SPREAD = 15
"""Minutes over which the reports of one zone are spread, so that a thousand managers do not meet Slack's limits."""
CATCH_UP = WINDOW_WEEKS
"""Missed weeks that are made up for, as many as a score looks at. After a longer silence the last one alone is told."""
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


def due_week(
    now: datetime, zone: ZoneInfo, last_posted: Week | None, joined_on: date, minute: int, left_on: date | None = None
) -> Week | None:
    """The week whose report must go out now, the oldest that is missing; None when there is none.

    1. A week is due from the Monday after it, `minute` minutes after 08:30 there. A missed Monday is caught up at the
       first look, and so are up to CATCH_UP of them, one after the other.
    2. Never twice, also not after a move to another zone: nothing at or before `last_posted` is due.
    3. The first report is about the week in which the manager joined, or a later one; the last about the week in which
       the last rep left. (`joined_on`, `left_on`: the manager's own calendar; None while there are reps.)

    Raises ValueError for a naive datetime.
    """
    newest = scored_week(now, zone)
    if now < post_due_at(newest, zone, minute):
        newest = newest.back(1)
    if left_on:
        newest = min(newest, Week.of(left_on))
    oldest = max(_next(newest, last_posted), Week.of(joined_on))
    return oldest if oldest <= newest else None


def _next(newest: Week, last_posted: Week | None) -> Week:
    """The week to begin with, where `newest` is the last to be told."""
    if last_posted is None or newest.since(last_posted) > CATCH_UP:
        return newest
    return last_posted.back(-1)
