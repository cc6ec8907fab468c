"""The index: worked numbers, and what must hold for any numbers."""

from dataclasses import replace
from math import isclose, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score.rules.constants import WEIGHTS
from bot.score.rules.eligibility import ScoredRequest, age, exclusion, once_per_burst
from bot.score.rules.explanation import explain
from bot.score.rules.index import Estimate, dependence, estimate, round_half_up, trend, weight, wilson
from bot.score.rules.rates import label_coverage, rates
from bot.score.rules.vocabulary import ABSORBED, Giving, Seeking, Trend
from tests.score.builders import WEEK, request, requests, several, worked_cases

ROWS = st.builds(lambda first, rest: [first, *rest], requests(oldest=5), st.lists(requests(), max_size=25))
"""Requests of which at least one lies in the window."""


NAMES = [name for name, _, _ in worked_cases()]


def index_of(rows: list[ScoredRequest]) -> Estimate:
    found = estimate(rows, WEEK)
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "rows", "expected"), worked_cases(), ids=NAMES)
def test_the_worked_numbers_come_out_exactly(
    name: str, rows: list[ScoredRequest], expected: tuple[int, int, int, int, float]
) -> None:
    index = index_of(rows)
    assert (round_half_up(100 * index.raw), index.score, *index.band, round(index.n, 1)) == expected


@pytest.mark.parametrize(
    ("seeking", "giving", "d"),
    [
        (Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED, 0.0),
        (Seeking.DECIDED_OWN, Giving.NONE_NEEDED, 0.0),
        (Seeking.PARKED, Giving.NONE_NEEDED, 0.0),
        (Seeking.PARKED, Giving.COACHED, 0.15),
        (Seeking.PICKED, Giving.DELEGATED, 0.16),
        (Seeking.PICKED, Giving.COACHED, 0.25),
        (Seeking.OPTIONS, Giving.RESCUED, 0.80),
        (Seeking.TRIED, Giving.COACHED, 0.45),
        (Seeking.NEITHER, Giving.RESCUED, 1.0),
        (Seeking.NEITHER, Giving.NONE_NEEDED, 0.4),
        (Seeking.PICKED, None, 0.25),
        (Seeking.TRIED, None, 0.75),
        (Seeking.NEITHER, None, 1.0),
    ],
)
def test_one_request(seeking: Seeking, giving: Giving | None, d: float) -> None:
    assert isclose(dependence(seeking, giving), d, abs_tol=1e-12)


def test_every_state_has_its_value() -> None:
    assert set(WEIGHTS.seeking) == set(Seeking)
    assert set(WEIGHTS.giving) == set(Giving)


def test_a_request_weighs_half_after_two_weeks() -> None:
    assert [weight(weeks) for weeks in (0, 2, 4)] == [1.0, 0.5, 0.25]


@pytest.mark.parametrize(
    ("value", "whole"),
    [(37.5, 38), (38.5, 39), (0.5, 1), (28.499, 28), (100 * 0.285, 29), (100.0, 100)],
)
def test_halves_go_up_even_where_floating_point_is_a_hair_short(value: float, whole: int) -> None:
    assert round_half_up(value) == whole


@pytest.mark.parametrize("age", range(6))
def test_equal_requests_of_any_age_are_as_many_as_they_are(age: int) -> None:
    for number in (5, 12):
        assert index_of(several(number, Seeking.TRIED, None, age=age)).n == number


def test_earlier_habits_pull_the_first_numbers_and_the_middle_does_without_them() -> None:
    now = several(2, Seeking.PICKED, Giving.COACHED)
    past = several(4, Seeking.NEITHER, Giving.RESCUED, age=6) + several(4, Seeking.PICKED, None, age=17)
    mu0 = (4 * 1.0 + 4 * 0.25) / 8
    assert isclose(index_of(now).p, (2 * 0.25 + 6 * 0.5) / 8)
    assert isclose(index_of(now + past).p, (2 * 0.25 + 6 * mu0) / 8)
    assert index_of(now + several(9, Seeking.NEITHER, None, age=18)).p == index_of(now).p


def test_nothing_in_the_window_gives_no_estimate() -> None:
    assert estimate([], WEEK) is None
    assert estimate([request(age=6), request(age=-1), request(urgent=True)], WEEK) is None


def test_looking_back_moves_window_and_past_together() -> None:
    rows = several(3, Seeking.NEITHER, Giving.RESCUED, age=7) + several(2, Seeking.PICKED, None, age=12)
    assert estimate(rows, WEEK, weeks_back=6) == estimate(rows, WEEK.back(6))


def test_two_windows_share_no_request_even_after_a_leave() -> None:
    returned = request(age=8, weeks_away=3)
    assert estimate([returned], WEEK) is not None
    assert estimate([returned], WEEK, weeks_back=6) is None


