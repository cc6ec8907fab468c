"""Gathers what one manager's report is made of: requests, support, joining day. Changes nothing, computes no score."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.growth.rules import Level
from bot.one_on_ones.service.counting import held
from bot.plans.service.promises import kept_of_due
from bot.requests.models import Request
from bot.requests.rules import NOT_HELD, Bypass, DecidedBy, Label, Status, remind_after
from bot.requests.service.owning import is_reserved
from bot.score.rules.constants import HISTORY_WEEKS
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.patterns import to_suggest
from bot.score.rules.rates import Share, Support, Unfinished
from bot.score.rules.vocabulary import Giving, Seeking, SuggestionKind
from bot.score.rules.week import Week, local_day
from bot.score.rules.weekly import Facts
from bot.score.service.modes import is_aggregate
from bot.settings import Settings
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import Topic
from bot.team.working_time import Hours, working_between

ENDED = (Status.CLOSED, Status.SOLVED, Status.DECIDED, Status.PARKED, Status.WITHDRAWN)
GIVEN = {
    Label.DELEGATED: Giving.DELEGATED,
    Label.DIFFERENT: Giving.DELEGATED,
    Label.COACHED: Giving.COACHED,
    Label.RESCUED: Giving.RESCUED,
}


class Known(NamedTuple):
    """What is read of a request for a score: plain columns, and none of its words. A year of them is read at once."""

    id: str
    rep_id: str
    deputy_id: str | None
    status: Status
    bypass: Bypass | None
    ramp: bool
    level: Level | None
    asked_at: datetime
    hold_seconds: int
    topic: Topic | None
    right_id: str | None
    had_tried: bool
    had_options: bool
    pick: int | None
    delivered_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    parked_by: str | None
    label: Label | None
    contested: Label | None
    decided_by: DecidedBy | None


_COLUMNS = [getattr(Request, name) for name in Known._fields]
Asked = Known | Request
"""Either will do: the rows that show words are read whole."""


def facts_for(
    session: Session,
    settings: Settings,
    manager: Person,
    week: Week,
    now: datetime,
    previous_suggestion: SuggestionKind | None = None,
) -> Facts:
    """All that the report on this week is made of, from what is known at `now`."""
    hours = team.hours(session, manager, settings, now)
    requests = _requests(session, manager, week)
    ended = _scored_of(session, requests, week, hours)
    mine = {rep.id for rep in team.reps_of(session, manager.id)}
    return Facts(
        week=week,
        requests=ended,
        joined_on=joined_on(session, manager, now),
        reps=len(team.active_reps_of(session, manager.id)),
        support=Support() if is_aggregate(settings) else _support_of(session, settings, manager, requests, week, now),
        unfinished=_unfinished(requests, week.starts_at(hours.zone), week.ends_at(hours.zone)),
        previous_suggestion=previous_suggestion,
        pattern=None if is_aggregate(settings) else to_suggest((each for each in ended if each.rep_id in mine), week),
        score_on=not is_aggregate(settings),
    )


def scored_requests(
    session: Session, settings: Settings, manager: Person, week: Week, now: datetime
) -> list[ScoredRequest]:
    """The requests behind a manager's score for this week, as `estimate` and `explain` take them."""
    hours = team.hours(session, manager, settings, now)
    return _scored_of(session, _requests(session, manager, week), week, hours)


def joined_on(session: Session, manager: Person, now: datetime) -> date:
    """The manager's first day with the bot, on the manager's own calendar."""
    return local_day(team.team(session, manager.id, now).created_at, team.zone(manager))


def _scored_of(session: Session, requests: list[Known], week: Week, hours: Hours) -> list[ScoredRequest]:
    reps = team.people(session, {each.rep_id for each in requests})
    return [
        _scored(session, each, reps[each.rep_id], week, hours)
        for each in requests
        if each.status in ENDED and each.ended_at
    ]


def _unfinished(requests: list[Known], start: datetime, end: datetime) -> Unfinished:
    """What was open when the week ended: it counts in the week in which it ends."""
    still_open = [each for each in requests if each.ended_at is None or each.ended_at >= end]
    answered = sum(each.answered_at is not None and each.answered_at < end for each in still_open)
    new = sum(each.asked_at >= start for each in still_open)
    return Unfinished(answered, len(still_open) - answered, new)


def _requests(session: Session, manager: Person, week: Week) -> list[Known]:
    """What ended or was still open in the weeks that the score looks at, and not after the scored week."""
    oldest = week.back(HISTORY_WEEKS).starts_at(team.zone(manager))
    newest = week.ends_at(team.zone(manager))
    query = select(*_COLUMNS).where(
        Request.manager_id == manager.id,
        Request.asked_at < newest,
        or_(Request.ended_at.is_(None), Request.ended_at >= oldest),
    )
    return [Known._make(row) for row in session.execute(query.order_by(Request.asked_at, Request.id))]


def scored(session: Session, request: Request, week: Week, hours: Hours) -> ScoredRequest:
    """An ended request, reduced to what a score for `week` may know."""
    return _scored(session, request, team.person(session, request.rep_id), week, hours)


