"""A call together: its roles, when something about it falls due, what the two sides agree on. Knows no session, Slack,
clock.

    planned > 30 minutes before: both are reminded > 60 minutes after its start: the rep is asked how it went
            > the rep has written, or two working days are over: the manager is asked > both read both
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.team.working_time import Hours, NoWorkingTime, add_working

REMINDED = timedelta(minutes=30)
"""So long before its start both are reminded (S4.1)."""
LASTS = timedelta(minutes=60)
"""So long after its start it is taken to be over."""
FARTHEST = timedelta(days=366)
OPEN_FOR = timedelta(days=14)
"""So long App Home asks how it went."""
WORKING_DAYS = 2
"""So many the rep has to write first; then the manager may (S4.5)."""
SIGNAL = "Do you have anything you would like to add?"
STRIKES = 4
"""Reasons to let the rep go on, of which the manager reads one before each call (S4.3)."""


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


class Side(StrEnum):
    """Who of the two."""

    REP = "rep"
    MANAGER = "manager"

    @property
    def other(self) -> "Side":
        return Side.MANAGER if self is Side.REP else Side.REP


class Step(StrEnum):
    """What falls due about a call."""

    REMIND = "remind"
    WAIT = "wait"
    """It goes on just now: nothing to say."""
    ASK_REP = "ask_rep"
    ASK_MANAGER = "ask_manager"


@dataclass(frozen=True)
class View:
    """How one side saw the call. `recovery`: None where nothing was hard."""

    played: Role
    signal_used: bool
    jumped_in: bool
    signal_where: str | None = None
    recovery: Recovery | None = None
    note: str | None = None


def starts_at(day: date, at: time, zone: ZoneInfo, now: datetime) -> datetime | str:
    """When a call starts that somebody entered on their own clock, or what is wrong with it, as a sentence."""
    ahead = day - now.astimezone(zone).date()
    if ahead > FARTHEST:
        return "That is more than a year ahead. Pick a day within a year."
    moment = datetime.combine(day, at.replace(tzinfo=None), zone).astimezone(UTC) if ahead >= timedelta() else now
    return moment if moment > now else "That time is over. Pick one that is still to come."


def first_due(start: datetime, now: datetime) -> datetime:
    """When something about a planned call falls due first: the reminder, unless there is no time left for it."""
    return start - REMINDED if now < start - REMINDED else start + LASTS


def step(start: datetime, *, asked: bool, now: datetime) -> Step:
    """What is to be done about a call that fell due. After a standstill nobody is reminded of what has begun."""
    if asked:
        return Step.ASK_MANAGER
    if now >= start + LASTS:
        return Step.ASK_REP
    return Step.REMIND if now < start else Step.WAIT


def managers_turn(hours: Hours, now: datetime) -> datetime:
    """When the manager is asked although the rep has not written: two of the manager's working days from now."""
    opening = hours.end.hour * 60 + hours.end.minute - hours.start.hour * 60 - hours.start.minute
    day = timedelta(days=1) if hours.always else timedelta(minutes=opening % 1440 or 1440)
    try:
        return add_working(hours, now, WORKING_DAYS * day)
    except NoWorkingTime:
        return now + timedelta(days=WORKING_DAYS)


def keeps_agreement(before: Role | None, chosen: Role, others: Role | None) -> bool:
    """Whether the other side's yes still holds when this side chooses a role: nothing new, or what they chose too."""
    return chosen in (before, others)


def differences(one: View, other: View) -> list[str]:
    """What both said, and said differently, by name. Notes are each side's own: they do not differ."""
    told = ((each.name, getattr(one, each.name), getattr(other, each.name)) for each in fields(View))
    return [
        name
        for name, mine, theirs in told
        if name not in {"note", "signal_where"} and None not in (mine, theirs) and mine != theirs
    ]


@dataclass(frozen=True)
class Played:
    """One call of a month: with whom and when, the role that the manager says it was, whether the rep saw another."""

    customer: str
    rep: str
    day: date
    role: Role
    seen_otherwise: bool = False


@dataclass(frozen=True)
class Month:
    """A manager's calls of one month (S1.7). `silent`: on so many the manager has not looked back."""

    calls: tuple[Played, ...] = ()
    silent: int = 0

    def of(self, role: Role) -> Sequence[Played]:
        """The calls in this role, in order."""
        return [each for each in self.calls if each.role is role]

    @property
    def counts(self) -> dict[str, int]:
        """How often each role was played, by its name."""
        return {role.value: len(self.of(role)) for role in Role}

    @property
    def crutch_share(self) -> float | None:
        """Which part of the calls was in the crutch's role; None while there is none."""
        return len(self.of(Role.CRUTCH)) / len(self.calls) if self.calls else None


@dataclass(frozen=True)
class Terms:
    """What somebody entered about a call. An empty `signal` or `introduction`: as it was last, or as it usually is."""

    customer: str
    starts_at: datetime
    role: Role
    signal: str = ""
    introduction: str = ""
