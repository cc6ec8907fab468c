"""The roles on a joint call. Tables and values; no session, no Slack, no clock."""

from enum import StrEnum


class Role(StrEnum):
    """What a manager is there for (S1.6)."""

    DIGNITARY = "dignitary"
    DEPTH = "depth"
    EXPERT = "expert"
    CRUTCH = "crutch"


class Recovery(StrEnum):
    """What became of a hard moment on the call (S4.6)."""

    ALONE = "alone"
    ASKED = "asked"
    JUMPED_IN = "jumped_in"
