"""The tokens of one holder: issued, refreshed, revoked. Never checks a scope, never tells anybody.

Without rotation there is one token for as long as it is not revoked; being allowed again answers the same one. With
rotation each time, and each refresh, gives a pair: an access token that expires with story time, and a refresh token
that is good once.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.triggers import Refused

MOST_ACTIVE = 2
"""Pairs that a holder may have with rotation. Slack revokes the oldest (with which error: unverified)."""


@dataclass(frozen=True)
class Rotation:
    """The switch for token rotation. `lives`: of an access token, in story time. `grace`: how many real seconds a
    refresh token still works after its first use (how long Slack's own grace is: unverified)."""

    lives: timedelta
    grace: float = 0


@dataclass(eq=False)
class Pair:
    """An access token, with rotation also its end and the refresh token beside it."""

    access: str
    refresh: str = ""
    expires: datetime | None = None
    spent_at: float | None = None
    revoked: bool = False

    def may_refresh(self, grace: float) -> bool:
        """Whether its refresh token is still good."""
        return self.spent_at is None or time.monotonic() - self.spent_at < grace


class Keyring:
    """Every token that the app's bot, or one person's consent, ever had in one place, and what they may do.

    `word` begins its tokens: xoxb for the bot, xoxp for a person.
    """

    def __init__(self, clock: Callable[[], datetime], word: str) -> None:
        self._clock, self._word = clock, word
        self._lock = threading.Lock()
        self.clear()

    def clear(self, token: str = "", scopes: Iterable[str] = ()) -> None:
        """Forgets all, or all but one token with these scopes."""
        self.scopes = tuple(scopes) if token else ()
        self._pairs = [Pair(token)] if token else []
        self._dead: dict[str, str] = {}
        self._lent: dict[str, datetime] = {}
        self.newest = token

    @property
    def active(self) -> bool:
        """Whether it holds a token that can still be used or refreshed."""
        return bool(self._pairs)

    def knows(self, token: str) -> bool:
        """Whether the token was ever issued here."""
        return token in self._dead or token in self._lent or any(token == pair.access for pair in self._pairs)

    def trouble(self, token: str) -> str:
        """Slack's error word for a token that was issued here; empty while it works."""
        for pair in self._pairs:
            if pair.access == token:
                return "token_revoked" if pair.revoked else self._expired(pair.expires)
        if token in self._lent:
            return self._expired(self._lent[token])
        return self._dead[token]

    def grant(self, scopes: Iterable[str], rotation: Rotation | None = None) -> Pair:
        """Allows, or allows again: scopes add up, and without rotation the token stays the same."""
        with self._lock:
            self.scopes = tuple(dict.fromkeys([*self.scopes, *scopes])) if self.active else tuple(scopes)
            steady = [pair for pair in self._pairs if pair.expires is None]
            return steady[-1] if steady and rotation is None else self._issue(rotation)

    def holds(self, refresh: str) -> bool:
        """Whether this refresh token belongs to a pair that is still active here."""
        return bool(refresh) and any(pair.refresh == refresh for pair in self._pairs)

    def refresh(self, token: str, rotation: Rotation) -> Pair:
        """A new pair for a refresh token. Raises Refused: invalid_refresh_token."""
        with self._lock:
            pair = next((each for each in self._pairs if token and each.refresh == token), None)
            if pair is None or not pair.may_refresh(rotation.grace):
                raise Refused("invalid_refresh_token")
            pair.spent_at = pair.spent_at or time.monotonic()
            return self._issue(rotation)

    def revoke(self, token: str) -> None:
        """Ends one token. One that expires can still be refreshed after that (unverified), so its holder stays."""
        with self._lock:
            for pair in [each for each in self._pairs if each.access == token]:
                pair.revoked = True
                if pair.expires is None:
                    self._end([pair], "token_revoked")

    def lend(self, lives: timedelta) -> str:
        """A token for one occasion: it may do the same, for so long, in story time."""
        with self._lock:
            token = new_token("xwfp")
            self._lent[token] = self._clock() + lives
            return token

    def take_back(self, token: str) -> None:
        """The occasion is over: the token that was lent for it works no more."""
        with self._lock:
            self._lent.pop(token, None)
            self._dead[token] = "token_revoked"

    def end(self, code: str) -> None:
        """Ends every token; calls with one then get this error word."""
        with self._lock:
            self._end(list(self._pairs), code)
            self._dead = dict.fromkeys([*self._dead, *self._lent], code)
            self._lent.clear()

    def _expired(self, expires: datetime | None) -> str:
        return "token_expired" if expires and self._clock() >= expires else ""

    def _end(self, pairs: list[Pair], code: str) -> None:
        self._dead |= {pair.access: code for pair in pairs}
        self._pairs = [pair for pair in self._pairs if pair not in pairs]

    def _issue(self, rotation: Rotation | None) -> Pair:
        if rotation is None:
            pair = Pair(new_token(self._word))
        else:
            start = f"xoxe.{self._word}-1-"
            pair = Pair(
                start + secrets.token_hex(24), f"xoxe-1-{secrets.token_hex(24)}", self._clock() + rotation.lives
            )
            active = [each for each in self._pairs if each.expires]
            self._end(active[: max(0, len(active) + 1 - MOST_ACTIVE)], "token_revoked")
        self._pairs.append(pair)
        self.newest = pair.access
        return pair


def new_token(word: str) -> str:
    """A token that nobody holds yet and that does not expire."""
    return f"{word}-1-{secrets.token_hex(12)}"
