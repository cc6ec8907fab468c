"""When a plan is due, when regular news is asked for and passed on. Values only; no session, no Slack, no clock."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.team.working_time import Hours, is_working, working_between

QUESTIONS = 6
REVIEW_MONTHS = 3
"""A plan is looked at again every quarter, unless the two say otherwise."""
SOON = timedelta(days=14)
"""So long before its review the next plan can be started."""
REMIND = timedelta(days=14)
"""So long after its review somebody may still be told of it: older than that it stands in App Home only."""
FARTHEST = timedelta(days=366)
LONGEST_ANSWER, LONGEST_PROMISE, LONGEST_NEWS, LONGEST_WHAT = 1500, 300, 500, 150
MORNING, EVENING = time(9), time(17)
"""The day of somebody who works around the clock."""
BEFORE_EVENING = timedelta(hours=1)
A_DAYS_WORK = timedelta(hours=12)
LOOKS_AHEAD = 60
"""Days in which a working morning is looked for."""


class PlanState(StrEnum):
    """How a rep's plan stands: none, written but not agreed by both, agreed, to be looked at again."""

    NONE = "none"
    DRAFT = "draft"
    AGREED = "agreed"
    DUE = "due"


class Candidate(NamedTuple):
    """A rep whose plan wants attention; `alone`: on how many topics they go alone."""

    id: str
    name: str
    alone: int


def state(exists: bool, agreed_by_both: bool, review_on: date | None, today: date) -> PlanState:
    """How a plan stands on a day."""
    if not exists:
        return PlanState.NONE
    if review_on and review_on <= today:
        return PlanState.DUE
    return PlanState.AGREED if agreed_by_both else PlanState.DRAFT


def may_start_next(review_on: date | None, today: date) -> bool:
    """Whether the plan's time is nearly over, or over."""
    return review_on is not None and today >= review_on - SOON


def in_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def wrong_day(day: date | None, today: date) -> str | None:
    """What is wrong with a day that is to come, as a sentence."""
    if day is None:
        return "Pick a day."
    if day < today:
        return "That day has passed. Pick one that is still to come."
    if day - today > FARTHEST:
        return "That is more than a year away. Pick something closer."
    return None


def best_first(reps: Iterable[Candidate]) -> list[Candidate]:
    """In the order in which a manager should turn to them: who goes alone on most topics first, then by name.

    It decides who is not forgotten (S3.7), for this one list; the number itself is shown nowhere.
    """
    return sorted(reps, key=lambda each: (-each.alone, each.name.casefold(), each.id))


def next_ask(hours: Hours, weekday: int, after: datetime) -> datetime:
    """When a rep's next such weekday begins, on their own clock, later than `after`. Monday is 0."""
    today = after.astimezone(hours.zone).date()
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    found = _at(hours, first, _begins(hours))
    return found if found > after else _at(hours, first + timedelta(days=7), _begins(hours))


def is_that_day(hours: Hours, due: datetime, now: datetime) -> bool:
    """Whether it is still the day on which somebody was to be asked, and they work on it."""
    same = due.astimezone(hours.zone).date() == now.astimezone(hours.zone).date()
    return same and working_between(hours, due, due + A_DAYS_WORK) > timedelta(0)


def next_delivery(hours: Hours, at: datetime) -> datetime:
    """When a manager gets what came at that moment: an hour before their day ends, so that all of a day come as one.

    What comes later, or on a day off, is there on their next working morning. Without one in sight: at once.
    """
    today = at.astimezone(hours.zone).date()
    evening = _at(hours, today, EVENING if hours.always else hours.end) - BEFORE_EVENING
    if evening >= at and is_working(hours, evening):
        return evening
    mornings = (_at(hours, today + timedelta(days=day), _begins(hours)) for day in range(LOOKS_AHEAD))
    return next((each for each in mornings if each > at and is_working(hours, each)), at)


def _begins(hours: Hours) -> time:
    return MORNING if hours.always else hours.start


def _at(hours: Hours, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, hours.zone).astimezone(UTC)
