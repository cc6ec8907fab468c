"""What may be read and for how long it is left alone. Tables and values; no session, no Slack, no clock."""

from datetime import timedelta
from enum import StrEnum

READ, SPEAK = ("im:history", "im:read"), "chat:write"
"""What a manager's consent covers: reading their direct messages and, if they like, answering there as themselves."""
TRIAL = timedelta(days=7)
"""So long nothing is held: the manager hears once a day what would have been."""
SILENCE = timedelta(hours=3)
"""After "Not a request" nothing of that person in that place is taken for one."""
LIVE = timedelta(minutes=10)
"""Who just got an answer is in a conversation: nothing is held up there."""
TOO_OLD = timedelta(hours=4)
"""A message that is found so late, after a gap, has found its answer."""


class ChannelRule(StrEnum):
    """Which posts of a manager's reps in a help channel are for that manager."""

    MENTION = "mention"
    EVERY = "every"
