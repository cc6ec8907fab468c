"""What one report may show."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests.rules import DecidedBy
from bot.score.rules.constants import constants_line
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.index import wilson
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.rates import Share, Support, Unfinished
from bot.score.rules.vocabulary import (
    Giving,
    Phase,
    Seeking,
    SuggestionKind,
    Trend,
    Verdict,
    Withheld,
)
from bot.score.rules.weekly import phase_of, too_small, weekly, zone_of
from tests.score.builders import GOOD_SUPPORT, WEEK, facts_of, request, requests, several, worked_cases

LIGHT = several(30, Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED)
MIDDLE = several(60, Seeking.OPTIONS, None)
HEAVY = several(30, Seeking.NEITHER, Giving.RESCUED)


@pytest.mark.parametrize(
    ("week_number", "effective", "phase"),
    [
        (1, 50.0, Phase.BASELINE),
        (4, 50.0, Phase.BASELINE),
        (5, 50.0, Phase.FULL),
        (5, 4.99, Phase.TOO_FEW),
        (5, 5.0, Phase.EARLY),
        (5, 11.99, Phase.EARLY),
        (5, 12.0, Phase.FULL),
        (5, 0.0, Phase.TOO_FEW),
    ],
)
def test_how_much_may_be_shown(week_number: int, effective: float, phase: Phase) -> None:
    assert phase_of(week_number, effective) is phase


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0, Verdict.MOSTLY_INDEPENDENT),
        (34, Verdict.MOSTLY_INDEPENDENT),
        (35, Verdict.MIXED),
        (60, Verdict.MIXED),
        (61, Verdict.DEPENDENT),
        (100, Verdict.DEPENDENT),
    ],
)
def test_the_word_for_a_score(score: int, word: Verdict) -> None:
    assert zone_of(score) is word


@pytest.mark.parametrize(("rows", "shown"), [(4, False), (5, True)])
def test_below_five_effective_requests_there_is_no_number_and_no_suggestion(rows: int, shown: bool) -> None:
    numbers = weekly(facts_of(several(rows, Seeking.NEITHER, Giving.RESCUED)))
    assert (numbers.number is not None, numbers.suggestion is not None) == (shown, shown)
    assert numbers.reach.requests == rows


@pytest.mark.parametrize("weeks", range(6))
def test_the_first_four_weeks_are_a_baseline_without_a_number(weeks: int) -> None:
    numbers = weekly(facts_of(HEAVY, joined_on=WEEK.back(weeks).monday + timedelta(days=3)))
    assert numbers.week_number == weeks + 1
    assert (numbers.phase, numbers.number is None) == ((Phase.BASELINE, True) if weeks < 4 else (Phase.FULL, False))


def test_with_the_score_switched_off_there_are_counts_alone() -> None:
    numbers = weekly(facts_of(HEAVY, score_on=False, joined_on=WEEK.monday))
    assert (numbers.phase, numbers.number, numbers.suggestion) == (Phase.OFF, None, None)
    assert (numbers.effective, numbers.constants) == (0.0, "")
    assert numbers.reach.requests == 30
    assert (numbers.support, numbers.rates.rescued, numbers.labelled, numbers.agreed) == (Support(), *[Share(0, 0)] * 3)


def test_a_team_too_small_for_counts_has_none() -> None:
    numbers = too_small(WEEK)
    assert (numbers.phase, numbers.number, numbers.reach.requests, numbers.reps) == (Phase.SMALL, None, 0, 0)
    assert WeeklyNumbers.from_json(numbers.to_json()) == numbers


@pytest.mark.parametrize(
    ("unfinished", "quiet"), [(Unfinished(), True), (Unfinished(5, 0, 5), False), (Unfinished(0, 9, 0), True)]
)
def test_what_was_asked_and_is_still_open_is_no_quiet_week_and_what_waits_for_long_is_no_busy_one(
    unfinished: Unfinished, quiet: bool
) -> None:
    usual = [each for age in range(1, 7) for each in several(10, Seeking.TRIED, Giving.COACHED, age=age)]
    numbers = weekly(facts_of(usual, joined_on=WEEK.back(6).monday, unfinished=unfinished))
    assert numbers.quiet is quiet


def test_a_report_that_was_saved_before_open_requests_were_is_still_read() -> None:
    old = json.loads(weekly(facts_of(HEAVY)).to_json())
    del old["unfinished"]
    assert WeeklyNumbers.from_json(json.dumps(old)) == weekly(facts_of(HEAVY))


@pytest.mark.parametrize(
    ("rows", "support", "verdict", "withheld"),
    [
        (LIGHT, GOOD_SUPPORT, Verdict.MOSTLY_INDEPENDENT, None),
        (MIDDLE, GOOD_SUPPORT, Verdict.MIXED, None),
        (HEAVY, GOOD_SUPPORT, Verdict.DEPENDENT, None),
        (LIGHT, Support(one_on_ones=Share(1, 6)), None, Withheld.SUPPORT),
        (LIGHT, Support(), None, Withheld.SUPPORT),  # nothing measured is nothing to praise
        (HEAVY, Support(one_on_ones=Share(1, 6)), Verdict.DEPENDENT, None),  # only good words wait for support
        (MIDDLE, Support(), Verdict.MIXED, None),
        (LIGHT[:11], GOOD_SUPPORT, None, Withheld.EARLY),
        (MIDDLE[:12], GOOD_SUPPORT, None, Withheld.STRADDLES),
    ],
)
def test_when_a_number_carries_a_word(
    rows: list[ScoredRequest], support: Support, verdict: Verdict | None, withheld: Withheld | None
) -> None:
    number = weekly(facts_of(rows, support=support)).number
    assert number is not None
    assert (number.verdict, number.withheld) == (verdict, withheld)


def test_of_the_worked_cases_only_the_heavy_hand_earns_a_word() -> None:
    shown = {name: weekly(facts_of(rows)).number for name, rows, _ in worked_cases()}
    words = {name: number and (number.score, number.verdict) for name, number in shown.items()}
    assert words == {
        "one bare rescue": None,
        "two solved": None,
        "a mixed month": (54, None),
        "a light hand": (24, None),
        "a heavy hand": (87, Verdict.DEPENDENT),
    }


def _labelled(fitting: int, others: int) -> list[ScoredRequest]:
    by = [DecidedBy.ME] * fitting + [DecidedBy.MANAGER] * others
    return [request(Seeking.NEITHER, Giving.COACHED, decided_by=each) for each in by]


@pytest.mark.parametrize(("fitting", "others", "greyed"), [(12, 8, False), (11, 9, True), (0, 0, False)])
def test_below_sixty_percent_agreement_the_number_is_greyed_and_says_no_word(
    fitting: int, others: int, greyed: bool
) -> None:
    number = weekly(facts_of(_labelled(fitting, others) or HEAVY)).number
    assert number is not None
    assert number.greyed is greyed
    assert (number.withheld is Withheld.DISPUTED) is greyed


def test_a_trend_compares_with_the_window_before_and_never_with_too_little() -> None:
    def trend_of(rows: list[ScoredRequest]) -> Trend | None:
        number = weekly(facts_of(rows)).number
        assert number is not None
        return number.trend

    earlier = several(30, Seeking.NEITHER, Giving.RESCUED, age=6)
    assert trend_of(HEAVY) is None
    assert trend_of(HEAVY + earlier[:4]) is None
    assert trend_of(HEAVY + earlier) is Trend.UNCLEAR
    assert trend_of(LIGHT + earlier) is Trend.LOWER
    assert trend_of(HEAVY + several(30, Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED, age=6)) is Trend.HIGHER


def test_a_quiet_week_is_flagged_and_is_no_lower_score() -> None:
    usual = [each for age in range(1, 7) for each in several(10, Seeking.TRIED, Giving.COACHED, age=age)]
    quiet = weekly(facts_of([*usual, *several(2, Seeking.TRIED, Giving.COACHED)], joined_on=WEEK.back(6).monday))
    busy = weekly(facts_of([*usual, *several(9, Seeking.TRIED, Giving.COACHED)], joined_on=WEEK.back(6).monday))
    assert (quiet.quiet, quiet.usual_requests, busy.quiet) == (True, 10.0, False)
    assert quiet.number is not None and busy.number is not None
    assert quiet.number.raw == pytest.approx(busy.number.raw)


def test_the_weeks_counts_hold_every_request_of_the_week_and_the_score_a_burst_once() -> None:
    moment = datetime(2026, 6, 3, 9, tzinfo=UTC)
    burst = [request(rep_id="riya", asked_at=moment + timedelta(minutes=each)) for each in (0, 2, 4)]
    numbers = weekly(facts_of([*burst, request(age=1), request(age=-1)]))
    assert numbers.reach.requests == 3
    assert numbers.effective == weekly(facts_of([burst[0], request(age=1)])).effective


def test_a_later_change_of_an_old_request_cannot_reach_a_later_week() -> None:
    rows = [*HEAVY, *several(5, Seeking.TRIED, None, age=-1)]
    assert weekly(facts_of(rows)) == weekly(facts_of(HEAVY))


WEEKS = st.builds(
    facts_of,
    st.lists(requests(facts=True), max_size=30),
    joined_on=st.integers(0, 30).map(lambda weeks: WEEK.back(weeks).monday),
    reps=st.integers(0, 30),
    previous_suggestion=st.none() | st.sampled_from(SuggestionKind),
    score_on=st.booleans(),
    unfinished=st.builds(Unfinished, *[st.integers(0, 9)] * 3),
    support=st.builds(
        Support,
        one_on_ones=st.none() | st.just(Share(1, 3)),
        answer_minutes=st.none() | st.floats(0, 10_000),
        promises=st.none() | st.just(Share(0, 0)),
        answered=st.integers(0, 9),
        overdue=st.integers(0, 9),
    ),
).map(weekly)


@given(WEEKS)
def test_posted_numbers_come_back_from_their_saved_form_unchanged(numbers: WeeklyNumbers) -> None:
    saved = numbers.to_json()
    assert WeeklyNumbers.from_json(saved) == numbers
    assert WeeklyNumbers.from_json(saved).to_json() == saved


@given(WEEKS)
def test_a_number_is_saved_only_when_it_was_shown_and_a_word_only_without_a_reason_against(
    numbers: WeeklyNumbers,
) -> None:
    assert (numbers.number is not None) is (numbers.phase in {Phase.EARLY, Phase.FULL})
    if numbers.number is not None:
        assert (numbers.number.verdict is None) is (numbers.number.withheld is not None)
        assert numbers.number.low <= numbers.number.score <= numbers.number.high


@given(WEEKS)
def test_saved_numbers_hold_nobody(numbers: WeeklyNumbers) -> None:
    assert "rep-" not in numbers.to_json()
    assert "request-" not in numbers.to_json()


def _damaged(change: dict[str, Any]) -> str:
    return json.dumps(json.loads(weekly(facts_of(HEAVY)).to_json()) | change)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null",
        _damaged({"format": 2}),
        _damaged({"phase": "jolly"}),
        _damaged({"week": {"monday": "2026-06-02"}}),
        _damaged({"rates": None}),
        _damaged({"reach": {"requests": 1}}),
        _damaged({"rank": 1}),
    ],
)  # fmt: skip
def test_damaged_numbers_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        WeeklyNumbers.from_json(text)


def test_the_definition_in_force_is_saved_with_the_numbers() -> None:
    assert weekly(facts_of(HEAVY)).constants == constants_line()
    for value in (
        "0.4 asking",
        "0.6 answering",
        "0.25",
        "0.5",
        "0.75",
        "0.1,",
        "6 weeks",
        "12 weeks",
        "80 %",
        "35",
        "60",
    ):
        assert value in constants_line()


def test_no_field_of_the_numbers_is_about_one_person() -> None:
    assert not [field.name for field in fields(WeeklyNumbers) if "rep_" in field.name or "name" in field.name]


def test_the_shown_band_follows_from_the_shown_index() -> None:
    numbers = weekly(facts_of(HEAVY))
    assert numbers.number is not None
    low, _ = wilson(numbers.number.p, numbers.effective + 6)
    assert numbers.number.low == round(100 * low)
    assert replace(numbers, number=None) != numbers
