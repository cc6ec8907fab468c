"""Turns a message into words, and words into numbered features. Pure Python; never keeps a text.

1. Of a long text only the beginning and the end are read (CHARACTERS, then WORDS): the work is bounded on any text.
2. Slack's markup, links, mentions, code, quoted lines and emoji become a word that says what stood there, or nothing.
3. Case, accents and curly quotes make no difference; contractions and chat spellings are written out
   ("whats" and "what's" are "what is", "u" is "you"), numbers are `0`, "uh" and doubled words fall away.
4. Ends of sentences stay as `.` and `?`, commas as `,`; all else that is no letter is dropped.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from zlib import crc32

from bot.triage.spellings import SPELLINGS

CHARACTERS = (1_200, 600)
"""How much is looked at from the beginning and, of a longer text, from the end, where mails ask. Slack allows 40,000."""
WORDS = (70, 40)
"""How many words are read from the beginning and from the end. This bounds the work on one message."""
STOPS = frozenset(".?")
PERSON, LINK, CODE, NUMBER = "@", "url", "code", "0"

_QUOTED = re.compile(r"^\s*(?:>|&gt;).*$", re.MULTILINE)
_MARKUP = (
    (re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL), f" {CODE} "),
    (re.compile(r"<@[^<>]*>|<!(?:here|channel|everyone|subteam)[^<>]*>|(?<!\w)@\w+"), f" {PERSON} "),
    (re.compile(r"<#[^<>]*>"), " channel "),
    (re.compile(r"<(?:https?|mailto|tel):[^<>|]*\|([^<>]*)>"), rf" {LINK} \1 "),
    (re.compile(r"<(?:https?|mailto|tel):[^<>]*>|https?://\S+|www\.\S+|\S+@\S+\.\w+"), f" {LINK} "),
    (re.compile(r":(?:pray|folded_hands)[^:\s]*:|🙏"), " please "),
    (re.compile(r":(?:[+-]1|[a-z_][a-z0-9_+'-]*):"), " "),
    (re.compile(r"&(?:amp|lt|gt|quot);"), " "),
)
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ´`′＇", "'"))
_WORD = re.compile(
    r"@|[$€£%]|\d[\d.,:/-]*(?:(?:k|m|bn|st|nd|rd|th)\b)?|[^\W\d_]+(?:'[^\W\d_]+)*|\?|[.!;:…](?=\s|$)|\n|,"
)
_ENDS = frozenset(".!;:…\n")
_FILLERS = frozenset(["uh", "um", "uhm", "erm", "er", "mm", "mmm", "hmm", "hm", "mm-hmm"])


def words_of(text: str) -> tuple[str, ...]:
    """The words that are compared, with `.`, `?` and `,` between. Any text, any length."""
    words: list[str] = []
    for raw in _WORD.findall(_plain(_ends(text))):
        for word in _spelled(raw):
            if word == "?" and words and words[-1] == ".":
                words[-1] = word
            elif not (word in _FILLERS or _adds_nothing(word, words)):
                words.append(word)
    first, last = WORDS
    return tuple(words if len(words) <= first + last else [*words[:first], ".", *words[-last:]])


def _ends(text: str) -> str:
    first, last = CHARACTERS
    return text if len(text) <= first + last else f"{text[:first]}\n{text[-last:]}"


def _adds_nothing(word: str, words: Sequence[str]) -> bool:
    """A doubled word, a second stop, a stop before any word."""
    return word == words[-1] or (word == "." and words[-1] == "?") if words else word in STOPS


def _plain(text: str) -> str:
    text = _QUOTED.sub("", text) if ">" in text or "&gt;" in text else text
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return _folded(text.translate(_APOSTROPHES))


def _folded(text: str) -> str:
    """Marks go first: long runs of them would make Unicode's ordering step quadratic."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", _without_marks(text))
    return _without_marks(unicodedata.normalize("NFKD", bare.casefold())).translate(_APOSTROPHES)


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))


def _spelled(raw: str) -> Sequence[str]:
    if raw in _ENDS:
        return (".",)
    if raw[0].isdigit():
        return (NUMBER,)
    return SPELLINGS.get(raw) or _expanded(raw)


def _expanded(word: str) -> Sequence[str]:
    """Contractions that are not in the list: "mona's" is "mona is", "shouldn't" is "should not"."""
    stem, apostrophe, ending = word.rpartition("'")
    if not apostrophe:
        return (word,)
    if ending == "t" and stem.endswith("n"):
        return (stem[:-1], "not")
    return (stem, _ENDINGS[ending]) if ending in _ENDINGS else (word.replace("'", ""),)


_ENDINGS = {"s": "is", "re": "are", "ll": "will", "ve": "have", "d": "would", "m": "am"}


def sentences(words: Sequence[str], least: int = 3, most: int = 40) -> list[tuple[str, ...]]:
    """The words, cut after `.` and `?`; what has fewer than `least` words joins its neighbour, what has more than
    `most` is cut there. Never empty: no words are one empty sentence.
    """
    found: list[list[str]] = [[]]
    for word in words:
        found[-1].append(word)
        if len(found[-1]) > (least if word in STOPS else most):
            found.append([])
    if len(found) > 1 and len(found[-1]) < least:
        short = found.pop()
        found[-1] += short
    return [tuple(sentence) for sentence in found]


def grams(words: Sequence[str], longest: int = 3) -> Iterator[str]:
    """Runs of 1 to `longest` words; `^` and `$` stand for the beginning and the end. Commas are left out."""
    row = ["^", *(word for word in words if word != ","), "$"]
    runs = row
    yield from runs
    for length in range(2, longest + 1):
        runs = [f"{run} {word}" for run, word in zip(runs, row[length - 1 :], strict=False)]
        yield from runs


def bucket(gram: str, size: int) -> int:
    """A stable number below `size` (a power of two) for a run of words; the same in every process and version."""
    return crc32(gram.encode()) & (size - 1)
