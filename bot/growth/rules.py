"""How far a rep goes alone on a topic, and when the next step is proposed. No session, no Slack, no clock.

    guided -> supported -> independent

A manager sets levels; a proposal only asks. Nobody said: supported; during ramp: guided, which ends with the ramp.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.team.rules import Topic


class Level(StrEnum):
    """How far a rep goes alone on a topic (S0.1). Nobody said: supported; during ramp: guided."""

    GUIDED = "guided"
    SUPPORTED = "supported"
    INDEPENDENT = "independent"


ORDER = (Level.GUIDED, Level.SUPPORTED, Level.INDEPENDENT)
TOPICS = tuple(topic for topic in Topic if topic != Topic.OTHER)
"""The topics that have levels. "Something else" is a different thing each time: nobody can grow on it."""


@dataclass(frozen=True)
class Bar:
    """What it takes for the next level to be proposed: so many own answers within so long, on it for `on_it`."""

    to: Level
    own: int
    within: timedelta
    on_it: timedelta


SIX_WEEKS = timedelta(weeks=6)
"""The score's window: long enough for a quiet week and a holiday, short enough to be about how somebody works now."""
BARS = {
    Level.GUIDED: Bar(Level.SUPPORTED, own=3, within=timedelta(weeks=3), on_it=timedelta(0)),
    Level.SUPPORTED: Bar(Level.INDEPENDENT, own=6, within=SIX_WEEKS, on_it=SIX_WEEKS),
}
"""Six own answers, no rescue, six weeks are S0.1's own example. The first step is half of that: it takes nothing away
if it comes early, for help is still there. One rescue within the time, and nothing is proposed."""
REST = SIX_WEEKS
"""After "not yet" nobody is asked again for so long: a proposal every Monday would be a push."""


@dataclass(frozen=True)
class Setting:
    """A manager's word on one rep and one topic. `ramp`: the rep was in ramp when it was said."""

    level: Level
    at: datetime
    ramp: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a rep is on a topic. `since`: None while nobody said. `not_yet`: when a proposal was last put off."""

    level: Level
    since: datetime | None = None
    not_yet: datetime | None = None


@dataclass(frozen=True)
class Attempt:
    """One request on a topic, and how it went. `own`: it came with the rep's pick, or the rep settled it."""

    at: datetime
    own: bool
    rescued: bool


def standing(settings: Sequence[Setting], ramp: bool) -> Standing:
    """Where the settings of one rep and topic lead, the oldest first. The same level again means "not yet".

    While nobody said anything that is supported, which everybody has; during ramp it was said by hand, and holds.
    """
    found = Standing(Level.GUIDED if ramp else Level.SUPPORTED)
    for each in settings:
        usual = each.level == Level.SUPPORTED and not each.ramp
        if each.level == found.level if found.since else usual:
            found = replace(found, not_yet=each.at)
        else:
            found = Standing(each.level, each.at)
    return found


def is_next(now_at: Level, level: Level) -> bool:
    """Whether this is the one step up that a proposal is about."""
    return ORDER.index(level) == ORDER.index(now_at) + 1


def proposal(now_at: Standing, attempts: Iterable[Attempt], ramp: bool, now: datetime) -> Level | None:
    """The next level, if it is time to ask the manager about it.

    1. Not within six weeks after "not yet"; not for the guided level of the ramp, which ends by itself; nobody is
       called independent during ramp.
    2. Enough own answers within the time, all given since the present level was set, and no rescue within the time.
    3. For independent: on the topic, at this level, for six weeks.
    """
    bar = BARS.get(now_at.level)
    if bar is None or (now_at.not_yet and now < now_at.not_yet + REST):
        return None
    if ramp and (now_at.since is None or bar.to == Level.INDEPENDENT):
        return None
    past = [each for each in attempts if each.at <= now]
    recent = [each for each in past if each.at > now - bar.within]
    if any(each.rescued for each in recent):
        return None
    began = max([each for each in (now_at.since, min((each.at for each in past), default=now)) if each])
    own = sum(each.own for each in recent if now_at.since is None or each.at > now_at.since)
    return bar.to if own >= bar.own and now - began >= bar.on_it else None


def is_step_back(before: Level, after: Level) -> bool:
    """Whether this takes something away: then the rep is told why."""
    return ORDER.index(after) < ORDER.index(before)


def hold_at(level: Level, usual: timedelta, short: timedelta, longest: timedelta) -> timedelta:
    """How long a request on a topic of this level waits.

    `usual`: what this rep waits otherwise. `short`: the wait of somebody who is new. `longest`: the team's longest.
    Where nothing is held, nothing is held: somebody who goes alone does not wait either.
    """
    if level == Level.GUIDED:
        return min(usual, short)
    return max(usual, longest) if level == Level.INDEPENDENT and usual else usual
