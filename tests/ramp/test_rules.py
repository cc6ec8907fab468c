"""The list for new reps: how it is read, what a click changes, and that it fits into Slack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ramp import blocks
from bot.ramp.rules import LONGEST, MOST, TEMPLATE, read, to_change
from tests.blockkit import read_block, read_modal

NASTY = "<!channel> *bold* & <@U0MONA000> "
ids = st.sets(st.sampled_from("abcdefgh"))


def test_the_list_to_begin_with_has_eight_points_and_could_be_saved_as_it_is() -> None:
    """S0.3"""
    assert len(TEMPLATE) == 8
    assert read("\n".join(TEMPLATE)) == (list(TEMPLATE), "")


@pytest.mark.parametrize(
    ("typed", "found", "wrong"),
    [
        ("", [], ""),
        (" One  call \n\nOne call\nTwo", ["One call", "Two"], ""),
        ("x" * (LONGEST + 1), None, "is too long"),
        ("\n".join(f"Point {number}" for number in range(MOST + 1)), None, f"{MOST} points at most"),
    ],
)
def test_a_list_is_read_line_by_line_and_what_is_wrong_is_a_sentence(
    typed: str, found: list[str] | None, wrong: str
) -> None:
    got, said = read(typed)
    assert found is None or got == found
    assert (wrong in said) if wrong else not said


@given(before=ids, wanted=ids, known=ids)
def test_after_a_click_the_ticked_points_of_the_list_are_the_wanted_ones_and_nothing_else_moves(
    before: set[str], wanted: set[str], known: set[str]
) -> None:
    more, less = to_change(before, wanted, sorted(known))
    after = (before | more) - less
    assert after & known == wanted & known
    assert after - known == before - known
    assert not more & less


def test_a_full_list_fits_and_lets_nobodys_markup_fire() -> None:
    texts = [f"{number} {NASTY * 3}"[:LONGEST] for number in range(MOST)]
    points = [blocks.Point(str(number), text) for number, text in enumerate(texts)]
    rows = [blocks.Row("R" * 200, 3, "24 December 2026"), *(blocks.Row(f"<!{each}>", 0, "") for each in range(40))]
    own = blocks.own(points, {"0", "3"}, "24 December 2026")
    for block in [*own, *blocks.manager_home(0, []), *blocks.manager_home(MOST, []), *blocks.manager_home(MOST, rows)]:
        read_block(block)
        assert "<!" not in str(block.get("text", {}).get("text"))
    read_modal(blocks.own_modal(own))
    for is_template in (False, True):
        read_modal(blocks.form(texts, rows, is_template, "home"))
