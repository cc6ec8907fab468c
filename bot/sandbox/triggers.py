"""Trigger ids and response URLs: the short-lived rights that a person's action gives to the app. Never uses them."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


class Refused(Exception):
    """The right cannot be used; `code` is Slack's error word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Trigger:
    """The right to open one modal for `user`; `view_id` is the modal in which the action happened, if any."""

    user: str
    view_id: str | None
    issued: float
    used: bool = False


class Triggers:
    """Issues trigger ids. They live three real seconds and are exchanged once."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = seconds
        self._issued: dict[str, Trigger] = {}
        self._lock = threading.Lock()

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id, in Slack's form of two numbers and a hash."""
        key = f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        with self._lock:
            self._issued[key] = Trigger(user, view_id, time.monotonic())
        return key

    def exchange(self, key: str) -> Trigger:
        """Uses a trigger up. Raises Refused: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
        with self._lock:
            trigger = self._issued.get(key)
            if trigger is None:
                raise Refused("invalid_trigger_id")
            if trigger.used:
                raise Refused("exchanged_trigger_id")
            if time.monotonic() - trigger.issued > self.seconds:
                raise Refused("expired_trigger_id")
            trigger.used = True
            return trigger

    def has(self, key: str) -> bool:
        """Whether this trigger was issued here."""
        return key in self._issued

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._issued.clear()


@dataclass
class Grant:
    """The right to answer an action of `user` in `channel`, about message `ts` if there is one."""

    user: str
    channel: str
    ts: str | None
    thread_ts: str | None
    issued: float
    story_issued: datetime
    uses: int = 0


class ResponseUrls:
    """Issues response URLs: five uses within thirty minutes, of real time and of story time."""

    most_uses = 5
    lives = timedelta(minutes=30)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._grants: dict[str, Grant] = {}
        self._lock = threading.Lock()

    def issue(self, user: str, channel: str, ts: str | None = None, thread_ts: str | None = None) -> str:
        """A new key, which becomes part of the URL."""
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._grants[key] = Grant(user, channel, ts, thread_ts, time.monotonic(), self._clock())
        return key

    def use(self, key: str) -> Grant:
        """Counts one use. Raises Refused: invalid_url, used_url, expired_url."""
        with self._lock:
            grant = self._grants.get(key)
            if grant is None:
                raise Refused("invalid_url")
            if grant.uses >= self.most_uses:
                raise Refused("used_url")
            if self._expired(grant):
                raise Refused("expired_url")
            grant.uses += 1
            return grant

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._grants.clear()

    def _expired(self, grant: Grant) -> bool:
        real = time.monotonic() - grant.issued > self.lives.total_seconds()
        return real or self._clock() - grant.story_issued > self.lives
