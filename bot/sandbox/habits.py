"""How a team asks and how its manager answers, as odds. Tables and values; draws nothing itself, knows no database."""

from collections.abc import Callable
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Habits:
    """Odds from 0 to 1, and how long things take in working minutes."""

    solves: float
    """A rep cracks it while it is held."""
    picks: float
    """What is not cracked comes with options and a pick ..."""
    options: float
    """... with options alone ..."""
    tries: float
    """... or with what was tried; the rest comes bare."""
    sends_now: float
    """Of what comes bare, so much is sent at once."""
    answers: float
    """The manager answers at all."""
    soonest: float
    latest: float
    """The manager's answer comes between so many minutes after the card."""
    rescues: float
    """`I'll handle it` ..."""
    asks: float = 0.5
    """... of the rest, a question; else a pick is backed, or the call is left to the rep."""
    says_so: float = 0.9
    """The manager says of what they handled what it was."""
    alone: float = 0.5
    """What nobody answers, the rep solves alone in the end; the rest stays open."""


RESCUER = Habits(
    solves=0.08, picks=0.05, options=0.1, tries=0.25, sends_now=0.3, answers=0.97, soonest=3, latest=40, rescues=0.9
)
COACH = Habits(
    solves=0.35, picks=0.6, options=0.2, tries=0.15, sends_now=0.1, answers=0.97, soonest=5, latest=60, rescues=0.08
)
ABSENT = Habits(
    solves=0.3,
    picks=0.15,
    options=0.15,
    tries=0.35,
    sends_now=0.1,
    answers=0.3,
    soonest=180,
    latest=1800,
    rescues=0.6,
    says_so=0.4,
    alone=0.75,
)
LEARNS_FROM, LEARNS_UNTIL = 17, 30
"""Weeks between which the rescuer learns: the first four months are as they always were."""

Changing = Callable[[int], Habits]
"""The habits of a week, the first being 1."""


def always(habits: Habits) -> Changing:
    """The same all year."""
    return lambda week: habits


def learning(week: int) -> Habits:
    """A rescuer who becomes a coach, little by little."""
    share = (week - LEARNS_FROM) / (LEARNS_UNTIL - LEARNS_FROM)
    return between(RESCUER, COACH, min(max(share, 0.0), 1.0))


def between(before: Habits, after: Habits, share: float) -> Habits:
    """So far on the way from one to the other."""
    mixed = {
        each.name: getattr(before, each.name) * (1 - share) + getattr(after, each.name) * share
        for each in fields(Habits)
    }
    return Habits(**mixed)
