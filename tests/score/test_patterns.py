"""One rep's week, rescues that repeat, and time: as tables, and for any requests."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests.rules import MINUTES
from bot.score.rules.eligibility import ScoredRequest, asked
from bot.score.rules.patterns import (
    PATTERN_MIN,
    PastRamp,
    Pattern,
    RepWeek,
    Spent,
    past_ramp,
    patterns,
    rep_weeks,
    spent,
    to_suggest,
)
from bot.score.rules.vocabulary import Giving, Seeking
from tests.score.builders import WEEK, request, requests

BARE, PICKED = Seeking.NEITHER, Seeking.PICKED
MANY = st.lists(requests(facts=True), max_size=25)


def rescues(*ages: int, rep: str = "omar", topic: str | None = "pricing", **facts: object) -> list[ScoredRequest]:
    return [request(BARE, Giving.RESCUED, age, rep_id=rep, topic=topic, **facts) for age in ages]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (rescues(0, 1), 0),
        (rescues(0, 1, 3), 3),
        (rescues(0, 1, 4), 0),
        (rescues(1, 2, 3), 3),
        (rescues(0, 0, -1), 0),
        (rescues(0, 1) + rescues(2, topic="terms"), 0),
        (rescues(0, 1) + rescues(2, rep="riya"), 0),
        (rescues(0, 1, 2, topic=None), 0),
        (rescues(0, 1) + rescues(2, urgent=True), 0),
        (rescues(0, 1) + rescues(2, protected=True), 0),
        (rescues(0, 1) + rescues(2, ramp=True), 0),
        ([*rescues(0, 1), request(BARE, Giving.COACHED, 2, rep_id="omar", topic="pricing")], 0),
    ],
)
def test_three_rescues_of_one_rep_on_one_topic_in_four_weeks_are_a_pattern(
    rows: list[ScoredRequest], found: int
) -> None:
    """S1.2"""
    # Each of its own minute: a burst would count once.
    expected = [Pattern("omar", "pricing", found, BARE)] if found else []
    assert patterns(_apart(rows), WEEK) == expected


def _apart(rows: list[ScoredRequest]) -> list[ScoredRequest]:
    """The same, an hour between each and the next."""
    return [replace(each, asked_at=each.asked_at + timedelta(hours=place)) for place, each in enumerate(rows)]


def test_a_burst_is_one_rescue() -> None:
    assert not patterns(rescues(0, 0, 0), WEEK)


def test_what_is_suggested_follows_how_it_was_asked_most_often() -> None:
    rows = _apart([*rescues(0), *(request(PICKED, Giving.RESCUED, 1, rep_id="omar", topic="pricing") for _ in "12")])
    assert patterns(rows, WEEK) == [Pattern("omar", "pricing", 3, PICKED)]


def test_the_strongest_pattern_is_suggested_and_only_one() -> None:
    rows = _apart([*rescues(0, 0, 0), *rescues(0, 0, 0, 0, topic="terms"), *rescues(0, 0, 0, rep="riya")])
    assert to_suggest(rows, WEEK) == Pattern("omar", "terms", 4, BARE)
    assert len(patterns(rows, WEEK)) == 3


def _of_one_rep(each: ScoredRequest) -> ScoredRequest:
    return replace(each, rep_id="omar")


@pytest.mark.parametrize(
    ("rows", "ended", "found"),
    [
        (rescues(0, 2, 5, 9), WEEK.back(10).monday, 4),
        (rescues(0, 2, 5, 9), WEEK.back(3).monday, 0),
        (rescues(0, 2, 5), None, 0),
        (rescues(1, 2, 5), WEEK.back(10).monday, 0),
        (rescues(0, 0), WEEK.back(10).monday, 0),
        (rescues(0, 2, 5, ramp=True), WEEK.back(10).monday, 0),
        (rescues(0, 2, 5), WEEK.back(27).monday, 0),
        (rescues(0, 2, 5), WEEK.back(-1).monday, 0),
    ],
)
def test_rescues_since_ramp_are_told_in_the_week_of_the_third_and_of_each_later_one(
    rows: list[ScoredRequest], ended: date | None, found: int
) -> None:
    """S1.9"""
    told = past_ramp(_apart(rows), WEEK, {"omar": ended} if ended else {})
    assert told == ([PastRamp("omar", "pricing", found)] if found else [])


def test_a_reps_week_says_how_they_asked_and_how_they_were_answered() -> None:
    omar: dict[str, Any] = {"rep_id": "omar"}
    rows = [
        request(Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED, **omar),
        request(Seeking.PARKED, Giving.NONE_NEEDED, **omar),
        request(PICKED, Giving.DELEGATED, **omar),
        request(Seeking.OPTIONS, Giving.COACHED, urgent=True, **omar),
        request(BARE, None, only_i_could=True, **omar),
        request(BARE, None, **omar),
        request(BARE, Giving.RESCUED, withdrawn=True, **omar),
        request(BARE, Giving.RESCUED, age=1, **omar),
    ]
    assert rep_weeks(rows, WEEK) == {
        "omar": RepWeek(
            asked=6,
            before_reaching=1,
            parked=1,
            reached=4,
            with_options=2,
            coached=1,
            delegated=1,
            rescued=0,
            only_i_could=1,
            unlabelled=1,
        )
    }


def test_what_went_out_reached_the_manager_whatever_became_of_it_then() -> None:
    omar: dict[str, Any] = {"rep_id": "omar"}
    rows = [
        request(Seeking.PARKED, Giving.NONE_NEEDED, delivered=True, options=True, **omar),
        request(Seeking.DECIDED_OWN, Giving.NONE_NEEDED, delivered=True, **omar),
        request(PICKED, None, delivered=True, postponed=True, **omar),
    ]
    week = rep_weeks(rows, WEEK)["omar"]
    assert (week.asked, week.before_reaching, week.parked, week.reached, week.with_options) == (3, 0, 0, 3, 2)
    assert (week.unlabelled, week.postponed) == (0, 1)


@given(MANY)
def test_everything_somebody_asked_is_told_once(rows: list[ScoredRequest]) -> None:
    weeks = rep_weeks(rows, WEEK)
    assert sum(each.asked for each in weeks.values()) == sum(each.week == WEEK for each in asked(rows))
    for each in weeks.values():
        assert each.asked == each.before_reaching + each.parked + each.reached + each.deputy > 0
        assert each.with_options <= each.reached
        assert each.coached + each.delegated + each.rescued + each.only_i_could + each.unlabelled <= each.reached


@given(MANY)
def test_patterns_are_of_at_least_three_and_in_the_order_of_ids(rows: list[ScoredRequest]) -> None:
    found = patterns([_of_one_rep(each) for each in rows], WEEK)
    assert all(each.rescues >= PATTERN_MIN for each in found)
    assert [each.topic for each in found] == sorted(each.topic for each in found)


def test_time_is_of_rescues_and_coaching_alone() -> None:
    """S1.3"""
    answers = [(Giving.RESCUED, 120), (Giving.RESCUED, None), (Giving.COACHED, 15), (Giving.DELEGATED, 60), (None, 5)]
    assert spent(answers) == Spent(rescuing=120, coaching=15, noted=2, answers=3)
    assert spent([]) == Spent(0, 0, 0, 0)


@given(st.lists(st.tuples(st.sampled_from([None, *Giving]), st.sampled_from([None, *MINUTES]))))
def test_time_adds_up_in_any_order(answers: list[tuple[Giving | None, int | None]]) -> None:
    found = spent(answers)
    assert found == spent(reversed(answers))
    assert found.noted <= found.answers
    assert (found.rescuing + found.coaching > 0) == (found.noted > 0)
