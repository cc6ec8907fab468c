"""Finds calls for the two they are of, as long as one is the other's manager. Never commits, never calls Slack."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, and_, inspect, or_, select
from sqlalchemy.orm import Session

from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import OPEN_FOR, Side, View
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import service as team

PACT, REMINDER, AFTER, NEWS = "joint_call.pact", "joint_call.reminder", "joint_call.after", "joint_call.news"
KINDS = (PACT, REMINDER, AFTER, NEWS)
"""The pact; that it is soon; how it went; that the other one changed something."""


def side_of(call: JointCall, person_id: str) -> Side | None:
    """On which side somebody is, if on any."""
    return next((side for side in Side if call.person_of(side) == person_id), None)


def stands(session: Session, call: JointCall) -> bool:
    """Whether the one is the other's manager of record now: else nobody does anything about the call any more."""
    manager = team.manager_of(session, call.rep_id)
    return manager is not None and manager.id == call.manager_id


def found(session: Session, call_id: str, by: str) -> tuple[JointCall, Side]:
    """A call and the side of somebody who may deal with it; locked. Raises Refusal for anybody else."""
    call = session.get(JointCall, call_id, with_for_update=True, populate_existing=True)
    if call is None:
        raise Refusal("I can't find this call any more. It may have been deleted.")
    side = side_of(call, by)
    if side is None:
        raise Refusal("Only the two who go into this call together can do that.")
    if not stands(session, call):
        raise Refusal("That call was planned with another manager, so it has ended here. Nothing was changed.")
    return call, side


def changed(session: Session, call: JointCall, now: datetime) -> None:
    """Bring every message about a call up to date."""
    session.flush()
    for kind in (PACT, REMINDER, AFTER):
        outbox.refresh(session, kind, call.id, now)


def readable(session: Session, call: JointCall, person_id: str) -> list[str]:
    """The columns of a call that one of the two may read: the other one's view only when both have written.

    A former manager reads of the pact nothing that the rep may have typed.
    """
    side, still = side_of(call, person_id), stands(session, call)
    if side is None:
        return []
    hidden = set() if call.both_wrote and still else {f"{each.name}_by_{side.other}" for each in fields(View)}
    if side == Side.MANAGER and not still:
        hidden |= {"customer", "signal", "introduction"}
    return [each.key for each in inspect(JointCall).column_attrs if each.key not in {"workspace_id", *hidden}]


def upcoming(session: Session, person_id: str, now: datetime, most: int) -> Sequence[JointCall]:
    """Somebody's next calls, the earliest first."""
    still = (JointCall.starts_at > now, JointCall.called_off_at.is_(None))
    query = select(JointCall).where(_theirs(session, person_id), *still)
    return session.scalars(query.order_by(JointCall.starts_at, JointCall.id).limit(most)).all()


def to_look_back_on(session: Session, person_id: str, now: datetime, most: int) -> Sequence[JointCall]:
    """Calls of the last two weeks that somebody may say how they went, and has not; the earliest first."""
    rep = and_(JointCall.rep_id == person_id, JointCall.rep_wrote_at.is_(None))
    waited = and_(JointCall.asked_at.is_not(None), JointCall.due_at.is_(None))
    turn = or_(JointCall.rep_wrote_at.is_not(None), waited)
    manager = and_(JointCall.manager_id == person_id, JointCall.manager_wrote_at.is_(None), turn)
    query = select(JointCall).where(
        _theirs(session, person_id),
        or_(rep, manager),
        JointCall.starts_at <= now,
        JointCall.starts_at > now - OPEN_FOR,
        JointCall.called_off_at.is_(None),
    )
    return session.scalars(query.order_by(JointCall.starts_at, JointCall.id).limit(most)).all()


def _theirs(session: Session, person_id: str) -> ColumnElement[bool]:
    """The calls with somebody's manager of record, and those with their reps."""
    manager = team.manager_of(session, person_id)
    mine = and_(JointCall.rep_id == person_id, JointCall.manager_id == (manager.id if manager else ""))
    reps = [rep.id for rep in team.reps_of(session, person_id)]
    return or_(mine, and_(JointCall.manager_id == person_id, JointCall.rep_id.in_(reps)))
