"""Which colleague is offered, and who counts as there. Pure: no session, no Slack, no clock. Counts nobody's help."""

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256


def pick(question_id: str, peers: Collection[str]) -> str | None:
    """One of them, the same for the same question; over many questions everybody comes up as often as anybody.

    Nothing is kept for it: each question draws lots with its own opaque id, and somebody who comes or goes changes
    only the questions that they won or win.
    """
    return min(peers, key=lambda peer: sha256(f"{question_id}:{peer}".encode()).digest(), default=None)


def is_there(
    today: date,
    now: datetime,
    *,
    gone: bool = False,
    out: bool = False,
    out_until: datetime | None = None,
    off: Collection[tuple[date, date]] = (),
    quiet: Collection[tuple[datetime, datetime]] = (),
) -> bool:
    """Whether somebody can be asked now: not out of office, not on a day off, not on do-not-disturb.

    `today`: the day it is where they are. `off`: their days away, both included.
    """
    is_out = out and (out_until is None or out_until > now)
    is_off = any(first <= today <= last for first, last in off)
    is_quiet = any(start <= now < end for start, end in quiet)
    return not (gone or is_out or is_off or is_quiet)
