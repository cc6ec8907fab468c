"""Use cases of the weekly score: gather a manager's requests, compute, save, have it posted. Never calls Slack."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.plans.service.promises import kept_of_due
from bot.requests.models import Request
from bot.requests.rules import Bypass, Label, Status, remind_after
from bot.score.models import WeeklyScore
from bot.score.rules.constants import HISTORY_WEEKS
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.rates import Share, Support
from bot.score.rules.vocabulary import Giving, Seeking, SuggestionKind
from bot.score.rules.week import Week, due_week, local_day, post_due_at
from bot.score.rules.weekly import Facts, weekly
from bot.settings import Settings
from bot.slack import outbox
from bot.team import service as team
from bot.team.models import Person
from bot.team.working_time import Hours, working_between

WEEKLY = "score.weekly"
ENDED = (Status.CLOSED, Status.SOLVED, Status.DECIDED, Status.PARKED, Status.WITHDRAWN)
GIVEN = {Label.DELEGATED: Giving.DELEGATED, Label.COACHED: Giving.COACHED, Label.RESCUED: Giving.RESCUED}


def post_one_due(session: Session, settings: Settings, now: datetime) -> bool:
    """Save and have posted one manager's report that is due; False when none is."""
    return any(post_if_due(session, settings, manager, now) for manager in team.managers(session))


def post_if_due(session: Session, settings: Settings, manager: Person, now: datetime) -> bool:
    """Save and have posted a manager's report; False when none is due.

    Monday 08:30 in the manager's own zone; a missed Monday is caught up, never doubled.
    """
    if due_for(session, manager, now) is None:
        return False
    session.get_one(Person, manager.id, with_for_update=True)  # of two processes, the second sees what the first did
    week = due_for(session, manager, now)
    if week is not None:
        post(session, settings, manager, week, now)
    return week is not None


def next_post(session: Session, now: datetime) -> datetime | None:
    """When the next manager's report falls due after now."""
    zones = {team.zone(manager) for manager in team.managers(session)}
    weeks = [(Week.of(local_day(now, zone)).back(back), zone) for zone in zones for back in (0, 1)]
    return min((due for week, zone in weeks if (due := post_due_at(week, zone)) > now), default=None)


def due_for(session: Session, manager: Person, now: datetime) -> Week | None:
    """The week that this manager's report is due for, if any."""
    newest = session.scalar(select(func.max(WeeklyScore.monday)).where(WeeklyScore.manager_id == manager.id))
    return due_week(now, team.zone(manager), Week(newest) if newest else None, _joined_on(session, manager, now))


def post(session: Session, settings: Settings, manager: Person, week: Week, now: datetime) -> WeeklyScore:
    """Save the numbers as they are now and have them posted."""
    numbers = numbers_for(session, settings, manager, week, now)
    saved = WeeklyScore(manager_id=manager.id, monday=week.monday, numbers=numbers.to_json(), posted_at=now)
    session.add(saved)
    session.flush()
    outbox.want(session, WEEKLY, saved.id, manager.id, now)
    return saved


def numbers_for(session: Session, settings: Settings, manager: Person, week: Week, now: datetime) -> WeeklyNumbers:
    """One manager's week in numbers, from what is known at `now`. Changes nothing."""
    hours = team.hours(session, manager, settings, now)
    requests = _requests(session, manager, week)
    return weekly(
        Facts(
            week=week,
            requests=[
                _scored(session, each, week, hours) for each in requests if each.status in ENDED and each.ended_at
            ],
            joined_on=_joined_on(session, manager, now),
            reps=len(team.reps_of(session, manager.id)),
            support=replace(_support(requests, week, hours, now), promises=_promises(session, manager, week)),
            previous_suggestion=_previous_suggestion(session, manager, week),
        )
    )


def _joined_on(session: Session, manager: Person, now: datetime) -> date:
    return local_day(team.team(session, manager.id, now).created_at, team.zone(manager))


