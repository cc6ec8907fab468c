"""The noise budget: what may come now, what waits, what is kept back; days and mornings in every zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.settings import Settings
from bot.slack import outbox
from bot.slack.profiles import Quiet
from bot.slack.sending.courtesy import Courtesy
from bot.team import courtesy
from bot.team import service as team
from bot.team.courtesy import (
    KEPT_BACK,
    UNASKED_A_DAY,
    Today,
    afternoon_before,
    day_of,
    for_nudge,
    for_report,
    morning,
    next_morning,
)
from bot.team.rules import LONGEST_PAUSE
from bot.team.working_time import Hours, Interval, is_working
from tests.conftest import KEY
from tests.team.world import MONA, NOW, OTTO, RIYA, World, profile

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana"]
ZONES += ["Pacific/Kiritimati", "Africa/Cairo", "Asia/Beirut", "America/Sao_Paulo", "Atlantic/Azores"]
GO = Courtesy(unasked=True)
HOURS = Hours(BERLIN, time(9), time(18), frozenset(range(5)))
SETTINGS = Settings(kickstand_secret_key=KEY)
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2017, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
hours = st.builds(
    Hours,
    zone=zones,
    start=st.times(),
    end=st.times(),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    always=st.booleans(),
)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def today(now: datetime, came: int = 0, paused_until: datetime | None = None) -> Today:
    return Today(came, paused_until, day_of(now, BERLIN)[1])


def wait(until: str) -> Courtesy:
    return Courtesy(unasked=True, not_before=berlin(until))


@pytest.mark.parametrize(
    ("day", "hours", "expected"),
    [
        (date(2026, 11, 18), HOURS, "2026-11-17 17:00"),
        (date(2026, 11, 16), HOURS, "2026-11-13 17:00"),  # a Monday: on Friday
        (date(2026, 11, 16), replace(HOURS, holidays={date(2026, 11, 13)}), "2026-11-12 17:00"),
        (date(2026, 11, 16), replace(HOURS, always=True), "2026-11-15 16:00"),
        (date(2026, 11, 18), replace(HOURS, start=time(22), end=time(6)), "2026-11-17 05:00"),
        (date(2026, 11, 18), replace(HOURS, days=frozenset()), "2026-11-17 17:00"),
    ],
)
def test_the_afternoon_before_is_an_hour_before_the_last_working_day_ends(
    day: date, hours: Hours, expected: str
) -> None:
    assert afternoon_before(hours, day) == berlin(expected)


@pytest.mark.parametrize(
    ("now", "came", "paused", "answer"),
    [
        ("2026-11-18 10:00", 0, None, GO),
        ("2026-11-18 10:00", 2, None, GO),
        ("2026-11-18 10:00", 3, None, KEPT_BACK),
        ("2026-11-18 10:00", 7, None, KEPT_BACK),
        ("2026-11-18 09:00", 0, None, GO),
        ("2026-11-18 08:59", 0, None, wait("2026-11-18 09:00")),
        ("2026-11-18 18:00", 0, None, wait("2026-11-19 09:00")),
        ("2026-11-18 23:50", 0, None, wait("2026-11-19 09:00")),
        ("2026-11-18 23:50", 3, None, wait("2026-11-19 09:00")),  # tomorrow is another day
        ("2026-11-20 18:30", 0, None, wait("2026-11-23 09:00")),  # a Friday evening
        ("2026-11-18 10:00", 0, "2026-11-18 10:01", KEPT_BACK),
        ("2026-11-18 23:50", 0, "2026-11-19 09:00", KEPT_BACK),
        ("2026-11-18 10:00", 0, "2026-11-18 10:00", GO),  # over
    ],
)
def test_a_nudge_comes_at_work_three_times_a_day_and_not_while_paused(
    now: str, came: int, paused: str | None, answer: Courtesy
) -> None:
    at = berlin(now)
    assert for_nudge(today(at, came, berlin(paused) if paused else None), HOURS, at) == answer


def test_a_nudge_waits_for_the_end_of_days_off_and_of_do_not_disturb() -> None:
    off = (
        Interval(berlin("2026-11-18 00:00"), berlin("2026-11-20 00:00")),
        Interval(berlin("2026-11-20 08:00"), berlin("2026-11-20 11:30")),
    )
    away = Hours(BERLIN, time(9), time(18), frozenset(range(5)), off=off)
    assert for_nudge(today(berlin("2026-11-18 10:00")), away, berlin("2026-11-18 10:00")) == wait("2026-11-20 11:30")


def test_a_nudge_to_somebody_who_never_works_is_kept_back() -> None:
    never = Hours(BERLIN, time(9), time(18), frozenset())
    assert for_nudge(today(berlin("2026-11-18 10:00")), never, berlin("2026-11-18 10:00")) == KEPT_BACK


@pytest.mark.parametrize(
    ("now", "came", "paused", "due"),
    [
        ("2026-11-23 08:30", 0, None, "2026-11-23 08:30"),  # before work: the report has its own hour
        ("2026-11-23 08:30", 3, None, "2026-11-24 00:00"),
        ("2026-11-24 00:00", 0, None, "2026-11-24 08:30"),  # not in the middle of the night
        ("2026-11-23 08:30", 0, "2026-11-25 12:00", "2026-11-25 12:00"),
        ("2026-11-25 12:00", 0, "2026-11-25 12:00", "2026-11-25 12:00"),
        ("2026-11-26 01:00", 0, "2026-11-26 01:00", "2026-11-26 08:30"),
    ],
)
def test_a_report_is_never_kept_back_but_waits(now: str, came: int, paused: str | None, due: str) -> None:
    at = berlin(now)
    earliest = at.replace(hour=8, minute=30)
    said = for_report(today(at, came, berlin(paused) if paused else None), earliest, at)
    assert said == wait(due)


@given(moments, hours, st.integers(0, 9), st.none() | moments)
def test_a_nudge_never_comes_at_night_in_a_pause_or_on_a_full_day(
    now: datetime, works: Hours, came: int, paused: datetime | None
) -> None:
    said = for_nudge(Today(came, paused, now), works, now)
    assert said.unasked
    if said == GO:
        assert is_working(works, now)
        assert came < UNASKED_A_DAY
        assert paused is None or paused <= now
    elif said.not_before:
        assert said.not_before > now
        assert is_working(works, said.not_before)
        assert not is_working(works, now)
    else:
        assert came >= UNASKED_A_DAY or (paused and paused > now) or not is_working(works, now)


@given(moments, zones)
def test_every_moment_is_in_one_calendar_day_and_the_next_begins_where_it_ends(now: datetime, zone: ZoneInfo) -> None:
    began, ends = day_of(now, zone)
    assert began <= now < ends
    assert timedelta(hours=23) <= ends - began <= timedelta(hours=25)
    assert began.astimezone(zone).date() == now.astimezone(zone).date()
    assert day_of(ends, zone)[0] == ends
    assert day_of(ends - timedelta(microseconds=1), zone) == (began, ends)


@given(moments, hours)
def test_a_pause_without_a_wish_ends_when_somebody_works_on_another_day(now: datetime, works: Hours) -> None:
    until = next_morning(works, now)
    assert until > now
    assert is_working(works, until)
    assert until.astimezone(works.zone).date() > now.astimezone(works.zone).date()


def test_a_morning_on_the_day_the_clocks_change_is_read_off_the_wall() -> None:
    assert morning(HOURS, date(2026, 3, 29)) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert morning(HOURS, date(2026, 10, 25)) == datetime(2026, 10, 25, 8, tzinfo=UTC)
    assert morning(Hours(BERLIN, time(0), time(0), frozenset(), always=True), date(2026, 11, 18)).hour == 8


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def test_a_rep_works_their_teams_hours_on_their_own_clock(world: World) -> None:
    world.leads(MONA, RIYA)
    with world.later() as session:
        own = team.team(session, MONA, NOW)
        own.work_start, own.work_end, own.work_days = time(7), time(15), "0123"
        team.remember(session, profile(RIYA, zone="America/New_York"), NOW)
        team.add_time_off(session, RIYA, date(2026, 12, 24), date(2026, 12, 24))
        team.add_time_off(session, MONA, date(2026, 11, 4), date(2026, 11, 4))
        found = courtesy.hours_of(session, team.person(session, RIYA), SETTINGS, NOW)
        hers = courtesy.hours_of(session, team.person(session, MONA), SETTINGS, NOW)
        nobodys = courtesy.hours_of(session, team.person(session, OTTO), SETTINGS, NOW)
    assert (found.start, found.end, found.days) == (time(7), time(15), frozenset(range(4)))
    assert found.zone == ZoneInfo("America/New_York")
    assert [each.start.date() for each in found.off] == [date(2026, 12, 24)]
    assert [each.start for each in hers.off] == [datetime(2026, 11, 3, 23, tzinfo=UTC)]
    assert (nobodys.start, nobodys.end) == (time(9), time(18))


def test_an_out_of_office_status_with_an_end_counts_as_time_off(world: World) -> None:
    until = NOW + timedelta(days=2)
    with world.later() as session:
        gone = profile(RIYA, status_text="On vacation", status_emoji=":palm_tree:", status_until=until)
        someone = team.remember(session, gone, NOW)
        works = courtesy.hours_of(session, someone, SETTINGS, NOW)
        assert for_nudge(Today(0, None, NOW), works, NOW).not_before == until
        back = courtesy.hours_of(session, someone, SETTINGS, until)
        assert for_nudge(Today(0, None, until), back, until) == GO


def test_do_not_disturb_is_quiet(world: World) -> None:
    ends = NOW + timedelta(minutes=40)
    with world.later() as session:
        someone = team.person(session, RIYA)
        team.set_quiet(someone, Quiet(NOW, ends), NOW)
        post = outbox.want(session, "note", "one", RIYA, NOW)
        assert courtesy.nudge(SETTINGS, session, post, NOW).not_before == ends


def test_somebody_nobody_knows_is_not_kept_from_anything(world: World) -> None:
    with world.later() as session:
        post = outbox.want(session, "note", "one", "U0NOBODY", NOW)
        assert courtesy.nudge(SETTINGS, session, post, NOW) == GO
        assert courtesy.report(session, post, NOW) == GO


def test_only_what_came_today_on_their_own_calendar_counts(world: World) -> None:
    """Two in the last minute of Sunday, three on Monday; the fourth of Monday is kept back until midnight in Berlin."""
    midnight = datetime(2026, 11, 2, 23, tzinfo=UTC)
    began = midnight - timedelta(days=1)
    with world.later() as session:
        for place, at in enumerate((-60, -1, 0, 3600, 86399)):
            outbox.want(session, "note", f"{place}", RIYA, NOW).unasked_at = began + timedelta(seconds=at)
        outbox.want(session, "note", "another's", MONA, NOW).unasked_at = NOW
        session.flush()
        asked = outbox.want(session, "note", "asked for", RIYA, NOW)
        assert outbox.unasked(session, RIYA, *day_of(NOW, BERLIN)) == 3
        assert courtesy.nudge(SETTINGS, session, asked, NOW) == KEPT_BACK
        assert courtesy.nudge(SETTINGS, session, asked, NOW + timedelta(days=1)) == GO


def test_a_pause_lasts_as_long_as_was_wished_and_ends_when_told(world: World) -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    monday_morning = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with world.later() as session:
        for wanted, until in (
            (None, monday_morning),
            (timedelta(hours=2), friday + timedelta(hours=2)),
            (date(2026, 11, 28), datetime(2026, 11, 28, 8, tzinfo=UTC)),
        ):
            assert courtesy.pause(session, SETTINGS, RIYA, wanted, friday) == until
            assert courtesy.paused_until(session, RIYA, until - timedelta(seconds=1)) == until
            assert courtesy.paused_until(session, RIYA, until) is None
        courtesy.resume(session, RIYA)
        assert courtesy.paused_until(session, RIYA, friday) is None
        assert courtesy.paused_until(session, "U0NOBODY", friday) is None


def test_a_pause_before_long_days_off_ends_after_two_weeks(world: World) -> None:
    with world.later() as session:
        team.add_time_off(session, RIYA, date(2026, 11, 3), date(2026, 12, 31))
        assert courtesy.pause(session, SETTINGS, RIYA, None, NOW) == NOW + LONGEST_PAUSE


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        ("2026-11-23 08:31", "2026-11-23 08:31"),  # its own hour, before work
        ("2026-11-25 03:00", "2026-11-25 08:30"),
        ("2026-11-25 14:00", "2026-11-25 14:00"),
        ("2026-11-25 21:00", "2026-11-26 08:30"),  # not in the evening
        ("2026-11-28 12:00", "2026-11-30 08:30"),  # not on a Saturday
    ],
)
def test_a_late_report_waits_for_its_hour_of_a_working_day(now: str, earliest: str) -> None:
    assert courtesy.reports_at(time(8, 30), HOURS, berlin(now)) == berlin(earliest)


def test_a_report_waits_for_the_return_and_for_the_end_of_a_holiday_but_for_no_quiet_hour() -> None:
    monday = berlin("2026-11-23 08:31")
    away = Interval(berlin("2026-11-20 00:00"), berlin("2026-12-03 00:00"))
    quiet = Interval(berlin("2026-11-23 08:00"), berlin("2026-11-23 12:00"))
    holiday = frozenset({date(2026, 11, 23)})
    for works, back in (
        (replace(HOURS, off=(away,)), "2026-12-03 08:30"),
        (replace(HOURS, holidays=holiday), "2026-11-24 08:30"),
        (replace(HOURS, off=(quiet,)), "2026-11-23 08:31"),
    ):
        assert courtesy.reports_at(time(8, 30), works, monday) == berlin(back)


def test_a_report_to_who_works_around_the_clock_or_never_has_its_hour_too() -> None:
    night = berlin("2026-11-28 03:00")
    for works in (replace(HOURS, always=True), replace(HOURS, days=frozenset())):
        assert courtesy.reports_at(time(8, 30), works, night) == berlin("2026-11-28 08:30")


def test_when_it_was_written_does_not_matter_to_a_report_with_an_hour_of_its_own(world: World) -> None:
    night = berlin("2026-11-25 03:00")
    with world.later() as session:
        post = outbox.want(session, "report", "one", MONA, night)
        assert courtesy.at_hour(time(9, 30), SETTINGS, session, post, night) == wait("2026-11-25 09:30")
        stranger = outbox.want(session, "report", "two", "U0NOBODY", night)
        assert courtesy.at_hour(time(9, 30), SETTINGS, session, stranger, night) == GO


def test_what_must_be_told_waits_at_night_and_for_a_day_with_room(world: World) -> None:
    night, day = berlin("2026-11-28 03:00"), berlin("2026-11-25 14:00")
    with world.later() as session:
        for number in range(UNASKED_A_DAY):
            outbox.want(session, "note", f"{number}", RIYA, NOW).unasked_at = day
        session.flush()
        post = outbox.want(session, "told", "one", RIYA, night)
        assert courtesy.at_work(SETTINGS, session, post, night) == wait("2026-11-30 09:00")
        assert courtesy.at_work(SETTINGS, session, post, day) == wait("2026-11-26 00:00")
