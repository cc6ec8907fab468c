"""How a message becomes words and numbered features."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.features import CHARACTERS, WORDS, bucket, codes, grams, sentences, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can you SEND it?", "can you send it ?"),
        ("whats up w the deck", "what is up with the deck"),
        ("What's up with Mona’s deck", "what is up with mona is deck"),
        ("i cant, she shouldn't", "i can not , she should not"),
        ("<@U0123> pls look at <https://x.io/a?b=c|the quote>", "@ please look at url the quote"),
        ("<!here> see <#C01|deals> and https://x.io/?q=1", "@ see channel and url"),
        ("mail mona@acme.example about it", "mail url about it"),
        ("> can you do it\nno, i can not", "no , i can not"),
        ("&gt; can you do it\nno", "no"),
        ("run `make it?` and ```can\nyou?``` now", "run code and code now"),
        ("20 % off, 1,200.50 $ by 3pm", "0 % off , 0 $ by 0 pm"),
        ("uh I I um think so...", "i think so ."),
        ("great :tada: :+1: 🎉 work", "great work"),
        ("could you 🙏", "could you please"),
        ("Ｃａｎ ｙｏｕ ｃａｆé", "can you cafe"),
        ("really?!?! yes", "really ? yes"),
        ("", ""),
        ("!?.", ""),
        ("🎉🎉", ""),
    ],
)
def test_words_are_what_was_meant(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


@given(st.text(max_size=400))
def test_no_text_crashes_it_and_the_words_have_no_spaces_or_capitals(text: str) -> None:
    words = words_of(text)
    assert all(word and word == word.casefold() and not any(map(str.isspace, word)) for word in words)


@given(st.text(alphabet="aI?.,\n<@U1>|:`'´ &gt;0%", max_size=300))
def test_broken_markup_crashes_nothing(text: str) -> None:
    assert len(words_of(text)) <= sum(WORDS) + 1


@pytest.mark.parametrize("part", ["a b ", "á", "<", "`", ":a", "?! ", "what is it? "])
def test_of_a_long_text_only_the_beginning_and_the_end_are_read(part: str) -> None:
    first, last = CHARACTERS
    text = part * 20_000
    assert words_of(text) == words_of(f"{text[:first]}{'unread ' * 5_000}{text[-last:]}")
    assert len(words_of(text)) <= sum(WORDS) + 1


def test_runs_of_words_know_the_beginning_and_the_end() -> None:
    assert set(grams(("can", "you"), 2)) == {"^", "can", "you", "$", "^ can", "can you", "you $"}


def test_a_comma_is_no_word_of_a_run() -> None:
    assert "hi can" in set(grams(("hi", ",", "can")))


@given(st.lists(st.one_of(st.sampled_from([",", ".", "?", "you"]), st.text(min_size=1, max_size=5))))
def test_codes_are_those_of_the_runs(words: list[str]) -> None:
    assert sorted(code % 64 for code in codes(words)) == sorted(bucket(gram, 64) for gram in grams(words))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "It went well. They liked it a lot. Can we go on?",
            ["it went well .", "they liked it a lot .", "can we go on ?"],
        ),
        ("Hi. Can we go on?", ["hi . can we go on ?"]),
        ("Can we go on? Thanks", ["can we go on ? thanks"]),
        ("", [""]),
    ],
)
def test_sentences_are_cut_and_short_ones_join_a_neighbour(text: str, cut: list[str]) -> None:
    assert [" ".join(each) for each in sentences(words_of(text))] == cut


@given(st.lists(st.sampled_from(["a", "b", ".", "?", ","])))
def test_cutting_into_sentences_loses_no_word(words: list[str]) -> None:
    assert [word for sentence in sentences(words) for word in sentence] == words


def test_a_bucket_is_the_same_in_every_process() -> None:
    code = "from bot.triage.features import bucket; print(bucket('can you', 65536))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert answers == {f"{bucket('can you', 65536)}\n".encode()}
