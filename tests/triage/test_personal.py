"""Is it personal? Sentences of each kind, sales talk that must pass, and that nothing can talk it out of stopping."""

import logging
import tomllib
from array import array
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage import pattern_files
from bot.triage.linear import Model, shipped
from bot.triage.measures import stripped
from bot.triage.pattern_files import NeverHoldError
from bot.triage.personal import PLAIN, STEP, UNCHECKED, WINDOW, WORDING, Personal, load, windows

SHIPPED = load()
HERE = Path(__file__).parent
SENTENCES = tomllib.loads((HERE / "personal_sentences.toml").read_text(encoding="utf-8"))
LISTED = tomllib.loads((HERE / "never_hold_sentences.toml").read_text(encoding="utf-8"))
SALES_TALK = [text for texts in LISTED["sales"].values() for text in texts]
EVERYDAY = [text for part in ("ordinary", "ordinary-2") for text in SENTENCES[part]["sales"]]
DISCLOSED = [text for texts in SENTENCES["personal"].values() for text in texts]


def missed(texts: list[str]) -> list[str]:
    return [text for text in texts if not SHIPPED.verdict(text).yes]


def stopped(texts: list[str]) -> list[str]:
    return [text for text in texts if SHIPPED.verdict(text).yes]


@pytest.mark.parametrize("kind", SENTENCES["personal"])
def test_what_people_confide_stops_it(kind: str) -> None:
    assert len(missed(SENTENCES["personal"][kind])) <= 1


def test_most_of_what_was_never_read_for_the_rules_stops_it_too() -> None:
    unread = SENTENCES["unread-personal"]["all"]
    assert len(missed(unread)) <= len(unread) * 0.3


def test_ordinary_talk_that_was_never_read_for_the_rules_passes() -> None:
    assert len(stopped(SENTENCES["unread-ordinary"]["all"])) <= 2


def test_what_the_list_finds_is_found() -> None:
    assert missed([text for texts in LISTED["personal"].values() for text in texts]) == []


def test_sales_talk_passes() -> None:
    assert len(stopped(SALES_TALK)) <= len(SALES_TALK) // 200


def test_few_of_the_hardest_sales_sentences_are_taken_for_trouble() -> None:
    assert len(stopped(EVERYDAY)) <= len(EVERYDAY) * 0.06


@pytest.mark.parametrize(
    "text",
    [
        "the client wants to kill the deal",
        "it's a dead lead",
        "they're bleeding money and want 20 % off",
        "sick deal, well done",
        "I'm afraid they won't sign",
        "sorry about that, the quote is attached",
        "I'm sad we lost it",
        "sorry for the late reply, can you approve 12 %?",
        "thanks!",
        "can you join my call at 3?",
    ],
)
def test_words_of_trouble_in_sales_talk_pass(text: str) -> None:
    assert not SHIPPED.verdict(text).yes
    assert not SHIPPED.verdict(stripped(text)).yes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I'm pregnant", "pregnancy"),
        ("he told me nobody would believe me", "something hurtful that somebody said"),
        ("asking for a friend: what if it was her boss?", "somebody else's trouble"),
        ("I'm at the end of my rope", "something private"),
        ("when does open enrollment end", "a matter for HR"),
        ("there were two witnesses", "an incident at work"),
        ("I just sat there and cried", WORDING),
    ],
)
def test_it_says_which_kind_of_thing_it_took_it_for(text: str, reason: str) -> None:
    verdict = SHIPPED.verdict(text)
    assert verdict.yes
    assert reason in verdict.reasons


def test_every_category_has_a_plain_name() -> None:
    rules = [category for category in pattern_files.packaged("signals.toml").categories if category.startswith("say-")]
    assert set(PLAIN) == {*pattern_files.load().categories, *rules}


@pytest.mark.parametrize("text", DISCLOSED)
def test_case_and_invisible_characters_change_nothing(text: str) -> None:
    told = SHIPPED.verdict(text)
    assert SHIPPED.verdict(text.upper().replace("SS", "ss")).yes == told.yes
    assert SHIPPED.verdict(text.replace("e", "e\u0301\u200b")) == told
    assert SHIPPED.verdict(text.replace("'", "\u2019")) == told