@given(ROWS)
def test_the_score_stays_on_its_scale_and_inside_its_band(rows: list[ScoredRequest]) -> None:
    index = index_of(rows)
    low, high = index.band
    assert 0 <= low <= index.score <= high <= 100
    assert 0 <= index.low <= index.p <= index.high <= 1
    assert 0 <= index.raw <= 1
    assert 0 <= index.standard_error <= 0.5 / sqrt(6)


@given(st.lists(requests(facts=True), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_requests_is_irrelevant_to_the_last_digit(rows: list[ScoredRequest], chance: Any) -> None:
    rows = [replace(each, rep_id=f"rep-{number % 3}") for number, each in enumerate(rows)]
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert estimate(rows, WEEK) == estimate(shuffled, WEEK)


@given(ROWS, st.data())
def test_solving_one_more_oneself_never_raises_the_score(rows: list[ScoredRequest], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(rows) - 1))
    better = rows.copy()
    better[which] = replace(rows[which], seeking=Seeking.SOLVED_IN_HOLD, giving=Giving.NONE_NEEDED)
    assert index_of(better).p <= index_of(rows).p + 1e-12
    added = request(Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED, age=data.draw(st.integers(0, 5)))
    assert index_of([*rows, added]).p <= index_of(rows).p + 1e-12


@given(ROWS, st.data())
def test_a_rescue_never_lowers_the_score(rows: list[ScoredRequest], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(rows) - 1))
    worse = rows.copy()
    worse[which] = replace(rows[which], seeking=Seeking.NEITHER, giving=Giving.RESCUED)
    assert index_of(worse).p >= index_of(rows).p - 1e-12


@given(ROWS, st.integers(2, 4))
def test_volume_alone_moves_neither_the_raw_value_nor_the_past(rows: list[ScoredRequest], times: int) -> None:
    again = [replace(each, rep_id=f"{each.rep_id}-{copy}") for copy in range(times) for each in rows]
    once, often = index_of(rows), index_of(again)
    assert isclose(once.raw, often.raw, abs_tol=1e-12)
    assert isclose(often.n, times * once.n, rel_tol=1e-6)


@given(ROWS)
def test_saying_everything_twice_within_a_minute_changes_nothing(rows: list[ScoredRequest]) -> None:
    distinct = once_per_burst(rows)
    echoes = [replace(each, id=f"{each.id}-echo", seeking=Seeking.NEITHER, giving=None) for each in distinct]
    assert estimate([*distinct, *echoes], WEEK) == estimate(distinct, WEEK)


@given(st.lists(requests(facts=True), min_size=1, max_size=25))
def test_what_is_left_out_changes_nothing(rows: list[ScoredRequest]) -> None:
    assert estimate(rows, WEEK) == estimate([each for each in rows if exclusion(each) is None], WEEK)


@given(ROWS)
def test_the_score_lies_between_what_was_seen_and_the_past(rows: list[ScoredRequest]) -> None:
    index, past = index_of(rows), [each for each in rows if age(each, WEEK) in range(6, 18)]
    values = [dependence(each.seeking, each.giving) for each in past]
    mu0 = sum(values) / len(values) if values else 0.5
    low, high = sorted((index.raw, mu0))
    assert low - 1e-12 <= index.p <= high + 1e-12


@given(st.floats(0, 1), st.floats(6, 500))
def test_the_band_holds_its_middle_and_narrows_with_more(p: float, n: float) -> None:
    low, high = wilson(p, n)
    assert 0 <= low <= p <= high <= 1
    narrow = wilson(p, 4 * n)
    assert narrow[1] - narrow[0] < high - low


@given(st.floats(0.05, 0.95), st.floats(6, 500))
def test_the_band_is_wilsons_own(p: float, n: float) -> None:
    for end in wilson(p, n):  # its ends are those x from which p is z of x's own standard errors away
        assert isclose((p - end) ** 2, 1.2816**2 * end * (1 - end) / n, rel_tol=1e-6)


def _seen(p: float, n: float) -> Estimate:
    return Estimate(p, p, *wilson(p, n), n, sqrt(p * (1 - p) / n))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (_seen(0.50, 25), _seen(0.50, 25), Trend.UNCLEAR),
        (_seen(0.50, 25), _seen(0.67, 25), Trend.UNCLEAR),  # 1.28 standard errors of the difference: 0.1757
        (_seen(0.50, 25), _seen(0.68, 25), Trend.LOWER),  # here 0.1750
        (_seen(0.68, 25), _seen(0.50, 25), Trend.HIGHER),
        (_seen(0.0, 25), _seen(0.0, 25), Trend.UNCLEAR),
        (_seen(0.0, 25), _seen(1.0, 25), Trend.LOWER),
    ],
)
def test_only_a_change_beyond_chance_is_one(now: Estimate, before: Estimate, expected: Trend) -> None:
    assert trend(now, before) is expected


