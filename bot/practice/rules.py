"""Whether words name practice ground, and what a list of names may be. No session, no Slack, no clock."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from unicodedata import normalize

LONGEST, MOST = 60, 50
"""Characters of one name, and names on one list."""


def plain(text: str) -> str:
    """Words as they are compared: one way of writing each letter, no capitals, one blank between two words."""
    return " ".join(normalize("NFKC", normalize("NFKC", text).casefold()).split())


def names(name: str, text: str) -> bool:
    """Whether a text names this deal or account: the whole name, with no letter or digit right before or after it.

    "Acme" is in "Acme's offer" and in "ACME-North", and not in "Acmeline" or "pacmen".
    """
    return _stands_in(plain(name), plain(text))


def _stands_in(wanted: str, text: str) -> bool:
    return bool(wanted) and re.search(rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])", text) is not None


def first_named(known: Iterable[str], text: str) -> str | None:
    """Which of these names the text has: the longest, for "Acme North" says more than "Acme"."""
    said = plain(text)
    found = [each for each in known if _stands_in(plain(each), said)]
    return max(found, key=lambda each: (len(plain(each)), each), default=None)


def wait(usual: timedelta, longest: timedelta, short: bool) -> timedelta:
    """How long a question about practice ground waits: as long as the team allows a rep to wait, never less than usual.

    `short`: the rep is in ramp, or is guided on the topic: then nothing becomes longer (S0.3). Where nothing is held,
    nothing is held there either.
    """
    return max(usual, longest) if usual and not short else usual


def read(text: str) -> tuple[list[str], str]:
    """The names in a filled form, one a line, each once; and what is wrong with them, as a sentence."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.split():
            found.setdefault(plain(line), " ".join(line.split()))
    return list(found.values()), _wrong(list(found.values()))


def _wrong(found: Sequence[str]) -> str:
    for each in found:
        if len(each) > LONGEST:
            return f"“{each[:30]}…” is too long: {LONGEST} characters at most. The name alone is enough."
        if sum(letter.isalnum() for letter in each) < 2:
            return f"“{each}” would be found everywhere, or nowhere. Write a name with two letters or digits at least."
    return f"{MOST} names at most. Take some off that you don't need any more." if len(found) > MOST else ""
