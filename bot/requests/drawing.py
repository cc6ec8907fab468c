"""The lot, where a team tries different waits: whether it is cast, and what it says. Pure; no session, no clock."""

from hashlib import sha256

from bot.requests.rules import SEEN, WAITS, WayIn


def is_drawn(varies: bool, has_own: bool, way_in: WayIn, growth: bool) -> bool:
    """Whether the wait of a new question is drawn: where the manager wants that, and nothing else says how long it is.

    Not for a rep with a wait of their own (by their wish, or during ramp), not for a wish to get better (S0.6), and
    not where Kickstand only reads: there the manager has the message already.
    """
    return varies and not has_own and not growth and way_in not in SEEN


def draw(request_id: str) -> int:
    """One of WAITS by lot: each equally likely, and always the same one for the same request."""
    return WAITS[int.from_bytes(sha256(request_id.encode()).digest()[:8]) % len(WAITS)]
