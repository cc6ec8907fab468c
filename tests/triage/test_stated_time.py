"""By when is it needed? What states a time, what only mentions one."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.stated_time import CHARACTERS, Day, StatedTime, stated_time


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("call in 20 minutes", 20),
        ("In 20min please", 20),
        ("need it within the hour", 60),
        ("in half an hour", 30),
        ("we go live in a couple of hours", 120),
        ("in the next thirty minutes", 30),
        ("only 10 mins left", 10),
        ("in 1.5 hours", 90),
        ("in 2 weeks", 2 * 7 * 24 * 60),
        ("in 3 days, or rather in 2 hours", 120),
    ],
)
def test_a_time_from_now_is_told_in_minutes(text: str, minutes: int) -> None:
    assert stated_time(text) == StatedTime(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "clock", "day"),
    [
        ("call starts at 3", time(15), None),
        ("by 3pm", time(15), None),
        ("by 15:30", time(15, 30), None),
        ("before 12:30 please", time(12, 30), None),
        ("at 9:15 sharp", time(9, 15), None),
        ("at 12am", time(0), None),
        ("meet at 3.30 pm tomorrow", time(15, 30), Day.TOMORROW),
        ("by 11 am Thursday", time(11), Day.THURSDAY),
        ("before noon", time(12), None),
        ("EOD today", time(17), Day.TODAY),
        ("close of business on Fri", time(17), Day.FRIDAY),
        ("expires tonight", time(20), None),
    ],
)
def test_a_clock_time_is_told_as_it_is_said(text: str, clock: time, day: Day | None) -> None:
    assert stated_time(text) == StatedTime(clock=clock, day=day)


@pytest.mark.parametrize(
    ("text", "day"), [("by Friday", Day.FRIDAY), ("due tmrw", Day.TOMORROW), ("they need it on Tuesday", Day.TUESDAY)]
)
def test_a_day_counts_when_something_is_needed_by_it(text: str, day: Day) -> None:
    assert stated_time(text) == StatedTime(day=day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a 30 minute demo",
        "20 minutes ago",
        "the call was at 3 yesterday",
        "we're at 15 % now",
        "they start at 3k",
        "20 seats at 12 euros",
        "let's look at 3 options",
        "net 60 days",
        "they are closed on Friday",
        "10 % off",
        "at $5",
        "lunch was great",
        "thanks",
    ],
)
def test_a_length_a_number_or_the_past_is_no_deadline(text: str) -> None:
    assert stated_time(text) is None


@pytest.mark.parametrize(
    ("stated", "soon"),
    [
        (StatedTime(minutes=20), True),
        (StatedTime(minutes=3 * 24 * 60), False),
        (StatedTime(clock=time(15)), True),
        (StatedTime(clock=time(15), day=Day.TOMORROW), False),
        (StatedTime(day=Day.TODAY), True),
        (StatedTime(day=Day.FRIDAY), False),
    ],
)
def test_soon_means_today(stated: StatedTime, soon: bool) -> None:
    assert stated.soon is soon


def test_only_the_beginning_is_read() -> None:
    assert stated_time("so " * CHARACTERS + "by noon") is None


@settings(deadline=None)
@given(st.text(max_size=300) | st.from_regex(r"(in|at|by) [0-9:.]{0,6} ?(min|h|pm|weeks)?"))
def test_no_text_can_break_it(text: str) -> None:
    found = stated_time(text)
    assert found is None or found.minutes is None or found.minutes >= 0
