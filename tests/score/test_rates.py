"""The plain counts beside the score."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests.rules import DecidedBy
from bot.score.rules.index import dependence, estimate
from bot.score.rules.rates import (
    Rates,
    Share,
    Support,
    agreement,
    is_quiet,
    label_coverage,
    left_out,
    rates,
    reach,
    usual_requests,
)
from bot.score.rules.vocabulary import Exclusion, Giving, Seeking, SupportLevel
from tests.score.builders import WEEK, request, requests, several

POSTPONED = request(Seeking.OPTIONS, None, postponed=True)


def test_what_the_manager_parked_is_neither_solved_nor_an_answer_without_a_label() -> None:
    labelled = several(2, Seeking.PICKED, Giving.COACHED)
    found = reach([*labelled, POSTPONED])
    assert (found.solved_without_manager, found.parked, found.reached) == (0, 0, 3)
    assert label_coverage([*labelled, POSTPONED]) == Share(2, 2)
    assert rates([*labelled, POSTPONED]).with_options == Share(3, 3)


WEEK_OF_MANY_KINDS = [
    *several(3, Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED),
    *several(1, Seeking.DECIDED_OWN, Giving.NONE_NEEDED),
    *several(1, Seeking.PARKED, Giving.NONE_NEEDED),
    *several(1, Seeking.TRIED, Giving.NONE_NEEDED),  # solved after it had reached the manager
    *several(2, Seeking.PICKED, Giving.DELEGATED),
    *several(1, Seeking.OPTIONS, Giving.COACHED),
    *several(2, Seeking.NEITHER, Giving.RESCUED),
    *several(1, Seeking.NEITHER, None),
    *several(2, Seeking.NEITHER, None, urgent=True),
    *several(1, Seeking.NEITHER, None, withdrawn=True),
]


def test_what_became_of_the_weeks_requests() -> None:
    found = reach(WEEK_OF_MANY_KINDS)
    assert (found.requests, found.solved_without_manager) == (14, 5)
    assert (found.before_reaching, found.parked, found.reached) == (4, 1, 9)


@given(st.lists(requests(facts=True), max_size=20))
def test_every_request_either_reached_the_manager_or_did_not(rows: list[object]) -> None:
    found = reach(rows)  # type: ignore[arg-type]
    assert found.before_reaching + found.parked + found.reached + found.deputy == found.requests
    assert found.before_reaching <= found.solved_without_manager <= found.requests


def test_the_three_plain_rates() -> None:
    counting = [each for each in WEEK_OF_MANY_KINDS if not (each.urgent or each.withdrawn)]
    assert rates(counting) == Rates(solved_in_hold=Share(3, 12), with_options=Share(3, 7), rescued=Share(2, 5))
    assert label_coverage(counting) == Share(5, 6)


def test_a_parked_question_that_was_coached_in_the_1_to_1_is_an_answer_and_an_unlabelled_one_is_none() -> None:
    parked = [request(Seeking.PARKED, Giving.COACHED), request(Seeking.PARKED, None)]
    assert label_coverage(parked) == Share(1, 1)


def test_what_the_manager_kept_for_the_1_to_1_is_neither_solved_nor_an_answer_without_a_label() -> None:
    rows = several(3, Seeking.NEITHER, None, postponed=True)
    found = reach(rows)
    assert (found.requests, found.reached, found.parked, found.solved_without_manager) == (3, 3, 0, 0)
    assert label_coverage(rows) == Share(0, 0)
    assert dependence(Seeking.NEITHER, None) == 1.0, "how it was asked still counts"


def test_what_the_rep_parked_or_decided_after_it_went_out_did_reach_the_manager() -> None:
    rows = [
        request(Seeking.PARKED, Giving.NONE_NEEDED, delivered=True, options=True),
        request(Seeking.DECIDED_OWN, Giving.NONE_NEEDED, delivered=True),
        request(Seeking.DECIDED_OWN, Giving.NONE_NEEDED),
    ]
    found = reach(rows)
    assert (found.reached, found.before_reaching, found.parked, found.solved_without_manager) == (2, 1, 0, 2)
    assert rates(rows).with_options == Share(1, 2)


def test_reasons_are_counted_and_absent_ones_stay_absent() -> None:
    assert left_out(WEEK_OF_MANY_KINDS) == {Exclusion.WITHDRAWN: 1, Exclusion.URGENT: 2}


@pytest.mark.parametrize(
    ("giving", "decided_by", "agreed"),
    [
        (Giving.DELEGATED, DecidedBy.ME, Share(1, 1)),
        (Giving.DELEGATED, DecidedBy.MANAGER, Share(0, 1)),
        (Giving.COACHED, DecidedBy.TOGETHER, Share(1, 1)),
        (Giving.COACHED, DecidedBy.ME, Share(1, 1)),
        (Giving.COACHED, DecidedBy.MANAGER, Share(0, 1)),
        (Giving.RESCUED, DecidedBy.MANAGER, Share(1, 1)),
        (Giving.RESCUED, DecidedBy.ME, Share(0, 1)),
        (Giving.RESCUED, DecidedBy.TOGETHER, Share(0, 1)),
        (None, DecidedBy.ME, Share(0, 0)),
        (Giving.COACHED, None, Share(0, 0)),
        (Giving.NONE_NEEDED, DecidedBy.ME, Share(0, 0)),
    ],
)
def test_agreement_needs_both_sides_and_a_fitting_pair(
    giving: Giving | None, decided_by: DecidedBy | None, agreed: Share
) -> None:
    assert agreement([request(Seeking.TRIED, giving, decided_by=decided_by)]) == agreed


@pytest.mark.parametrize("decided_by", [None, *DecidedBy])
@pytest.mark.parametrize("giving", [Giving.DELEGATED, Giving.COACHED, Giving.RESCUED])
def test_a_contested_label_is_a_disagreement_whoever_decided(giving: Giving, decided_by: DecidedBy | None) -> None:
    assert agreement([request(Seeking.TRIED, giving, decided_by=decided_by, contested=True)]) == Share(0, 1)


@pytest.mark.parametrize("giving", [None, Giving.NONE_NEEDED])
def test_where_no_label_is_nothing_can_be_contested(giving: Giving | None) -> None:
    assert agreement([request(Seeking.TRIED, giving, contested=True)]) == Share(0, 0)


def test_contesting_alone_moves_no_score() -> None:
    rows = several(8, Seeking.TRIED, Giving.RESCUED)
    contested = [replace(each, contested=True) for each in rows]
    assert estimate(rows, WEEK) == estimate(contested, WEEK)


LOW, OK, UNKNOWN = SupportLevel.LOW, SupportLevel.OK, SupportLevel.UNKNOWN


@pytest.mark.parametrize(
    ("support", "level"),
    [
        (Support(), UNKNOWN),
        (Support(one_on_ones=Share(0, 0), promises=Share(0, 0)), UNKNOWN),
        (Support(one_on_ones=Share(3, 6)), OK),
        (Support(one_on_ones=Share(2, 6)), LOW),
        (Support(promises=Share(1, 2)), OK),
        (Support(promises=Share(1, 3)), LOW),
        (Support(answer_minutes=120.0), OK),
        (Support(answer_minutes=120.5), LOW),
        (Support(answer_minutes=20, answered=8, overdue=2), OK),
        (Support(answer_minutes=20, answered=7, overdue=2), LOW),
        (Support(overdue=1), LOW),  # nobody was answered at all
        (Support(one_on_ones=Share(6, 6), answer_minutes=300), LOW),  # one low thing is enough
    ],
)
def test_when_support_is_low(support: Support, level: SupportLevel) -> None:
    assert support.level is level


def test_an_impossible_share_is_refused() -> None:
    for part, whole in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="no share"):
            Share(part, whole)


def _weeks_of(*counts: int) -> list[object]:
    """Requests of the weeks before the scored one, nearest first."""
    return [request(age=age) for age, number in enumerate(counts, start=1) for _ in range(number)]


def test_the_usual_is_the_mean_of_the_weeks_before_without_the_scored_one() -> None:
    rows = [*_weeks_of(8, 4, 6, 10), *several(99, Seeking.NEITHER, None), request(age=1, withdrawn=True)]
    assert usual_requests(rows, WEEK, WEEK.back(4).monday) == 7.0  # type: ignore[arg-type]
    assert usual_requests(rows, WEEK, WEEK.back(9).monday) == 28 / 9  # type: ignore[arg-type]
    assert usual_requests(rows, WEEK, WEEK.back(50).monday) == 28 / 12  # type: ignore[arg-type]


def test_nothing_is_usual_in_the_first_four_weeks() -> None:
    assert usual_requests(several(9, Seeking.NEITHER, None, age=1), WEEK, WEEK.back(3).monday) is None
    assert usual_requests([], WEEK, WEEK.back(4).monday + timedelta(days=6)) == 0.0


@pytest.mark.parametrize(
    ("this_week", "usual", "quiet"),
    [
        (4, 8.0, False),
        (3, 8.0, True),
        (0, 8.0, True),
        (20, 8.0, False),
        (1, 3.9, False),
        (1, 4.0, True),
        (0, None, False),
    ],
)
def test_a_week_is_quiet_below_half_of_a_usual_that_means_something(
    this_week: int, usual: float | None, quiet: bool
) -> None:
    assert is_quiet(this_week, usual) is quiet
