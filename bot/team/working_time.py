"""Arithmetic on one person's working hours: when a hold ends, how long it was. Never asks the clock or the store.

Work hours are read off the local wall clock, elapsed time is real: on the night the clocks go forward the hours
01:00-04:00 hold two hours, on the night they go back four. Every result is in UTC.

    shift      one working day's hours, from the day's opening to its closing, as absolute moments
    piece      what is left of a shift once time off and do-not-disturb are taken out
    half-open  the opening moment is working time, the closing moment is not
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON_DAYS = 400
"""How far to look for the next working moment: a year's leave and a month more, then give up."""

_DAY = timedelta(days=1)
_MARGIN_DAYS = 2
"""Days to start early: a night shift began yesterday, and a zone that changes sides of the date line drops a day."""


class NoWorkingTime(Exception):
    """There is no working time within 400 days of where the search stood."""

    def __init__(self) -> None:
        super().__init__(
            f"I can't find any working time within {HORIZON_DAYS} days. Check the working days and time off."
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of absolute time, from start up to but not including end. Kept in UTC, so comparisons ignore zones.

    Raises ValueError for a naive datetime or an end before the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _utc(self.start))
        object.__setattr__(self, "end", _utc(self.end))
        if self.end < self.start:
            raise ValueError("an interval ends before it starts")


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person works.

    zone      where their wall clock hangs
    start     local opening, on each day of `days`
    end       local closing; at or before `start` it means the next day (a night shift; equal: a full day)
    days      weekdays on which a shift begins, 0 is Monday
    holidays  local dates on which no shift begins
    off       time off and do-not-disturb, in any order, overlaps allowed
    always    round the clock: start, end, days and holidays are ignored, `off` still counts
    """

    zone: ZoneInfo
    start: time
    end: time
    days: frozenset[int]
    holidays: Container[date] = frozenset()
    off: tuple[Interval, ...] = ()
    always: bool = False

    def __post_init__(self) -> None:
        if not self.days <= frozenset(range(7)):
            raise ValueError("working days are numbered 0 (Monday) to 6 (Sunday)")
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("opening and closing are wall clock times and carry no zone")


def add_working(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """The working moment when `amount` of working time has passed since `start`; with zero, the next working moment.

    Used up exactly at closing, the answer is the next opening: nothing is released when the day is over.
    Raises NoWorkingTime; ValueError for a negative amount or a naive start.
    """
    left = _not_negative(amount)
    for piece in _pieces_after(hours, _utc(start)):
        length = piece.end - piece.start
        if left < length:
            return piece.start + left
        left -= length
    raise AssertionError("the search ends with a moment or with NoWorkingTime")  # pragma: no cover


def subtract_working(hours: Hours, end: datetime, amount: timedelta) -> datetime:
    """The latest moment with `amount` of working time between it and `end`; with zero, `end` itself.

    Raises NoWorkingTime; ValueError for a negative amount or a naive end.
    """
    left = _not_negative(amount)
    if not left:
        return _utc(end)
    for piece in _pieces_before(hours, _utc(end)):
        length = piece.end - piece.start
        if left <= length:
            return piece.end - left
        left -= length
    raise AssertionError("the search ends with a moment or with NoWorkingTime")  # pragma: no cover


def working_between(hours: Hours, a: datetime, b: datetime) -> timedelta:
    """Working time from `a` to `b`; zero when `b` is not after `a`. Raises ValueError for a naive datetime."""
    a, b = _utc(a), _utc(b)
    total = timedelta()
    reached = a
    for day in _days_from(hours, a):
        if _midnight(hours, day) > b:
            break
        for piece in _pieces_of(hours, day):
            from_, until = max(piece.start, reached), min(piece.end, b)
            if from_ < until:
                total += until - from_
                reached = until
    return total


def is_working(hours: Hours, at: datetime) -> bool:
    """Whether `at` is working time. Raises ValueError for a naive datetime."""
    moment = _utc(at)
    return working_between(hours, moment, moment + datetime.resolution) > timedelta()


def next_working(hours: Hours, at: datetime) -> datetime:
    """The first working moment at or after `at`. Raises NoWorkingTime; ValueError for a naive datetime."""
    return add_working(hours, at, timedelta())


def _pieces_after(hours: Hours, at: datetime) -> Iterator[Interval]:
    """Working pieces in order from `at` on, without end; raises NoWorkingTime once too many days in a row are empty."""
    reached, empty_days = at, -_MARGIN_DAYS
    for day in _days_from(hours, at):
        empty_days += 1
        for piece in _pieces_of(hours, day):
            if piece.end > reached:
                yield Interval(max(piece.start, reached), piece.end)
                reached, empty_days = piece.end, 0
        if empty_days > HORIZON_DAYS:
            raise NoWorkingTime


def _pieces_before(hours: Hours, at: datetime) -> Iterator[Interval]:
    """Working pieces backwards from `at`, latest first; raises NoWorkingTime like its twin."""
    reached, empty_days = at, -_MARGIN_DAYS
    day = _local_date(hours, at) + _MARGIN_DAYS * _DAY
    while empty_days <= HORIZON_DAYS:
        empty_days += 1
        for piece in reversed(_pieces_of(hours, day)):
            if piece.start < reached:
                yield Interval(piece.start, min(piece.end, reached))
                reached, empty_days = piece.start, 0
        day -= _DAY
    raise NoWorkingTime


def _days_from(hours: Hours, at: datetime) -> Iterator[date]:
    day = _local_date(hours, at) - _MARGIN_DAYS * _DAY
    while True:
        yield day
        day += _DAY


def _pieces_of(hours: Hours, day: date) -> list[Interval]:
    """The shift that begins on a local date, without the time off; empty when there is none."""
    shift = _shift(hours, day)
    if shift is None:
        return []
    pieces, free = [], shift.start
    for off in sorted(hours.off, key=lambda interval: interval.start):
        if off.start >= shift.end:
            break
        if off.start > free:
            pieces.append(Interval(free, off.start))
        free = max(free, off.end)
    if free < shift.end:
        pieces.append(Interval(free, shift.end))
    return pieces


def _shift(hours: Hours, day: date) -> Interval | None:
    if hours.always:
        return Interval(_midnight(hours, day), _midnight(hours, day + _DAY))
    if day.weekday() not in hours.days or day in hours.holidays:
        return None
    last_day = day if hours.end > hours.start else day + _DAY
    opening = _first_reading(datetime.combine(day, hours.start), hours.zone)
    closing = _last_reading(datetime.combine(last_day, hours.end), hours.zone)
    return Interval(opening, closing) if opening < closing else None


def _midnight(hours: Hours, day: date) -> datetime:
    return _first_reading(datetime.combine(day, time()), hours.zone)


def _first_reading(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the wall clock reads `wall`, or has jumped past it."""
    before, after = _readings(wall, zone)
    return _jump(after, before, zone) if after < before else before


def _last_reading(wall: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which the wall clock reads `wall`, or jumps past it."""
    before, after = _readings(wall, zone)
    return _jump(after, before, zone) if after < before else after


def _readings(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """`wall` in UTC by the offset before and the offset after a change of the clocks (PEP 495); mostly the same."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return before, after


def _jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The second in (low, high] at which the clocks went forward, found by halving: zoneinfo does not tell."""
    early = low.astimezone(zone).utcoffset()
    second = timedelta(seconds=1)
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    while high - low > second:
        middle = low + (high - low) // second // 2 * second
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == early else (low, middle)
    return high


def _local_date(hours: Hours, at: datetime) -> date:
    return at.astimezone(hours.zone).date()


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("a moment needs its zone: this datetime is naive")
    return at.astimezone(UTC)


def _not_negative(amount: timedelta) -> timedelta:
    if amount < timedelta():
        raise ValueError("an amount of working time can't be negative")
    return amount
