"""After a call: the rep's view first, then the manager's, then both for both. Never commits, never calls Slack."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import Side, View
from bot.joint_calls.service.calls import AFTER, changed, found
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import service as team

Agenda = Callable[[Session, str, str, str, datetime], object]
"""Puts a point on the agenda of a rep and their manager: (session, rep, author, text, now)."""


def may_write(call: JointCall, side: Side, now: datetime) -> bool:
    """Whose turn it is (S4.5): the rep's once it has begun; the manager's after that, or after two working days."""
    if side is Side.REP:
        return now >= call.starts_at
    return call.rep_wrote_at is not None or (call.asked_at is not None and call.due_at is None)


def writable(session: Session, call_id: str, by: str, now: datetime) -> tuple[JointCall, Side]:
    """A call that somebody may look back on now. Raises Refusal when not yet, not any more, and for anybody else."""
    call, side = found(session, call_id, by)
    if call.called_off_at:
        raise Refusal("That call didn't take place, so there is nothing to look back on.")
    if call.wrote_at(side):
        raise Refusal("You've written your view of this call already. Nothing was changed.")
    if now < call.starts_at:
        raise Refusal("That call is still to come. Afterwards I ask how it went.")
    if not may_write(call, side, now):
        rep = team.person(session, call.rep_id).first_name
        raise Refusal(f"{rep} writes first. The questions come to you after that, in two working days at the latest.")
    return call, side


def write(session: Session, call_id: str, by: str, view: View, now: datetime) -> None:
    """Keep one side's view. The manager is asked once the rep has written; both read both when both have.

    Raises Refusal as `writable` does.
    """
    call, side = writable(session, call_id, by, now)
    call.write(side, view, now)
    call.asked_at, call.due_at = call.asked_at or now, None
    changed(session, call, now)
    for person_id in (call.rep_id, call.manager_id):
        outbox.want(session, AFTER, call.id, person_id, now)


def park(session: Session, call_id: str, by: str, title: str, to_agenda: Agenda, now: datetime) -> None:
    """Put a call on the agenda of the next 1:1, with what this side would explore (S4.5). Once for each call.

    Raises Refusal before both have written, the second time, and for anybody else.
    """
    call, side = found(session, call_id, by)
    view = call.view_of(side)
    if not call.both_wrote or view is None:
        raise Refusal("That works once you both have written how it went.")
    if call.parked_at:
        raise Refusal("That one is parked for the 1:1 already. Nothing was added.")
    call.parked_at = now
    text = f"{title}: {view.note}" if view.note else title
    to_agenda(session, call.rep_id, by, text, now)
    changed(session, call, now)
