"""When a step further alone is proposed, what a level is, and how long a question on it waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.growth.rules import (
    BARS,
    REST,
    SIX_WEEKS,
    Attempt,
    Level,
    Setting,
    Standing,
    hold_at,
    is_step_back,
    proposal,
    standing,
)

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
GUIDED, SUPPORTED, INDEPENDENT = Level
MINUTE = timedelta(minutes=1)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def own(*days: float) -> list[Attempt]:
    return [Attempt(ago(each), own=True, rescued=False) for each in days]


def bare(*days: float) -> list[Attempt]:
    return [Attempt(ago(each), own=False, rescued=False) for each in days]


def rescued(*days: float) -> list[Attempt]:
    return [Attempt(ago(each), own=True, rescued=True) for each in days]


USUAL = Standing(SUPPORTED)
SIX = own(1, 5, 9, 20, 30, 40)
BEGAN = bare(42)
"""On the topic for six weeks."""


@pytest.mark.parametrize(
    ("now_at", "attempts", "ramp", "proposed"),
    [
        (USUAL, [*SIX, *BEGAN], False, INDEPENDENT),
        (USUAL, [*SIX[1:], *BEGAN], False, None),  # five
        (USUAL, SIX, False, None),  # six, but on it for forty days only
        (USUAL, [*SIX[:5], *own(43)], False, None),  # the sixth is too long ago
        (USUAL, [*SIX, *BEGAN, *rescued(41)], False, None),
        (USUAL, [*SIX, *BEGAN, *rescued(42)], False, INDEPENDENT),  # a rescue of seven weeks ago is over
        (USUAL, [*SIX, *BEGAN], True, None),  # nobody is called independent during ramp
        (USUAL, [], False, None),
        (Standing(SUPPORTED, not_yet=ago(41)), [*SIX, *BEGAN], False, None),
        (Standing(SUPPORTED, not_yet=ago(42)), [*SIX, *BEGAN], False, INDEPENDENT),
        (Standing(SUPPORTED, since=ago(41.5)), [*SIX, *BEGAN], False, None),  # six weeks at this level
        (Standing(SUPPORTED, since=ago(42)), [*SIX, *BEGAN], False, INDEPENDENT),
        (Standing(INDEPENDENT, since=ago(100)), [*SIX, *BEGAN], False, None),  # there is nothing further
        (Standing(GUIDED, since=ago(30)), own(1, 2, 20), False, SUPPORTED),
        (Standing(GUIDED, since=ago(30)), own(1, 2, 21), False, None),
        (Standing(GUIDED, since=ago(3)), own(1, 2, 20), False, None),  # what came before the level does not count
        (Standing(GUIDED, since=ago(30)), [*own(1, 2, 3), *rescued(20)], False, None),
        (Standing(GUIDED, since=ago(30)), own(1, 2, 3), True, SUPPORTED),
        (Standing(GUIDED), own(1, 2, 3), True, None),  # the ramp's own level ends by itself
        (Standing(GUIDED, since=ago(30), not_yet=ago(10)), own(1, 2, 3), False, None),
    ],
)
def test_when_a_step_is_proposed(now_at: Standing, attempts: list[Attempt], ramp: bool, proposed: Level | None) -> None:
    assert proposal(now_at, attempts, ramp, NOW) is proposed


@pytest.mark.parametrize(
    ("said", "ramp", "found"),
    [
        ([], False, Standing(SUPPORTED)),
        ([], True, Standing(GUIDED)),
        ([SUPPORTED], False, Standing(SUPPORTED, None, ago(1))),  # "not yet", where nobody had said anything
        ([INDEPENDENT], False, Standing(INDEPENDENT, ago(1))),
        ([INDEPENDENT], True, Standing(INDEPENDENT, ago(1))),  # what a manager says holds during ramp too
        ([GUIDED], True, Standing(GUIDED, ago(1))),
        ([GUIDED, GUIDED], False, Standing(GUIDED, ago(2), ago(1))),
        ([INDEPENDENT, SUPPORTED], False, Standing(SUPPORTED, ago(1))),
        ([GUIDED, SUPPORTED, SUPPORTED, INDEPENDENT], False, Standing(INDEPENDENT, ago(1))),
    ],
)
def test_the_newest_word_holds_and_the_same_again_means_not_yet(said: list[Level], ramp: bool, found: Standing) -> None:
    settings = [Setting(level, ago(len(said) - place)) for place, level in enumerate(said)]
    assert standing(settings, ramp) == found


@pytest.mark.parametrize(
    ("said", "ramp", "found"),
    [
        ([(SUPPORTED, True)], True, Standing(SUPPORTED, ago(1))),  # set by hand during ramp: it holds, since then
        ([(SUPPORTED, True)], False, Standing(SUPPORTED, ago(1))),  # and when the ramp is over
        ([(SUPPORTED, True), (SUPPORTED, True)], True, Standing(SUPPORTED, ago(2), ago(1))),
        ([(SUPPORTED, False)], True, Standing(GUIDED, None, ago(1))),  # the first day was entered after a "not yet"
        ([(GUIDED, True)], False, Standing(GUIDED, ago(1))),
    ],
)
def test_what_is_said_during_ramp_counts_as_set(said: list[tuple[Level, bool]], ramp: bool, found: Standing) -> None:
    settings = [Setting(level, ago(len(said) - place), then) for place, (level, then) in enumerate(said)]
    assert standing(settings, ramp) == found


@pytest.mark.parametrize(
    ("level", "usual", "longest", "hold"),
    [
        (GUIDED, 60, 120, 15),
        (GUIDED, 5, 120, 5),
        (SUPPORTED, 60, 120, 60),
        (INDEPENDENT, 60, 120, 120),
        (INDEPENDENT, 240, 120, 240),
        (INDEPENDENT, 0, 120, 0),  # a team that holds nothing holds nothing
    ],
)
def test_how_long_a_question_waits(level: Level, usual: int, longest: int, hold: int) -> None:
    assert hold_at(level, usual * MINUTE, 15 * MINUTE, longest * MINUTE) == hold * MINUTE


def test_what_is_a_step_back() -> None:
    assert is_step_back(INDEPENDENT, SUPPORTED) and is_step_back(SUPPORTED, GUIDED)
    assert not is_step_back(SUPPORTED, SUPPORTED) and not is_step_back(GUIDED, INDEPENDENT)


moments = st.integers(0, 100 * 24).map(lambda hours: NOW - timedelta(hours=hours))
attempts = st.lists(st.builds(Attempt, moments, own=st.booleans(), rescued=st.just(False)), max_size=30)
standings = st.builds(Standing, st.sampled_from(Level), since=st.none() | moments, not_yet=st.none() | moments)


@given(standings, attempts, st.booleans(), st.timedeltas(timedelta(0), SIX_WEEKS - MINUTE), st.booleans())
def test_nothing_is_proposed_with_a_rescue_in_the_window(
    now_at: Standing, found: list[Attempt], ramp: bool, earlier: timedelta, was_own: bool
) -> None:
    bar = BARS.get(now_at.level)
    if bar and earlier < bar.within:
        rescue = Attempt(NOW - earlier, was_own, rescued=True)
        assert proposal(now_at, [*found, rescue], ramp, NOW) is None


@given(standings, attempts, st.booleans(), st.randoms())
def test_the_order_does_not_matter(now_at: Standing, found: list[Attempt], ramp: bool, random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert proposal(now_at, shuffled, ramp, NOW) is proposal(now_at, found, ramp, NOW)


@given(standings, attempts, st.booleans())
def test_a_proposal_is_the_next_level_up_and_one_more_own_answer_never_takes_it_away(
    now_at: Standing, found: list[Attempt], ramp: bool
) -> None:
    proposed = proposal(now_at, found, ramp, NOW)
    if proposed:
        assert list(Level).index(proposed) == list(Level).index(now_at.level) + 1
        assert proposal(now_at, [*found, *own(0)], ramp, NOW) is proposed


@given(standings, attempts, st.booleans(), st.timedeltas(timedelta(0), REST - MINUTE))
def test_after_not_yet_nobody_is_asked_for_six_weeks(
    now_at: Standing, found: list[Attempt], ramp: bool, since: timedelta
) -> None:
    assert proposal(replace(now_at, not_yet=NOW - since), found, ramp, NOW) is None
