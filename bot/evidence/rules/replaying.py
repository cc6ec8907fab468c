"""What another wait, or another protected amount, would have changed in what was recorded. Says what nobody can know.

Times are working time of whoever had the request, counted from when it was asked. Everybody is taken to do what they
did at the same minute: whether a rep would have hurried, or solved it while an answer was out, is not in the record.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median

from bot.growth.rules import Level, hold_at
from bot.requests.rules import NOT_HELD, RAMP_HOLD, Bypass, hold_length

NEVER_WAIT = frozenset({Bypass.URGENT, Bypass.GROWTH})
ALMOST = timedelta(minutes=1)
"""A difference below this is how often somebody looked at the clock, and no change."""


@dataclass(frozen=True, slots=True)
class Past:
    """A request that is over, or answered."""

    hold: timedelta
    """The wait that it was given."""
    settled: timedelta
    """When the rep ended it, or the manager answered."""
    by_manager: bool
    reached: timedelta | None = None
    """When it went out; None: it never did."""
    bypass: Bypass | None = None
    amount: Decimal | None = None
    briefed: timedelta | None = None
    """When the rep gave the amount."""
    short: bool = False
    """It waited for a quarter of an hour at most: its rep was in ramp, or guided on its topic."""
    long: bool = False
    """It waited as long as the team allows: its rep goes alone on its topic, or it was about practice ground."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The settings to try; None: as it was."""

    hold: timedelta | None = None
    protect_at: Decimal | None = None


class Change(StrEnum):
    """What would have been otherwise for one request."""

    SAME = "same"
    MORE = "more"
    """It would have gone out before the rep settled it."""
    FEWER = "fewer"
    """The rep settled it after it went out: it would not have gone out."""
    LATER = "later"
    """Answered: the answer would have come later, or the rep would have settled it meanwhile."""
    SOONER = "sooner"
    """Answered: the answer would have come sooner."""


def is_protected(past: Past, protect_at: Decimal | None) -> bool:
    """Whether the deal is at or above the amount; without another amount, as it was."""
    if protect_at is None or past.bypass in NEVER_WAIT:
        return past.bypass == Bypass.PROTECTED
    return past.amount is not None and past.amount >= protect_at


def goes_out(past: Past, otherwise: Otherwise) -> timedelta:
    """When it would go out, if the rep did not settle it before.

    1. What was urgent or a wish to get better goes out when it did.
    2. A protected deal goes out when the amount is known, if it has not gone out before.
    3. What the rep sent at once goes out when they sent it; so does what went out because nothing was held.
    4. All else waits for the other hold; what went out late (nobody was there) is late by as much, and what had not
       gone out by the time it was settled would not have gone out with a longer one either.
    """
    wait = past.hold if otherwise.hold is None else _wait(past, otherwise.hold)
    was_protected, protected = past.bypass == Bypass.PROTECTED, is_protected(past, otherwise.protect_at)
    if past.reached is None:
        planned = wait if wait < past.hold else max(wait, past.settled)
    elif past.bypass in {*NEVER_WAIT, *NOT_HELD, Bypass.SENT_NOW} or (was_protected and protected):
        planned = past.reached
    elif was_protected:
        planned = wait
    else:
        planned = max(timedelta(), past.reached + wait - past.hold)
    return min(planned, past.briefed or timedelta()) if protected and not was_protected else planned


def _wait(past: Past, hold: timedelta) -> timedelta:
    """How long it would wait where the team waits for `hold`."""
    level = Level.INDEPENDENT if past.long else Level.SUPPORTED
    return hold_at(level, hold_length(hold, past.short), RAMP_HOLD, longest=past.hold)


def change(past: Past, otherwise: Otherwise) -> Change:
    """What would have been otherwise for this one."""
    out = goes_out(past, otherwise)
    if past.reached is None:
        return Change.MORE if out < past.settled else Change.SAME
    if abs(out - past.reached) < ALMOST:
        return Change.SAME
    if past.by_manager:
        return Change.LATER if out > past.reached else Change.SOONER
    return Change.SAME if out < past.settled else Change.FEWER


@dataclass(frozen=True, slots=True)
class Replay:
    """What would have been otherwise, over many requests."""

    counted: int
    reached: int
    """How many interrupted a manager, as it was."""
    more: int
    fewer: int
    later: int
    later_by: timedelta | None
    """By how much those answers would have come later: the median."""
    sooner: int
    sooner_by: timedelta | None
    protected: int
    protected_then: int
    """How many were, and would have been, protected deals: not held and not scored."""

    @property
    def most(self) -> int:
        """Interruptions, if none of the later ones were settled meanwhile."""
        return self.reached + self.more - self.fewer

    @property
    def least(self) -> int:
        """Interruptions, if all of the later ones were settled meanwhile."""
        return self.most - self.later


def replay(pasts: Sequence[Past], otherwise: Otherwise) -> Replay:
    """The same requests under other settings. In any order; changes nothing."""
    changes = Counter(change(past, otherwise) for past in pasts)
    return Replay(
        counted=len(pasts),
        reached=sum(past.reached is not None for past in pasts),
        more=changes[Change.MORE],
        fewer=changes[Change.FEWER],
        later=changes[Change.LATER],
        later_by=_typical(pasts, otherwise, Change.LATER),
        sooner=changes[Change.SOONER],
        sooner_by=_typical(pasts, otherwise, Change.SOONER),
        protected=sum(is_protected(past, None) for past in pasts),
        protected_then=sum(is_protected(past, otherwise.protect_at) for past in pasts),
    )


def _typical(pasts: Iterable[Past], otherwise: Otherwise, wanted: Change) -> timedelta | None:
    """By how much that changes when it goes out, where it does: the median."""
    shifts = [
        abs(goes_out(past, otherwise) - past.reached).total_seconds()
        for past in pasts
        if past.reached is not None and change(past, otherwise) is wanted
    ]
    return timedelta(seconds=median(shifts)) if shifts else None
