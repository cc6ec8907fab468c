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

CHARACTERS = (640, 360)
"""How much is read from the beginning and, of a longer text, from the end, where mails ask; Slack allows 40,000."""
WORDS = (60, 35)
"""How many words are read from the beginning and from the end. This bounds the work on one message."""
STOPS = frozenset(".?")
PERSON, LINK, CODE, NUMBER = "@", "url", "code", "0"

_QUOTED = re.compile(r"^\s*(?:>|&gt;).*$", re.MULTILINE)
_MARKUP = (
    ("`", re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL), f" {CODE} "),
    ("<#", re.compile(r"<#[^<>]*>"), " channel "),
    ("|", re.compile(r"<(?:https?|mailto|tel):[^<>|]*\|([^<>]*)>"), rf" {LINK} \1 "),
    (":", re.compile(r"<(?:https?|mailto|tel):[^<>]*>|https?://\S+"), f" {LINK} "),
    ("<", re.compile(r"<@[^<>]*>|<!(?:here|channel|everyone|subteam)[^<>]*>"), f" {PERSON} "),
    (".", re.compile(r"www\.\S+|\S+@\S+\.\w+"), f" {LINK} "),
    ("@", re.compile(r"(?<!\w)@\w+"), f" {PERSON} "),
    (":", re.compile(r":(?:pray|folded_hands)[^:\s]*:"), " please "),
    ("🙏", re.compile("🙏"), " please "),
    (":", re.compile(r":(?:[+-]1|[a-z_][a-z0-9_+'-]*):"), " "),
    ("&", re.compile(r"&(?:amp|lt|gt|quot);"), " "),
)
"""What must stand in a text for the pattern to be tried, the pattern, and what stands there instead."""
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ´`′＇", "'"))
_REST = r"|@|[$€£%]|\d[\d.,:/-]*(?:(?:k|m|bn|st|nd|rd|th)\b)?|\?|[.!;:…](?=\s|$)|\n|,"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*" + _REST)
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*" + _REST)
"""The same for a text that has no other letters, twice as fast."""
_ENDS = frozenset(".!;:…\n")
_FILLERS = frozenset(["uh", "um", "uhm", "erm", "er", "mm", "mmm", "hmm", "hm", "mm-hmm"])


def words_of(text: str) -> tuple[str, ...]:
    """The words that are compared, with `.`, `?` and `,` between. Any text, any length."""
    words: list[str] = []
    plain = _plain(_ends(text))
    for raw in _first_and_last((_ASCII_WORD if plain.isascii() else _WORD).findall(plain)):
        for word in SPELLINGS.get(raw) or _spelled(raw):
            last = words[-1] if words else "."  # so that no text begins with a stop
            if word == "?" and last == "." and words:
                words[-1] = word
            elif word != last and word not in _FILLERS and not (word in STOPS and last in STOPS):
                words.append(word)
    return tuple(_first_and_last(words))


def _first_and_last(words: list[str]) -> list[str]:
    first, last = WORDS
    return words if len(words) <= first + last else [*words[:first], ".", *words[-last:]]


def _ends(text: str) -> str:
    first, last = CHARACTERS
    return text if len(text) <= first + last else f"{text[:first]}\n{text[-last:]}"


def _plain(text: str) -> str:
    text = _QUOTED.sub("", text) if ">" in text or "&gt;" in text else text
    for needed, pattern, instead in _MARKUP:
        if needed in text:
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
    return _expanded(raw) if "'" in raw else (raw,)


def _expanded(word: str) -> Sequence[str]:
    """Contractions that are not in the list: "mona's" is "mona is", "shouldn't" is "should not"."""
    stem, _, ending = word.rpartition("'")
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


def codes(words: Sequence[str]) -> list[int]:
    """The CRC-32 of every gram of up to three words, without making the grams: a longer run goes on from a shorter."""
    row = [b" ^", *(b" " + word.encode() for word in words if word != ","), b" $"]
    ones = [crc32(word[1:]) for word in row]
    twos = [crc32(word, code) for word, code in zip(row[1:], ones, strict=False)]
    return ones + twos + [crc32(word, code) for word, code in zip(row[2:], twos, strict=False)]


def bucket(gram: str, size: int) -> int:
    """A stable number below `size` (a power of two) for a run of words; the same in every process and version."""
    return crc32(gram.encode()) & (size - 1)
