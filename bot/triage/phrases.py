"""Finds phrases from a table in a row of words. Knows no phrase itself and keeps no text.

A table has a line for each rule, `name: phrase, phrase, ...`. A phrase is made of slots:

    can|could you       either word, then "you"
    ^ any idea          where a clause begins (see `clause_starts`)
    please !find|note   any word but these (the end of a sentence counts as another word)
    let me? know        with or without the word before the question mark
    $verb me            any word of the list `verb`
    right >             at the end of the text or of a sentence
    need .. help        up to GAP other words in between

Each phrase is looked up by its first slot and tried only where that word stands: the work is linear in the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.triage.features import PERSON, STOPS

GAP = 2
"""Words that `..` may skip, within a sentence."""
LEADS = frozenset(
    "and but so or then also plus ok well hi please just now actually sorry thanks right anyway because "
    "guys all team folks everyone morning again yes no quick question one hope maybe perhaps".split()
)
"""After one of these, at a clause's beginning, the clause may still begin: "hi all can you", "and what about"."""
TURNS = frozenset(["but", "so", "please"])
"""After one of these a clause may begin anywhere: "they want more so can i"."""


@dataclass(frozen=True, slots=True)
class _Slot:
    words: frozenset[str]
    refused: bool = False
    gap: bool = False

    def accepts(self, word: str) -> bool:
        return (word in self.words) is not self.refused


@dataclass(frozen=True, slots=True)
class _Phrase:
    rule: str
    rest: tuple[_Slot, ...]
    opening: bool
    closing: bool

    def at(self, words: Sequence[str], place: int) -> bool:
        """Whether the phrase whose first word is at `place` stands there in full."""
        ends = [place + 1]
        for slot in self.rest:
            ends = [at + 1 for end in ends for at in _reach(words, end, slot.gap) if slot.accepts(_word(words, at))]
            if not ends:
                return False
        return not self.closing or any(_word(words, end) in _ENDS for end in ends)


_END = ""
_ENDS = frozenset((*STOPS, _END))


def _word(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else _END


def _reach(words: Sequence[str], start: int, gap: bool) -> Iterator[int]:
    for place in range(start, start + GAP + 1 if gap else start + 1):
        yield place
        if _word(words, place) in _ENDS:
            return


class Phrases:
    """The rules of a table, ready to look for. Safe to share between threads."""

    def __init__(self, table: str, lists: Mapping[str, str]) -> None:
        """Raises ValueError on a phrase that begins with a gap or a refusal, and KeyError on an unknown list."""
        self._by_first: dict[str, list[_Phrase]] = {}
        named = {name: frozenset(words.split()) for name, words in lists.items()}
        for line in filter(None, map(str.strip, table.splitlines())):
            rule, phrases = line.split(": ", 1)
            for source in phrases.split(", "):
                for variant in _variants(source.split()):
                    self._add(rule, variant, named)

    def _add(self, rule: str, parts: Sequence[str], named: Mapping[str, frozenset[str]]) -> None:
        opening, closing = parts[0] == "^", parts[-1] == ">"
        first, *rest = _slots([part for part in parts if part not in ("^", ">")], named)
        if first.refused or first.gap:
            raise ValueError(f"{rule}: a phrase begins with a word")
        phrase = _Phrase(rule, tuple(rest), opening, closing)
        for word in sorted(first.words):
            self._by_first.setdefault(word, []).append(phrase)

    def hits(self, words: Sequence[str]) -> dict[str, int]:
        """Each rule that hits, and where first: an index into `words`."""
        found: dict[str, int] = {}
        starts = clause_starts(words)
        for place, word in enumerate(words):
            for phrase in self._by_first.get(word, ()):
                if phrase.rule in found or (phrase.opening and not starts[place]):
                    continue
                if phrase.at(words, place):
                    found[phrase.rule] = place
        return found


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
    starts: list[bool] = []
    for place in range(len(words)):
        before = words[place - 1] if place else "."
        opened = before in STOPS or before == "," or before == PERSON or before in TURNS
        greeted = place > 1 and words[place - 2] == "hi" and starts[place - 2]
        starts.append(opened or greeted or (before in LEADS and starts[place - 1]))
    return starts
