"""How long what is kept. Values only; no session, no Slack, no clock."""

from datetime import datetime, timedelta
from typing import NamedTuple

STRANGER = timedelta(days=1)
"""Somebody whom nothing refers to is kept this long after Slack last told of them: a form may be open."""
QUIET = timedelta(days=60)
"""A hold counts back to when it began; do-not-disturb that ended before this long ago matters to none."""
STUCK = timedelta(days=1)
"""Slack has not let us delete a message for this long: it will not."""
BATCH = 200
"""Rows in one transaction: others want to write as well."""


class Keep(NamedTuple):
    """What ended before these moments goes: words, records."""

    now: datetime
    text_before: datetime
    records_before: datetime


def keep(now: datetime, text: timedelta, records: timedelta) -> Keep:
    """From how long each is kept after its end."""
    return Keep(now, now - text, now - records)
