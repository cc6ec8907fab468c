"""How often 1:1s come, and what became of them. Tables and values; no session, no Slack, no clock."""

from enum import StrEnum


class MeetingState(StrEnum):
    """What became of a 1:1."""

    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"
    SKIPPED = "skipped"
