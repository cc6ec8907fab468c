"""Which requests count, and what counts once."""

from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score.rules.constants import BURST
from bot.score.rules.eligibility import (
    EXCLUSIONS,
    ScoredRequest,
    age,
    asked,
    eligible,
    exclusion,
    in_window,
    once_per_burst,
)
from bot.score.rules.vocabulary import Exclusion, Giving, Seeking
from tests.score.builders import WEEK, request

NINE = datetime(2026, 6, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"urgent": True}, Exclusion.URGENT),
        ({"protected": True}, Exclusion.PROTECTED),
        ({"growth": True}, Exclusion.GROWTH),
        ({"reserved_topic": True}, Exclusion.RESERVED_TOPIC),
        ({"only_i_could": True}, Exclusion.ONLY_I_COULD),
        ({"withdrawn": True}, Exclusion.WITHDRAWN),
        ({"deputy": True}, Exclusion.BY_DEPUTY),
        ({"deputy": True, "giving": None}, Exclusion.BY_DEPUTY),
        ({"deputy": True, "giving": Giving.NONE_NEEDED}, None),  # the rep solved it all the same
        ({"deputy": True, "seeking": Seeking.PARKED}, None),
        ({"ramp": True}, Exclusion.RAMP),
        ({"guided": True}, Exclusion.GUIDED),
        ({"guided": True, "ramp": True}, Exclusion.RAMP),
        ({"days_on_bot": 13}, Exclusion.NEW_ON_BOT),
        ({"days_on_bot": 14}, None),
        ({"withdrawn": True, "urgent": True}, Exclusion.WITHDRAWN),
        ({"urgent": True, "protected": True}, Exclusion.URGENT),
        ({"ramp": True, "days_on_bot": 3}, Exclusion.RAMP),
    ],
)
def test_why_a_request_is_left_out(facts: dict[str, Any], reason: Exclusion | None) -> None:
    each = request(**facts)
    assert exclusion(each) is reason
    assert eligible([each]) == ([] if reason else [each])


def test_every_reason_has_its_place_in_the_order() -> None:
    assert [reason for reason, _ in EXCLUSIONS] == list(Exclusion)


def test_urgent_and_protected_requests_were_still_asked_but_withdrawn_ones_were_not() -> None:
    kinds = [request(urgent=True), request(protected=True), request(), request(withdrawn=True)]
    assert asked(kinds) == kinds[:3]


@pytest.mark.parametrize(
    ("minutes", "kept"),
    [
        ([0, 5], [0]),
        ([0, 5.01], [0, 5.01]),
        ([0, 4, 8], [0, 8]),  # measured from the first, so a slow stream is no endless burst
        ([0, 1, 2, 3], [0]),
        ([10, 0], [0, 10]),
    ],
)
def test_a_burst_of_one_rep_counts_as_its_first_request(minutes: list[float], kept: list[float]) -> None:
    asked_by_riya = [request(rep_id="riya", asked_at=NINE + timedelta(minutes=each)) for each in minutes]
    assert [each.asked_at for each in once_per_burst(asked_by_riya)] == [
        NINE + timedelta(minutes=each) for each in kept
    ]


def test_two_reps_who_ask_at_once_are_two_requests() -> None:
    both = [request(rep_id=rep, asked_at=NINE) for rep in ("riya", "omar")]
    assert once_per_burst(both) == both


def test_a_question_stands_although_an_urgent_call_came_a_minute_before() -> None:
    call = request(rep_id="riya", asked_at=NINE, urgent=True)
    question = request(rep_id="riya", asked_at=NINE + timedelta(minutes=1))
    assert eligible(once_per_burst([call, question])) == [question]


def test_a_burst_is_the_same_burst_in_every_zone() -> None:
    delhi = timezone(timedelta(hours=5, minutes=30))
    pair = [request(rep_id="riya", asked_at=NINE), request(rep_id="riya", asked_at=NINE.astimezone(delhi))]
    assert len(once_per_burst(pair)) == 1


QUICK = st.builds(
    lambda rep, seconds, urgent: request(rep_id=rep, asked_at=NINE + timedelta(seconds=seconds), urgent=urgent),
    st.sampled_from(["riya", "omar"]),
    st.integers(0, 1500),
    st.booleans(),
)


@given(st.lists(QUICK, max_size=15), st.randoms(use_true_random=False))
def test_what_is_kept_of_a_busy_half_hour(rows: list[ScoredRequest], chance: Random) -> None:
    kept = once_per_burst(rows)
    assert once_per_burst(kept) == kept
    chance.shuffle(rows)
    assert once_per_burst(rows) == kept
    for each in rows:  # whatever is dropped is stood for by one of its own kind, at most five minutes older
        like = [one for one in kept if (one.rep_id, one.urgent) == (each.rep_id, each.urgent)]
        assert each in kept or any(timedelta(0) <= each.asked_at - one.asked_at <= BURST for one in like)


@pytest.mark.parametrize(
    ("weeks", "away", "expected", "inside"),
    [
        (0, 0, 0, True),
        (5, 0, 5, True),
        (6, 0, 6, False),
        (-1, 0, -1, False),
        (8, 3, 5, True),
        (2, 3, 0, True),
        (-1, 3, -1, False),
    ],
)
def test_a_request_ages_by_the_weeks_in_which_its_rep_was_there(
    weeks: int, away: int, expected: int, inside: bool
) -> None:
    each = request(age=weeks, weeks_away=away)
    assert (age(each, WEEK), in_window(each, WEEK)) == (expected, inside)


@pytest.mark.parametrize("facts", [{"asked_at": datetime(2026, 6, 1)}, {"days_on_bot": -1}, {"weeks_away": -1}])
def test_impossible_facts_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="request-"):
        request(**facts)
