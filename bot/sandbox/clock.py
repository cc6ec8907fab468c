"""A clock whose hands can be moved, for stories that last weeks. Never decides anything, never sleeps."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.clock import system


class MovableClock:
    """Story time: call it for the aware UTC moment.

    Frozen (the default) it stands still until moved. Running, it goes on from `start` at the pace of the
    computer's clock, and moves only shift it. Raises ValueError for a naive moment.
    """

    def __init__(
        self, start: datetime | None = None, *, running: bool = False, real: Callable[[], datetime] = system
    ) -> None:
        self._real = real
        self._lock = threading.Lock()
        self._running = running
        self._story = self._real_start = real()
        if start is not None:
            self.set(start)

    def __call__(self) -> datetime:
        with self._lock:
            return self._story + (self._real() - self._real_start) if self._running else self._story

    def set(self, moment: datetime) -> None:
        """Puts the hands to a moment, forwards or back."""
        if moment.tzinfo is None:
            raise ValueError("The clock takes only moments that know their time zone")
        with self._lock:
            self._story, self._real_start = moment.astimezone(UTC), self._real()

    def advance(self, by: timedelta) -> datetime:
        """Moves the hands by this much; answers the new moment."""
        self.set(self() + by)
        return self()
