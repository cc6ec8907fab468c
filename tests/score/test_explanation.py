"""The explanation of a score adds up to the score."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.explanation import explain
from bot.score.rules.index import estimate, round_half_up, wilson
from bot.score.rules.vocabulary import Exclusion, Giving, Seeking
from tests.score.builders import WEEK, request, requests, several, worked_cases

ROWS = st.lists(requests(facts=True), max_size=25)


@given(ROWS)
def test_the_rows_add_up_to_the_score_by_the_formula_on_the_page(rows: list[ScoredRequest]) -> None:
    told = explain(rows, WEEK)
    if told.index is None:
        assert (told.rows, told.total) == ((), 0)
        return
    total, summed = sum(row.w for row in told.rows), sum(row.w * row.d for row in told.rows)
    p = (summed + 6 * told.mu0) / (total + 6)
    n = total**2 / sum(row.w**2 for row in told.rows)
    assert isclose(p, told.index.p, abs_tol=1e-9) and isclose(n, told.index.n, rel_tol=1e-6)
    assert isclose(sqrt(p * (1 - p) / (n + 6)), told.index.standard_error, abs_tol=1e-9)
    assert all(
        isclose(a, b, abs_tol=1e-6) for a, b in zip(wilson(p, n + 6), (told.index.low, told.index.high), strict=True)
    )
    assert isclose(told.total, total) and isclose(told.summed, summed, abs_tol=1e-9)
    for row in told.rows:
        assert isclose(row.d, row.s if row.g is None else 0.4 * row.s + 0.6 * row.g)
        assert isclose(row.w, 0.5 ** (row.age / 2)) and row.age in range(6)


@given(ROWS)
def test_it_explains_the_very_number_that_is_shown(rows: list[ScoredRequest]) -> None:
    told = explain(rows, WEEK)
    assert told.index == estimate(rows, WEEK)
    assert told.before == estimate(rows, WEEK, weeks_back=6)


@given(ROWS)
def test_every_request_of_the_window_is_told_once(rows: list[ScoredRequest]) -> None:
    told = explain(rows, WEEK)
    ids = [row.id for row in told.rows] + [*told.left_out] + [*told.said_before]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {each.id for each in rows}


@pytest.mark.parametrize(("name", "rows", "expected"), worked_cases())
def test_the_worked_cases_can_be_laid_open(
    name: str, rows: list[ScoredRequest], expected: tuple[int, int, int, int, float]
) -> None:
    told = explain(rows, WEEK)
    assert told.index is not None
    assert (told.mu0, told.past, told.before) == (0.5, 0, None)
    assert round_half_up(100 * (told.summed + 3) / (told.total + 6)) == expected[1]


def test_what_does_not_count_stands_beside_it_with_its_reason() -> None:
    asked = request(rep_id="riya")
    echo = request(rep_id="riya", asked_at=asked.asked_at)
    urgent, old = request(urgent=True), request(age=9)
    told = explain([asked, echo, urgent, old, *several(3, Seeking.PICKED, Giving.COACHED, age=7)], WEEK)
    assert [row.id for row in told.rows] == [asked.id]
    assert told.left_out == {urgent.id: Exclusion.URGENT}
    assert told.said_before == {echo.id: asked.id}
    assert (told.past, told.mu0) == (4, (1 + 3 * 0.25) / 4)
