"""A look back at a month: when it is due, its four questions, what the data says. Knows no session, Slack, clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.score.rules.rates import Share
from bot.score.rules.week import FURTHEST_AHEAD
from bot.team.working_time import Hours, NoWorkingTime, next_working, working_between

AT = time(9)
"""Local time, on the first working day of the month after."""
FORMAT = 1


class Sign(StrEnum):
    """Four signs of a team that depends (S2.11), in the order in which they are asked about."""

    CLOSING = "closing"
    SCALE = "scale"
    HESITANT = "hesitant"
    DEVELOPMENT = "development"


class Reply(StrEnum):
    """What a manager says to one of them. Yes: the sign is there."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of the month: what became of it, no words."""

    reached: bool
    absorbed: bool
    """It never had to reach the manager: solved or decided by the rep, or parked by choice."""
    with_options: bool
    may_wait: bool
    """Neither urgent nor a wish to get better: those come as they are, and are no sign of anything."""
    own_call: bool
    """The rep had a pick, and it ended as theirs to make."""
    labelled: bool
    taught: bool
    """Coached or delegated."""
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthNumbers:
    """What the data says of one month. Saved once; never computed anew."""

    weeks: float
    """Working weeks of the manager."""
    reps: int
    reached: int
    absorbed: Share
    without_options: Share
    own_calls: int
    taught: Share
    minutes: int
    timed: int

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back to an equal value."""
        return json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> MonthNumbers | None:
        """As it was saved; None where nothing was computed. Raises ValueError for another format."""
        saved = json.loads(text)
        if not saved:
            return None
        if saved.pop("format", None) != FORMAT:
            raise ValueError("this month was saved in a form that this version does not read")
        shares = {name: Share(**saved[name]) for name in ("absorbed", "without_options", "taught")}
        return cls(**{**saved, **shares})


def numbers(asked: Sequence[Asked], *, weeks: float, reps: int) -> MonthNumbers:
    """What the data says beside each sign."""
    reached = [each for each in asked if each.reached]
    usual = [each for each in reached if each.may_wait]
    labelled = [each for each in asked if each.labelled]
    timed = [each.minutes for each in asked if each.minutes is not None]
    return MonthNumbers(
        weeks=weeks,
        reps=reps,
        reached=len(reached),
        absorbed=Share(sum(each.absorbed for each in asked), len(asked)),
        without_options=Share(sum(not each.with_options for each in usual), len(usual)),
        own_calls=sum(each.own_call and each.may_wait for each in asked),
        taught=Share(sum(each.taught for each in labelled), len(labelled)),
        minutes=sum(timed),
        timed=len(timed),
    )


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return month_of(month_of(month) - timedelta(days=1))


def month_after(month: date) -> date:
    """The first day of the month after."""
    return month_of(month_of(month) + timedelta(days=31))


def span(month: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a month begins there, and when the next does."""
    return _local(month, time(0), zone), _local(month_after(month), time(0), zone)


def due_at(month: date, hours: Hours) -> datetime | None:
    """When the look back at `month` is due: 09:00 on the first working day after it. None: no such day in a month."""
    begins, ends = span(month_after(month), hours.zone)
    try:
        opening = next_working(hours, begins)
    except NoWorkingTime:
        return None
    return _local(opening.astimezone(hours.zone).date(), AT, hours.zone) if opening < ends else None


def latest_due(now: datetime) -> date:
    """The last month that is complete anywhere: no later one is due to anybody."""
    return month_before((now + FURTHEST_AHEAD).date())


def due_around(now: datetime, hours: Hours) -> list[datetime]:
    """When looks back are due in this month and in the next."""
    month = month_of(now.astimezone(hours.zone).date())
    return [due for each in (month_before(month), month) if (due := due_at(each, hours))]


def due_month(now: datetime, hours: Hours, newest: date | None, joined_on: date) -> date | None:
    """The month whose look back must go out now, or None.

    Only the month before this one is ever due, until this one ends: a missed day is caught up, a missed month is not.
    Never twice, also not after a move to another zone; the first is about the month in which the manager joined.
    """
    month = month_before(now.astimezone(hours.zone).date())
    if (newest is not None and month <= newest) or joined_on >= month_after(month):
        return None
    due = due_at(month, hours)
    return month if due is not None and due <= now else None


def is_open(month: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the four answers can still be given or changed: until the month after it ends."""
    return now < span(month_after(month), zone)[1]


def working_weeks(month: date, hours: Hours) -> float:
    """How many of their weeks somebody worked in a month: days with working time, by the days of their week."""
    day, worked = month, 0
    while day < month_after(month):
        begins, ends = _local(day, time(0), hours.zone), _local(day + timedelta(days=1), time(0), hours.zone)
        worked += working_between(hours, begins, ends) > timedelta()
        day += timedelta(days=1)
    days = 7 if hours.always else len(hours.days)
    return worked / days if days else 0.0


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
