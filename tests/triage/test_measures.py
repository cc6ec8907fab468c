"""Precision, recall, F1 and average precision, on numbers that can be checked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.measures import average_precision, measured, stripped


def test_measures_of_four_messages() -> None:
    measures = measured([1, 0, 1, 0], [0.9, 0.8, 0.4, 0.1], 0.5)
    assert (measures.count, measures.positive, measures.flagged) == (4, 2, 2)
    assert (measures.precision, measures.recall, measures.f1) == (0.5, 0.5, 0.5)
    assert measures.average_precision == pytest.approx((1 / 1 + 2 / 3) / 2)


@pytest.mark.parametrize(("labels", "scores"), [([], []), ([0, 0], [0.9, 0.1]), ([1, 1], [0.1, 0.2])])
def test_a_share_of_nothing_is_0(labels: list[int], scores: list[float]) -> None:
    assert measured(labels, scores, 0.95).f1 == 0.0


def test_a_score_at_the_threshold_counts_as_yes() -> None:
    assert measured([1], [0.5], 0.5).recall == 1.0


def test_equal_scores_are_taken_together_so_that_order_never_helps() -> None:
    assert average_precision([1, 0, 0, 0], [0.5] * 4) == average_precision([0, 0, 0, 1], [0.5] * 4) == 0.25


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1))
def test_measures_are_shares(pairs: list[tuple[int, float]]) -> None:
    measures = measured([label for label, _ in pairs], [score for _, score in pairs], 0.5)
    shares = (measures.precision, measures.recall, measures.f1, measures.average_precision)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Can you send it?", "can you send it"),
        ("Hi.\nCould we?!\nThanks.", "hi\ncould we\nthanks"),
        ("at 3.30 p.m. today, Mona", "at 3.30 p.m. today, mona"),
        ("?!", ""),
    ],
)
def test_stripping_takes_question_marks_final_punctuation_and_capitals(text: str, bare: str) -> None:
    assert stripped(text) == bare