def test_punctuation_hides_next_to_nothing() -> None:
    assert len(missed([stripped(text) for text in DISCLOSED])) <= len(missed(DISCLOSED)) + 2


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_can_break_it(text: str) -> None:
    verdict = SHIPPED.verdict(text)
    assert 0 <= verdict.probability <= 1
    assert UNCHECKED not in verdict.reasons


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(DISCLOSED), st.sampled_from(SALES_TALK), st.sampled_from([0, 40, 75, 79, 130, 400]))
def test_a_long_text_hides_nothing(personal: str, talk: str, before: int) -> None:
    if not SHIPPED.verdict(personal).yes:
        return
    padding = " ".join(((talk + ". ") * (before + 1)).split()[:before])
    assert SHIPPED.verdict(f"{padding}.\n{personal}").yes or WORDING in SHIPPED.verdict(personal).reasons


def test_the_end_of_the_longest_message_is_read_as_well() -> None:
    ordinary = "the customer asked for a discount and we talked about terms. " * 600
    assert not SHIPPED.verdict(ordinary).yes
    assert SHIPPED.verdict(ordinary + "I cry every night and I feel so alone").yes


@pytest.mark.parametrize("count", [0, 1, WINDOW, WINDOW + 1, WINDOW + STEP, WINDOW + STEP + 1, 1_000])
def test_windows_hold_every_word_and_any_few_neighbours_together(count: int) -> None:
    words = [str(number) for number in range(count)]
    pieces = list(windows(words))
    assert {word for piece in pieces for word in piece} == set(words)
    assert all(len(piece) <= WINDOW for piece in pieces)
    assert all(any({*words[at : at + 10]} <= set(piece) for piece in pieces) for at in range(max(count - 9, 1)))
    assert len(pieces) <= count // STEP + 1


def test_an_error_counts_as_personal_and_logs_nothing_of_the_text(caplog: pytest.LogCaptureFixture) -> None:
    broken = Model("personal", 2**15, 1.0, 0.0, 0.3, {}, array("b"))
    verdict = Personal(pattern_files.load(), pattern_files.packaged("signals.toml"), broken).verdict("kingfisher deal")
    assert verdict.yes
    assert verdict.reasons == (UNCHECKED,)
    assert "IndexError" in caplog.text
    assert "kingfisher" not in caplog.text
    assert caplog.records[0].levelno == logging.ERROR


def test_an_own_list_replaces_the_phrases_but_not_the_rules_and_the_model(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[garden]\nen = ["roses"]\n', encoding="utf-8")
    own = load(path)
    assert own.verdict("the roses are in bloom").reasons == ("garden",)
    assert SHIPPED.verdict("we ship to a sanctioned country").yes
    assert not own.verdict("we ship to a sanctioned country").yes
    assert own.verdict("he told me nobody would believe me").yes
    assert own.verdict("I cry every night and feel so alone").yes


def test_a_broken_list_is_explained(tmp_path: Path) -> None:
    with pytest.raises(NeverHoldError, match=r"can't read .*nowhere\.toml"):
        load(tmp_path / "nowhere.toml")


def test_reasons_never_quote_the_text() -> None:
    plain = {*PLAIN.values(), WORDING}
    assert all(set(SHIPPED.verdict(text).reasons) <= plain for text in DISCLOSED)


def test_the_weights_are_small_and_the_threshold_leans_to_stopping() -> None:
    size = len(resources.files("bot.triage").joinpath("weights", "personal.bin").read_bytes())
    assert size <= 64 * 1024
    assert shipped("personal").threshold < 0.5


def test_a_verdict_depends_on_the_words_alone() -> None:
    assert [SHIPPED.verdict(text) for text in DISCLOSED] == [SHIPPED.verdict(text) for text in DISCLOSED]
    assert SHIPPED.verdict("I  feel  worthless") == SHIPPED.verdict("I feel worthless")
