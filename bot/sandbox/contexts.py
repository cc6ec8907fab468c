"""Through whom the app hears an event, and which of them it is told. Never decides who may hear.

An event_context is a word for one event: it stands in every delivery of it, and the app may ask who else could see it.
"""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MOST = 1_000
"""Events that are remembered; how long Slack does is unverified."""


@dataclass
class Naming:
    """Which of several authorizations an event names; nobody promises either. `bot_first`: the bot's, if it is one.

    Otherwise that of a person: who authorised the app last ("newest"), or first ("oldest").
    """

    people: Literal["newest", "oldest"] = "newest"
    bot_first: bool = True

    def chosen(self, through: Sequence[str], bot: str) -> str:
        """One of these account ids; they come oldest first. Raises IndexError when there is none."""
        people = [each for each in through if each != bot]
        if not people or (self.bot_first and bot in through):
            return through[0]
        return people[-1 if self.people == "newest" else 0]


class Contexts:
    """Who could see each of the last events, by event_context."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forgets all."""
        self._seen: dict[str, tuple[str, ...]] = {}

    def add(self, through: Sequence[str]) -> str:
        """A new event_context for an event that these account ids let the app see."""
        word = f"4-{secrets.token_urlsafe(24)}"
        with self._lock:
            self._seen[word] = tuple(through)
            if len(self._seen) > MOST:
                del self._seen[next(iter(self._seen))]
        return word

    def get(self, word: str) -> tuple[str, ...] | None:
        """The account ids, or None for a word that was never given."""
        return self._seen.get(word)
