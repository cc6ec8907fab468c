"""The levels of a decision, and whether a question is about one. Tables and values; no session, no Slack, no clock.

A wrong "this one is yours" costs more than none: where two readings are possible, nothing is found.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources

from bot.decisions.numbers import amounts, beyond, may_be_more, percents
from bot.team.rules import Topic


class Right(StrEnum):
    """Who decides, from most to least with the rep."""

    DECIDE = "decide"
    DECIDE_AND_TELL = "decide_and_tell"
    ASK_FIRST = "ask_first"
    MINE = "mine"


class LimitKind(StrEnum):
    """What a limit counts."""

    AMOUNT = "amount"
    PERCENT = "percent"


class Fit(StrEnum):
    """What a question is, that is about an agreed decision: the rep's own, beyond their limit, or the manager's."""

    YOURS = "yours"
    ABOVE = "above"
    RESERVED = "reserved"


YOURS = frozenset({Right.DECIDE, Right.DECIDE_AND_TELL})
"""The rights that leave a decision to the rep; only these have a limit."""


@dataclass(frozen=True)
class Agreed:
    """One agreed decision. `own`: agreed with this rep alone, which goes before what is agreed with the team."""

    id: str
    topic: Topic
    title: str
    right: Right
    limit_kind: LimitKind | None = None
    limit: Decimal | None = None
    own: bool = False


@dataclass(frozen=True)
class Found:
    """A decision that a question is about. `word`: what it was found by; empty: by the topic that the rep named.

    `number`: the largest one that was compared with the limit.
    """

    agreed: Agreed
    fit: Fit
    word: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class TopicWords:
    """By which words a question is about a topic."""

    words: tuple[tuple[str, ...], ...]
    with_percent: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Table:
    """The words of every topic, and those beside which a number is not clear."""

    topics: dict[Topic, TopicWords]
    doubt: tuple[tuple[str, ...], ...]
    doubt_amount: tuple[tuple[str, ...], ...]


@cache
def table() -> Table:
    """The shipped words: `words.toml`."""
    read = tomllib.loads(resources.files("bot.decisions").joinpath("words.toml").read_text(encoding="utf-8"))
    found = {Topic(name): _topic(read[name]) for name in read if name != "doubt"}
    return Table(found, _split(read["doubt"]["words"]), _split(read["doubt"]["amount"]))


def _topic(read: dict[str, list[str]]) -> TopicWords:
    return TopicWords(_split(read["words"]), _split(read.get("with_percent", [])))


def _split(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.casefold().split()) for phrase in phrases)


def for_one_rep(agreed: Sequence[Agreed]) -> list[Agreed]:
    """What holds for a rep, of all that is agreed with the team and with them: theirs takes the place of its like."""
    own = {(each.topic, each.title.casefold()) for each in agreed if each.own}
    return [each for each in agreed if each.own or (each.topic, each.title.casefold()) not in own]


def match(agreed: Sequence[Agreed], text: str, named: Topic | None, currency: str) -> Found | None:
    """The one decision that a question is about, and what it is for the rep; None: none, or it is not clear.

    1. Each decision is looked at alone: by the topic that the rep named, else by words (see `_about`).
    2. What is agreed with the rep alone goes first, then what the text names by its title. Two that are left: unclear.
    3. With a limit there must be a number to compare; some below it and some above, or a bare one that may be: unclear.
    """
    about = [(each, word) for each in for_one_rep(agreed) if (word := _about(each, text, named)) is not None]
    about = [each for each in about if each[0].own] or about
    about = [each for each in about if _has_title(each[0], text)] or about
    if len(about) != 1:
        return None
    [(found, word)] = about
    if found.right not in YOURS:
        return Found(found, Fit.RESERVED, word) if found.right == Right.MINE else None
    if found.limit_kind is None or found.limit is None:
        return Found(found, Fit.YOURS, word)
    numbers = _numbers(found, text, currency)
    is_beyond = beyond(numbers, found.limit) if numbers else None
    if not numbers or is_beyond is None or (not named and not _near(found, text, currency)):
        return None
    if found.limit_kind == LimitKind.PERCENT and not is_beyond and may_be_more(text, found.limit):
        return None
    return Found(found, Fit.ABOVE if is_beyond else Fit.YOURS, word, max(numbers))


def _about(agreed: Agreed, text: str, named: Topic | None) -> str | None:
    """By which word a question is about a decision; empty: by the topic that the rep named. None: it is not about it.

    Every word of the title must be there, but those that any question on the topic could have ("discount" on price).
    Without a named topic there must be a word of the topic or of the title, and none of any other topic. A decision
    without a limit has no number that could confirm it: there the title itself must be there, and one that says nothing
    ("QA") is never found.
    """
    if agreed.limit is None and not _title(agreed):
        return None
    said, topic = _tokens(text), table().topics.get(agreed.topic)
    special = [each for each in _title(agreed) if not (topic and _is_general(each, topic))]
    if any(_find(said, (each,)) is None for each in special):
        return None
    if named is not None:
        return "" if named == agreed.topic else None
    if any(_on_topic(said, text, other) for kind, other in table().topics.items() if kind != agreed.topic):
        return None
    by_title = next((word for each in _title(agreed) if (word := _find(said, (each,)))), None)
    if by_title or agreed.limit is None:
        return by_title
    return _on_topic(said, text, topic) if topic else None


def _on_topic(said: list[str], text: str, topic: TopicWords) -> str | None:
    phrases = topic.words + (topic.with_percent if percents(text) else ())
    return next((word for each in phrases if (word := _find(said, each))), None)


def _has_title(agreed: Agreed, text: str) -> bool:
    said = _tokens(text)
    return bool(_title(agreed)) and all(_find(said, (each,)) for each in _title(agreed))


def _numbers(agreed: Agreed, text: str, currency: str) -> list[Decimal] | None:
    """The numbers that a limit is compared with; None: they are not clear.

    A word of the title raises no doubt: "Price increases" are about an increase.
    """
    said, titled, unclear = _tokens(text), set(_title(agreed)), table().doubt
    if agreed.limit_kind == LimitKind.AMOUNT:
        unclear += table().doubt_amount
    if any(_find(said, each, exact=True) for each in unclear if titled.isdisjoint(each)):
        return None
    return percents(text) if agreed.limit_kind == LimitKind.PERCENT else amounts(text, currency)


def _near(agreed: Agreed, text: str, currency: str) -> bool:
    """Whether a word and a number stand in one sentence: "They churn at 8 %. And the discount?" has none."""
    return any(
        _numbers(agreed, each, currency) and _about(agreed, each, None) is not None
        for each in re.split(r"(?<=[.!?;])\s+|\n", text)
    )


LEAST = 3
"""Shorter words of a title say nothing."""
_EMPTY = frozenset(
    {"the", "for", "and", "our", "any", "all", "new", "with", "per", "from"}
    | {"der", "die", "das", "für", "und", "bis", "von", "mit", "les", "des", "pour", "por", "los", "las", "con", "del"}
)


def _title(agreed: Agreed) -> list[str]:
    """What a title is about: its words without a plural's ending."""
    words = [each for each in _tokens(agreed.title) if len(each) >= LEAST and each not in _EMPTY]
    return [each[:-1] if each.endswith("s") and len(each) > LEAST + 1 else each for each in words]


def _is_general(word: str, topic: TopicWords) -> bool:
    return any(len(phrase) == 1 and _is_like(word, phrase[0]) for phrase in topic.words)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text[:2000].casefold())


def _find(said: list[str], phrase: tuple[str, ...], *, exact: bool = False) -> str | None:
    """The words of a text that a phrase stands for, as they were looked for; None: it is not there."""
    for start in range(len(said) - len(phrase) + 1):
        pairs = zip(said[start : start + len(phrase)], phrase, strict=True)
        if all(word == part if exact else _is_like(word, part) for word, part in pairs):
            return " ".join(phrase)
    return None


def _is_like(word: str, part: str) -> bool:
    """The same word, or a longer form of it: `discounts` and `discounted` are like `discount`."""
    return word == part or (len(part) > LEAST and word.startswith(part) and len(word) - len(part) <= LEAST)
