"""What falls due: release, check, reminder, closing, looking back, forgetting. One request and one step at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from bot.requests import not_waiting
from bot.requests.models import Request, Said
from bot.requests.rules import OPEN, Answer, Bypass, Label, Move, Part, Status, Step
from bot.requests.service.holding import deliver, release
from bot.requests.service.lifecycle import (
    CARD,
    CHECK,
    LINE,
    OUTCOME,
    OUTCOME_SEEN,
    REMINDER,
    REP,
    REPLY,
    WAITING,
    answered_by,
    changed,
    find,
    keep_due,
    move,
    readers,
    schedule,
)
from bot.requests.service.owning import look
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.conversations import named
from bot.slack.outbox import Post
from bot.store.workspace import inside
from bot.team import service as team
from bot.team.models import Person, ReportingLine
from bot.team.working_time import NoWorkingTime, is_working, next_working

Columns = TypeVarTuple("Columns")
SHOWN_TO_MANAGERS = (CARD, LINE, REMINDER, OUTCOME_SEEN)


class Due(NamedTuple):
    """A request whose next step is due."""

    workspace_id: str
    request_id: str


def next_due(session: Session, now: datetime) -> Due | None:
    """The most overdue request of any workspace that no other process has taken, locked; None when nothing is due."""
    query = _most_overdue(select(Request.workspace_id, Request.id), now, 1)
    found = session.execute(query, execution_options={"every_workspace": True}).first()
    return Due(*found) if found else None


def several_due(session: Session, now: datetime, most: int) -> Sequence[Request]:
    """The next so many of any workspace, locked, with what each of their steps would look up by itself."""
    query = _most_overdue(select(Request), now, most)
    query = query.options(selectinload(Request.said), selectinload(Request.history))
    found = session.scalars(query, execution_options={"every_workspace": True}).all()
    for workspace_id in {request.workspace_id for request in found}:
        with inside(workspace_id):
            team.learn_lines(session, {each.rep_id for each in found if each.workspace_id == workspace_id})
    return found


def _most_overdue(query: Select[*Columns], now: datetime, most: int) -> Select[*Columns]:
    due = query.where(Request.due_at <= now).order_by(Request.due_at, Request.asked_at, Request.id)
    return due.limit(most).with_for_update(skip_locked=True)


def anything_due() -> ColumnElement[bool]:
    """Whether any request's next step is due; this asks one index. Wants Moments."""
    return exists().where(Request.due_at <= named().now)


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When the next request falls due after now."""
    return session.scalar(select(func.min(Request.due_at)).where(Request.due_at > now))


def take_step(session: Session, settings: Settings, request_id: str, now: datetime) -> None:
    """Take a request one step further, if it is still due: another process may have been quicker."""
    request = find(session, request_id)
    if request is not None:
        step(session, settings, request, now)


def step(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """The same for a request that is locked."""
    if request.due_at is None or request.due_at > now:
        return
    due = [
        (moment, place, each) for place, each in enumerate(Step) if (moment := request.moments[each]) and moment <= now
    ]
    if due:
        STEPS[min(due)[2]](session, settings, request, now)
    keep_due(request)


def postpone(session: Session, request_id: str, until: datetime) -> None:
    """A step failed: look at this request again later."""
    request = find(session, request_id)
    if request is not None and request.due_at is not None:
        request.due_at = until


def _release(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """Inside working hours only: after downtime, or when somebody went quiet, it waits for the next opening.

    Not on a day on which nothing waits.
    """
    if team.manager_of(session, request.rep_id) is None:
        request.release_at = None
        return
    if not_waiting.is_so(session, request, now):
        request.bypass = request.bypass or Bypass.FROZEN
        release(session, request, settings, None, now)
        return
    hours = team.hours(session, team.person(session, request.answerer_id), settings, now)
    try:
        opening = now if is_working(hours, now) else next_working(hours, now)
    except NoWorkingTime:
        opening = now
    if opening > now:
        request.release_at = opening
        changed(session, request, now)
    else:
        release(session, request, settings, None, now)


def _check(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """Ask once; not any more when the release is due as well, after downtime."""
    request.check_at = None
    if request.release_at and request.release_at <= now:
        return
    request.checked_at = now
    thread = outbox.find(session, REP, request.id)
    outbox.want(session, CHECK, request.id, request.rep_id, now, thread=thread)


def _remind(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """Once: the manager is reminded, and the rep hears it and is offered the deputy."""
    request.remind_at = None
    if request.trouble or team.manager_of(session, request.rep_id) is None:
        return  # the rep has heard that there is nobody to remind
    request.reminded_at = now
    card = outbox.find(session, CARD, request.id, request.answerer_id)
    outbox.want(session, REMINDER, request.id, request.answerer_id, now, thread=card)
    outbox.want(session, WAITING, request.id, request.rep_id, now, thread=outbox.find(session, REP, request.id))


def _close(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """Two working days after the last word: closed; without a label it is unlabelled, never guessed (S1.1)."""
    request.label = request.label or Label.UNLABELLED
    move(session, request, Move.CLOSE, None, now)


def _outcome(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    request.outcome_at = None
    thread = outbox.find(session, REP, request.id)
    outbox.want(session, OUTCOME, request.id, request.rep_id, now, thread=thread)
    by = answered_by(request)
    if request.answer == Answer.LET_PLAY and by in readers(session, request):
        card = outbox.find(session, CARD, request.id, by)
        outbox.want(session, OUTCOME_SEEN, request.id, by, now, thread=card)


def _forget(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """The words go when they have been kept for long enough after the end; what is left are times and buttons."""
    if request.ended_at and now < request.ended_at + settings.kickstand_keep_text:
        request.forget_at = request.ended_at + settings.kickstand_keep_text
        return
    request.forget_at = None
    request.tried = request.options_json = request.urgent_why = None
    session.execute(delete(Said).where(Said.request_id == request.id))
    session.expire(request, ["said"])


STEPS: dict[Step, Callable[[Session, Settings, Request, datetime], None]] = {
    Step.RELEASE: _release,
    Step.CHECK: _check,
    Step.REMIND: _remind,
    Step.CLOSE: _close,
    Step.OUTCOME: _outcome,
    Step.FORGET: _forget,
}


def team_changed(session: Session, settings: Settings, person_id: str, now: datetime) -> None:
    """Somebody's hours, presence or manager changed: what is held for them or by them is planned anew."""
    mine = (Request.manager_id == person_id) | (Request.deputy_id == person_id) | (Request.rep_id == person_id)
    query = select(Request).where(mine, Request.status.in_([Status.HELD, Status.DELIVERED, Status.ANSWERED]))
    # Locked before it is read: a click at the same moment must not be planned over.
    locked = query.order_by(Request.asked_at, Request.id).with_for_update().execution_options(populate_existing=True)
    _close_what_is_over(session, person_id, now)
    for request in session.scalars(locked).all():
        manager = team.manager_of(session, request.rep_id)
        if manager is None:
            request.release_at = request.check_at = None
        else:
            _follow_manager(session, settings, request, manager, now)
        changed(session, request, now)
        if person_id == request.rep_id:
            _follow_replies(session, request, now)


