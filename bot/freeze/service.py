"""Days on which nothing waits: added, ended, looked up. Never commits, never calls Slack; moves no request."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.freeze.models import Freeze
from bot.freeze.rules import Days, next_first, until, wrong
from bot.slack.errors import Refusal
from bot.store.memo import looked_up_once
from bot.team import service as team
from bot.team.models import Person

MOST = 24
"""Stretches on one list: as many buttons fit a message, and nobody plans more quarters than that."""


FOR_MANAGERS = (
    "Days on which nothing waits are for managers, and you have no reps here now. For your own questions there is "
    "`/kickstand settings`."
)


class Lasts(NamedTuple):
    """Nothing waits now. `last_day`: until then, both days included; None: until somebody ends it."""

    last_day: date | None


def lasts(session: Session, manager: Person, rep_id: str, now: datetime) -> Lasts | None:
    """Whether nothing of this rep waits for this manager now, by the manager's calendar; None: it waits as ever."""
    today = now.astimezone(team.zone(manager)).date()
    frozen, last = until(_stretches(session, manager.id, rep_id), today)
    return Lasts(last) if frozen else None


def next_begin(session: Session, manager: Person, rep_id: str, now: datetime, before: datetime) -> datetime | None:
    """The manager's midnight at which the next such day begins, after today and not after `before`."""
    here = team.zone(manager)
    span = now.astimezone(here).date(), before.astimezone(here).date()
    found = next_first(_stretches(session, manager.id, rep_id), *span)
    return datetime.combine(found, time(0), here) if found else None


def _stretches(session: Session, manager_id: str, rep_id: str) -> list[Days]:
    found = _for_team(session, manager_id)
    return [Days(each.first_day, each.last_day) for each in found if each.rep_id in {None, rep_id}]


@looked_up_once(Freeze)
def _for_team(session: Session, manager_id: str) -> tuple[Freeze, ...]:
    theirs = or_(Freeze.manager_id.is_(None), Freeze.manager_id == manager_id)
    return tuple(session.scalars(select(Freeze).where(theirs)))


def listed(session: Session, manager_id: str | None, today: date) -> list[Freeze]:
    """What a manager set (None: what an admin set for everybody) and is not over, the earliest first."""
    ahead = or_(Freeze.last_day.is_(None), Freeze.last_day >= today)
    query = select(Freeze).where(_of(manager_id), ahead)
    return list(session.scalars(query.order_by(Freeze.first_day, Freeze.added_at, Freeze.id)))


def add(
    session: Session, manager_id: str | None, rep_id: str | None, first: date, last: date | None, now: datetime
) -> Freeze:
    """Nothing waits on these days, by the calendar of whoever has the question; without a last day until it is ended.

    The same again is the same. Raises Refusal for days in the wrong order, over, or too many, somebody without reps,
    a rep of somebody else's, and a list that is full.
    """
    today = _today(session, manager_id, now)
    said = wrong(first, last, today) if last else None
    if said:
        raise Refusal(said)
    if manager_id:
        _refuse_unless_theirs(session, manager_id, rep_id)
    there = listed(session, manager_id, today)
    known = next(
        (each for each in there if (each.rep_id, each.first_day, each.last_day) == (rep_id, first, last)), None
    )
    if known:
        return known
    if len(there) >= MOST:
        raise Refusal(f"{MOST} entries are the most. Take one back that you don't need any more.")
    found = Freeze(manager_id=manager_id, rep_id=rep_id, first_day=first, last_day=last, added_at=now)
    session.add(found)
    session.flush()
    return found


def end(session: Session, manager_id: str | None, freeze_id: str) -> Freeze:
    """Questions wait as ever again. Raises Refusal when it is gone already, or somebody else's."""
    found = session.scalar(select(Freeze).where(Freeze.id == freeze_id, _of(manager_id)))
    if found is None:
        raise Refusal("That one is gone from the list already.")
    session.delete(found)
    session.flush()
    return found


def affected(session: Session, freeze: Freeze) -> Sequence[str]:
    """The managers whose teams' questions it is about."""
    return [freeze.manager_id] if freeze.manager_id else [each.id for each in team.managers(session)]


def for_everybody(session: Session) -> list[Freeze]:
    """What admins set in any workspace, past or to come."""
    query = select(Freeze).where(Freeze.manager_id.is_(None)).order_by(Freeze.first_day, Freeze.id)
    return list(session.scalars(query.execution_options(every_workspace=True)))


def _of(manager_id: str | None) -> ColumnElement[bool]:
    return Freeze.manager_id == manager_id if manager_id else Freeze.manager_id.is_(None)


def _today(session: Session, manager_id: str | None, now: datetime) -> date:
    return team.today(session, manager_id, now) if manager_id else now.date()


def _refuse_unless_theirs(session: Session, manager_id: str, rep_id: str | None) -> None:
    reps = {each.id for each in team.reps_of(session, manager_id)}
    if not reps:
        raise Refusal(FOR_MANAGERS)
    if rep_id and rep_id not in reps:
        raise Refusal("They aren't on your team here, so their questions don't wait for you.")
