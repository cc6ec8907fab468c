"""What is never held: sentences that must stop Kickstand, sales talk that must not, and how words are compared."""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.pattern_files import NeverHoldError, load
from bot.triage.patterns import STOP, Phrases, words_of

SHIPPED = load()
SENTENCES = tomllib.loads(Path(__file__).with_name("never_hold_sentences.toml").read_text(encoding="utf-8"))
PERSONAL: dict[str, list[str]] = SENTENCES["personal"]
SALES_TALK: dict[str, list[str]] = SENTENCES["sales"]


@pytest.mark.parametrize("category", PERSONAL)
def test_personal_matters_are_never_held(category: str) -> None:
    assert [text for text in PERSONAL[category] if SHIPPED.match(text) is None] == []


@pytest.mark.parametrize("category", SALES_TALK)
def test_sales_talk_is_held_like_any_other_request(category: str) -> None:
    assert [(text, match.words) for text in SALES_TALK[category] if (match := SHIPPED.match(text))] == []


def test_words_that_excuse_one_phrase_excuse_no_other() -> None:
    assert [text for text in SENTENCES["beside-excuses"]["all"] if SHIPPED.match(text) is None] == []


def test_every_category_has_its_sentences_and_says_why() -> None:
    assert {*SHIPPED.categories, "mixed"} == set(PERSONAL)
    assert all(len(texts) >= 10 for texts in PERSONAL.values())
    assert all(len(SALES_TALK[category]) >= 5 for category in PERSONAL)
    for category in SHIPPED.categories:
        reasons = [match.category for text in PERSONAL[category] if (match := SHIPPED.match(text))]
        assert reasons.count(category) >= len(reasons) // 2, category


@pytest.mark.parametrize(
    "text",
    [
        "I'M PREGNANT",
        "I\u2019m pregnant!!",
        "im   pregnant",
        "im\u00a0preg\u200bnant",
        "I am preg\u00adnant",
        "ｉ ａｍ ｐｒｅｇｎａｎｔ",
        "I am *pregnant*",
        "_pregnant_ since March",
        "pre\u0301gnant",
        "Hi!\n\nI'm pregnant.\nThanks",
        "<https://acme.example/pregnancy-app|link> is what I read, because I'm pregnant",
    ],
)
def test_case_accents_invisible_characters_and_markup_make_no_difference(text: str) -> None:
    assert SHIPPED.match(text) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can't, won't, I'm", ["cant", "wont", "im"]),
        ("one; two", ["one", ".", "two"]),
        ("self-harm", ["self", "harm"]),
        ("H.R. said so. Twice!", ["h", "r", ".", "said", "so", ".", "twice", "."]),
        ("j'ai mal à l’épaule", ["j", "ai", "mal", "a", "l", "epaule"]),
        ("Straße, Köln", ["strasse", "koln"]),
        ("10.5 % off", ["10", "5", "off"]),
        ("<@U012ABC> touched me", ["someone", "touched", "me"]),
        ("see <https://a.example/sue|the deck>", ["see", "the", "deck"]),
        ("https://a.example/suicide-prevention", []),
        ("", []),
    ],
)
def test_words_are_taken_apart_as_they_are_compared(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_link_about_a_personal_matter_is_not_a_personal_matter() -> None:
    assert SHIPPED.match("Can you check https://acme.example/harassment-training before the demo?") is None


def test_a_mention_counts_as_somebody() -> None:
    assert SHIPPED.match("<@U012ABC|mona> yelled at me") is not None


def test_an_excuse_covers_its_own_words_alone() -> None:
    assert SHIPPED.match("they threatened to churn") is None
    match = SHIPPED.match("they threatened to churn, and then he threatened me")
    assert match is not None
    assert match.category == "violence"


def test_the_reason_names_the_words_but_keeps_them_out_of_logs() -> None:
    match = SHIPPED.match("my manager keeps touching me")
    assert match is not None
    assert match.words == ("touching", "me")
    assert "touching" not in repr(match)


def written(folder: Path, text: str) -> Path:
    path = folder / "phrases.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_admins_own_file_replaces_the_shipped_one(tmp_path: Path) -> None:
    own = load(written(tmp_path, '[garden]\nen = ["rose*", "red .. tulip", "bee & sting", "my own? hedge"]\n'))
    assert own.categories == ("garden",)
    for text in ("Roses", "a red, very red tulip", "the sting came from a bee", "my hedge", "my own hedge"):
        assert own.match(text) is not None, text
    for text in ("prose", "red. Tulip", "red a b c d e tulip", "tulip red", "bee " + "x " * 13 + "sting", "pregnant"):
        assert own.match(text) is None, text


def test_word_lists_and_excuses_work_in_an_own_file(tmp_path: Path) -> None:
    own = load(
        written(
            tmp_path,
            '[words]\npet = ["dog", "cat*"]\n[home]\nen = ["my $pet"]\nexcept = ["my catalogue"]\n[b]\nen=["y"]',
        )
    )
    assert own.match("my dog") is not None
    assert own.match("my cats") is not None
    assert own.match("my catalogue") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[a\nen = []", "line 1"),
        ('[a]\nen = "word"', r'"en" in \[a\] must be a list'),
        ("[a]\nen = [1]", r'"en" in \[a\] must be a list'),
        ("a = 1", r"\[a\] must be a table"),
        ('[a]\nen = ["one .."]', r'"one \.\." in \[a\] must begin and end with a word'),
        ('[a]\nen = [".. one"]', "must begin and end with a word"),
        ('[a]\nen = [""]', "must begin and end with a word"),
        ('[a]\nen = ["one &"]', "must begin and end with a word"),
        ('[a]\nen = ["my $pet"]', r"uses \$pet, which \[words\] does not list"),
        ('[a]\nen = ["self-harm"]', 'has "self-harm" where one word should stand'),
        ('[a]\nen = ["one||two"]', "where one word should stand"),
        ('[a]\nen = ["*"]', "where one word should stand"),
        ("[a]\nen = []", "nothing would ever be recognised"),
        ("", "nothing would ever be recognised"),
        ('[words]\nx = ["y"]', "nothing would ever be recognised"),
    ],
)
def test_a_broken_file_is_explained_in_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(NeverHoldError, match=sentence) as error:
        load(path)
    assert str(error.value).startswith(("I can't", str(path)))
    assert "\n" not in str(error.value)


