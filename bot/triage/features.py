"""Turns a message into words, and words into numbered features. Pure Python; never keeps a text.

1. Only the first CHARACTERS are read, and of these the first WORDS words: the work is bounded on any text.
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

CHARACTERS = 2_000
"""How much of a text is looked at; Slack allows 40,000, and nobody's question begins after two screens."""
WORDS = 160
"""How many words are read. With `grams` and the rules, this bounds the work on one message."""
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
    (re.compile(r":[a-z_][a-z0-9_+'-]*:"), " "),
    (re.compile(r"&(?:amp|lt|gt|quot);"), " "),
)
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ´`′＇", "'"))
_WORD = re.compile(r"@|[$€£%]|\d[\d.,:/-]*|[^\W\d_]+(?:'[^\W\d_]+)*|\?|[.!;:…](?=\s|$)|\n|,")
_ENDS = frozenset(".!;:…\n")
_FILLERS = frozenset(["uh", "um", "uhm", "erm", "er", "mm", "mmm", "hmm", "hm", "mm-hmm"])


def words_of(text: str) -> tuple[str, ...]:
    """The words that are compared, at most WORDS of them, with `.`, `?` and `,` between. Any text, any length."""
    words: list[str] = []
    for raw in _WORD.findall(_plain(text[:CHARACTERS])):
        for word in _spelled(raw):
            if word in _FILLERS or (words and word == words[-1]) or (word in STOPS and not words):
                continue
            if word == "?" and words[-1] == ".":
                words.pop()
            words.append(word)
        if len(words) >= WORDS:
            break
    return tuple(words[:WORDS])


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
    for length in range(1, longest + 1):
        for start in range(len(row) - length + 1):
            yield " ".join(row[start : start + length])


def bucket(gram: str, size: int) -> int:
    """A stable number below `size` (a power of two) for a run of words; the same in every process and version."""
    return crc32(gram.encode()) & (size - 1)
