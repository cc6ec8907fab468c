"""A manager's own people in one week: how each asked, what repeats, what it took. Reads only; keeps nothing anywhere.

Only of reps who report to the manager at the moment of reading: who left, or was forgotten, is in none of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import Label
from bot.score.models import WeeklyScore
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.patterns import (
    PastRamp,
    Pattern,
    RepWeek,
    Spent,
    past_ramp,
    patterns,
    rep_weeks,
    spent,
    to_suggest,
)
from bot.score.rules.vocabulary import Seeking, SuggestionKind
from bot.score.rules.week import Week
from bot.score.service.gathering import ENDED, scored
from bot.score.service.weekly import read
from bot.settings import Settings
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import RAMP
from bot.team.working_time import Hours


@dataclass(frozen=True)
class RepLine:
    """One rep's week, by name."""

    name: str
    week: RepWeek


@dataclass(frozen=True)
class Repeated:
    """Rescues of one rep on one topic: in four weeks and, where they are past ramp, since then; 0: not said."""

    name: str
    topic: str
    in_four_weeks: int
    since_ramp: int


@dataclass(frozen=True)
class Suggested:
    """What the one suggestion is about, and how those requests were asked most often."""

    name: str
    topic: str
    mostly: Seeking


@dataclass(frozen=True)
class People:
    """All that a manager reads about their people below a report; reps and patterns by name."""

    reps: tuple[RepLine, ...]
    repeated: tuple[Repeated, ...]
    suggested: Suggested | None
    spent: Spent


def people(session: Session, settings: Settings, saved: WeeklyScore, now: datetime) -> People | None:
    """What is true now about the week of a saved report; None when there is nothing to say."""
    manager = session.get(Person, saved.manager_id)
    reps = {rep.id: rep for rep in team.reps_of(session, saved.manager_id)}
    if manager is None or not reps:
        return None
    week, hours = Week(saved.monday), team.hours(session, manager, settings, now)
    pairs = [
        (each, scored(session, each, week, hours)) for each in _ended(session, manager.id, list(reps), week, hours)
    ]
    requests = [known for _, known in pairs]
    weeks = rep_weeks(requests, week)
    by_name = sorted(reps.values(), key=lambda rep: (rep.name.casefold(), rep.id))
    found = People(
        reps=tuple(RepLine(rep.name, weeks[rep.id]) for rep in by_name if rep.id in weeks),
        repeated=_repeated(requests, week, reps, _ramps(session, manager.id)),
        suggested=_suggested(to_suggest(requests, week), reps) if _is_about_one(saved) else None,
        spent=spent((known.giving, each.minutes) for each, known in pairs if known.week == week and not each.deputy_id),
    )
    return found if found.reps or found.repeated else None


def _ended(session: Session, manager_id: str, rep_ids: list[str], week: Week, hours: Hours) -> list[Request]:
    """What ended that week, and every rescue before it: some repeat, and some are told of since the end of a ramp."""
    query = select(Request).where(
        Request.manager_id == manager_id,
        Request.rep_id.in_(rep_ids),
        Request.status.in_(ENDED),
        Request.ended_at < week.ends_at(hours.zone),
        or_(Request.ended_at >= week.starts_at(hours.zone), Request.label == Label.RESCUED),
    )
    return list(session.scalars(query.order_by(Request.asked_at, Request.id)))


def _ramps(session: Session, manager_id: str) -> dict[str, date]:
    """The first day after each rep's ramp, where somebody said when they started."""
    lines = team.lines_of(session, manager_id)
    return {line.rep_id: line.started_on + RAMP for line in lines if line.started_on}


def _repeated(
    requests: list[ScoredRequest], week: Week, reps: Mapping[str, Person], ramps: Mapping[str, date]
) -> tuple[Repeated, ...]:
    found: list[Pattern | PastRamp] = [*patterns(requests, week), *past_ramp(requests, week, ramps)]
    pairs = sorted(
        {(each.rep_id, each.topic) for each in found},
        key=lambda pair: (reps[pair[0]].name.casefold(), pair),
    )
    lately = {(each.rep_id, each.topic): each.rescues for each in found if isinstance(each, Pattern)}
    since = {(each.rep_id, each.topic): each.rescues for each in found if isinstance(each, PastRamp)}
    return tuple(Repeated(reps[pair[0]].first_name, pair[1], lately.get(pair, 0), since.get(pair, 0)) for pair in pairs)


def _is_about_one(saved: WeeklyScore) -> bool:
    """Whether this week's one suggestion is the one that stands here."""
    suggestion = read(saved).suggestion
    return suggestion is not None and suggestion.kind is SuggestionKind.REPEATED


def _suggested(pattern: Pattern | None, reps: Mapping[str, Person]) -> Suggested | None:
    if pattern is None:
        return None
    return Suggested(reps[pattern.rep_id].first_name, pattern.topic, pattern.mostly)
