"""The pact before a call: planned, changed, agreed to, called off. Never commits, never calls Slack."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import SIGNAL, STRIKES, Role, Side, Terms, first_due, keeps_agreement
from bot.joint_calls.service.calls import NEWS, PACT, changed, found
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.models import Person


class Partner(NamedTuple):
    """Somebody to go into a call with, and on which side they are."""

    person: Person
    side: Side


def partners(session: Session, person_id: str) -> list[Partner]:
    """Whom somebody can plan a call with: their manager, then their reps by name. Raises Refusal when there is none."""
    manager = team.manager_of(session, person_id)
    found = [Partner(manager, Side.MANAGER)] if manager else []
    found += [Partner(rep, Side.REP) for rep in team.reps_of(session, person_id)]
    if not found:
        raise Refusal(
            "A call together is for a rep and their manager, and I don't know yours. "
            "Ask them to add you with `/kickstand team`; if you lead a team, that command is for you."
        )
    return found


def partner(session: Session, person_id: str, with_id: str) -> Partner:
    """One of them. Raises Refusal for anybody else, and for somebody who has left."""
    one = next((each for each in partners(session, person_id) if each.person.id == with_id), None)
    if one is None:
        raise Refusal("You can plan a call with your own manager or with your own reps. Pick one of them.")
    if one.person.gone:
        raise Refusal(f"{one.person.name} has no active account in Slack any more.")
    return one


def plan(session: Session, by: str, with_id: str, terms: Terms, now: datetime) -> JointCall:
    """A call together, proposed by one side, who thereby agrees to its pact. Both get it.

    Raises Refusal when the other one is not their manager or rep, or has left.
    """
    other = partner(session, by, with_id)
    mine = other.side.other
    rep_id, manager_id = (by, with_id) if mine is Side.REP else (with_id, by)
    call = JointCall(
        rep_id=rep_id,
        manager_id=manager_id,
        customer=terms.customer,
        starts_at=terms.starts_at,
        signal=terms.signal or usual_signal(session, rep_id, manager_id),
        introduction=terms.introduction or usual_introduction(session, rep_id, manager_id),
        strike=_next_strike(session, manager_id),
        created_at=now,
        due_at=first_due(terms.starts_at, now),
    )
    _choose(call, mine, terms.role, now)
    session.add(call)
    session.flush()
    for person_id in (rep_id, manager_id):
        outbox.want(session, PACT, call.id, person_id, now)
    return call


def usual_signal(session: Session, rep_id: str, manager_id: str) -> str:
    """The phrase of the pair's last call (S4.2)."""
    last = select(JointCall.signal).where(JointCall.rep_id == rep_id, JointCall.manager_id == manager_id)
    return session.scalar(last.order_by(JointCall.created_at.desc(), JointCall.id).limit(1)) or SIGNAL


def usual_introduction(session: Session, rep_id: str, manager_id: str) -> str:
    """How a manager is introduced so that the rep stays in the lead (S4.7)."""
    rep, manager = team.person(session, rep_id), team.person(session, manager_id)
    return f"{rep.first_name} leads, {manager.first_name} observing"


def _next_strike(session: Session, manager_id: str) -> int:
    last = select(JointCall.strike).where(JointCall.manager_id == manager_id)
    before = session.scalar(last.order_by(JointCall.created_at.desc(), JointCall.id).limit(1))
    return 0 if before is None else (before + 1) % STRIKES


def _choose(call: JointCall, side: Side, role: Role, now: datetime | None) -> None:
    """One side chooses a role, and agrees to everything else."""
    setattr(call, f"role_by_{side}", role)
    setattr(call, f"{side}_agreed_at", now)


def still_ahead(session: Session, call_id: str, by: str, now: datetime) -> tuple[JointCall, Side]:
    """A call that can still be agreed on. Raises Refusal when it has begun or is called off, and for anybody else."""
    call, side = found(session, call_id, by)
    if call.called_off_at:
        raise Refusal("That call is called off already. `/kickstand call` plans a new one.")
    if now >= call.starts_at:
        raise Refusal("That call has begun, so its pact stays as it is. Afterwards I ask how it went.")
    return call, side


def change(session: Session, call_id: str, by: str, terms: Terms, now: datetime) -> None:
    """One side changes the pact: the other one has not agreed to that, and hears of it. Raises Refusal as above."""
    call, side = still_ahead(session, call_id, by, now)
    before = (call.customer, call.starts_at, call.signal, call.introduction)
    keeps = keeps_agreement(call.role_of(side), terms.role, call.role_of(side.other))
    call.customer = terms.customer
    call.signal = terms.signal or usual_signal(session, call.rep_id, call.manager_id)
    call.introduction = terms.introduction or usual_introduction(session, call.rep_id, call.manager_id)
    is_moved = call.starts_at != terms.starts_at
    if is_moved:
        call.starts_at, call.reminded_at = terms.starts_at, None
        call.due_at = first_due(terms.starts_at, now)
    same = before == (call.customer, call.starts_at, call.signal, call.introduction)
    _agree(session, call, side, terms.role, keeps and same, now, is_moved=is_moved)


def agree(session: Session, call_id: str, by: str, role: Role | None, now: datetime) -> None:
    """One side says yes; `role`: what they see the manager as, None: as they said before.

    Another role than both had in mind is a change: the other one is asked again. Raises Refusal as above, and for a
    second yes to the same.
    """
    call, side = still_ahead(session, call_id, by, now)
    chosen = role or call.role_of(side)
    if chosen is None:
        raise Refusal("Pick a role first: what is the manager there for?")
    if call.agreed_at(side) and chosen is call.role_of(side):
        raise Refusal("You've agreed to this one already. Nothing was changed.")
    keeps = keeps_agreement(call.role_of(side), chosen, call.role_of(side.other))
    _agree(session, call, side, chosen, keeps, now)


def _agree(
    session: Session, call: JointCall, side: Side, role: Role, keeps: bool, now: datetime, *, is_moved: bool = False
) -> None:
    had_agreed = call.agreed_at(side.other) is not None
    _choose(call, side, role, now)
    if not keeps:
        setattr(call, f"{side.other}_agreed_at", None)
    changed(session, call, now)
    if is_moved or (had_agreed and not keeps):
        _tell(session, call, side.other, now)


def call_off(session: Session, call_id: str, by: str, now: datetime) -> None:
    """It does not take place, or it did not. Before its start the other one hears it.

    Raises Refusal when it is called off already, or when somebody has looked back on it.
    """
    call, side = found(session, call_id, by)
    if call.called_off_at:
        raise Refusal("That call is called off already. Nothing was changed.")
    if call.rep_wrote_at or call.manager_wrote_at:
        raise Refusal("One of you has written how it went, so this call stays as it is.")
    call.called_off_at, call.due_at = now, None
    changed(session, call, now)
    if now < call.starts_at:
        _tell(session, call, side.other, now)


def _tell(session: Session, call: JointCall, side: Side, now: datetime) -> None:
    """An edit notifies nobody, and this concerns the other one's calendar."""
    person_id = call.person_of(side)
    pact = outbox.find(session, PACT, call.id, person_id)
    outbox.want(session, NEWS, call.id, person_id, now, tell=f"{now:%Y%m%d%H%M%S}", thread=pact)