def test_a_missing_or_unreadable_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(NeverHoldError, match=r"can't read .*nowhere\.toml"):
        load(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes('[a]\nde = ["kündige"]'.encode("latin-1"))
    with pytest.raises(NeverHoldError, match="not UTF-8"):
        load(tmp_path / "latin.toml")


class Counted(Sequence[str]):
    """Words that count how often they are looked at."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words, self.looks = words, 0

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        self.looks += 1
        return self.words[place]

    def __iter__(self) -> Iterator[str]:
        for word in self.words:
            self.looks += 1
            yield word


ALMOST = [
    "kill the deal ",
    "i want to ",
    "my my my my family ",
    "not not not safe to assume ",
    "they threatened to churn ",
    "going going gonna want ",
    "he she they put put hands ",
    "cant dont not work ",
    "union customers ",
    "a" * 30 + " ",
    "\u0301\u0327",
    "...",
    "<@",
    "<https://",
    "l'l'",
]


@pytest.mark.parametrize("piece", ALMOST)
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    looks = []
    for size in (4_000, 16_000):
        words = Counted(words_of((piece * (size // len(piece) + 1))[:size]))
        SHIPPED.match_words(words)
        looks.append(words.looks)
    assert looks[1] <= 5 * looks[0] + 100
    assert looks[1] <= 16_000 * 40


def test_the_longest_message_slack_allows_is_searched_to_its_end() -> None:
    text = "the customer asked for a discount and we talked about terms. " * 640
    assert SHIPPED.match(text) is None
    assert SHIPPED.match(text + "I'm pregnant") is not None


@settings(deadline=None)
@given(st.text(max_size=400))
def test_no_text_can_break_it(text: str) -> None:
    match = SHIPPED.match(text)
    assert match is None or match.category in SHIPPED.categories
    words = [word for word in words_of(text) if word != STOP]
    assert words_of(" ".join(words)) == words


@settings(deadline=None)
@given(st.sampled_from([t for texts in PERSONAL.values() for t in texts]), st.sampled_from(SALES_TALK["ordinary"]))
def test_small_talk_before_and_after_never_hides_a_personal_matter(personal: str, talk: str) -> None:
    assert SHIPPED.match(f"{talk}\n{personal}\n{talk}") is not None


def test_one_list_serves_many_calls_without_memory_of_them() -> None:
    assert isinstance(SHIPPED, Phrases)
    assert SHIPPED.match("I'm pregnant") == SHIPPED.match("I'm pregnant")
    assert SHIPPED.match("thanks") is None
