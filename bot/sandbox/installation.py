"""The app's tokens in one workspace, or in one organisation: issued, refreshed, revoked. Never checks a scope.

Without rotation there is one token for as long as the app stays installed; installing again answers the same one.
With rotation each installation and each refresh gives a pair: an access token that expires with story time, and a
refresh token that is good once.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.triggers import Refused

MOST_ACTIVE = 2
"""Pairs that an installation may hold with rotation. Slack revokes the oldest (with which error: unverified)."""


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


class Installation:
    """Whether the app is installed, with which scopes, and every token it ever had here."""

    def __init__(self, clock: Callable[[], datetime], scopes: Iterable[str], *, installed: bool) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._scopes_at_first, self._installed_at_first = tuple(scopes), installed
        self._first = _token("xoxb-")
        self.clear()

    def clear(self) -> None:
        """As it was at first, with the same first token."""
        self.scopes = self._scopes_at_first if self._installed_at_first else ()
        self.installed = self._installed_at_first
        self._pairs = [Pair(self._first)] if self.installed else []
        self._dead: dict[str, str] = {}
        self._newest = self._first if self.installed else ""

    @property
    def bot_token(self) -> str:
        """The newest token, working or not. Raises LookupError when there never was one."""
        if not self._newest:
            raise LookupError("The app was never installed here")
        return self._newest

    def knows(self, token: str) -> bool:
        """Whether the token was ever issued here."""
        return token in self._dead or any(token == pair.access for pair in self._pairs)

    def trouble(self, token: str) -> str:
        """Slack's error word for a token that was issued here; empty while it works."""
        for pair in self._pairs:
            if pair.access == token:
                return "token_revoked" if pair.revoked else self._expired(pair)
        return self._dead[token]

    def install(self, scopes: Iterable[str], rotation: Rotation | None = None) -> Pair:
        """Installs, or installs again: scopes add up, and without rotation the token stays the same."""
        with self._lock:
            self.scopes = tuple(dict.fromkeys([*self.scopes, *scopes])) if self.installed else tuple(scopes)
            self.installed = True
            steady = [pair for pair in self._pairs if pair.expires is None]
            return steady[-1] if steady and rotation is None else self._issue(rotation)

    def holds(self, refresh: str) -> bool:
        """Whether this refresh token belongs to a pair that is still active here."""
        return bool(refresh) and any(pair.refresh == refresh for pair in self._pairs)

    def refresh(self, token: str, rotation: Rotation) -> Pair:
        """A new pair for a refresh token. Raises Refused: invalid_refresh_token."""
        with self._lock:
            pair = next((each for each in self._pairs if token and each.refresh == token), None)
            if pair is None or not self.installed or not pair.may_refresh(rotation.grace):
                raise Refused("invalid_refresh_token")
            pair.spent_at = pair.spent_at or time.monotonic()
            return self._issue(rotation)

    def revoke(self, token: str) -> None:
        """Ends one token. One that expires can still be refreshed after that (unverified), and the app stays."""
        with self._lock:
            for pair in [each for each in self._pairs if each.access == token]:
                pair.revoked = True
                if pair.expires is None:
                    self._end([pair], "token_revoked")
            self.installed = bool(self._pairs)

    def end(self, code: str) -> None:
        """Ends every token; calls with one then get this error word."""
        with self._lock:
            self._end(list(self._pairs), code)
            self._dead = dict.fromkeys(self._dead, code)
            self.installed = False

    def _expired(self, pair: Pair) -> str:
        return "token_expired" if pair.expires and self._clock() >= pair.expires else ""

    def _end(self, pairs: list[Pair], code: str) -> None:
        self._dead |= {pair.access: code for pair in pairs}
        self._pairs = [pair for pair in self._pairs if pair not in pairs]

    def _issue(self, rotation: Rotation | None) -> Pair:
        if rotation is None:
            pair = Pair(_token("xoxb-"))
        else:
            pair = Pair(_token("xoxe.xoxb-1-"), _token("xoxe-1-"), self._clock() + rotation.lives)
            active = [each for each in self._pairs if each.expires]
            self._end(active[: max(0, len(active) + 1 - MOST_ACTIVE)], "token_revoked")
        self._pairs.append(pair)
        self._newest = pair.access
        return pair


def _token(start: str) -> str:
    return f"{start}1-{secrets.token_hex(12)}" if start == "xoxb-" else f"{start}{secrets.token_hex(24)}"
