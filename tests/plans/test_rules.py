"""When a plan is due, in what order a manager turns to reps, when news is asked for and passed on."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plans.rules import (
    LOOKS_AHEAD,
    Candidate,
    PlanState,
    best_first,
    in_months,
    is_that_day,
    may_start_next,
    next_ask,
    next_delivery,
    state,
    wrong_day,
)
from bot.team.working_time import Hours, Interval, is_working

TODAY = date(2026, 11, 16)
BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_SIX = Hours(BERLIN, time(9), time(18), frozenset(range(5)))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))
HOURS = st.builds(
    Hours,
    zone=ZONES.map(ZoneInfo),
    start=st.sampled_from([time(7), time(9), time(22)]),
    end=st.sampled_from([time(6), time(17), time(18, 30)]),
    days=st.sets(st.integers(0, 6), min_size=1).map(frozenset),
    always=st.booleans(),
)


def berlin(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("exists", "agreed", "review_on", "expected"),
    [
        (False, False, None, PlanState.NONE),
        (True, False, date(2027, 2, 16), PlanState.DRAFT),
        (True, True, date(2027, 2, 16), PlanState.AGREED),
        (True, True, date(2026, 11, 17), PlanState.AGREED),
        (True, True, TODAY, PlanState.DUE),
        (True, False, date(2026, 11, 1), PlanState.DUE),
        (True, True, None, PlanState.AGREED),
    ],
)
def test_how_a_plan_stands(exists: bool, agreed: bool, review_on: date | None, expected: PlanState) -> None:
    assert state(exists, agreed, review_on, TODAY) is expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 16), 3, date(2027, 2, 16)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_a_quarter_ends_on_the_same_day_of_the_month_or_its_last(day: date, months: int, expected: date) -> None:
    assert in_months(day, months) == expected


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 24))
def test_months_go_forward_by_about_their_length(day: date, months: int) -> None:
    assert timedelta(days=28 * months) <= in_months(day, months) - day <= timedelta(days=31 * months)


def test_the_next_plan_can_be_started_two_weeks_before_the_review() -> None:
    assert not may_start_next(TODAY + timedelta(days=15), TODAY)
    assert may_start_next(TODAY + timedelta(days=14), TODAY)
    assert may_start_next(TODAY - timedelta(days=300), TODAY)
    assert not may_start_next(None, TODAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Pick a day"),
        (TODAY, None),
        (TODAY - timedelta(days=1), "has passed"),
        (TODAY + timedelta(days=366), None),
        (TODAY + timedelta(days=367), "more than a year"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence(day: date | None, words: str | None) -> None:
    found = wrong_day(day, TODAY)
    assert (words in found) if words and found else found is words


def test_who_goes_alone_on_most_comes_first_and_then_the_name_decides() -> None:
    reps = [Candidate("1", "Zoe", 0), Candidate("2", "omar", 2), Candidate("3", "Ada", 0), Candidate("4", "Riya", 2)]
    assert [each.name for each in best_first(reps)] == ["omar", "Riya", "Ada", "Zoe"]


@pytest.mark.parametrize(
    ("after", "weekday", "expected"),
    [
        ("2026-11-16T10:00", 4, "2026-11-20T09:00"),
        ("2026-11-20T08:59", 4, "2026-11-20T09:00"),
        ("2026-11-20T09:00", 4, "2026-11-27T09:00"),
        ("2026-11-20T23:30", 5, "2026-11-21T09:00"),
        ("2027-03-26T12:00", 4, "2027-04-02T09:00"),  # over the change to summer time
    ],
)
def test_news_is_asked_for_on_the_morning_of_its_weekday(after: str, weekday: int, expected: str) -> None:
    assert next_ask(NINE_TO_SIX, weekday, berlin(after)) == berlin(expected)


@given(HOURS, st.integers(0, 6), MOMENTS)
def test_the_next_time_is_within_eight_days_on_that_weekday(hours: Hours, weekday: int, after: datetime) -> None:
    found = next_ask(hours, weekday, after)
    assert after < found <= after + timedelta(days=8)
    assert found.astimezone(hours.zone).weekday() == weekday


def test_who_is_away_that_day_is_not_asked_and_nobody_is_asked_a_day_late() -> None:
    friday = berlin("2026-11-20T09:00")
    assert is_that_day(NINE_TO_SIX, friday, friday + timedelta(hours=3))
    assert not is_that_day(NINE_TO_SIX, friday, friday + timedelta(hours=20))
    off = Interval(berlin("2026-11-20T00:00"), berlin("2026-11-21T00:00"))
    away = Hours(BERLIN, time(9), time(18), frozenset(range(5)), off=(off,))
    assert not is_that_day(away, friday, friday)
    assert not is_that_day(NINE_TO_SIX, berlin("2026-11-21T09:00"), berlin("2026-11-21T09:00"))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-20T09:30", "2026-11-20T17:00"),
        ("2026-11-20T06:00", "2026-11-20T17:00"),
        ("2026-11-20T17:00", "2026-11-20T17:00"),
        ("2026-11-20T17:01", "2026-11-23T09:00"),  # Friday evening: Monday morning
        ("2026-11-21T12:00", "2026-11-23T09:00"),
    ],
)
def test_all_of_a_day_comes_together_an_hour_before_it_ends(at: str, expected: str) -> None:
    assert next_delivery(NINE_TO_SIX, berlin(at)) == berlin(expected)


def test_somebody_who_is_away_for_months_gets_it_at_once() -> None:
    off = Interval(berlin("2026-11-01T00:00"), berlin("2027-03-01T00:00"))
    away = Hours(BERLIN, time(9), time(18), frozenset(range(5)), off=(off,))
    assert next_delivery(away, berlin("2026-11-20T09:30")) == berlin("2026-11-20T09:30")


@given(HOURS, MOMENTS)
def test_it_is_passed_on_at_work_and_never_before_it_was_written(hours: Hours, at: datetime) -> None:
    found = next_delivery(hours, at)
    assert at <= found <= at + timedelta(days=LOOKS_AHEAD + 1)
    assert found == at or is_working(hours, found)