def _scored(session: Session, request: Asked, rep: Person, week: Week, hours: Hours) -> ScoredRequest:
    assert request.ended_at is not None
    closed_on = local_day(request.ended_at, hours.zone)
    return ScoredRequest(
        id=request.id,
        rep_id=rep.id,
        asked_at=request.asked_at,
        closed_on=closed_on,
        seeking=seeking(request),
        giving=giving(request),
        delivered=request.delivered_at is not None,
        options=request.had_options,
        postponed=_is_postponed(request),
        topic=request.topic,
        decided_by=request.decided_by,
        contested=request.contested not in {None, request.label},
        urgent=request.bypass == Bypass.URGENT,
        protected=request.bypass == Bypass.PROTECTED,
        growth=request.bypass == Bypass.GROWTH,
        not_held=request.bypass in NOT_HELD,
        reserved_topic=is_reserved(session, request.right_id),
        only_i_could=request.label == Label.ONLY_I,
        withdrawn=request.status == Status.WITHDRAWN,
        deputy=request.deputy_id is not None,
        ramp=request.ramp,
        guided=request.level == Level.GUIDED,
        days_on_bot=max((request.asked_at - rep.met_at).days, 0) if rep.met_at else 0,
        weeks_away=_weeks_away(rep, closed_on, week),
    )


def _weeks_away(rep: Person, closed_on: date, scored: Week) -> int:
    """Working weeks after the request closed that the rep was away for, Monday to Friday."""
    if not rep.time_off:
        return 0
    closed = Week.of(closed_on)
    weeks = [closed.back(-number) for number in range(1, scored.since(closed) + 1)]
    return sum(
        any(off.first_day <= week.monday and week.monday + timedelta(days=4) <= off.last_day for off in rep.time_off)
        for week in weeks
    )


def seeking(request: Asked) -> Seeking:
    """How the help was asked for, by buttons and filled fields. A request solved after it went out keeps its brief."""
    if request.status == Status.SOLVED and request.delivered_at is None:
        return Seeking.SOLVED_IN_HOLD
    if request.status == Status.DECIDED:
        return Seeking.DECIDED_OWN
    if request.status == Status.PARKED and request.parked_by == request.rep_id:
        return Seeking.PARKED
    if request.had_options:
        return Seeking.PICKED if request.pick is not None else Seeking.OPTIONS
    return Seeking.TRIED if request.had_tried else Seeking.NEITHER


def giving(request: Asked) -> Giving | None:
    """How the help was given; None while it is not labelled, and where the manager kept it for the 1:1."""
    if _is_postponed(request):
        return None
    if request.status in {Status.SOLVED, Status.DECIDED, Status.PARKED}:
        return Giving.NONE_NEEDED
    return GIVEN.get(request.label) if request.label else None


def _support_of(
    session: Session, settings: Settings, manager: Person, requests: list[Known], week: Week, now: datetime
) -> Support:
    """What was answered and how soon, the 1:1s that were held, the promises that were kept."""
    hours = team.hours(session, manager, settings, now)
    start, end = week.starts_at(hours.zone), week.ends_at(hours.zone)
    found = held(session, [manager.id], start, end, now)
    one_on_ones = Share(found.held, found.planned) if found else None
    kept = kept_of_due(session, manager.id, week.monday, week.last_day, end)
    promises = Share(*kept) if kept else None
    return replace(_support(requests, week, hours, now), one_on_ones=one_on_ones, promises=promises)


def _is_postponed(request: Asked) -> bool:
    """Whether the manager, or a deputy, parked it: the answer is put off, and not made superfluous."""
    return request.status == Status.PARKED and request.parked_by != request.rep_id


def _support(requests: list[Known], week: Week, hours: Hours, now: datetime) -> Support:
    start, end = week.starts_at(hours.zone), week.ends_at(hours.zone)
    requests = [each for each in requests if each.deputy_id is None]  # what a deputy does is not the manager's support
    brought = [each for each in requests if each.delivered_at]  # else it was answered where it was asked, in the hold
    answered = [each for each in brought if each.answered_at and start <= each.answered_at < end]
    minutes = [_minutes(each, hours) for each in answered]
    overdue = [each for each in requests if _overdue(each, hours, min(end, now))]
    before = sum(_overdue(each, hours, start) for each in overdue)
    return Support(
        answer_minutes=median(minutes) if minutes else None,
        answered=len(answered),
        overdue=len(overdue) - before,
        overdue_before=before,
    )


def _minutes(request: Asked, hours: Hours) -> float:
    assert request.delivered_at and request.answered_at
    return working_between(hours, request.delivered_at, request.answered_at) / timedelta(minutes=1)


def _overdue(request: Asked, hours: Hours, at: datetime) -> bool:
    """Delivered, unanswered at that moment, and for longer than twice the window."""
    if request.delivered_at is None or request.delivered_at >= at:
        return False
    if (request.answered_at and request.answered_at < at) or (request.ended_at and request.ended_at < at):
        return False
    return working_between(hours, request.delivered_at, at) > remind_after(timedelta(seconds=request.hold_seconds))
