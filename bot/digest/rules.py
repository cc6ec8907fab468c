"""What a lead may see of a team's week, and when. Tables and values; never a figure that stands for one person.

    steady      past the ramp, and on the team for the whole week: whom the figures are about
    mixed       three people's at least, and more than half of it nobody's: what may become a figure
    told        said in a digest; a moment of a team's time is told once, to whoever leads it then

docs/digest.md says why.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.score.rules.constants import FEWEST_REPS
from bot.score.rules.rates import Share
from bot.score.rules.vocabulary import Verdict
from bot.score.rules.week import Week, minute_of

LEAST_REPS = FEWEST_REPS
"""Steady reps, from whom on a team is shown."""
LEAST_ASKERS = 3
"""People who must have asked what a figure counts."""
POST_AT = time(9, 30)
REPORTS_BY = time(9)
"""Managers have their own weekly reports by then, on their Monday."""
MOST_WINS, MOST_GAPS = 10, 3
FORMAT = 1
Thing = TypeVar("Thing")


class Shown(StrEnum):
    """How much of a team is shown, and why no more."""

    FIGURES = "figures"
    FEW_REPS = "few_reps"
    FEW_ASKED = "few_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of the week, as it stood when the week was told."""

    id: str
    rep_id: str
    settled: bool
    """Solved or decided by the rep, before the manager had answered."""
    in_hold: bool
    """Solved while it waited."""
    reached: bool
    with_options: bool
    missing: str | None = None
    """The stage whose next step it asked for and no playbook has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One 1:1 of the week. `held`: the manager said so by then."""

    rep_id: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one team's week is made of. `steady`: past the ramp, on the team all week, and not its lead."""

    steady: Collection[str]
    asked: Sequence[Asked] = ()
    one_on_ones: Sequence[Planned] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One team's week. None: not measured, or it would be about too few people."""

    asked: int
    settled: Share
    in_hold: Share
    with_options: Share | None
    one_on_ones: Share | None = None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The manager's score as their own report has it."""

    score: int
    low: int
    high: int
    verdict: Verdict | None
    greyed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWeek:
    """What a digest says of one team. `until`: what was asked before then is told."""

    manager_id: str
    until: datetime
    shown: Shown
    figures: Figures | None = None
    score: Score | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One lead's week. Holds ids, no name and no words. `began`: not posted, the lead's first week comes after it."""

    week: Week
    teams: tuple[TeamWeek, ...] = ()
    wins: tuple[str, ...] = ()
    began: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than that nothing can be shown."""
        return bool(self.wins) or any(each.shown is Shown.FIGURES for each in self.teams)

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back to an equal value."""
        return json.dumps({"format": FORMAT, **asdict(self)}, default=lambda each: each.isoformat(), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Told:
        """As it was saved. Raises ValueError for another format."""
        saved = json.loads(text)
        if saved.pop("format", None) != FORMAT:
            raise ValueError("this digest was saved in a form that this version does not read")
        return cls(
            week=Week(date.fromisoformat(saved["week"]["monday"])),
            teams=tuple(_team(each) for each in saved["teams"]),
            wins=tuple(saved["wins"]),
            began=saved["began"],
        )


def _team(saved: Mapping[str, Any]) -> TeamWeek:
    return TeamWeek(
        manager_id=saved["manager_id"],
        until=datetime.fromisoformat(saved["until"]),
        shown=Shown(saved["shown"]),
        figures=_figures(saved["figures"]) if saved["figures"] else None,
        score=_score(saved["score"]) if saved["score"] else None,
    )


def _figures(saved: Mapping[str, Any]) -> Figures:
    names = ("settled", "in_hold", "with_options", "one_on_ones")
    shares = {name: saved[name] and Share(**saved[name]) for name in names}
    return Figures(asked=saved["asked"], gaps=tuple(saved["gaps"]), **shares)


def _score(saved: Mapping[str, Any]) -> Score:
    return Score(**{**saved, "verdict": saved["verdict"] and Verdict(saved["verdict"])})


def team_week(manager_id: str, until: datetime, found: Gathered, score: Score | None) -> TeamWeek:
    """One team's week: figures where nobody can be picked out of them, else why there are none.

    1. What is anybody's who is not steady is not counted, whatever became of it.
    2. A part that is counted apart (what reached the manager, the 1:1s, one missing step) must itself be mixed.
    3. The score, the 1:1s and the missing steps stand beside figures only.
    """
    counted = [each for each in found.asked if each.rep_id in found.steady]
    one_on_ones = [each for each in found.one_on_ones if each.rep_id in found.steady]
    if len(found.steady) < LEAST_REPS:
        return TeamWeek(manager_id=manager_id, until=until, shown=Shown.FEW_REPS)
    if not is_mixed(counted):
        return TeamWeek(manager_id=manager_id, until=until, shown=Shown.FEW_ASKED)
    told = figures(counted, one_on_ones)
    return TeamWeek(manager_id=manager_id, until=until, shown=Shown.FIGURES, figures=told, score=score)


def about_the_team_alone(told: TeamWeek) -> TeamWeek:
    """Without what is about how the manager leads: the score, and the 1:1s."""
    figures = told.figures and replace(told.figures, one_on_ones=None)
    return replace(told, figures=figures, score=None)


def is_mixed(found: Sequence[Asked] | Sequence[Planned]) -> bool:
    """Whether these are three people's at least, and more than half of them nobody's."""
    by = Counter(each.rep_id for each in found)
    return len(by) >= LEAST_ASKERS and 2 * max(by.values()) <= len(found)


def figures(asked: Sequence[Asked], one_on_ones: Sequence[Planned]) -> Figures:
    """Figures about questions that are mixed."""
    reached = [each for each in asked if each.reached]
    return Figures(
        asked=len(asked),
        settled=_share(asked, lambda each: each.settled),
        in_hold=_share(asked, lambda each: each.in_hold),
        with_options=_share(reached, lambda each: each.with_options) if is_mixed(reached) else None,
        one_on_ones=_share(one_on_ones, lambda each: each.held) if is_mixed(one_on_ones) else None,
        gaps=missing_steps(asked),
    )


def missing_steps(asked: Sequence[Asked]) -> tuple[str, ...]:
    """The steps that are missing, of each stage about which a mixed part of these asked: the most asked first, three
    at most."""
    by_stage: dict[str, list[Asked]] = {}
    for each in asked:
        if each.missing:
            by_stage.setdefault(each.missing, []).append(each)
    shared = [stage for stage, found in by_stage.items() if is_mixed(found)]
    return tuple(sorted(shared, key=lambda stage: (-len(by_stage[stage]), stage))[:MOST_GAPS])


def _share(found: Sequence[Thing], fits: Callable[[Thing], bool]) -> Share:
    return Share(sum(fits(each) for each in found), len(found))


def due_at(lead_id: str, week: Week, zone: ZoneInfo, ready: datetime) -> datetime:
    """When the digest about `week` is due: Monday 09:30 there and a little later; where it is not ready, a day later.

    `ready`: when the week is over for every team in it.
    """
    monday = week.back(-1).monday
    mornings = (_local(monday + timedelta(days=days), POST_AT, zone) for days in range(4))
    minute = timedelta(minutes=minute_of(lead_id))
    return next(each + minute for each in mornings if each + minute >= ready)


def after_the_report(week: Week, zone: ZoneInfo) -> datetime:
    """From when on a manager's shared score may be told: they have had their own report by then."""
    return _local(week.back(-1).monday, REPORTS_BY, zone)


def the_day_after(due: datetime, zone: ZoneInfo) -> datetime:
    """The same time of the next morning there: so long a manager's own report may be late."""
    here = due.astimezone(zone)
    return _local(here.date() + timedelta(days=1), here.time(), zone)


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