@given(st.floats(0, 1), st.floats(0, 1), st.floats(6, 60), st.floats(6, 60))
def test_a_trend_seen_from_the_other_side_is_the_opposite(p: float, q: float, n: float, m: float) -> None:
    opposite = {Trend.LOWER: Trend.HIGHER, Trend.HIGHER: Trend.LOWER, Trend.UNCLEAR: Trend.UNCLEAR}
    assert trend(_seen(p, n), _seen(q, m)) is opposite[trend(_seen(q, m), _seen(p, n))]


@given(ROWS, st.integers(1, 8))
def test_the_same_habits_in_another_volume_are_no_trend(rows: list[ScoredRequest], times: int) -> None:
    window = [replace(each, weeks_away=0) for each in rows if age(each, WEEK) in range(6)]
    weeks_before = [request(each.seeking, each.giving, age=age(each, WEEK) + 6) for each in window]
    now = [request(each.seeking, each.giving, age=age(each, WEEK)) for each in window for _ in range(times)]
    before = estimate(weeks_before, WEEK, weeks_back=6)
    assert before is not None
    assert trend(index_of(now + weeks_before), before) is Trend.UNCLEAR


def _beyond(mu0: float, raw: float, p: float) -> float:
    """How far p still is from the raw mean, as a part of the way from mu0; 0 where there is no way to go."""
    return (raw - p) / (raw - mu0) if abs(raw - mu0) > 1e-9 else 0.0


@given(ROWS, st.integers(2, 6))
def test_asking_more_in_the_same_way_moves_the_score_towards_its_raw_mean_and_nowhere_else(
    rows: list[ScoredRequest], times: int
) -> None:
    window = [each for each in rows if age(each, WEEK) in range(6)]
    more = [replace(each, rep_id=f"{each.rep_id}-{copy}") for copy in range(times - 1) for each in window]
    once, often = index_of(rows), index_of(rows + more)
    mu0 = explain(rows, WEEK).mu0
    assert isclose(once.raw, often.raw, abs_tol=1e-12)
    assert -1e-9 <= _beyond(mu0, often.raw, often.p) <= _beyond(mu0, once.raw, once.p) + 1e-9 <= 1 + 2e-9
    assert often.n > once.n


@given(requests(oldest=0), st.integers(1, 20), st.integers(2, 6))
def test_asking_more_in_the_way_of_ones_own_past_leaves_the_score_alone_and_narrows_the_band(
    row: ScoredRequest, number: int, times: int
) -> None:
    past = [request(row.seeking, row.giving, age=7)]
    once = index_of([request(row.seeking, row.giving) for _ in range(number)] + past)
    often = index_of([request(row.seeking, row.giving) for _ in range(number * times)] + past)
    assert isclose(once.p, often.p, abs_tol=1e-12)
    assert often.high - often.low < once.high - once.low
    assert often.standard_error <= once.standard_error


@given(ROWS, requests(oldest=5))
def test_one_more_request_moves_the_score_by_less_than_its_share(rows: list[ScoredRequest], one: ScoredRequest) -> None:
    one = replace(one, closed_on=min(one.closed_on, WEEK.last_day), weeks_away=0)
    if age(one, WEEK) not in range(6):
        return
    before, after = index_of(rows), index_of([*rows, one])
    w, total = weight(age(one, WEEK)), explain([*rows, one], WEEK).total
    moved = abs(after.p - before.p)
    assert moved <= w / total * abs(dependence(one.seeking, one.giving) - before.p) + 1e-12
    assert moved < w / total


@given(ROWS, st.data())
def test_a_missing_label_lowers_coverage_and_is_never_a_rescue(rows: list[ScoredRequest], data: st.DataObject) -> None:
    rows = [each for each in rows if each.giving not in {None, Giving.NONE_NEEDED}] or [request()]
    which = data.draw(st.integers(0, len(rows) - 1))
    forgotten = rows.copy()
    forgotten[which] = replace(rows[which], giving=None)
    before, after = label_coverage(rows), label_coverage(forgotten)
    assert after.part == before.part - 1
    counts_as_answer = forgotten[which].seeking not in ABSORBED
    assert after.whole == before.whole - (not counts_as_answer)
    assert (after.value or 0) < 1 or not counts_as_answer
    was_rescue = rows[which].giving is Giving.RESCUED and rows[which].seeking
    assert rates(forgotten).rescued.part == rates(rows).rescued.part - bool(was_rescue)
    assert rates(forgotten).rescued.whole <= rates(rows).rescued.whole
    d = dependence(forgotten[which].seeking, None)
    assert d == WEIGHTS.seeking[forgotten[which].seeking]
