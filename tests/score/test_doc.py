"""The page about the score says what the code does, to the last digit."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.score.blocks.report import FOOTER
from bot.score.rules import constants
from bot.score.rules.constants import WEIGHTS, Weights, constants_line
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.index import estimate, round_half_up
from bot.score.rules.vocabulary import Giving, Seeking
from bot.team.rules import RAMP
from tests.score.builders import WEEK, worked_cases

PAGE = (Path(__file__).parents[2] / "docs" / "score.md").read_text(encoding="utf-8")


def _seeking(**values: float) -> Weights:
    return replace(WEIGHTS, seeking={**WEIGHTS.seeking, **{Seeking(key): value for key, value in values.items()}})


def _giving(**values: float) -> Weights:
    return replace(WEIGHTS, giving={**WEIGHTS.giving, **{Giving(key): value for key, value in values.items()}})


VARIANTS = {
    "as used": WEIGHTS,
    "asking 0.3, answering 0.7": replace(WEIGHTS, seeking_share=0.3),
    "asking 0.5, answering 0.5": replace(WEIGHTS, seeking_share=0.5),
    "options and a pick 0.1": _seeking(picked=0.1),
    "options and a pick 0.4": _seeking(picked=0.4),
    "something tried 0.6": _seeking(tried=0.6),
    "something tried 0.9": _seeking(tried=0.9),
    "delegated 0": _giving(delegated=0.0),
    "delegated 0.25": _giving(delegated=0.25),
    "coached 0.1": _giving(coached=0.1),
    "coached 0.4": _giving(coached=0.4),
    "half weight after 1 week": replace(WEIGHTS, half_life=1.0),
    "half weight after 4 weeks": replace(WEIGHTS, half_life=4.0),
    "k = 3": replace(WEIGHTS, prior_strength=3.0),
    "k = 12": replace(WEIGHTS, prior_strength=12.0),
}
FULL_CASES = ("a mixed month", "a light hand", "a heavy hand")


def _score(rows: list[ScoredRequest], weights: Weights) -> int:
    found = estimate(rows, WEEK, weights)
    assert found is not None
    return found.score


@pytest.mark.parametrize("name", VARIANTS)
def test_the_sensitivity_table_is_what_the_code_gives(name: str) -> None:
    scores = [_score(rows, VARIANTS[name]) for case, rows, _ in worked_cases() if case in FULL_CASES]
    assert f"| {name} | {' | '.join(str(score) for score in scores)} |" in PAGE


@pytest.mark.parametrize(("name", "rows"), [case[:2] for case in worked_cases()])
def test_the_worked_numbers_stand_on_the_page(name: str, rows: list[ScoredRequest]) -> None:
    found = estimate(rows, WEEK)
    assert found is not None
    low, high = found.band
    assert f"| {round_half_up(100 * found.raw)} | {found.score} | {low}-{high} | {found.n:.1f} |" in PAGE


def test_the_page_prints_the_same_definition_as_the_report() -> None:
    assert constants_line() in " ".join(PAGE.replace("> ", "").split())
    assert FOOTER in PAGE


@pytest.mark.parametrize(
    "sentence",
    [
        f"{RAMP.days} days",
        f"fewer than {constants.MIN_DAYS_ON_BOT} days",
        f"first {constants.BASELINE_WEEKS} weeks",
        f"within {constants.BURST.seconds // 60} minutes",
        f"below {constants.MIN_AGREEMENT:.0%}".replace("%", " %"),
        f"{constants.SUPPORT_MAX_MINUTES:.0f} working minutes",
        f"z = {constants.BAND_Z}",
        f"{constants.TREND_Z} sqrt",
        f"at least {constants.QUIET_MIN_USUAL:.0f} a week",
    ],
)
def test_the_page_names_every_limit(sentence: str) -> None:
    assert sentence in PAGE
