"""A view takes a hundred blocks: what would not fit is not left out without a word."""

import pytest

from bot.slack.kit import modal, section
from tests.blockkit import read_modal


@pytest.mark.parametrize(("lines", "last"), [(100, "Line 100"), (101, "And 2 more that didn't fit here.")])
def test_a_modal_that_is_too_long_says_how_much_is_missing(lines: int, last: str) -> None:
    view = modal("Long", "long", [section(f"Line {number}") for number in range(1, lines + 1)])
    read_modal(view)
    assert len(view["blocks"]) == 100
    assert last in str(view["blocks"][-1])
