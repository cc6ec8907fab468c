"""Weeks of a manager's own calendar, and when a report is due."""

import struct
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from random import Random
from string import ascii_uppercase, digits
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score.rules.week import Week, due_week, local_day, minute_of, post_due_at, scored_week

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
    assert post_due_at(Week(monday), zone, 0) == utc(due)
    assert post_due_at(Week(monday), zone, 14) == utc(due) + timedelta(minutes=14)


def invented_zone(rule: str) -> ZoneInfo:
    """A zone that follows a POSIX rule alone, as a compiled file of version 2 (RFC 9636)."""
    header = b"TZif2" + bytes(15) + struct.pack(">6I", 0, 0, 0, 0, 1, 4)
    body = struct.pack(">lbB", 0, 0, 0) + b"XXX\0"
    return ZoneInfo.from_file(BytesIO((header + body) * 2 + f"\n{rule}\n".encode()), key="Invented")


def test_where_the_clocks_skip_half_past_eight_the_report_comes_an_hour_later_by_the_wall() -> None:
    zone = invented_zone("XXX0YYY,M6.2.1/8:15,M10.1.1/9")  # forward on Monday 8 June at 08:15
    due = post_due_at(Week(date(2026, 6, 1)), zone, 0)
    assert due == utc("2026-06-08T08:30")
    assert due.astimezone(zone).strftime("%H:%M") == "09:30"


def test_where_half_past_eight_comes_twice_the_report_takes_the_first() -> None:
    zone = invented_zone("XXX0YYY,M3.1.1/8,M6.2.1/9")  # back from 09:00 to 08:00 on Monday 8 June
    assert post_due_at(Week(date(2026, 6, 1)), zone, 0) == utc("2026-06-08T07:30")


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
        ("2026-06-11T14:00", LAST.back(3), LAST.back(2)),  # of several that were missed, the oldest first
        ("2026-06-11T14:00", LAST.back(6), LAST.back(5)),
        ("2026-06-11T14:00", LAST.back(7), LAST),  # after a long silence, the last week alone
        ("2026-06-15T05:00", LAST.back(1), LAST),  # Monday before 08:30: what was missed, not yet what comes today
        ("2026-06-15T05:00", LAST, None),
        ("2026-06-08T06:30", None, LAST),  # the first report of all
        ("2026-06-08T06:30", LAST.back(-1), None),  # something later is posted already
    ],
)
def test_what_is_due(now: str, last_posted: Week | None, due: Week | None) -> None:
    assert due_week(utc(now), BERLIN, last_posted, JOINED, 0) == due


@pytest.mark.parametrize(
    ("joined", "due"),
    [(date(2026, 6, 1), LAST), (date(2026, 6, 7), LAST), (date(2026, 6, 8), None)],
)
def test_the_first_report_is_about_the_week_of_joining(joined: date, due: Week | None) -> None:
    assert due_week(utc("2026-06-08T10:00"), BERLIN, None, joined, 0) == due


@pytest.mark.parametrize(
    ("zone", "mondays"),
    [
        ("Europe/Berlin", {"2026-03-23": "07:30", "2026-03-30": "06:30", "2026-10-19": "06:30", "2026-10-26": "07:30"}),
        (
            "America/New_York",
            {"2026-03-02": "13:30", "2026-03-09": "12:30", "2026-10-26": "12:30", "2026-11-02": "13:30"},
        ),
        # Half an hour: from +11:00 to +10:30 on 5 April, and back on 4 October. Monday there is Sunday in UTC.
        (
            "Australia/Lord_Howe",
            {"2026-03-30": "21:30", "2026-04-06": "22:00", "2026-09-28": "22:00", "2026-10-05": "21:30"},
        ),
    ],
)
def test_the_monday_after_the_clocks_changed_is_half_past_eight_too(zone: str, mondays: dict[str, str]) -> None:
    for monday, at in mondays.items():
        due = post_due_at(Week(date.fromisoformat(monday)).back(1), ZoneInfo(zone), 0)
        assert f"{due:%H:%M}" == at
        assert f"{due.astimezone(ZoneInfo(zone)):%A %H:%M}" == "Monday 08:30"


@given(st.text(min_size=1, max_size=20))
def test_everybody_has_a_minute_of_the_quarter_and_keeps_it(manager: str) -> None:
    assert 0 <= minute_of(manager) < 15
    assert minute_of(manager) == minute_of(manager)


def test_a_thousand_managers_come_spread_evenly_and_three_messages_each_stay_below_slack_s_limit() -> None:
    """Slack takes several hundred messages a minute in one workspace."""
    drawn = Random(2026)
    ids = {f"U{''.join(drawn.choices(ascii_uppercase + digits, k=10))}" for _ in range(1000)}
    minutes = Counter(map(minute_of, ids))
    assert len(minutes) == 15
    assert min(minutes.values()) >= 45 and 3 * max(minutes.values()) <= 300


