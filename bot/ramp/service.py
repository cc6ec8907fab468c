"""A manager's list for new reps, and what of it a rep has done. Never commits, never calls Slack.

A rep has the list of their manager of record now, as long as they are in ramp; the manager sees how far their own reps
in ramp are, and nobody else does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.ramp.models import RampItem, RampTick
from bot.ramp.rules import to_change
from bot.slack.errors import Refusal
from bot.store.memo import looked_up_once
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import RAMP

OVER = "This list is for a rep's first 90 days, so there is nothing to tick for you now."


@dataclass(frozen=True)
class Progress:
    """How far one rep in ramp is. `until`: the first day after their ramp."""

    rep: Person
    done: int
    until: date | None


@dataclass(frozen=True)
class OwnList:
    """What a rep in ramp has before them."""

    items: tuple[RampItem, ...]
    done: set[str]
    until: date | None


@looked_up_once(RampItem)
def items(session: Session, manager_id: str) -> tuple[RampItem, ...]:
    """A manager's list as it is now, in its order."""
    query = select(RampItem).where(RampItem.manager_id == manager_id, RampItem.ended_at.is_(None))
    return tuple(session.scalars(query.order_by(RampItem.position, RampItem.id)))


def save(session: Session, manager_id: str, texts: Sequence[str], now: datetime) -> None:
    """Have the list say this. A point that stays keeps its ticks; one that goes takes them with it.

    Raises Refusal for somebody without reps.
    """
    refuse_without_reps(session, manager_id)
    known = {each.text: each for each in items(session, manager_id)}
    for gone in known.keys() - set(texts):
        known[gone].ended_at = now
    for position, text in enumerate(texts):
        if text in known:
            known[text].position = position
        else:
            session.add(RampItem(manager_id=manager_id, position=position, text=text))
    session.flush()


def refuse_without_reps(session: Session, manager_id: str) -> None:
    """The list is a manager's. Raises Refusal."""
    if not team.reps_of(session, manager_id):
        raise Refusal("You have no reps here now, so there is nobody to write a list for.")


def own_list(session: Session, rep_id: str, now: datetime) -> OwnList | None:
    """The list of somebody who is in ramp; None for everybody else, and where there is no list."""
    rep, manager = team.person(session, rep_id), team.manager_of(session, rep_id)
    if manager is None or not team.is_in_ramp(session, rep, now):
        return None
    found = items(session, manager.id)
    return OwnList(found, _done(session, rep_id, found), _until(session, rep_id)) if found else None


def tick(session: Session, rep_id: str, wanted: Collection[str], now: datetime) -> None:
    """These points of their list a rep has done, and no others. Raises Refusal when they are in no ramp any more."""
    own = own_list(session, rep_id, now)
    if own is None:
        raise Refusal(OVER)
    more, less = to_change(own.done, wanted, [each.id for each in own.items])
    session.execute(delete(RampTick).where(RampTick.rep_id == rep_id, RampTick.item_id.in_(less)))
    session.add_all(RampTick(item_id=each, rep_id=rep_id, at=now) for each in sorted(more))
    session.flush()


def progress(session: Session, manager_id: str, now: datetime) -> list[Progress]:
    """How far a manager's reps in ramp are on the list, in the order of their names."""
    found = items(session, manager_id)
    reps = [rep for rep in team.reps_of(session, manager_id) if team.is_in_ramp(session, rep, now)]
    return [
        Progress(rep, len(_done(session, rep.id, found)), _until(session, rep.id))
        for rep in sorted(reps, key=lambda rep: (rep.name.casefold(), rep.id))
    ]


def _done(session: Session, rep_id: str, found: Sequence[RampItem]) -> set[str]:
    ids = [each.id for each in found]
    query = select(RampTick.item_id).where(RampTick.rep_id == rep_id, RampTick.item_id.in_(ids))
    return set(session.scalars(query))


def _until(session: Session, rep_id: str) -> date | None:
    line = team.line_of(session, rep_id)
    return line.started_on + RAMP if line and line.started_on else None
