"""The table of phrases: what a line of it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.features import words_of
from bot.triage.phrases import Phrases, clause_starts
from bot.triage.practice import practice
from bot.triage.wording import PHRASES


def phrases(*sources: str) -> Phrases:
    return Phrases({"words": {"verb": ["send", "call"]}, "rules": {"rule": sources}}, "rules")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("can|could you", "so could you", True),
        ("can|could you", "you could", False),
        ("^ any idea", "any idea who", True),
        ("^ any idea", "i have not any idea", False),
        ("^ can", "hi mona can we", True),
        ("^ can", "ok and can we", True),
        ("^ can", "they want more so can we", True),
        ("^ can", "omar and mona can", False),
        ("please !find|note", "please send", True),
        ("please !find|note", "please find", False),
        ("please !find|note", "please", True),
        ("let me? know", "let know", True),
        ("^ $verb me", "call me", True),
        ("right >", "that is right.", True),
        ("right >", "the right one", False),
        ("need .. help", "need some more help", True),
        ("need .. help", "need a little bit more help", False),
        ("need .. help", "need it. help", False),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, found: bool) -> None:
    assert bool(phrases(phrase).hits(words_of(text))) is found


@pytest.mark.parametrize("phrase", ["!a b", ".. b"])
def test_a_phrase_must_begin_with_a_word(phrase: str) -> None:
    with pytest.raises(ValueError, match="begins with a word"):
        phrases(phrase)


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(KeyError):
        phrases("$nothing")


def test_a_clause_may_begin_after_stops_commas_mentions_and_greeted_names() -> None:
    assert clause_starts(("hi", "mona", "can", "we", ".", "no", "one", "does")) == [
        True, True, True, False, False, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("could we go to net 60", "ask.pron"),
        ("did legal call", "ask.did"),
        ("which version do i take", "wh.noun"),
        ("who owns acme", "wh.who"),
        ("any chance of a call", "any.idea"),
        ("wondering if that works", "wonder.ing"),
        ("send me the deck", "order.me"),
        ("let me know if net 30 works", "order.know"),
        ("let me know if you need anything", "offer.know"),
        ("how are you?", "greet.how"),
        ("she asked me if it works", "say.asked"),
        ("i need you to sign", "need.you"),
        ("is it ok if i call them", "you.ok"),
    ],
)
def test_wordings_have_their_rule(text: str, rule: str) -> None:
    assert rule in PHRASES.hits(words_of(text))


@pytest.mark.parametrize(
    ("text", "open_trouble"),
    [
        ("they want 25 % off, I can only do 5", True),
        ("finance has been sitting on my quote since may", True),
        ("the calculator is broken", True),
        ("they will walk unless we match hooli", True),
        ("the quote has not been approved yet", True),
        ("the quote is approved", False),
        ("the calculator was broken but is fixed", False),
        ("they like the discount", False),
    ],
)
def test_a_trouble_counts_while_it_is_open(text: str, open_trouble: bool) -> None:
    assert ("practice.open" in practice(words_of(text))) is open_trouble


@given(
    st.lists(
        st.sampled_from(
            [
                "can",
                "you",
                "not",
                "let",
                "me",
                "know",
                "if",
                "please",
                "the",
                "how",
                "are",
                "?",
                ".",
                ",",
                "want",
                "%",
                "so",
            ]
        )
    )
)
def test_no_row_of_words_crashes_the_tables(words: list[str]) -> None:
    row = tuple(words)
    assert all(0 <= place < len(row) for place in PHRASES.hits(row).values())
    practice(row)
