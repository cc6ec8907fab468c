"""The one thing to try."""

from math import fsum, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score.rules.eligibility import ScoredRequest, age, eligible, in_window
from bot.score.rules.index import dependence, weight
from bot.score.rules.patterns import Pattern
from bot.score.rules.suggestion import Suggestion, components, suggest
from bot.score.rules.vocabulary import Giving, Seeking, SuggestionKind
from bot.score.rules.weekly import weekly
from tests.score.builders import WEEK, facts_of, requests, several


@pytest.mark.parametrize(
    ("seeking", "giving", "kind"),
    [
        (Seeking.NEITHER, Giving.RESCUED, SuggestionKind.COACH_FIRST),
        (Seeking.NEITHER, Giving.COACHED, SuggestionKind.ASK_FOR_OPTIONS),
        (Seeking.NEITHER, None, SuggestionKind.ASK_FOR_OPTIONS),
        (Seeking.TRIED, Giving.DELEGATED, SuggestionKind.ASK_FOR_OPTIONS),
        (Seeking.OPTIONS, Giving.DELEGATED, SuggestionKind.ASK_FOR_PICK),
        (Seeking.PICKED, Giving.DELEGATED, SuggestionKind.OPEN_DECISIONS),
        (Seeking.PICKED, Giving.COACHED, SuggestionKind.BACK_THEIR_PICK),
    ],
)
def test_the_suggestion_is_about_the_largest_part(
    seeking: Seeking, giving: Giving | None, kind: SuggestionKind
) -> None:
    assert suggest(several(3, seeking, giving), WEEK, None) == Suggestion(kind, 3, None, 0)


def test_the_next_part_has_its_turn_when_the_largest_was_said_last_week() -> None:
    rows = several(3, Seeking.NEITHER, Giving.RESCUED)
    assert suggest(rows, WEEK, SuggestionKind.COACH_FIRST) == Suggestion(SuggestionKind.ASK_FOR_OPTIONS, 3, None, 0)


def test_nothing_is_suggested_when_nothing_is_left_or_the_only_thing_was_just_said() -> None:
    assert suggest(several(5, Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED), WEEK, None) is None
    assert suggest(several(5, Seeking.NEITHER, None), WEEK, SuggestionKind.ASK_FOR_OPTIONS) is None
    assert suggest([], WEEK, None) is None


def test_recent_requests_weigh_more_than_old_ones() -> None:
    rows = several(3, Seeking.OPTIONS, None) + several(3, Seeking.NEITHER, None, age=5)
    found = suggest(rows, WEEK, None)
    assert found is not None
    assert found.kind is SuggestionKind.ASK_FOR_PICK


@pytest.mark.parametrize(
    ("on_pricing", "elsewhere", "topic", "on_topic"),
    [(3, 2, "pricing", 3), (3, 3, None, 0), (2, 0, None, 0), (4, 0, "pricing", 4)],
)
def test_a_topic_is_named_when_it_is_behind_most_of_at_least_three(
    on_pricing: int, elsewhere: int, topic: str | None, on_topic: int
) -> None:
    rows = several(on_pricing, Seeking.NEITHER, None, topic="pricing") + several(elsewhere, Seeking.NEITHER, None)
    found = suggest(rows, WEEK, None)
    assert found is not None
    assert (found.requests, found.topic, found.on_topic) == (on_pricing + elsewhere, topic, on_topic)


PATTERN = Pattern("omar", "terms", 4, Seeking.NEITHER)


def test_rescues_that_repeat_come_first_and_then_the_rest_has_its_turn() -> None:
    """S1.2: one suggestion a week, never the same two weeks running"""
    heavy = several(30, Seeking.NEITHER, Giving.RESCUED)
    said: list[SuggestionKind | None] = [None]
    for _ in range(4):
        numbers = weekly(facts_of(heavy, pattern=PATTERN, previous_suggestion=said[-1]))
        assert numbers.suggestion
        said.append(numbers.suggestion.kind)
    repeated, usual = SuggestionKind.REPEATED, SuggestionKind.COACH_FIRST
    assert said[1:] == [repeated, usual, repeated, usual]
    first = weekly(facts_of(heavy[:3], pattern=PATTERN))
    assert (first.number, first.suggestion) == (None, Suggestion(repeated, 4, "terms", 4))


@given(st.lists(requests(), max_size=20))
def test_the_parts_add_up_to_the_whole_index(rows: list[ScoredRequest]) -> None:
    window = [each for each in eligible(rows) if in_window(each, WEEK)]
    whole = fsum(weight(age(each, WEEK)) * dependence(each.seeking, each.giving) for each in window)
    assert isclose(fsum(components(window, WEEK).values()), whole, abs_tol=1e-6)


@given(st.lists(requests(oldest=5), max_size=20), st.none() | st.sampled_from(SuggestionKind))
def test_last_weeks_suggestion_is_never_said_again(rows: list[ScoredRequest], previous: SuggestionKind | None) -> None:
    window = [each for each in eligible(rows) if in_window(each, WEEK)]
    found = suggest(window, WEEK, previous)
    assert found is None or (found.kind is not previous and 0 < found.requests <= len(window))
