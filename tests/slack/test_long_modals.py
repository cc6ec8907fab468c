"""A view takes a hundred blocks, a message some characters: what would not fit is not left out without a word."""

import json
import re

import pytest

from bot.slack.kit import BLOCKS_IN_MESSAGE, MESSAGE, Block, actions, button, context, fitting, modal, quotes, section
from tests.blockkit import read_modal


@pytest.mark.parametrize(("lines", "last"), [(100, "Line 100"), (101, "And 2 more that didn't fit here.")])
def test_a_modal_that_is_too_long_says_how_much_is_missing(lines: int, last: str) -> None:
    view = modal("Long", "long", [section(f"Line {number}") for number in range(1, lines + 1)])
    read_modal(view)
    assert len(view["blocks"]) == 100
    assert last in str(view["blocks"][-1])


def _texts(blocks: list[Block]) -> int:
    return sum(len(said) for said in re.findall(r'"text": "([^"]*)"', json.dumps(blocks, ensure_ascii=False)))


ROW = actions(button("Go", "go", "1"))


@pytest.mark.parametrize(
    "blocks",
    [
        [section("a" * 3000), *quotes("q" * 8400), ROW],
        [*quotes("q" * 2800 * 3), section("a" * 3000), section("b" * 2000), context("c" * 2000), ROW],
        [section("a" * 250)] * 49 + [ROW],
        [section("a" * 3000)] * 60,
    ],
)
def test_a_message_that_is_too_long_keeps_its_buttons_and_says_that_it_was_cut(blocks: list[Block]) -> None:
    before = json.dumps(blocks)
    shown = fitting(blocks)
    assert _texts(shown) <= MESSAGE + 100 and len(shown) <= BLOCKS_IN_MESSAGE
    assert "too long for one message" in str(shown[-1])
    assert (ROW in shown) == (ROW in blocks[: BLOCKS_IN_MESSAGE - 1])
    assert json.dumps(blocks) == before


@pytest.mark.parametrize("blocks", [[], [section("a" * 3000)] * 2, [section("short"), ROW] * 25])
def test_a_message_that_fits_stays_as_it_is(blocks: list[Block]) -> None:
    assert fitting(blocks) == blocks
