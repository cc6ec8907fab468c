"""Can it wait? Sentences of ours, half of them never read while the weights were set; and what must not sway it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.measures import stripped
from bot.triage.pattern_files import packaged
from bot.triage.urgent import CHARACTERS, PLAIN, WEIGHTS, looks_urgent

SENTENCES = tomllib.loads(Path(__file__).with_name("urgent_sentences.toml").read_text(encoding="utf-8"))


def share(texts: list[str]) -> float:
    return sum(looks_urgent(text).yes for text in texts) / len(texts)


@pytest.mark.parametrize(("part", "least"), [("tuned", 0.9), ("unread", 0.6)])
def test_most_of_what_cannot_wait_is_recognised(part: str, least: float) -> None:
    assert share(SENTENCES[part]["urgent"]) >= least
    assert share([stripped(text) for text in SENTENCES[part]["urgent"]]) >= least


@pytest.mark.parametrize("part", ["tuned", "unread"])
def test_ordinary_messages_wait(part: str) -> None:
    assert [text for text in SENTENCES[part]["ordinary"] if looks_urgent(text).yes] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("need it asap", "asks for a quick answer"),
        ("call in 20 minutes", "states a time within the hour"),
        ("production is down", "something is down"),
        ("they threaten to leave", "a customer is about to leave"),
        ("it's a showstopper", "somebody can't go on"),
        ("deadline is today", "mentions a deadline"),
    ],
)
def test_one_strong_sign_is_enough_and_is_named(text: str, reason: str) -> None:
    verdict = looks_urgent(text)
    assert verdict.yes
    assert reason in verdict.reasons


def test_two_weak_signs_are_enough_and_one_is_not() -> None:
    assert not looks_urgent("the CFO is waiting").yes
    assert looks_urgent("the CFO is waiting, they expect it at 4").yes
    assert not looks_urgent("any news?").yes


def test_no_rush_takes_a_sign_back() -> None:
    assert looks_urgent("the quote tool is down").yes
    assert not looks_urgent("the quote tool is down, no rush").yes


def test_shouting_counts_where_capitals_mean_something() -> None:
    assert "written in capitals" in looks_urgent("WHERE IS MY QUOTE").reasons
    assert "written in capitals" not in looks_urgent("ACME SSO").reasons
    assert "written in capitals" not in looks_urgent("報価をください 今日 お願い").reasons


def test_every_sign_weighs_something_and_every_category_is_a_sign() -> None:
    assert set(packaged("urgent.toml").categories) <= set(WEIGHTS)
    assert set(PLAIN) <= set(WEIGHTS)
    assert all(WEIGHTS.values())


def test_only_the_beginning_is_read() -> None:
    assert not looks_urgent("so we talked. " * (CHARACTERS // 14 + 1) + "production is down").yes


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_can_break_it(text: str) -> None:
    verdict = looks_urgent(text)
    assert 0 < verdict.probability < 1
    assert set(verdict.reasons) <= set(PLAIN.values())
