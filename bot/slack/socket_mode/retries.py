"""When the next Socket Mode line may be opened, and what the log says meanwhile. Never opens one."""

import logging
import random
import time
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.slack.failures import refusal

log = logging.getLogger(__name__)
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Answers of Slack's that another try may not get."""
SWITCHED_OFF = (
    "Socket Mode was switched off for this app, so nothing from Slack reaches me. Switch it on at "
    "api.slack.com/apps, Settings, Socket Mode; until then I try again once a minute."
)


@dataclass(frozen=True)
class Pace:
    """Waiting times, in seconds.

    `ping`: a line that says nothing for so long is asked whether it lives. `pong`: how long it may take to answer.
    `opening`: for each step of opening. `first_retry`, `longest_retry`: between tries to open; each wait is twice the
    last. `switched_off`: between tries while Socket Mode is off. `linger`: how long a line is read after its goodbye.
    """

    ping: float = 10
    pong: float = 10
    opening: float = 10
    first_retry: float = 1
    longest_retry: float = 30
    switched_off: float = 60
    linger: float = 10


class TurnedAway(Exception):
    """Slack accepted a connection and said goodbye instead of hello. `str` is its reason."""

    @property
    def is_off(self) -> bool:
        """Whether Socket Mode is switched off."""
        return is_off(str(self))


class Retries:
    """Waits that double, up to a limit; the same trouble is logged once. To be called by one thread at a time."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._failures = 0
        self._told: set[str] = set()
        self._off_since: float | None = None
        self.not_before = 0.0
        """No line is opened before this moment of time.monotonic."""

    def failed(self, error: Exception) -> None:
        """A line could not be opened."""
        if isinstance(error, TurnedAway) and error.is_off:
            self.switched_off()
            return
        self._failures += 1
        self._wait(max(self._pace.switched_off if self._off_since else self._next(), retry_after(error)))
        reason = _reason(error)
        if reason not in self._told and not self._off_since:
            log.warning("I cannot connect to Slack right now (%s). I go on trying until I can.", reason)
        self._told.add(reason)

    def switched_off(self) -> None:
        """Slack said that Socket Mode is off."""
        if self._off_since is None:
            log.warning(SWITCHED_OFF)
        self._off_since = time.monotonic()
        self._wait(self._pace.switched_off)

    def opened(self) -> None:
        """A line was opened."""
        self._told.clear()

    def lives(self, opened: float) -> None:
        """A line that was opened then (time.monotonic) has shown that it lives."""
        if self._off_since and opened > self._off_since:
            self._off_since = None
        if not self._is_young(opened):
            self._failures = 0

    def lost(self, opened: float) -> None:
        """A line that was opened then needs a replacement: at once, unless it was so young that this could go on."""
        if self._is_young(opened):
            self._failures += 1
            self._wait(self._next())

    def _is_young(self, opened: float) -> bool:
        return time.monotonic() - opened < self._pace.longest_retry

    def _next(self) -> float:
        wait: float = min(self._pace.first_retry * 2 ** min(self._failures - 1, 10), self._pace.longest_retry)
        return wait * (1 + random.random() / 4)  # noqa: S311 - spreads retries, guards nothing

    def _wait(self, seconds: float) -> None:
        self.not_before = max(self.not_before, time.monotonic() + seconds)


def is_off(reason: str) -> bool:
    """Whether a goodbye of Slack's means that Socket Mode is switched off."""
    return reason == "link_disabled"


def is_refusal(error: Exception) -> bool:
    """Whether Slack understood and said no: trying again with the same token cannot help."""
    code = refusal(error)
    return bool(code) and code not in PASSING


def retry_after(error: Exception) -> float:
    """Seconds that Slack wants to be left alone; 0 when it did not say."""
    if isinstance(error, SlackApiError) and error.response.status_code == 429:
        return float(error.response.headers.get("Retry-After", 30))
    return 0


def _reason(error: Exception) -> str:
    return refusal(error) or (str(error) if isinstance(error, TurnedAway) else type(error).__name__)
