"""Finds a request for somebody who may see it, moves it, keeps its due time. Nothing else writes status or history."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests import not_waiting, refusals
from bot.requests.keeping import keep
from bot.requests.models import History, Request
from bot.requests.rules import (
    KEEP_TEXT,
    LABEL_WITHIN_DAYS,
    NEXT,
    OPEN,
    SEEN,
    Move,
    Plan,
    Status,
    may_answer_again,
    plan,
)
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.times import length
from bot.team import service as team
from bot.team.models import Person
from bot.team.working_time import NoWorkingTime, add_working

REP, CARD = "request.rep", "request.card"
"""The rep's one message, and the manager's card."""
CHECK, FOLLOW_UP, ANSWERED, REPLY, WAITING, OUTCOME = (
    f"request.{name}" for name in ("check", "follow_up", "answered", "reply", "waiting", "outcome")
)
"""In threads: ten-minute check, the one follow-up, answer, relayed reply, the rep's side of the reminder, look back."""
OUTCOME_SEEN = "request.outcome_seen"
"""The look back of a manager who let it play out."""
REMINDER = "request.reminder"
"""The one reminder in the card's thread."""
AS_MANAGER = "request.as_manager"
"""What a manager asks in their own name, where the rep had asked."""
LINE = "request.line"
"""The manager's one quiet line about something that was asked of them elsewhere, until the card takes its place."""

_OVER = {
    Status.DELIVERED: "has gone out",
    Status.ANSWERED: "was answered",
    Status.CLOSED: "is closed",
    Status.SOLVED: "was solved",
    Status.DECIDED: "was decided",
    Status.PARKED: "is parked for the 1:1",
    Status.WITHDRAWN: "was taken back",
}


def find(session: Session, request_id: str) -> Request | None:
    """The request, locked until the transaction ends."""
    return session.get(Request, request_id, with_for_update=True)


def asked_by(session: Session, request_id: str, rep_id: str) -> Request:
    """The rep's own request. Raises Refusal for anybody else's, or one that is gone."""
    request = find(session, request_id)
    if request is None:
        raise refusals.gone()
    if request.rep_id != rep_id:
        raise refusals.not_yours()
    return request


def answerable_by(session: Session, request_id: str, person_id: str) -> Request:
    """The request, for the manager of record now or the deputy it was handed to. Raises Refusal for anybody else."""
    request = find(session, request_id)
    if request is None:
        raise refusals.gone()
    if person_id not in readers(session, request):
        manager = team.manager_of(session, request.rep_id)
        raise refusals.not_your_answer(manager.first_name if manager else "their manager")
    return request


def readers(session: Session, request: Request) -> set[str]:
    """Who may see it besides the rep: the manager of record now, and the deputy it was handed to.

    Another manager has deputies of their own: what ended before the change is closed to the old ones. A rep without
    any manager keeps the deputy whom they asked.
    """
    manager = team.manager_of(session, request.rep_id)
    deputy = request.deputy_id if manager is None or manager.id == request.manager_id else None
    return {each for each in (manager.id if manager else None, deputy) if each}


def answered_by(request: Request) -> str | None:
    """Who gave the last answer."""
    given = (each for each in reversed(request.history) if each.move in {Move.ANSWER, Move.ANSWER_OUTSIDE})
    return next((each.actor_id for each in given if each.actor_id), None)


def move(session: Session, request: Request, what: Move, by: str | None, now: datetime) -> None:
    """Move a request and write its history row. Raises Refusal when the move is not legal from where it is."""
    go(session, request, what, by, now)
    changed(session, request, now)


def go(session: Session, request: Request, what: Move, by: str | None, now: datetime) -> None:
    """The same, for whoever changes more of it and calls `changed` then."""
    before = request.status
    after = NEXT.get((before, what))
    if after is None:
        raise refusals.over(_OVER.get(before, "is on its way"))
    request.status = after
    session.add(History(request=request, at=now, move=what, before=before, after=after, actor_id=by))
    if after != Status.HELD:
        request.release_at = request.check_at = None
    if after != Status.DELIVERED:
        request.remind_at = None
    if after not in OPEN:
        request.ended_at, request.close_at = now, None
        request.had_tried, request.had_options = bool(request.tried_text), bool(request.options)
        request.forget_at = now + KEEP_TEXT


