"""Finds phrases in a text, and takes texts apart into words. Never keeps a text, never learns from one.

The phrases are data (see `bot.triage.pattern_files`). A phrase is made of words:

    harass*          a word that begins like this
    quit|quitting    either word
    $boss            any word of the list `boss` in the table [words]
    touched .. me    up to four other words in between, in the same sentence
    my own? words    with or without the word before the question mark
    fired & baby     both parts, in any order, within twelve words

Case, accents, apostrophes, look-alike forms and invisible characters make no difference: "I cant" is "I can't".
A hit counts for nothing if one of its words belongs to a phrase in its category's `except` list ("kill the deal").

The work is linear in the text: every phrase is looked up by its rarest-looking word, and tried only where that
word stands, a bounded number of steps to either side.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

GAP = 4
"""Words that `..` may skip."""
NEAR = 12
"""Words within which both sides of `&` must stand."""
STOP = "."
"""Stands in the word list for the end of a sentence; no phrase reaches across it, only `&` does."""
MENTION = "someone"
"""Stands in the word list for a person's @mention."""

_IGNORED = ("Mn", "Me", "Cf")
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ´`′＇", "'"))
_LINK = re.compile(r"<(?:https?|mailto):[^<>|]*\|?|https?://[^\s<>|]+")
_PERSON = re.compile(r"<@[^<>]*>")
_ELISION = re.compile(r"\b(l|d|j|m|n|s|t|c|qu)'(?=\w)")
_WORD = re.compile(r"[^\W_]+|[.!?;](?=[\s\"')\]]|$)|\n")


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that was found: the category, and the words (as compared, so without case and accents).

    The words are part of a private message: show them to the rep alone. They are left out of the repr, hence of logs.
    """

    category: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a phrase: the whole words and beginnings it accepts, and how many words may stand before it."""

    whole: frozenset[str]
    stems: tuple[str, ...]
    gap: int

    def accepts(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.stems)

    @property
    def rarity(self) -> int:
        """Long words are rare: a slot is as rare as its shortest word."""
        return min(len(word) for word in (*self.whole, *self.stems))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Slots in order, looked up by the rarest; `near` are the other sides of `&`."""

    category: str
    slots: tuple[Slot, ...]
    anchor: int
    near: tuple["Phrase", ...] = ()

    def at(self, words: Sequence[str], position: int) -> tuple[int, ...] | None:
        """Positions of all words of the phrase when its anchor stands at `position`, or None."""
        after = _walk(words, position, [(slot, slot.gap) for slot in self.slots[self.anchor + 1 :]], 1)
        if after is None:
            return None
        gaps = [slot.gap for slot in self.slots[1 : self.anchor + 1]]
        before = _walk(words, position, list(zip(self.slots[: self.anchor], gaps, strict=True))[::-1], -1)
        if before is None:
            return None
        own = (*before[:0:-1], *after)
        nearby = [part.within(words, own[0] - NEAR, own[-1] + NEAR) for part in self.near]
        return None if None in nearby else own + tuple(at for found in nearby for at in found or ())

    def within(self, words: Sequence[str], first: int, last: int) -> tuple[int, ...] | None:
        slot = self.slots[self.anchor]
        for position in range(max(first, 0), min(last + 1, len(words))):
            if slot.accepts(words[position]) and (found := self.at(words, position)):
                return found
        return None


def _walk(words: Sequence[str], start: int, slots: Sequence[tuple[Slot, int]], step: int) -> tuple[int, ...] | None:
    """Follow slots from `start` in one direction; keeps one path for each place reached, so the work stays bounded."""
    paths: dict[int, tuple[int, ...]] = {start: (start,)}
    for slot, gap in slots:
        paths = {
            place: (*path, place)
            for path in reversed(paths.values())
            for place in _reach(words, path[-1], gap, step)
            if slot.accepts(words[place])
        }
        if not paths:
            return None
    return next(iter(paths.values()))


def _reach(words: Sequence[str], place: int, gap: int, step: int) -> Iterator[int]:
    for _ in range(gap + 1):
        place += step
        if not 0 <= place < len(words) or words[place] == STOP:
            return
        yield place


class _Index:
    """Phrases by the words and beginnings of their anchor."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._whole: dict[str, list[Phrase]] = {}
        self._stems: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            slot = phrase.slots[phrase.anchor]
            for word in slot.whole:
                self._whole.setdefault(word, []).append(phrase)
            for stem in slot.stems:
                self._stems.setdefault(stem, []).append(phrase)
        self._longest = max(map(len, self._stems), default=0)

    def hits(self, words: Sequence[str]) -> Iterator[tuple[Phrase, tuple[int, ...]]]:
        """Every phrase found, with the positions of its words, in the order of the anchors in the text."""
        for position, word in enumerate(words):
            for phrase in self._anchored(word):
                if found := phrase.at(words, position):
                    yield phrase, found

    def _anchored(self, word: str) -> Iterator[Phrase]:
        yield from self._whole.get(word, ())
        for length in range(1, min(len(word), self._longest) + 1):
            yield from self._stems.get(word[:length], ())


class Phrases:
    """Phrases by category, ready to compare. Holds no text between calls; safe to share between threads."""

    def __init__(self, phrases: Sequence[Phrase], excuses: Sequence[Phrase]) -> None:
        self.categories = tuple(dict.fromkeys(phrase.category for phrase in phrases))
        self._phrases = _Index(phrases)
        self._excuses = _Index(excuses)

    def match(self, text: str) -> Match | None:
        """The first phrase in the text, or None. Any language mix, any length."""
        return self.match_words(words_of(text))

    def match_words(self, words: Sequence[str]) -> Match | None:
        """Like `match`, for words already taken apart by `words_of`."""
        return next(self._matches(words), None)

    def categories_in(self, words: Sequence[str]) -> tuple[str, ...]:
        """Every category of which a phrase stands there, in the order of the text."""
        return tuple(dict.fromkeys(match.category for match in self._matches(words)))

    def _matches(self, words: Sequence[str]) -> Iterator[Match]:
        excused: set[tuple[str, int]] | None = None
        for phrase, found in self._phrases.hits(words):
            if excused is None:
                excused = {(excuse.category, at) for excuse, places in self._excuses.hits(words) for at in places}
            if not any((phrase.category, place) in excused for place in found):
                yield Match(phrase.category, tuple(words[place] for place in sorted(set(found))))


def words_of(text: str) -> list[str]:
    """Words as they are compared: no case, accents, apostrophes or invisible characters; STOP between sentences."""
    text = _PERSON.sub(f" {MENTION} ", _LINK.sub(" ", text))
    plain = _ELISION.sub(r"\1 ", _folded(text).translate(_APOSTROPHES)).replace("'", "")
    return [word if word[0].isalnum() else STOP for word in _WORD.findall(plain)]


def _folded(text: str) -> str:
    """Compatibility forms folded. Marks go first: long runs of them would make Unicode's ordering step quadratic."""
    if text.isascii():
        return text.casefold()
    bare = unicodedata.normalize("NFKD", _without_marks(text.translate(_APOSTROPHES)))
    return _without_marks(unicodedata.normalize("NFKD", bare.casefold()))


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) not in _IGNORED)
