"""Remembers for a moment what would be looked up with every event. Never for what decides who may see something."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

A_MOMENT = timedelta(seconds=1)
"""So late this process may learn what another one changed."""
MOST = 10_000
"""Answers that are remembered; then it begins anew."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Briefly(Generic[Key, Value]):
    """Answers by key, each looked up again after `span`; with no span, every time."""

    def __init__(self, span: timedelta) -> None:
        self._seconds = span.total_seconds()
        self._known: dict[Key, tuple[float, Value]] = {}
        self._lock = threading.Lock()

    def get(self, key: Key, look: Callable[[], Value]) -> Value:
        """What `look` answered a moment ago, else answers now; None is not remembered. Raises what it raises.

        One asks at a time, the others wait. What is known needs no lock: threads that queue for one at every event
        go on queuing, and take twice as long.
        """
        if found := self._fresh(key):
            return found[1]
        with self._lock:
            if found := self._fresh(key):
                return found[1]
            value = look()
            if len(self._known) >= MOST:
                self._known.clear()
            if value is not None:
                self._known[key] = time.monotonic(), value
            return value

    def _fresh(self, key: Key) -> tuple[float, Value] | None:
        found = self._known.get(key)
        return found if found and time.monotonic() - found[0] < self._seconds else None
