"""Moments and lengths as somebody would say them, by the reader's own wall clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.times import count, day, length, when, working

BERLIN, NEW_YORK, SYDNEY = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Sydney"))
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # Monday, 10:00 in Berlin, 04:00 in New York, 20:00 in Sydney


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        ("2026-11-16T10:40", BERLIN, "at 11:40"),
        ("2026-11-16T10:40", NEW_YORK, "at 05:40"),
        ("2026-11-16T22:59", BERLIN, "at 23:59"),
        ("2026-11-16T23:00", BERLIN, "tomorrow at 00:00"),
        ("2026-11-16T14:00", SYDNEY, "tomorrow at 01:00"),
        ("2026-11-16T04:00", NEW_YORK, "yesterday at 23:00"),
        ("2026-11-15T15:20", BERLIN, "yesterday at 16:20"),
        ("2026-11-18T08:10", BERLIN, "on Wednesday at 09:10"),
        ("2026-11-22T08:10", BERLIN, "on Sunday at 09:10"),
        ("2026-11-23T08:10", BERLIN, "on 23 November at 09:10"),
        ("2026-11-13T08:10", BERLIN, "on 13 November at 09:10"),
        ("2027-01-04T08:10", BERLIN, "on 4 January 2027 at 09:10"),
        ("2026-10-25T00:30", BERLIN, "on 25 October at 02:30"),  # the first of the two half past twos
        ("2026-10-25T01:30", BERLIN, "on 25 October at 02:30"),
    ],
)
def test_a_moment_in_words(moment: str, zone: ZoneInfo, words: str) -> None:
    assert when(datetime.fromisoformat(moment).replace(tzinfo=UTC), NOW, zone) == words


@given(st.integers(0, 60 * 24 * 400), st.sampled_from([BERLIN, NEW_YORK, SYDNEY]))
def test_what_is_said_of_the_future_is_never_said_of_two_days(minutes: int, zone: ZoneInfo) -> None:
    """A weekday alone is one of the next six days, and only tomorrow is tomorrow."""
    at = NOW + timedelta(minutes=minutes)
    said, days = when(at, NOW, zone), (at.astimezone(zone).date() - NOW.astimezone(zone).date()).days
    assert said.endswith(f"{at.astimezone(zone):%H:%M}")
    assert ("tomorrow" in said) == (days == 1)
    assert said.startswith("at ") == (days == 0)
    assert (f"{at.astimezone(zone):%A}" in said) == (1 < days < 7)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 16), "today"),
        (date(2026, 11, 17), "tomorrow"),
        (date(2026, 11, 19), "on Thursday"),
        (date(2026, 11, 23), "on 23 November"),
        (date(2027, 2, 1), "on 1 February 2027"),
        (date(2026, 11, 15), "on 15 November"),
    ],
)
def test_a_day_in_words(on: date, words: str) -> None:
    assert day(on, date(2026, 11, 16)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.4, "59 seconds"),
        (60, "1 minute"),
        (3600, "60 minutes"),
        (7199, "2 hours"),
        (7140, "119 minutes"),
        (9000, "2 h 30"),
        (7260, "2 h 01"),
    ],
)
def test_a_length_in_words(seconds: float, words: str) -> None:
    assert length(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a working minute"),
        (1.2, "1 working minute"),
        (90, "90 working minutes"),
        (91, "about 1½ working hours"),
        (120, "2 working hours"),
        (150, "2½ working hours"),
        (232, "about 4 working hours"),
        (629, "about 10 working hours"),
        (100_000, "about 1,667 working hours"),
    ],
)
def test_working_time_in_words(minutes: float, words: str) -> None:
    assert working(timedelta(minutes=minutes)) == words


def test_numbers_carry_their_unit() -> None:
    assert [count(number, "request") for number in (0, 1, 3, 12000)] == [
        "0 requests",
        "1 request",
        "3 requests",
        "12,000 requests",
    ]
    assert count(2, "reply", "replies") == "2 replies"
