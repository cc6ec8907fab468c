"""Shares and their intervals: known numbers, and what must hold for any."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.rules.intervals import Proportion, difference

SHARES = st.integers(1, 500).flatmap(lambda whole: st.builds(Proportion, st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0000),
        (0, 0, 0.0, 1.0),
    ],
)
def test_known_intervals_of_a_share(part: int, whole: int, low: float, high: float) -> None:
    assert Proportion(part, whole).interval == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe 1998 (differences), table II, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_known_intervals_of_a_difference(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    found = difference(Proportion(*one), Proportion(*other))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(SHARES)
def test_an_interval_lies_around_its_share_and_within_none_and_all(share: Proportion) -> None:
    low, high = share.interval
    assert 0 <= low <= share.value <= high <= 1
    assert low < high


@given(SHARES, st.integers(2, 9))
def test_more_of_the_same_makes_it_narrower(share: Proportion, times: int) -> None:
    more = Proportion(share.part * times, share.whole * times)
    assert more.interval[1] - more.interval[0] < share.interval[1] - share.interval[0]


@given(SHARES)
def test_those_who_did_and_those_who_did_not_mirror_each_other(share: Proportion) -> None:
    low, high = share.interval
    other_low, other_high = Proportion(share.whole - share.part, share.whole).interval
    assert isclose(low, 1 - other_high, abs_tol=1e-12) and isclose(high, 1 - other_low, abs_tol=1e-12)


@given(SHARES, SHARES)
def test_a_difference_turned_round_is_the_same_difference(one: Proportion, other: Proportion) -> None:
    found, turned = difference(one, other), difference(other, one)
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.is_clear == turned.is_clear
    assert (found.value, found.low, found.high) == pytest.approx((-turned.value, -turned.high, -turned.low))


@given(SHARES)
def test_nothing_differs_clearly_from_itself(share: Proportion) -> None:
    assert not difference(share, share).is_clear


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        Proportion(part, whole)
