"""How long a note is kept, and what may happen to it. Tables and values; no session, no Slack, no clock."""

from datetime import datetime, timedelta
from enum import StrEnum

KEPT = timedelta(days=182)
"""Notes go after half a year (S0.4): what was not asked for by then is not what it was."""
LONGEST = 1000
"""Letters in one note: a thought, not a file."""


class State(StrEnum):
    """Where a note stands. It leaves QUIET only because the rep asks (S0.5)."""

    QUIET = "quiet"
    WANTED = "wanted"
    TALK = "talk"
    SHARED = "shared"


MAY_SHARE = frozenset({State.WANTED, State.TALK})
MAY_DELETE = frozenset({State.QUIET})
"""What the rep has asked for is not taken away from under them."""


def state(wanted: bool, talk: bool, shared: bool) -> State:
    """What was shared stays shared, whatever else was said about it."""
    if shared:
        return State.SHARED
    if talk:
        return State.TALK
    return State.WANTED if wanted else State.QUIET


def is_over(at: datetime, now: datetime) -> bool:
    """Whether a note has had its time, deleted already or not."""
    return at <= now - KEPT