def _close_what_is_over(session: Session, rep_id: str, now: datetime) -> None:
    """The rep's manager changed just now: what a former one was shown of ended requests goes out of their Slack.

    Back with them, it returns. Anything else that changes about somebody changes nothing there.
    """
    line = (ReportingLine.ended_at == now) | (ReportingLine.confirmed_at == now)
    if session.scalars(select(ReportingLine.id).where(ReportingLine.rep_id == rep_id, line).limit(1)).first() is None:
        return
    over = select(Request.id).where(Request.rep_id == rep_id, Request.status.not_in(OPEN))
    replies = select(Said.id).where(Said.request_id.in_(over), Said.part == Part.REPLY)
    shown = Post.kind.in_(SHOWN_TO_MANAGERS) & Post.subject_id.in_(over)
    relayed = (Post.kind == REPLY) & Post.subject_id.in_(replies)
    there = select(Post).where(or_(shown, relayed), Post.person_id != rep_id, Post.ts.is_not(None))
    for post in session.scalars(there.order_by(Post.created_at, Post.id)).all():
        outbox.touch(session, post, now)


def _follow_replies(session: Session, request: Request, now: datetime) -> None:
    """Replies that were brought to the old manager are taken away with the card; back with them, they return."""
    for said in request.said:
        if said.part == Part.REPLY:
            outbox.refresh(session, REPLY, said.id, now)


def _follow_manager(session: Session, settings: Settings, request: Request, manager: Person, now: datetime) -> None:
    """A change of manager closes the old one's access; what is open goes to the new one."""
    if manager.id != request.manager_id:
        if request.status == Status.ANSWERED:
            _close(session, settings, request, now)
            return
        move(session, request, Move.HAND_OVER, None, now)
        request.manager_id, request.deputy_id, request.delivered_at = manager.id, None, None
        look(session, request, now)
        if request.status == Status.DELIVERED:
            deliver(session, request, settings, now)
    if request.status == Status.HELD:
        schedule(session, request, settings, now)
    if not manager.gone:
        request.trouble = None  # the card is tried again
