"""What is found in lessons, and what is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.debriefs.rules import Lost, matches

TEXTS = ("Globex", "They took the cheaper one", "Bring their Engineer in")


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("", True),
        ("   ", True),
        ("globex", True),
        ("GLOBEX cheap", True),
        ("engineer", True),
        ("globex banana", False),
        ("cheaper one", True),
    ],
)
def test_every_word_that_is_looked_for_must_stand_somewhere(looked_for: str, found: bool) -> None:
    assert matches(looked_for, TEXTS) == found


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5), st.data())
def test_what_was_written_is_found_by_any_of_its_words(texts: list[str], data: st.DataObject) -> None:
    words = [word for text in texts for word in text.casefold().split()]
    picked = data.draw(st.lists(st.sampled_from(words), max_size=4)) if words else []
    assert matches(" ".join(picked), texts)


@pytest.mark.parametrize(
    ("lost", "says"),
    [(Lost(), False), (Lost(deal="Globex"), False), (Lost(need="  "), False), (Lost(need="Help"), True)],
)
def test_one_of_the_four_makes_a_lesson(lost: Lost, says: bool) -> None:
    """S1.5"""
    assert lost.says_something == says
