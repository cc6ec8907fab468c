"""Reads files of phrases: what is never held, and the rules beside it. Never sees a message.

`never_hold.toml` or the admin's own file in the same form: a table for each category with a list of phrases for each
language, `except` for the words that excuse a hit, and `[words]` for lists that phrases name with a `$`.
How a phrase is written stands in `bot.triage.patterns`.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import product
from pathlib import Path

from bot.triage.patterns import GAP, STOP, Phrase, Phrases, Slot, words_of

Slots = Callable[[str, int], Slot]
"""The place that a word of a phrase makes, behind so many words: the same one each time it is asked for."""


class NeverHoldError(Exception):
    """The list of phrases can't be used; the one sentence names the file and the line or category."""


def load(path: Path | None = None) -> Phrases:
    """The shipped phrases, or those of the admin's own file, which replaces them. Raises NeverHoldError."""
    return _loaded(path or shipped_file("never_hold.toml"), str(path) if path else "never_hold.toml")


@cache
def packaged(name: str) -> Phrases:
    """Another file of phrases that ships with Kickstand. Raises NeverHoldError when the installation is broken."""
    return _loaded(shipped_file(name), name)


def shipped_file(name: str) -> Traversable:
    return resources.files("bot.triage").joinpath(name)


def _loaded(source: Path | Traversable, name: str) -> Phrases:
    try:
        return _parsed(source.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NeverHoldError(f"I can't read {name}: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise NeverHoldError(f"{name} is not UTF-8 text; save it as UTF-8 and try again.") from error
    except tomllib.TOMLDecodeError as error:
        raise NeverHoldError(f"{name} is not valid TOML: {error}.") from error
    except ValueError as error:
        raise NeverHoldError(f"{name}: {error}.") from error


@lru_cache(maxsize=4)
def _parsed(text: str) -> Phrases:
    """Kept, because thousands of phrases take a tenth of a second to prepare."""
    return _read(tomllib.loads(text))


def _read(table: Mapping[str, object]) -> Phrases:
    """Phrases from a parsed file; raises ValueError with half a sentence that names the category."""
    slots = cache(partial(_slot, _lists("words", table.get("words", {}))))
    phrases: list[Phrase] = []
    excuses: list[Phrase] = []
    for category, languages in table.items():
        if category == "words":
            continue
        for language, sources in _lists(category, languages).items():
            into = excuses if language == "except" else phrases
            for source in sources:
                into.extend(_compiled(category, source, slots))
    if not phrases:
        raise ValueError("there is no phrase in it, so nothing would ever be recognised")
    return Phrases(phrases, excuses)


def _lists(name: str, table: object) -> dict[str, list[str]]:
    if not isinstance(table, dict):
        raise ValueError(f"[{name}] must be a table of lists")
    for key, value in table.items():
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f'"{key}" in [{name}] must be a list of phrases in quotes')
    return table


def _compiled(category: str, source: str, slots: Slots) -> Iterator[Phrase]:
    """One phrase for each choice of words to leave out."""
    try:
        for choice in product(*(_variants(part) for part in source.split("&"))):
            parts = sorted((_phrase(category, tokens, slots) for tokens in choice), key=_rarity, reverse=True)
            yield Phrase(category, parts[0].slots, parts[0].anchor, tuple(parts[1:]))
    except ValueError as error:
        raise ValueError(f'"{source}" in [{category}] {error}') from error


def _variants(part: str) -> Iterator[list[str]]:
    choices = [(token[:-1], "") if token.endswith("?") else (token,) for token in part.split()]
    return ([token for token in choice if token] for choice in product(*choices))


def _phrase(category: str, tokens: Sequence[str], slots: Slots) -> Phrase:
    found: list[Slot] = []
    gap = 0
    for token in tokens:
        if token == "..":  # noqa: S105
            gap = GAP
        else:
            found.append(slots(token, gap))
            gap = 0
    if not found or gap or found[0].gap:
        raise ValueError("must begin and end with a word")
    return Phrase(category, tuple(found), max(range(len(found)), key=lambda place: found[place].rarity))


def _rarity(phrase: Phrase) -> int:
    return phrase.slots[phrase.anchor].rarity


def _slot(lists: Mapping[str, list[str]], token: str, gap: int) -> Slot:
    words: list[str] = []
    for word in token.split("|"):
        if word.startswith("$") and word[1:] not in lists:
            raise ValueError(f"uses {word}, which [words] does not list")
        words.extend(lists[word[1:]] if word.startswith("$") else [word])
    return Slot(
        frozenset(_single(word) for word in words if not word.endswith("*")),
        tuple(_single(word[:-1]) for word in words if word.endswith("*")),
        gap,
    )


def _single(word: str) -> str:
    if word.isascii() and word.isalpha() and word.islower():  # as nearly all are: nothing is folded in it
        return word
    found = words_of(word)
    if len(found) != 1 or found[0] == STOP:
        raise ValueError(f'has "{word}" where one word should stand')
    return found[0]
