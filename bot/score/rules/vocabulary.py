"""The closed lists of the score: how a request was asked, answered, left out. Never decides anything itself."""

from enum import StrEnum


class Seeking(StrEnum):
    """How the help was asked for. Set by buttons and filled fields, never by reading text."""

    SOLVED_IN_HOLD = "solved_in_hold"
    DECIDED_OWN = "decided_own"
    PARKED = "parked"
    PICKED = "picked"
    OPTIONS = "options"
    TRIED = "tried"
    NEITHER = "neither"


ABSORBED = frozenset({Seeking.SOLVED_IN_HOLD, Seeking.DECIDED_OWN, Seeking.PARKED})
"""Requests that never interrupted the manager: solved, decided, or kept for the 1:1."""


class Giving(StrEnum):
    """How the help was given, as the manager labelled it. A request without a label has None instead."""

    NONE_NEEDED = "none_needed"
    DELEGATED = "delegated"
    COACHED = "coached"
    RESCUED = "rescued"


class Exclusion(StrEnum):
    """Why a request is left out of the score. Personal ones are never stored, so they cannot appear here."""

    WITHDRAWN = "withdrawn"
    BY_DEPUTY = "by_deputy"
    URGENT = "urgent"
    PROTECTED = "protected"
    GROWTH = "growth"
    NOT_HELD = "not_held"
    RESERVED_TOPIC = "reserved_topic"
    ONLY_I_COULD = "only_i_could"
    RAMP = "ramp"
    GUIDED = "guided"
    NEW_ON_BOT = "new_on_bot"


class Phase(StrEnum):
    """How much a report may say. OFF: counts alone. SMALL: not even those, because the team is too small for them."""

    OFF = "off"
    SMALL = "small"
    BASELINE = "baseline"
    TOO_FEW = "too_few"
    EARLY = "early"
    FULL = "full"


class Verdict(StrEnum):
    """The word beside the number, from most independent to most dependent."""

    MOSTLY_INDEPENDENT = "mostly_independent"
    MIXED = "mixed"
    DEPENDENT = "dependent"


class Withheld(StrEnum):
    """Why a number stands without a word."""

    EARLY = "early"
    DISPUTED = "disputed"
    STRADDLES = "straddles"
    SUPPORT = "support"


class Trend(StrEnum):
    """How the score compares with the one a whole window earlier."""

    LOWER = "lower"
    HIGHER = "higher"
    UNCLEAR = "unclear"


class SupportLevel(StrEnum):
    """The other axis: whether the team was there to be leaned on. UNKNOWN when nothing could be measured."""

    UNKNOWN = "unknown"
    LOW = "low"
    OK = "ok"


class SuggestionKind(StrEnum):
    """The things a report may suggest, one at a time. REPEATED is about one rep, and stands in the thread alone."""

    ASK_FOR_OPTIONS = "ask_for_options"
    ASK_FOR_PICK = "ask_for_pick"
    OPEN_DECISIONS = "open_decisions"
    COACH_FIRST = "coach_first"
    BACK_THEIR_PICK = "back_their_pick"
    REPEATED = "repeated"
