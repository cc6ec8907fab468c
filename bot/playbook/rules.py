"""Which step of a playbook a question asks for, and which steps are missing. Pure: no session, no Slack, no clock.

A question is taken for one about the next step when the rep said so (its topic), or when its words are among a few
phrases; which stage is meant, when exactly one is named, or exactly one right after "after the ...". Anything else
matches nothing: an answer that is not the right one is worse than none.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import TypeVar

from bot.playbook.phrases import ANCHORS, BREAKS, COMMON, LEADING, LOOSE, NOT_BEFORE, PLAIN

MOST_STAGES, MOST_NAMES, MOST_LINKS = 40, 20, 20
LONGEST_NAME, LONGEST_TEXT = 80, 3000
TOP = 3
"""So many gaps are named in a weekly report."""
UNNAMED = "What to do next"
"""What a gap is about when nobody named a stage."""
_BETWEEN = 2
"""Words that may stand between "after" and the stage."""
_URL = re.compile(r"https?://\S")
_MARKDOWN_LINK = re.compile(r"\[(.+)\]\(<?(https?://[^\s()<>]+)>?\)")
_BARE_LINK = re.compile(r"<(https?://[^\s<>]+)>")


Meant = TypeVar("Meant")


class Slot(StrEnum):
    """The fields of a stage's form, by the name of their block."""

    NAME = "name"
    WORDS = "words"
    NEXT = "next_steps"
    EXIT = "exit_criteria"
    LINKS = "links"


@dataclass(frozen=True)
class Entry:
    """One stage as it is written. `words`: what else it is called; texts are lines without empty ones between."""

    name: str
    words: tuple[str, ...] = ()
    next_steps: str = ""
    exit_criteria: str = ""
    links: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.words)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that people wrote in it, links aside."""
        return (*self.names, self.next_steps, self.exit_criteria)


@dataclass(frozen=True)
class Asked:
    """A question about the next step. `about`: the stage's name, a common one, or that none was named."""

    stage: Entry | None
    about: str


@dataclass(frozen=True)
class Gap:
    """Something that was asked of a playbook in vain. `id`: of one of the times.

    `has_step`: there is a step, and the question reached the manager all the same.
    """

    id: str
    about: str
    times: int = 1
    has_step: bool = False


@dataclass
class Read:
    """A stage as somebody typed it, and what is wrong with it, by field."""

    entry: Entry
    errors: dict[Slot, str] = field(default_factory=dict)


# Normal forms ---------------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Typed words on one line, with single spaces."""
    return " ".join(text.replace("\0", " ").split())


def tidy(text: str) -> str:
    """Lines without spaces around them, without empty ones."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def other_names(text: str, name: str = "") -> tuple[str, ...]:
    """Other names, one a line or separated by commas, each once."""
    typed = (one_line(part) for line in tidy(text).split("\n") for part in line.split(","))
    found: dict[str, str] = {}
    for each in typed:
        if fold(each) and fold(each) != fold(name):
            found.setdefault(fold(each), each)
    return tuple(found.values())


def link(line: str) -> str:
    """A link as it is kept: what it is called, then its address. Reads Markdown's ways as well."""
    text = one_line(line)
    if found := _MARKDOWN_LINK.fullmatch(text):
        return one_line(f"{found[1]} {found[2]}")
    return found[1] if (found := _BARE_LINK.fullmatch(text)) else text


def read(name: str, words: str, next_steps: str, exit_criteria: str, links: str) -> Read:
    """A stage from typed words; what is wrong is a sentence for its field."""
    title = one_line(name)
    entry = Entry(
        name=title,
        words=other_names(words, title),
        next_steps=tidy(next_steps),
        exit_criteria=tidy(exit_criteria),
        links=tuple(link(each) for each in tidy(links).split("\n") if each),
    )
    return Read(entry, dict(_wrong(entry)))


def _wrong(entry: Entry) -> Iterator[tuple[Slot, str]]:
    if not fold(entry.name):
        yield Slot.NAME, "Give the stage a name, such as Demo."
    if len(entry.name) > LONGEST_NAME:
        yield Slot.NAME, f"That name is too long. {LONGEST_NAME} characters at most."
    if len(entry.words) > MOST_NAMES or any(len(each) > LONGEST_NAME for each in entry.words):
        yield Slot.WORDS, f"{MOST_NAMES} other names at most, each of {LONGEST_NAME} characters at most."
    if not entry.next_steps:
        yield Slot.NEXT, "Write what to do next. One line is plenty."
    for slot, text in ((Slot.NEXT, entry.next_steps), (Slot.EXIT, entry.exit_criteria)):
        if len(text) > LONGEST_TEXT:
            yield slot, f"That is too long. {LONGEST_TEXT} characters at most; a link can hold the rest."
    if any(not _URL.search(each) for each in entry.links):
        yield Slot.LINKS, "One link a line, with its address, as in: Deck https://example.com/deck"
    if len(entry.links) > MOST_LINKS or len("\n".join(entry.links)) > LONGEST_TEXT:
        yield Slot.LINKS, f"{MOST_LINKS} links at most, {LONGEST_TEXT} characters together."