def _requests(session: Session, manager: Person, week: Week) -> list[Request]:
    """What ended or was still open in the weeks that the score looks at, and not after the scored week."""
    oldest = week.back(HISTORY_WEEKS).starts_at(team.zone(manager))
    newest = week.ends_at(team.zone(manager))
    query = select(Request).where(
        Request.manager_id == manager.id,
        Request.asked_at < newest,
        or_(Request.ended_at.is_(None), Request.ended_at >= oldest),
    )
    return list(session.scalars(query.order_by(Request.asked_at, Request.id)))


def _scored(session: Session, request: Request, week: Week, hours: Hours) -> ScoredRequest:
    assert request.ended_at is not None
    rep = team.person(session, request.rep_id)
    closed_on = local_day(request.ended_at, hours.zone)
    return ScoredRequest(
        id=request.id,
        rep_id=rep.id,
        asked_at=request.asked_at,
        closed_on=closed_on,
        seeking=seeking(request),
        giving=giving(request),
        topic=request.topic,
        decided_by=request.decided_by,
        urgent=request.bypass == Bypass.URGENT,
        protected=request.bypass == Bypass.PROTECTED,
        growth=request.bypass == Bypass.GROWTH,
        only_i_could=request.label == Label.ONLY_I,
        withdrawn=request.status == Status.WITHDRAWN,
        ramp=request.ramp,
        days_on_bot=max((request.asked_at - rep.met_at).days, 0) if rep.met_at else 0,
        weeks_away=_weeks_away(rep, Week.of(closed_on), week),
    )


def _weeks_away(rep: Person, closed: Week, scored: Week) -> int:
    """Working weeks after the request closed that the rep was away for, Monday to Friday."""
    weeks = [closed.back(-number) for number in range(1, scored.since(closed) + 1)]
    return sum(
        any(off.first_day <= week.monday and week.monday + timedelta(days=4) <= off.last_day for off in rep.time_off)
        for week in weeks
    )


def seeking(request: Request) -> Seeking:
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


def giving(request: Request) -> Giving | None:
    """How the help was given; None while it is not labelled."""
    if request.status in {Status.SOLVED, Status.DECIDED, Status.PARKED}:
        return Giving.NONE_NEEDED
    return GIVEN.get(request.label) if request.label else None


def _support(requests: list[Request], week: Week, hours: Hours, now: datetime) -> Support:
    start, end = week.starts_at(hours.zone), week.ends_at(hours.zone)
    requests = [each for each in requests if each.deputy_id is None]  # what a deputy does is not the manager's support
    brought = [each for each in requests if each.delivered_at]  # else it was answered where it was asked, in the hold
    answered = [each for each in brought if each.answered_at and start <= each.answered_at < end]
    minutes = [_minutes(each, hours) for each in answered]
    return Support(
        answer_minutes=median(minutes) if minutes else None,
        answered=len(answered),
        overdue=sum(_overdue(each, hours, min(end, now)) for each in requests),
    )


def _promises(session: Session, manager: Person, week: Week) -> Share | None:
    last = week.monday + timedelta(days=6)
    found = kept_of_due(session, manager.id, week.monday, last, week.ends_at(team.zone(manager)))
    return Share(*found) if found else None


def _minutes(request: Request, hours: Hours) -> float:
    assert request.delivered_at and request.answered_at
    return working_between(hours, request.delivered_at, request.answered_at) / timedelta(minutes=1)


def _overdue(request: Request, hours: Hours, at: datetime) -> bool:
    """Delivered, unanswered at that moment, and for longer than twice the window."""
    if request.delivered_at is None or request.delivered_at >= at:
        return False
    if (request.answered_at and request.answered_at < at) or (request.ended_at and request.ended_at < at):
        return False
    return working_between(hours, request.delivered_at, at) > remind_after(request.hold)


def _previous_suggestion(session: Session, manager: Person, week: Week) -> SuggestionKind | None:
    saved = session.get(WeeklyScore, (manager.id, week.back(1).monday))
    suggestion = read(saved).suggestion if saved else None
    return suggestion.kind if suggestion else None


def read(saved: WeeklyScore) -> WeeklyNumbers:
    """The numbers as they were posted."""
    return WeeklyNumbers.from_json(saved.numbers)
