"""Finds phrases from a table in a row of words. Knows no phrase itself and keeps no text.

A table is a TOML file: lists of words in `[words]`, and sections of rules, each a name and its phrases. A phrase is
made of slots:

    can|could you       either word, then "you"
    ^ any idea          where a clause begins (see `clause_starts`)
    please !find|note   any word but these (the end of a sentence counts as another word)
    let me? know        with or without the word before the question mark
    $verb me            any word of the list `verb`
    right >             at the end of the text or of a sentence
    need .. help        up to GAP other words in between

Each phrase is looked up by its first word, or its first two, and tried only where they stand: the work is linear in
the text.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import product

from bot.triage.features import PERSON, STOPS

GAP = 2
"""Words that `..` may skip, within a sentence."""
_LEADING = """
and but so or then also plus ok well hi please just now actually sorry thanks right anyway because guys all team folks
everyone morning again yes no quick question one hope maybe perhaps
"""
LEADS = frozenset(_LEADING.split())
"""After one of these, at a clause's beginning, the clause may still begin: "hi all can you", "and what about"."""
TURNS = frozenset((*STOPS, ",", PERSON, "but", "so", "please"))
"""After one of these a clause may begin anywhere: "they want more so can i"."""


@dataclass(frozen=True, slots=True)
class _Slot:
    words: frozenset[str]
    refused: bool = False
    gap: bool = False

    @property
    def plain(self) -> bool:
        return not (self.refused or self.gap)


@dataclass(frozen=True, slots=True)
class _Phrase:
    rule: str
    rest: tuple[_Slot, ...]
    opening: bool
    closing: bool

    def at(self, words: Sequence[str], place: int) -> bool:
        """Whether what follows the words that it was looked up by stands at `place`."""
        ends = [place]
        for slot in self.rest:
            ends = [
                at + 1
                for end in ends
                for at in (_reach(words, end) if slot.gap else (end,))
                if (_word(words, at) in slot.words) is not slot.refused
            ]
            if not ends:
                return False
        return not self.closing or any(_word(words, end) in _ENDS for end in ends)


Table = Mapping[str, Mapping[str, Sequence[str]]]
"""Sections, each from a name to its words or phrases."""
_END = ""
_ENDS = frozenset((*STOPS, _END))


def _word(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else _END


def _reach(words: Sequence[str], start: int) -> Iterator[int]:
    for place in range(start, start + GAP + 1):
        yield place
        if _word(words, place) in _ENDS:
            return


def table(name: str) -> Table:
    """A packaged table. `[words]` has each list as one text in the file, and as words here."""
    sections = tomllib.loads(resources.files("bot.triage").joinpath(name).read_text(encoding="utf-8"))
    return sections | {"words": {each: words.split() for each, words in sections["words"].items()}}


class Phrases:
    """The rules of a table, ready to look for. Safe to share between threads."""

    def __init__(self, table: Table, section: str) -> None:
        """Raises ValueError on a phrase that begins with a gap or a refusal, and KeyError on an unknown list."""
        self._ones: dict[str, list[_Phrase]] = {}
        self._pairs: dict[str, dict[str, list[_Phrase]]] = {}
        self._opens = False
        lists = {name: frozenset(words) for name, words in table["words"].items()}
        for rule, phrases in table[section].items():
            for source in phrases:
                for variant in _variants(source.split()):
                    self._add(rule, variant, lists)

    def _add(self, rule: str, parts: Sequence[str], named: Mapping[str, frozenset[str]]) -> None:
        opening, closing = parts[0] == "^", parts[-1] == ">"
        self._opens |= opening
        first, *rest = _slots([part for part in parts if part not in ("^", ">")], named)
        if not first.plain:
            raise ValueError(f"{rule}: a phrase begins with a word")
        for word in sorted(first.words):
            if rest and rest[0].plain:
                seconds = self._pairs.setdefault(word, {})
                phrase = _Phrase(rule, tuple(rest[1:]), opening, closing)
                for second in sorted(rest[0].words):
                    seconds.setdefault(second, []).append(phrase)
            else:
                self._ones.setdefault(word, []).append(_Phrase(rule, tuple(rest), opening, closing))

    def hits(self, words: Sequence[str]) -> dict[str, int]:
        """Each rule that hits, and where first: an index into `words`."""
        found: dict[str, int] = {}
        starts = clause_starts(words) if self._opens else [True] * len(words)
        last = len(words) - 1
        for place, word in enumerate(words):
            if ones := self._ones.get(word):
                _look(ones, words, place, 1, starts[place], found)
            if place < last and (pairs := self._pairs.get(word)) and (known := pairs.get(words[place + 1])):
                _look(known, words, place, 2, starts[place], found)
        return found


def _look(
    phrases: Sequence[_Phrase], words: Sequence[str], place: int, known: int, opens: bool, found: dict[str, int]
) -> None:
    """Try the phrases whose first `known` words stand at `place`."""
    for phrase in phrases:
        if (opens or not phrase.opening) and phrase.rule not in found and phrase.at(words, place + known):
            found[phrase.rule] = place


def _variants(parts: Sequence[str]) -> Iterator[list[str]]:
    """The phrase with and without each optional word."""
    choices = [([part[:-1]], []) if part.endswith("?") and part != "?" else ([part],) for part in parts]
    for chosen in product(*choices):
        yield [part for some in chosen for part in some]


def _slots(parts: Sequence[str], named: Mapping[str, frozenset[str]]) -> Iterator[_Slot]:
    gap = False
    for part in parts:
        if part == "..":
            gap = True
            continue
        refused, plain = part.startswith("!"), part.lstrip("!")
        words = frozenset(
            word for each in plain.split("|") for word in (named[each[1:]] if each.startswith("$") else {each})
        )
        yield _Slot(words, refused, gap)
        gap = False


def clause_starts(words: Sequence[str]) -> list[bool]:
    """For each place, whether a clause may begin there.

    At the beginning, after a stop, a comma or a mention, after a word that leads in, and after a name that was
    greeted ("hi mona can you").
    """
    starts = [True] * len(words)
    for place in range(1, len(words)):
        before, start = words[place - 1], starts[place - 1]
        greeted = place > 1 and words[place - 2] == "hi" and starts[place - 2]
        starts[place] = before in TURNS or (start and before in LEADS) or greeted
    return starts