def clash(entry: Entry, others: Sequence[Entry]) -> tuple[Slot, str] | None:
    """Two stages of one name could not be told apart: which field says so, and what."""
    for slot, names in ((Slot.NAME, entry.names[:1]), (Slot.WORDS, entry.words)):
        for name in names:
            for other in others:
                if fold(name) in map(fold, other.names):
                    return slot, f"“{name}” is in your playbook already, at “{other.name}”."
    return None


# Which stage is meant ---------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """Words for comparing: small letters, no apostrophes, nothing but letters, digits and single spaces."""
    bare = re.sub("['’]", "", text.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def may_ask(text: str) -> bool:
    """Whether there is any phrase in it that `asked` looks for."""
    return _has(fold(text), (*PLAIN, *LOOSE))


def asked(text: str, entries: Sequence[Entry], *, said_so: bool) -> Asked | None:
    """What a question asks of the playbook; None: it is about something else.

    `said_so`: the rep picked "What to do next" as its topic.
    """
    said = fold(text)
    stage = named(said, entries)
    if said_so or _has(said, PLAIN):
        return Asked(stage, stage.name if stage else _commonly(said) or UNNAMED)
    return Asked(stage, stage.name) if stage and _has(said, LOOSE) else None


def named(text: str, entries: Sequence[Entry]) -> Entry | None:
    """The one stage that these words name."""
    return _only(fold(text), _index(entries))


def typed(text: str, entries: Sequence[Entry]) -> Entry | None:
    """The stage that somebody typed the name of."""
    words = fold(text).split()
    while words and words[0] in LEADING and len(words) > 1:
        words = words[1:]
    return _index(entries).get(" ".join(words)) or named(text, entries)


def close(text: str, entries: Sequence[Entry], most: int = 3) -> list[Entry]:
    """Stages whose names look like what was typed, the likeliest first."""
    index = _index(entries)
    near = get_close_matches(fold(text), index, n=most * 2, cutoff=0.6)
    return list(dict.fromkeys(index[name] for name in near))[:most]


def _commonly(said: str) -> str | None:
    """What most teams would call the stage that is named here."""
    return _only(said, {each: name for name, called in COMMON.items() for each in called})


def _index(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Every name, and whose it is. A common other name counts where no stage has it for its own."""
    index: dict[str, Entry] = {}
    for entry in entries:
        for name in entry.names:
            index.setdefault(fold(name), entry)
    for called in COMMON.values():
        meant = {index[each] for each in called if each in index}
        for each in called if len(meant) == 1 else ():
            index.setdefault(each, *meant)
    return index


def _only(said: str, index: Mapping[str, Meant]) -> Meant | None:
    """The one that is named or, of several, the one right after an anchor."""
    hits = list(_hits(said, index))
    for chosen in (hits, [hit for hit in hits if _is_anchored(said, hit[0])]):
        meant = {index[name] for _, _, name in chosen}
        if len(meant) == 1:
            return meant.pop()
    return None


def _hits(said: str, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Where names stand as whole words, those inside a longer one left out: (start, end, name)."""
    spans = [(*span, name) for name in names for word in (name, f"{name}s") for span in _places(said, word)]
    for start, end, name in spans:
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spans):
            yield start, end, name


def _places(said: str, word: str) -> Iterator[tuple[int, int]]:
    """Where these words stand between spaces."""
    padded, looked_for = f" {said} ", f" {word} "
    start = padded.find(looked_for)
    while start >= 0:
        yield start, start + len(word)
        start = padded.find(looked_for, start + 1)


def _is_anchored(said: str, start: int) -> bool:
    for word in reversed(said[:start].split()[-1 - _BETWEEN :]):
        if word in ANCHORS:
            return True
        if word in BREAKS:
            return False
    return False


def _has(said: str, phrases: tuple[str, ...]) -> bool:
    return _any_of(phrases).search(said) is not None


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ends = "|".join(map(re.escape, phrases))
    dates = "|".join(NOT_BEFORE)
    return re.compile(rf"(?<!\w)(?:{ends})(?!\w)(?! (?:{dates})\b)")


# What is missing ------------------------------------------------------------------------------------------------------


def counted(gaps: Sequence[Gap]) -> list[Gap]:
    """Each thing once, with how often it was asked; what was asked most first, then by name."""
    times = Counter(fold(gap.about) for gap in gaps)
    first = {fold(gap.about): gap for gap in reversed(gaps)}
    found = [replace(gap, times=times[key]) for key, gap in first.items()]
    return sorted(found, key=lambda gap: (-gap.times, fold(gap.about)))


def is_unwritten(about: str, entries: Sequence[Entry]) -> bool:
    """Whether a gap is a stage by the name that most teams give it, and this playbook has none like it.

    What somebody typed is for their manager alone, and a question without a stage says nothing to anybody else.
    """
    return about in COMMON and typed(about, entries) is None
