"""Days on which nothing waits: which stretch a day lies in, when the next begins, what may be set."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.freeze import blocks
from bot.freeze.blocks import Shown
from bot.freeze.rules import LONGEST, Days, next_first, until, wrong
from tests.blockkit import read_block

FIRST = date(2026, 12, 28)


def on(day: int) -> date:
    """A day of a made-up calendar: 0 is the first."""
    return FIRST + timedelta(days=day)


def days(first: int, last: int | None) -> Days:
    return Days(on(first), None if last is None else on(last))


@pytest.mark.parametrize(
    ("stretches", "found"),
    [
        ([], (False, None)),
        ([days(0, 0)], (True, on(0))),
        ([days(-2, -1), days(1, 5)], (False, None)),
        ([days(-3, 1), days(2, 4)], (True, on(4))),
        ([days(0, 1), days(1, 2), days(4, 9)], (True, on(2))),
        ([days(-9, None)], (True, None)),
        ([days(0, 1), days(2, None)], (True, None)),
    ],
)
def test_stretches_that_touch_are_one(stretches: list[Days], found: tuple[bool, date | None]) -> None:
    assert until(stretches, on(0)) == found


numbers = st.integers(0, 12)
some = st.lists(st.builds(lambda first, more: days(first, first + more), numbers, st.integers(0, 4)), max_size=5)


@given(some, numbers, st.integers(0, 12))
def test_the_next_day_is_the_first_that_any_stretch_has(stretches: list[Days], after: int, more: int) -> None:
    ahead = [day for day in range(after + 1, after + more + 1) if any(each.has(on(day)) for each in stretches)]
    assert next_first(stretches, on(after), on(after + more)) == (on(ahead[0]) if ahead else None)
    frozen, last = until(stretches, on(after))
    assert frozen == any(each.has(on(after)) for each in stretches)
    assert last is None or not any(each.has(last + timedelta(days=1)) for each in stretches)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (0, LONGEST - 1, None),
        (0, LONGEST, "That is more than 31 days."),
        (3, 1, "The last day comes before the first."),
        (-5, -2, "Those days are over already."),
    ],
)
def test_a_quarter_s_end_is_no_quarter(first: int, last: int, sentence: str | None) -> None:
    said = wrong(on(first), on(last), on(-1))
    assert said is None if sentence is None else said and said.startswith(sentence)


def test_a_full_list_of_long_names_fits_into_one_message() -> None:
    entries = [Shown("1", FIRST, None, "<!channel> & " * 30, by_admin=False), Shown("2", FIRST, on(3), by_admin=True)]
    words = blocks.list_words(entries * 12, FIRST)
    assert len(words.blocks) <= 50 and "<!channel>" not in str(words.blocks)
    assert all(read_block(each) for each in words.blocks)
    assert words.blocks[2].get("accessory") is None, "what an admin set is not a manager's to end"
