"""When a manager hears what was decided without them: as their working day ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests.service.telling import evening
from bot.team.working_time import Hours, Interval

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(BERLIN, time(9), time(18), frozenset(range(5)), holidays={date(2026, 12, 25)})
NIGHT = Hours(BERLIN, time(22), time(6), frozenset(range(5)))
ALWAYS = Hours(BERLIN, time(9), time(18), frozenset(range(5)), always=True)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("hours", "now", "told"),
    [
        (OFFICE, "2026-11-16 10:00", "2026-11-16 18:00"),
        (OFFICE, "2026-11-16 06:00", "2026-11-16 18:00"),
        (OFFICE, "2026-11-16 18:00", "2026-11-17 18:00"),
        (OFFICE, "2026-11-20 19:00", "2026-11-23 18:00"),
        (OFFICE, "2026-12-25 10:00", "2026-12-28 18:00"),
        (NIGHT, "2026-11-16 23:00", "2026-11-17 06:00"),
        (ALWAYS, "2026-11-21 10:00", "2026-11-21 18:00"),
        (ALWAYS, "2026-11-21 20:00", "2026-11-22 18:00"),
    ],
)
def test_it_is_the_end_of_this_working_day_or_of_the_next(hours: Hours, now: str, told: str) -> None:
    assert evening(hours, berlin(now)) == berlin(told)


def test_without_working_time_in_sight_it_is_a_day_later() -> None:
    now = berlin("2026-11-16 10:00")
    away = Hours(BERLIN, time(9), time(18), frozenset(range(5)), off=(Interval(now, now + timedelta(days=900)),))
    assert evening(away, now) == now + timedelta(days=1)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), st.sampled_from([OFFICE, NIGHT])
)
def test_it_is_always_ahead_and_never_more_than_a_long_weekend_away(now: datetime, hours: Hours) -> None:
    assert now < evening(hours, now) <= now + timedelta(days=5)
