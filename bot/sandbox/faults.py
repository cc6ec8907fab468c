"""Switches that make the sandbox misbehave as Slack sometimes does. Never acts by itself: the right places ask it."""

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """What may befall one Web API call."""

    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    SERVER_ERROR = "server_error"
    LOST_RESPONSE = "lost_response"
    SLOW = "slow"


@dataclass(frozen=True)
class Fault:
    """One trouble for one call. `seconds` is the Retry-After or the delay; `code` Slack's error word."""

    trouble: Trouble
    seconds: float = 0
    code: str = ""
    status: int = 503


@dataclass
class Faults:
    """All switches; all off at first.

    `rate_limit_posts`: one message per second and channel, as Slack promises no more. `doubled_events`: so many of
    the next events are delivered twice, both times as a first attempt.
    """

    rate_limit_posts: bool = False
    doubled_events: int = 0
    _plans: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _last_posts: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rate_limit(self, method: str, retry_after: int = 1, times: int = 1) -> None:
        """The next calls of a method get HTTP 429 with Retry-After in seconds."""
        self._plan(method, Fault(Trouble.RATE_LIMITED, seconds=retry_after), times)

    def error(self, method: str, code: str, times: int = 1) -> None:
        """The next calls of a method get `ok: false` with this error code."""
        self._plan(method, Fault(Trouble.ERROR, code=code), times)

    def server_error(self, method: str, status: int = 503, times: int = 1) -> None:
        """The next calls of a method get this HTTP status and no JSON."""
        self._plan(method, Fault(Trouble.SERVER_ERROR, status=status), times)

    def lose_response(self, method: str, times: int = 1) -> None:
        """The next calls of a method do their work, but the connection breaks before the answer."""
        self._plan(method, Fault(Trouble.LOST_RESPONSE), times)

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """The next calls of a method are answered only after so many real seconds."""
        self._plan(method, Fault(Trouble.SLOW, seconds=seconds), times)

    def take(self, method: str) -> Fault | None:
        """The trouble planned for this call, if any; each is used once."""
        with self._lock:
            plan = self._plans.get(method)
            return plan.popleft() if plan else None

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
        with self._lock:
            self.rate_limit_posts, self.doubled_events = False, 0
            self._plans.clear()
            self._last_posts.clear()

    def _plan(self, method: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._plans[method].extend([fault] * times)
