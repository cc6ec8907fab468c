"""Who is shown which tour, and for how long. Pure: no session, no Slack, no clock."""

from datetime import datetime, timedelta
from enum import StrEnum

SHOWN_FOR = timedelta(days=14)
"""Whoever has not read it by then does not need it."""


class Role(StrEnum):
    """What somebody is new as. ADMIN: whoever looks first, while nobody reports to anybody here."""

    ADMIN = "admin"
    MANAGER = "manager"
    REP = "rep"


def is_shown(since: datetime | None, read_at: datetime | None, now: datetime) -> bool:
    """Whether somebody is shown the tour of what they have been `since`; None: for as long as they are that.

    `read_at`: when they put a tour away; what they became after that they are shown all the same.
    """
    if since is None:
        return read_at is None
    return now < since + SHOWN_FOR and (read_at is None or read_at < since)
