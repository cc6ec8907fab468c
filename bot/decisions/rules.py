"""The levels of a decision and the kinds of limit. Tables and values; no session, no Slack, no clock."""

from enum import StrEnum


class Right(StrEnum):
    """Who decides, from most to least with the rep."""

    DECIDE = "decide"
    DECIDE_AND_TELL = "decide_and_tell"
    ASK_FIRST = "ask_first"
    MINE = "mine"


class LimitKind(StrEnum):
    """What a limit counts."""

    AMOUNT = "amount"
    PERCENT = "percent"
