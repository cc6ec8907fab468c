"""Weeks of a manager's own calendar, and when a report is due."""

import struct
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score.rules.week import Week, due_week, local_day, post_due_at, scored_week

BERLIN, AUCKLAND, LA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")
ZONES = st.sampled_from(
    [
        *("UTC", "Europe/Berlin", "America/Los_Angeles", "America/Havana", "Africa/Cairo", "Asia/Beirut"),
        *("Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"),
    ]
).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))
JOINED = date(2026, 1, 7)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_week_is_named_by_its_monday_and_by_iso_8601() -> None:
    week = Week.of(date(2026, 1, 1))
    assert (week.monday, week.last_day, week.key) == (date(2025, 12, 29), date(2026, 1, 4), "2026-W01")
    with pytest.raises(ValueError, match="not a Monday"):
        Week(date(2026, 1, 1))


def test_weeks_are_counted_in_both_directions() -> None:
    week = Week(date(2026, 6, 1))
    assert week.back(3).since(week) == -3
    assert week.since(week.back(60)) == 60
    assert week.back(-1).monday == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("monday", "zone", "hours"),
    [
        (date(2026, 3, 23), BERLIN, 167),  # clocks go forward on its Sunday
        (date(2026, 10, 19), BERLIN, 169),  # and back on this one
        (date(2026, 6, 1), BERLIN, 168),
        (date(2026, 3, 30), AUCKLAND, 169),
    ],
)
def test_a_week_is_as_long_as_its_clocks_make_it(monday: date, zone: ZoneInfo, hours: int) -> None:
    week = Week(monday)
    assert week.ends_at(zone) - week.starts_at(zone) == timedelta(hours=hours)


@given(MOMENTS, ZONES)
def test_the_scored_week_is_over_and_no_later_one_is(now: datetime, zone: ZoneInfo) -> None:
    week = scored_week(now, zone)
    assert week.ends_at(zone) <= now < week.back(-1).ends_at(zone)


@pytest.mark.parametrize(
    ("monday", "zone", "due"),
    [
        (date(2026, 3, 16), BERLIN, "2026-03-23T07:30"),  # winter time
        (date(2026, 3, 23), BERLIN, "2026-03-30T06:30"),  # the Monday after the clocks went forward
        (date(2026, 10, 19), BERLIN, "2026-10-26T07:30"),  # and after they went back
        (date(2026, 6, 1), LA, "2026-06-08T15:30"),
        (date(2026, 6, 1), AUCKLAND, "2026-06-07T20:30"),  # Monday there, still Sunday in UTC
    ],
)
def test_a_report_is_due_at_half_past_eight_on_the_managers_own_wall(monday: date, zone: ZoneInfo, due: str) -> None:
    assert post_due_at(Week(monday), zone) == utc(due)


def invented_zone(rule: str) -> ZoneInfo:
    """A zone that follows a POSIX rule alone, as a compiled file of version 2 (RFC 9636)."""
    header = b"TZif2" + bytes(15) + struct.pack(">6I", 0, 0, 0, 0, 1, 4)
    body = struct.pack(">lbB", 0, 0, 0) + b"XXX\0"
    return ZoneInfo.from_file(BytesIO((header + body) * 2 + f"\n{rule}\n".encode()), key="Invented")


def test_where_the_clocks_skip_half_past_eight_the_report_comes_an_hour_later_by_the_wall() -> None:
    zone = invented_zone("XXX0YYY,M6.2.1/8:15,M10.1.1/9")  # forward on Monday 8 June at 08:15
    due = post_due_at(Week(date(2026, 6, 1)), zone)
    assert due == utc("2026-06-08T08:30")
    assert due.astimezone(zone).strftime("%H:%M") == "09:30"


def test_where_half_past_eight_comes_twice_the_report_takes_the_first() -> None:
    zone = invented_zone("XXX0YYY,M3.1.1/8,M6.2.1/9")  # back from 09:00 to 08:00 on Monday 8 June
    assert post_due_at(Week(date(2026, 6, 1)), zone) == utc("2026-06-08T07:30")


def test_the_calendar_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="naive"):
        local_day(datetime(2026, 6, 1), BERLIN)


LAST = Week(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("now", "last_posted", "due"),
    [
        ("2026-06-08T06:29", LAST.back(1), None),  # 08:29 in Berlin: not yet
        ("2026-06-08T06:30", LAST.back(1), LAST),  # 08:30
        ("2026-06-08T06:31", LAST, None),  # posted a minute ago
        ("2026-06-11T14:00", LAST.back(1), LAST),  # Monday was missed: caught up on Thursday
        ("2026-06-14T21:59", LAST.back(1), LAST),  # and as late as Sunday night
        ("2026-06-11T14:00", LAST.back(9), LAST),  # after a long silence, the last week alone
        ("2026-06-15T05:00", LAST.back(1), None),  # Monday before 08:30: the new week comes first, and soon
        ("2026-06-08T06:30", None, LAST),  # the first report of all
        ("2026-06-08T06:30", LAST.back(-1), None),  # something later is posted already
    ],
)
def test_what_is_due(now: str, last_posted: Week | None, due: Week | None) -> None:
    assert due_week(utc(now), BERLIN, last_posted, JOINED) == due


@pytest.mark.parametrize(
    ("joined", "due"),
    [(date(2026, 6, 1), LAST), (date(2026, 6, 7), LAST), (date(2026, 6, 8), None)],
)
def test_the_first_report_is_about_the_week_of_joining(joined: date, due: Week | None) -> None:
    assert due_week(utc("2026-06-08T10:00"), BERLIN, None, joined) == due


@given(MOMENTS, st.lists(st.integers(1, 20_000), max_size=80), st.lists(ZONES, min_size=80, max_size=80))
def test_however_often_and_wherever_one_looks_no_week_is_posted_twice(
    now: datetime, steps: list[int], zones: list[ZoneInfo]
) -> None:
    posted: list[Week] = []
    for minutes, zone in zip(steps, zones, strict=False):
        now += timedelta(minutes=minutes)
        due = due_week(now, zone, posted[-1] if posted else None, date(2019, 1, 1))
        if due:
            assert now >= post_due_at(due, zone)
            posted.append(due)
    assert posted == sorted(set(posted))


@given(MOMENTS, ZONES, st.integers(60, 1440))
def test_whoever_looks_once_a_day_misses_no_week(start: datetime, zone: ZoneInfo, every: int) -> None:
    first = scored_week(start, zone)
    now, posted = start, first
    while posted < first.back(-3):
        now += timedelta(minutes=every)
        due = due_week(now, zone, posted, date(2019, 1, 1))
        assert due in (None, posted.back(-1))
        posted = due or posted