@pytest.mark.parametrize(
    ("left", "due"),
    [(date(2026, 5, 31), None), (date(2026, 6, 1), LAST), (date(2026, 6, 9), LAST)],
)
def test_the_last_report_is_about_the_week_in_which_the_last_rep_left(left: date, due: Week | None) -> None:
    for days in (0, 7, 14):
        now = utc("2026-06-11T14:00") + timedelta(days=days)
        told = due_week(now, BERLIN, LAST.back(1), JOINED, 0, left)
        assert told == due
        if told and left.day < 8:
            assert due_week(now, BERLIN, told, JOINED, 0, left) is None


class Life:
    """One manager's reports, as the job writes them: it looks now and then, wherever the manager is."""

    def __init__(self, now: datetime, zone: ZoneInfo, minute: int) -> None:
        self.now, self.zone, self.minute = now, zone, minute
        self.posted = [scored_week(now, zone)]

    def passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def steps_back(self, minutes: int) -> None:
        """The machine's clock is put right."""
        self.now -= timedelta(minutes=minutes)

    def moves(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def looks(self) -> None:
        while due := due_week(self.now, self.zone, self.posted[-1], date(2019, 1, 1), self.minute):
            assert self.now >= post_due_at(due, self.zone, self.minute), "never early"
            self.posted.append(due)
        over = scored_week(self.now, self.zone)
        if self.now >= post_due_at(over, self.zone, self.minute):
            assert self.posted[-1] >= over, "whatever is due is written at the first look"


STEPS = st.one_of(
    st.tuples(st.just("passes"), st.integers(1, 24 * 60)),
    st.tuples(st.just("moves"), ZONES),
    st.tuples(st.just("passes"), st.integers(24 * 60, 40 * 24 * 60)),  # nobody looks for up to six Mondays
    st.tuples(st.just("steps_back"), st.integers(1, 3 * 24 * 60)),
)


@given(MOMENTS, ZONES, st.integers(0, 14), st.lists(STEPS, max_size=120))
def test_through_moves_outages_and_clocks_that_step_there_is_one_report_for_each_week(
    start: datetime, zone: ZoneInfo, minute: int, steps: list[tuple[str, Any]]
) -> None:
    life = Life(start, zone, minute)
    for name, value in steps:
        getattr(life, name)(value)
        life.looks()
    assert all(later.since(earlier) == 1 for earlier, later in pairwise(life.posted)), "each week once, none skipped"


@given(MOMENTS, st.integers(0, 14), st.lists(st.tuples(st.integers(1, 360), ZONES), max_size=200))
def test_whoever_travels_every_few_hours_still_gets_every_week(
    start: datetime, minute: int, legs: list[tuple[int, ZoneInfo]]
) -> None:
    life = Life(start, ZoneInfo("UTC"), minute)
    for minutes, zone in legs:
        life.passes(minutes)
        life.moves(zone)
        life.looks()
    assert all(later.since(earlier) == 1 for earlier, later in pairwise(life.posted))


@pytest.mark.parametrize(
    ("there", "then", "again"),
    [
        (AUCKLAND, LA, "2026-06-15T15:30"),  # to the west over the date line: Monday comes a second time
        (LA, AUCKLAND, "2026-06-14T20:30"),  # and to the east
        (BERLIN, LA, "2026-06-15T15:30"),
        (LA, BERLIN, "2026-06-15T06:30"),
        (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago"), "2026-06-15T19:30"),  # 25 hours apart
    ],
)
def test_whoever_moves_right_after_a_report_gets_the_next_one_a_week_later_by_the_new_wall(
    there: ZoneInfo, then: ZoneInfo, again: str
) -> None:
    posted = due_week(post_due_at(LAST, there, 0), there, LAST.back(1), JOINED, 0)
    assert posted == LAST
    now, looked = post_due_at(LAST, there, 0), []
    while now < utc(again) + timedelta(hours=1):
        now += timedelta(minutes=10)
        if due_week(now, then, LAST, JOINED, 0):
            looked.append(now)
    assert looked[0] == utc(again)


@given(MOMENTS, ZONES, st.integers(60, 1440))
def test_whoever_looks_once_a_day_misses_no_week(start: datetime, zone: ZoneInfo, every: int) -> None:
    first = scored_week(start, zone)
    now, posted = start, first
    while posted < first.back(-3):
        now += timedelta(minutes=every)
        due = due_week(now, zone, posted, date(2019, 1, 1), 0)
        assert due in (None, posted.back(-1))
        posted = due or posted
