"""Working hours across zones, nights, holidays and the changing of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.team.working_time import (
    HORIZON_DAYS,
    Hours,
    Interval,
    NoWorkingTime,
    add_working,
    is_working,
    next_working,
    subtract_working,
    working_between,
)

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
WEEK = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Pacific/Apia",
        "UTC",
    )
]


def nine_to_five(zone: ZoneInfo = NEW_YORK, **changes: object) -> Hours:
    return Hours(**{"zone": zone, "start": time(9), "end": time(17), "days": WEEK, **changes})  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = NEW_YORK, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2025-06-03 10:40", 60, "2025-06-03 11:40"),
        ("2025-06-03 08:00", 60, "2025-06-03 10:00"),
        ("2025-06-03 16:30", 60, "2025-06-04 09:30"),
        ("2025-06-03 16:00", 60, "2025-06-04 09:00"),  # used up at closing: the next opening
        ("2025-06-03 16:00", 59, "2025-06-03 16:59"),
        ("2025-06-06 16:30", 60, "2025-06-09 09:30"),  # Friday to Monday
        ("2025-06-07 12:00", 60, "2025-06-09 10:00"),  # asked on Saturday
        ("2025-06-03 10:00", 0, "2025-06-03 10:00"),
        ("2025-06-03 17:00", 0, "2025-06-04 09:00"),
        ("2025-06-03 10:00", 8 * 60 * 5, "2025-06-10 10:00"),
        ("2025-06-03 10:00", 0.5, "2025-06-03 10:00:30"),
    ],
)
def test_a_hold_counts_only_the_managers_working_minutes(start: str, amount: float, end: str) -> None:
    assert add_working(nine_to_five(), at(start), minutes(amount)) == at(end)


def test_a_hold_asked_from_another_zone_ends_in_the_managers_hours() -> None:
    asked = at("2025-06-03 10:00", ZoneInfo("Asia/Kolkata"))
    assert add_working(nine_to_five(), asked, minutes(60)) == at("2025-06-03 10:00", NEW_YORK)


def test_holidays_time_off_and_do_not_disturb_do_not_count() -> None:
    hours = nine_to_five(
        holidays={date(2025, 7, 4)},
        off=(
            Interval(at("2025-07-07 00:00"), at("2025-07-08 00:00")),
            Interval(at("2025-07-08 09:30"), at("2025-07-08 10:00")),
            Interval(at("2025-07-03 16:50"), at("2025-07-03 18:00")),
            Interval(at("2025-07-03 16:45"), at("2025-07-03 16:55")),
        ),
    )
    assert add_working(hours, at("2025-07-03 16:30"), minutes(60)) == at("2025-07-08 10:15")
    assert not is_working(hours, at("2025-07-08 09:45"))
    assert is_working(hours, at("2025-07-08 10:00"))


def test_round_the_clock_ignores_days_and_holidays_but_not_time_off() -> None:
    saturday = at("2025-06-07 03:00")
    hours = nine_to_five(always=True, holidays={date(2025, 6, 7)}, off=(Interval(saturday, saturday + minutes(30)),))
    assert add_working(hours, saturday, minutes(60)) == saturday + minutes(90)
    assert working_between(hours, saturday, saturday + timedelta(days=100)) == timedelta(days=100) - minutes(30)


@pytest.mark.parametrize(
    ("zone", "start", "end", "day", "worked"),
    [
        (NEW_YORK, time(1), time(4), date(2025, 3, 9), 120),
        (NEW_YORK, time(1), time(4), date(2025, 11, 2), 240),
        (NEW_YORK, time(2, 30), time(4), date(2025, 3, 9), 60),  # opens in the gap: at 03:00
        (NEW_YORK, time(1), time(2, 30), date(2025, 3, 9), 60),  # closes in the gap: at 02:00
        (NEW_YORK, time(2, 10), time(2, 50), date(2025, 3, 9), 0),
        (NEW_YORK, time(1, 30), time(4), date(2025, 11, 2), 210),  # from the first 01:30
        (NEW_YORK, time(0), time(1, 30), date(2025, 11, 2), 150),  # to the second 01:30
        (BERLIN, time(1), time(4), date(2025, 3, 30), 120),
        (BERLIN, time(1), time(4), date(2025, 10, 26), 240),
        (ZoneInfo("Australia/Lord_Howe"), time(1), time(4), date(2025, 10, 5), 150),
        (ZoneInfo("Australia/Lord_Howe"), time(1), time(4), date(2025, 4, 6), 210),
        (ZoneInfo("America/Sao_Paulo"), time(0), time(0), date(2018, 11, 4), 23 * 60),  # midnight is skipped
        (ZoneInfo("America/Sao_Paulo"), time(0), time(0), date(2019, 2, 16), 25 * 60),
        (ZoneInfo("Africa/Casablanca"), time(1), time(4), date(2025, 2, 23), 240),
        (ZoneInfo("Africa/Casablanca"), time(1), time(4), date(2025, 4, 6), 120),
        (ZoneInfo("Asia/Kolkata"), time(1), time(4), date(2025, 3, 9), 180),
        (ZoneInfo("Pacific/Apia"), time(9), time(17), date(2011, 12, 30), 0),  # the day that never was
        (ZoneInfo("Pacific/Apia"), time(9), time(17), date(2011, 12, 29), 480),
        (NEW_YORK, time(22), time(6), date(2025, 3, 8), 7 * 60),  # the night shift loses an hour
        (NEW_YORK, time(22), time(6), date(2025, 11, 1), 9 * 60),
    ],
)
def test_elapsed_time_is_real_when_the_clocks_change(
    zone: ZoneInfo, start: time, end: time, day: date, worked: int
) -> None:
    hours = Hours(zone, start, end, frozenset({day.weekday()}))
    noon_before = datetime.combine(day - timedelta(days=1), time(12), zone)
    assert working_between(hours, noon_before, noon_before + timedelta(days=3)) == minutes(worked)


def test_a_hold_over_the_spring_change_waits_real_minutes() -> None:
    hours = Hours(NEW_YORK, time(1), time(4), EVERY_DAY)
    assert add_working(hours, at("2025-03-09 01:30"), minutes(60)) == at("2025-03-09 03:30")
    assert add_working(hours, at("2025-11-02 01:30"), minutes(60)) == at("2025-11-02 01:30", fold=1)


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    hours = Hours(NEW_YORK, time(22), time(6), WEEK, holidays={date(2025, 6, 4)})
    assert is_working(hours, at("2025-06-07 05:59"))  # Saturday morning, Friday's shift
    assert not is_working(hours, at("2025-06-07 06:00"))
    assert not is_working(hours, at("2025-06-07 23:00"))
    assert is_working(hours, at("2025-06-04 02:00"))  # the eve's shift runs into the holiday
    assert not is_working(hours, at("2025-06-04 23:00"))


def test_the_same_opening_and_closing_time_mean_the_full_day() -> None:
    hours = Hours(BERLIN, time(8), time(8), frozenset({0}))
    assert working_between(hours, at("2025-06-01 00:00"), at("2025-06-08 00:00")) == timedelta(days=1)


@pytest.mark.parametrize(
    ("end", "amount", "check"),
    [
        ("2025-06-03 11:40", 10, "2025-06-03 11:30"),
        ("2025-06-03 09:10", 10, "2025-06-03 09:00"),
        ("2025-06-03 09:05", 10, "2025-06-02 16:55"),
        ("2025-06-02 09:00", 10, "2025-05-30 16:50"),
        ("2025-06-03 11:40", 0, "2025-06-03 11:40"),
        ("2025-06-03 20:00", 10, "2025-06-03 16:50"),
    ],
)
def test_the_last_check_comes_that_much_working_time_before_the_end(end: str, amount: int, check: str) -> None:
    assert subtract_working(nine_to_five(), at(end), minutes(amount)) == at(check)


@pytest.mark.parametrize(
    "hours",
    [
        nine_to_five(days=frozenset()),
        nine_to_five(off=(Interval(at("2000-01-01"), at("2100-01-01")),)),
        nine_to_five(always=True, off=(Interval(at("2000-01-01"), at("2100-01-01")),)),
        nine_to_five(holidays={date(2020, 1, 1) + timedelta(days=n) for n in range(4000)}),
    ],
)
def test_no_working_time_is_said_and_never_searched_for_ever(hours: Hours) -> None:
    for search in (add_working, subtract_working):
        with pytest.raises(NoWorkingTime, match="400 days"):
            search(hours, at("2025-06-03 10:00"), minutes(60))
    with pytest.raises(NoWorkingTime):
        next_working(hours, at("2025-06-03 10:00"))
    assert not is_working(hours, at("2025-06-03 10:00"))
    assert working_between(hours, at("2025-06-03 10:00"), at("2025-06-13 10:00")) == timedelta()


def test_the_search_reaches_to_the_end_of_a_years_leave() -> None:
    asked = at("2025-06-02 12:00")
    back = asked + timedelta(days=HORIZON_DAYS - 30)
    assert next_working(nine_to_five(off=(Interval(asked, back),)), asked) == at("2026-06-08 09:00")


def test_each_search_begins_anew_where_work_was_found() -> None:
    leave = Interval(at("2025-06-03 00:00"), at("2026-05-01 00:00"))
    second = Interval(at("2026-05-02 00:00"), at("2027-05-01 00:00"))
    hours = nine_to_five(off=(leave, second))
    assert add_working(hours, at("2025-06-02 16:00"), minutes(9 * 60 + 30)) == at("2027-05-03 09:30")


def test_half_a_moment_is_refused() -> None:
    naive = datetime(2025, 6, 3, 10)
    for call in (
        lambda: add_working(nine_to_five(), naive, minutes(1)),
        lambda: subtract_working(nine_to_five(), naive, minutes(1)),
        lambda: working_between(nine_to_five(), naive, at("2025-06-03 10:00")),
        lambda: is_working(nine_to_five(), naive),
        lambda: Interval(naive, naive),
    ):
        with pytest.raises(ValueError, match="naive"):
            call()


def test_impossible_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working(nine_to_five(), at("2025-06-03 10:00"), minutes(-1))
    with pytest.raises(ValueError, match="0 \\(Monday\\)"):
        nine_to_five(days=frozenset({7}))
    with pytest.raises(ValueError, match="no zone"):
        nine_to_five(start=time(9, tzinfo=UTC))
    with pytest.raises(ValueError, match="before it starts"):
        Interval(at("2025-06-03 10:00"), at("2025-06-03 09:00"))


unhurried = settings(deadline=None)  # a busy machine is no failure

zones = st.sampled_from(ZONES)
clock_times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
near_changes = st.builds(
    lambda day, shift: datetime.combine(day, time(), UTC) + shift,
    st.sampled_from([date(2025, 3, 9), date(2025, 11, 2), date(2025, 3, 30), date(2025, 10, 5), date(2025, 4, 6)]),
    st.timedeltas(-timedelta(days=2), timedelta(days=2)),
)
starts = st.one_of(moments, near_changes)
amounts = st.timedeltas(timedelta(), timedelta(hours=30))
stretches = st.timedeltas(timedelta(), timedelta(days=60))
intervals = st.builds(
    lambda start, length: Interval(start, start + length), starts, st.timedeltas(timedelta(), timedelta(days=5))
)
all_hours = st.builds(
    Hours,
    zone=zones,
    start=clock_times,
    end=clock_times,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(st.dates(date(2025, 3, 1), date(2025, 4, 30)), max_size=5),
    off=st.lists(intervals, max_size=3).map(tuple),
    always=st.booleans(),
)


@unhurried
@given(all_hours, starts, amounts)
def test_a_hold_lasts_exactly_its_amount_and_ends_in_working_time(
    hours: Hours, start: datetime, amount: timedelta
) -> None:
    assume_some_work(hours, start)
    end = add_working(hours, start, amount)
    assert end >= start
    assert end.tzinfo is UTC
    assert is_working(hours, end)
    assert working_between(hours, start, end) == amount


@unhurried
@given(all_hours, starts, amounts, amounts)
def test_two_holds_in_a_row_end_where_one_long_hold_ends(
    hours: Hours, start: datetime, first: timedelta, second: timedelta
) -> None:
    assume_some_work(hours, start)
    assert add_working(hours, add_working(hours, start, first), second) == add_working(hours, start, first + second)


@unhurried
@given(all_hours, starts, st.timedeltas(timedelta(), timedelta(days=3)), amounts, amounts)
def test_asking_later_or_holding_longer_never_ends_sooner(
    hours: Hours, start: datetime, later: timedelta, amount: timedelta, more: timedelta
) -> None:
    assume_some_work(hours, start)
    end = add_working(hours, start, amount)
    assert add_working(hours, start, amount + more) >= end
    assert add_working(hours, start + later, amount) >= end


@unhurried
@given(all_hours, starts, stretches, stretches)
def test_working_time_adds_up_over_neighbouring_stretches(
    hours: Hours, a: datetime, first: timedelta, second: timedelta
) -> None:
    b = a + first
    c = b + second
    assert working_between(hours, a, c) == working_between(hours, a, b) + working_between(hours, b, c)
    assert timedelta() <= working_between(hours, a, b) <= b - a
    if first:
        assert working_between(hours, b, a) == timedelta()


@unhurried
@given(all_hours, starts, st.timedeltas(timedelta(microseconds=1), timedelta(hours=30)))
def test_counting_back_and_forth_meets_again(hours: Hours, end: datetime, amount: timedelta) -> None:
    assume_some_work(hours, end - timedelta(days=60))
    begin = subtract_working(hours, end, amount)
    assert begin < end
    assert is_working(hours, begin)
    assert working_between(hours, begin, end) == amount
    assert add_working(hours, begin, amount) == next_working(hours, end)


@unhurried
@given(
    zones,
    st.integers(10, 40),
    st.integers(11, 44),
    st.frozensets(st.integers(0, 6)),
    starts,
    st.integers(0, 4 * 48),
)
@example(NEW_YORK, 18, 34, WEEK, datetime(2025, 3, 8, tzinfo=UTC), 4 * 48)
def test_it_agrees_with_somebody_who_looks_at_the_wall_clock_every_half_hour(
    zone: ZoneInfo, opening: int, closing: int, days: frozenset[int], start: datetime, looks: int
) -> None:
    assume(opening < closing)
    hours = Hours(zone, half_hour(opening), half_hour(closing), days)
    start = start.replace(minute=0, second=0, microsecond=0)
    seen = 0
    for look in range(looks):
        local = (start + look * minutes(30)).astimezone(zone)
        working = local.weekday() in days and hours.start <= local.time() < hours.end
        assert is_working(hours, local) == working
        seen += working
    assert working_between(hours, start, start + looks * minutes(30)) == seen * minutes(30)


def half_hour(count: int) -> time:
    return time(count // 2, count % 2 * 30)


def assume_some_work(hours: Hours, start: datetime) -> None:
    """Weekdays, holidays and a few days off always leave work; hours that fall in one gap of one day may not."""
    try:
        next_working(hours, start)
    except NoWorkingTime:
        assume(False)
