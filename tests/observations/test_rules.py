"""Where a note stands, and when it has had its time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.observations.rules import KEPT, MAY_DELETE, MAY_SHARE, State, is_over, state

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "talk", "shared", "stands"),
    [
        (False, False, False, State.QUIET),
        (True, False, False, State.WANTED),
        (True, True, False, State.TALK),
        (True, False, True, State.SHARED),
        (True, True, True, State.SHARED),
    ],
)
def test_a_note_stands_where_the_last_word_on_it_put_it(wanted: bool, talk: bool, shared: bool, stands: State) -> None:
    """S0.4"""
    assert state(wanted, talk, shared) == stands


def test_nothing_leaves_the_manager_before_the_rep_asks() -> None:
    """S0.5"""
    assert State.QUIET not in MAY_SHARE
    assert {State.QUIET} == MAY_DELETE


@given(st.timedeltas(timedelta(0), timedelta(days=1000)))
def test_a_note_is_over_after_half_a_year_and_stays_over(age: timedelta) -> None:
    over = is_over(NOW - age, NOW)
    assert over == (age >= KEPT)
    assert not over or is_over(NOW - age, NOW + timedelta(days=1))
