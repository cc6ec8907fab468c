"""Switches that make the sandbox misbehave as Slack sometimes does. Never acts by itself: the right places ask it."""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from random import Random

MINUTE = timedelta(minutes=1)
EVERY = "*"
"""In `at_random`: every method that is not named."""


class Trouble(StrEnum):
    """What may befall one Web API call."""

    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    SERVER_ERROR = "server_error"
    LOST_RESPONSE = "lost_response"
    SLOW = "slow"
    DROPPED = "dropped"
    HANGING = "hanging"


@dataclass(frozen=True)
class Fault:
    """One trouble for one call. `seconds` is the Retry-After or the delay; `code` Slack's error word."""

    trouble: Trouble
    seconds: float = 0
    code: str = ""
    status: int = 503
    released: threading.Event = field(default_factory=threading.Event)


AT_RANDOM = {
    Trouble.RATE_LIMITED: Fault(Trouble.RATE_LIMITED, seconds=1),
    Trouble.ERROR: Fault(Trouble.ERROR, code="internal_error"),
    Trouble.SERVER_ERROR: Fault(Trouble.SERVER_ERROR),
    Trouble.LOST_RESPONSE: Fault(Trouble.LOST_RESPONSE),
    Trouble.SLOW: Fault(Trouble.SLOW, seconds=0.05),
    Trouble.DROPPED: Fault(Trouble.DROPPED),
}


@dataclass
class Faults:
    """All switches of one workspace; all off at first. `clock` is story time.

    `rate_limit_posts`: one message per second and channel, as Slack promises no more. `doubled_events`: so many of
    the next events are delivered twice, both times as a first attempt. `played`: how often which trouble befell which
    method. `lacking_blocks`: types of blocks that this workspace does not have yet, such as "data_visualization"; Slack
    rolls new ones out step by step, and refuses them elsewhere with invalid_blocks (its exact words are unverified).
    """

    clock: Callable[[], datetime]
    rate_limit_posts: bool = False
    doubled_events: int = 0
    lacking_blocks: frozenset[str] = frozenset()
    played: Counter[tuple[str, Trouble]] = field(default_factory=Counter)
    _plans: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _limits: dict[str, int] = field(default_factory=dict)
    _calls: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _chances: dict[str, dict[Trouble, float]] = field(default_factory=dict)
    _seed: float = 0
    _dice: dict[str, Random] = field(default_factory=dict)
    _hanging: list[Fault] = field(default_factory=list)
    _last_posts: dict[str, float] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def rate_limit(self, method: str, retry_after: int = 1, times: int = 1) -> None:
        """The next calls of a method get HTTP 429 with Retry-After in seconds."""
        self._plan(method, Fault(Trouble.RATE_LIMITED, seconds=retry_after), times)

    def limit_method(self, method: str, per_minute: int | None) -> None:
        """So many calls of a method in any minute of story time are served, the others get HTTP 429; None: no limit.

        Retry-After leads to the moment when the next one is served. A refused call does not count (unverified).
        """
        with self._lock:
            self._calls.pop(method, None)
            self._limits.pop(method, None)
            if per_minute is not None:
                self._limits[method] = per_minute

    def error(self, method: str, code: str, times: int = 1) -> None:
        """The next calls of a method get `ok: false` with this error code."""
        self._plan(method, Fault(Trouble.ERROR, code=code), times)

    def server_error(self, method: str, status: int = 503, times: int = 1) -> None:
        """The next calls of a method get this HTTP status and no JSON."""
        self._plan(method, Fault(Trouble.SERVER_ERROR, status=status), times)

    def lose_response(self, method: str, times: int = 1) -> None:
        """The next calls of a method do their work, but the connection breaks before the answer."""
        self._plan(method, Fault(Trouble.LOST_RESPONSE), times)

    def drop_connection(self, method: str, times: int = 1) -> None:
        """The next calls of a method do nothing: the connection breaks before any work."""
        self._plan(method, Fault(Trouble.DROPPED), times)

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """The next calls of a method are answered only after so many real seconds."""
        self._plan(method, Fault(Trouble.SLOW, seconds=seconds), times)

    def hang(self, method: str, times: int = 1) -> None:
        """The next calls of a method get no answer until `release`; they do their work then, if the app still waits."""
        with self._lock:
            fault = Fault(Trouble.HANGING)
            self._hanging.append(fault)
            self._plan(method, fault, times)

    def release(self) -> None:
        """Lets all hanging calls go on, and those that were to hang."""
        with self._lock:
            for fault in self._hanging:
                fault.released.set()
            self._hanging.clear()

    def at_random(self, dice: Random, chances: Mapping[str, Mapping[str, float]]) -> None:
        """Troubles by chance: {"chat.postMessage": {"lost_response": 0.05}, "*": {"slow": 0.1}}; {} ends it.

        Each method has its own dice, made from these, so that the same seed and the same calls of a method bring the
        same troubles, whatever else is called. Raises ValueError for an unknown trouble, for hanging (it would never
        end), and for chances above 1.
        """
        read = {method: {Trouble(name): chance for name, chance in each.items()} for method, each in chances.items()}
        for each in read.values():
            if not set(each) <= set(AT_RANDOM) or sum(each.values()) > 1:
                raise ValueError(f"These troubles cannot come by chance: {each}")
        with self._lock:
            self._chances, self._seed = read, dice.random()
            self._dice.clear()

    def take(self, method: str) -> Fault | None:
        """The trouble for this call, if any: planned (used once), by limit, or by chance."""
        with self._lock:
            plan = self._plans.get(method)
            fault = plan.popleft() if plan else self._over_limit(method) or self._by_chance(method)
            if fault:
                self.played[method, fault.trouble] += 1
            return fault

    def take_double(self) -> bool:
        """Whether the next event is to be delivered twice."""
        with self._lock:
            self.doubled_events -= (double := self.doubled_events > 0)
            return double

    def post_too_soon(self, channel: str) -> bool:
        """Whether a message to this channel follows the last one within a real second; counts it when not."""
        if not self.rate_limit_posts:
            return False
        with self._lock:
            now = time.monotonic()
            if now - self._last_posts.get(channel, now - 1) < 1:
                return True
            self._last_posts[channel] = now
            return False

    def clear(self) -> None:
        """Switches everything off."""
        self.release()
        with self._lock:
            self.rate_limit_posts, self.doubled_events, self.lacking_blocks = False, 0, frozenset()
            for each in (self.played, self._plans, self._limits, self._calls, self._chances, self._dice):
                each.clear()
            self._last_posts.clear()

    def _plan(self, method: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._plans[method].extend([fault] * times)

    def _over_limit(self, method: str) -> Fault | None:
        if (most := self._limits.get(method)) is None:
            return None
        now, calls = self.clock(), self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) < most:
            calls.append(now)
            return None
        wait = (calls[0] + MINUTE - now).total_seconds() if calls else MINUTE.total_seconds()
        return Fault(Trouble.RATE_LIMITED, seconds=max(1, ceil(wait)))

    def _by_chance(self, method: str) -> Fault | None:
        chances = self._chances.get(method) or self._chances.get(EVERY)
        if not chances:
            return None
        dice = self._dice.setdefault(method, Random(f"{self._seed} {method}"))  # noqa: S311
        throw = dice.random()
        for trouble, chance in chances.items():
            if (throw := throw - chance) < 0:
                return AT_RANDOM[trouble]
        return None
