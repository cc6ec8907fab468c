"""The only place that asks the computer what time it is. Everything else takes `now` as a value."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the current moment as an aware datetime in UTC. The sandbox passes one whose hands can be moved."""


def system() -> datetime:
    """The computer's own clock, in UTC."""
    return datetime.now(UTC)