def keep_new(session: Session, request: Request, now: datetime) -> None:
    """Keep a request that was just asked, planned by now, and have the rep's message about it sent."""
    keep_due(request)
    session.add(request)
    session.flush()
    keep(session, request, now)
    outbox.want(session, REP, request.id, request.rep_id, now)


def changed(session: Session, request: Request, now: datetime) -> None:
    """Bring the due time and every message about this request up to date."""
    keep_due(request)
    session.flush()
    keep(session, request, now)
    outbox.refresh_several(session, (REP, CARD, CHECK, WAITING, REMINDER, LINE), request.id, now)


def keep_due(request: Request) -> None:
    """Keep `due_at` the earliest of what falls due."""
    request.due_at = min((moment for moment in request.moments.values() if moment), default=None)


def schedule(session: Session, request: Request, settings: Settings, now: datetime) -> None:
    """Place the release and the check of a held request. Without working time in sight it is due at once: fail open."""
    planned = _plan(session, request, settings, now)
    request.release_at = planned.release_at
    request.check_at = None if request.checked_at else planned.check_at


def _plan(session: Session, request: Request, settings: Settings, now: datetime) -> Plan:
    answerer = team.person(session, request.answerer_id)
    hours = team.hours(session, answerer, settings, now)
    try:
        planned = plan(hours, request.asked_at, request.hold, now)
        return not_waiting.sooner(session, request, hours, planned, now)
    except NoWorkingTime:
        return Plan(now, None)


def working_after(session: Session, person_id: str, settings: Settings, amount: timedelta, now: datetime) -> datetime:
    """`amount` of this person's working time from now; by the wall clock when they have none in sight."""
    hours = team.hours(session, team.person(session, person_id), settings, now)
    try:
        return add_working(hours, now, amount)
    except NoWorkingTime:
        return now + amount


def label_deadline(session: Session, request: Request, settings: Settings, now: datetime) -> datetime:
    """Two working days from now: until then the manager may say what kind of help it was (S1.1)."""
    hours = team.hours(session, team.person(session, request.answerer_id), settings, now)
    opening = hours.end.hour * 60 + hours.end.minute - hours.start.hour * 60 - hours.start.minute
    day = timedelta(hours=24) if hours.always else timedelta(minutes=opening % 1440 or 1440)
    return working_after(session, request.answerer_id, settings, LABEL_WITHIN_DAYS * day, now)


def refuse_second_answer(session: Session, request: Request, by: str, now: datetime) -> None:
    """Say who was quicker. Always raises Refusal."""
    last = next((each for each in reversed(request.history) if each.move == Move.ANSWER), None)
    if last is None or last.actor_id == by or last.actor_id is None:
        raise refusals.answered_by_you() if last else refusals.over(_OVER[request.status])
    raise refusals.answered_by(team.person(session, last.actor_id).first_name, length(now - last.at))


def refuse_unless(request: Request, *allowed: Status) -> None:
    """A form about a request opens only while its answers can still count. Raises Refusal."""
    if request.status not in allowed:
        raise refusals.over(_OVER[request.status])


def refuse_if_over(session: Session, request: Request, by: str, now: datetime) -> None:
    """A question can be asked until somebody gave a final answer. Raises Refusal."""
    if request.status == Status.ANSWERED and not may_answer_again(request.answer, request.label):
        refuse_second_answer(session, request, by, now)
    was_seen = request.way_in in SEEN and request.status == Status.HELD  # by the manager, where it was asked
    if request.status not in {Status.DELIVERED, Status.ANSWERED} and not was_seen:
        raise refusals.over(_OVER.get(request.status, "is on its way"))


def open_of(session: Session, rep_id: str, *, lock: bool = False) -> list[Request]:
    """A rep's open requests, the oldest first; `lock`: as they are now, and until the transaction ends."""
    query = select(Request).where(Request.rep_id == rep_id, Request.status.in_(OPEN))
    query = query.order_by(Request.asked_at, Request.id)
    return list(session.scalars(query.with_for_update() if lock else query))


def people(session: Session, request: Request) -> tuple[Person, Person]:
    """The rep, and who has the request now."""
    return team.person(session, request.rep_id), team.person(session, request.answerer_id)
