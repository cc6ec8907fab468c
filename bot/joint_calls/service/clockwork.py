"""What falls due about a call: the reminder, the rep's turn, the manager's. One call and one step at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import LASTS, Step, managers_turn, step
from bot.joint_calls.service.calls import AFTER, KINDS, PACT, REMINDER, changed, stands
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.outbox import Post
from bot.team import service as team


class Due(NamedTuple):
    """A call about which something is due, in a workspace."""

    workspace_id: str
    call_id: str


def due(session: Session, now: datetime) -> Sequence[Due]:
    """Calls of any workspace about which something is due, the most overdue first."""
    query = select(JointCall.workspace_id, JointCall.id).where(JointCall.due_at <= now)
    rows = session.execute(query.order_by(JointCall.due_at, JointCall.id), execution_options={"every_workspace": True})
    return [Due(*row) for row in rows]


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When something about a call falls due after now."""
    return session.scalar(select(func.min(JointCall.due_at)).where(JointCall.due_at > now))


def take_step(session: Session, settings: Settings, call_id: str, now: datetime) -> bool:
    """Take a call one step further if it is still due; False when another process was quicker."""
    call = session.get(JointCall, call_id, with_for_update=True, populate_existing=True)
    if call is None or call.due_at is None or call.due_at > now:
        return False
    if not _has_both(session, call):
        _end(session, call, now)
        return True
    match step(call.starts_at, asked=call.asked_at is not None, now=now):
        case Step.REMIND:
            _remind(session, call, now)
        case Step.WAIT:
            call.due_at = call.starts_at + LASTS
        case Step.ASK_REP:
            manager = team.person(session, call.manager_id)
            call.asked_at = now
            call.due_at = managers_turn(team.hours(session, manager, settings, now), now)
            outbox.want(session, AFTER, call.id, call.rep_id, now)
        case Step.ASK_MANAGER:
            call.due_at = None
            outbox.want(session, AFTER, call.id, call.manager_id, now)
    changed(session, call, now)
    return True


def _remind(session: Session, call: JointCall, now: datetime) -> None:
    """Both get the pact again, shortly before (S4.1). A call that was moved reminds anew."""
    call.reminded_at, call.due_at = now, call.starts_at + LASTS
    for person_id in (call.rep_id, call.manager_id):
        outbox.want(session, REMINDER, call.id, person_id, now, tell=f"{call.starts_at:%Y%m%d%H%M}")


def _has_both(session: Session, call: JointCall) -> bool:
    people = (call.rep_id, call.manager_id)
    return stands(session, call) and not any(team.person(session, each).gone for each in people)


def _end(session: Session, call: JointCall, now: datetime) -> None:
    """One of the two is not there any more, for the other: nothing falls due, and what was still ahead is off."""
    call.due_at = None
    if call.starts_at > now:
        call.called_off_at = call.called_off_at or now
    changed(session, call, now)


def team_changed(session: Session, person_id: str, now: datetime) -> None:
    """Somebody's manager, days off or account changed: what is ahead shows it, and a former manager keeps nothing."""
    theirs = or_(JointCall.rep_id == person_id, JointCall.manager_id == person_id)
    query = select(JointCall).where(theirs, JointCall.due_at.is_not(None)).order_by(JointCall.id)
    for call in session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        if not _has_both(session, call):
            _end(session, call, now)
        elif call.starts_at > now:
            outbox.refresh(session, PACT, call.id, now)
    _take_away(session, person_id, now)


def _take_away(session: Session, rep_id: str, now: datetime) -> None:
    """What a former manager was told about calls with this rep."""
    manager = team.manager_of(session, rep_id)
    former = and_(JointCall.rep_id == rep_id, JointCall.manager_id != (manager.id if manager else ""))
    query = select(Post).join(JointCall, and_(JointCall.id == Post.subject_id, JointCall.manager_id == Post.person_id))
    query = query.where(former, Post.kind.in_(KINDS), Post.removed.is_(False))
    for post in session.scalars(query).all():
        outbox.remove(session, post, now)
