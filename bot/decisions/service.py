"""The register: read, added to, changed, ended; only by the manager of record. Never commits, never calls Slack.

A row is never rewritten: what is changed ends, and a new row begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.decisions.models import DecisionRight
from bot.decisions.rules import YOURS, Agreed, Found, LimitKind, Right, for_one_rep, match
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.store.base import new_id
from bot.store.memo import looked_up_once
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import Topic

CHANGED = "decisions.changed"
"""The message in which a rep hears what is theirs to decide now."""
GONE = "This one was changed or ended meanwhile. Close this and open the list again."
TAKEN = "There is one of this name already. Change that one, or use another name."


@dataclass(frozen=True)
class Wanted:
    """One decision as a manager wants it. `rep_id`: for this rep only."""

    topic: Topic
    title: str
    right: Right
    limit_kind: LimitKind | None = None
    limit: Decimal | None = None
    rep_id: str | None = None


def register(session: Session, manager_id: str) -> list[DecisionRight]:
    """What a manager has agreed with the team and with the reps they have now, by topic and title."""
    reps = {rep.id for rep in team.reps_of(session, manager_id)}
    found = _of_manager(session, manager_id)
    return sorted((each for each in found if each.rep_id is None or each.rep_id in reps), key=_order)


def rights_of(session: Session, rep_id: str) -> list[DecisionRight]:
    """What holds for a rep: agreed by their manager of record now, theirs in place of the team's."""
    manager = team.manager_of(session, rep_id)
    if manager is None:
        return []
    rows = {each.id: each for each in _of_manager(session, manager.id) if each.rep_id in {None, rep_id}}
    return sorted((rows[each.id] for each in for_one_rep([agreed(row) for row in rows.values()])), key=_order)


@looked_up_once(DecisionRight)
def _of_manager(session: Session, manager_id: str) -> tuple[DecisionRight, ...]:
    query = select(DecisionRight).where(DecisionRight.manager_id == manager_id, DecisionRight.ended_at.is_(None))
    return tuple(session.scalars(query))


def _order(row: DecisionRight) -> tuple[int, str, bool, str]:
    return list(Topic).index(row.topic), row.title.casefold(), row.rep_id is not None, row.id


def agreed(row: DecisionRight) -> Agreed:
    """A row as the rules see it."""
    return Agreed(row.id, row.topic, row.title, row.right, row.limit_kind, row.limit, row.rep_id is not None)


def find(session: Session, right_id: str, manager_id: str) -> DecisionRight:
    """A decision that holds, for the manager who agreed it. Raises Refusal for any other."""
    row = session.get(DecisionRight, right_id)
    if row is None or row.manager_id != manager_id or row.ended_at is not None:
        raise Refusal(GONE)
    return row


def save(session: Session, manager_id: str, wanted: Wanted, changes: str, now: datetime) -> DecisionRight:
    """Add a decision, or change the one whose id is `changes`. Raises Refusal; the same again changes nothing.

    Whom it concerns is told, once a day however much is changed.
    """
    _lock(session, manager_id)
    _refuse(session, manager_id, wanted)
    before = find(session, changes, manager_id) if changes else None
    for each in register(session, manager_id):
        is_same = (each.topic, each.title.casefold(), each.rep_id) == (
            wanted.topic,
            wanted.title.casefold(),
            wanted.rep_id,
        )
        if is_same and each is not before:
            raise Refusal(TAKEN)
    if before and _as_wanted(before) == wanted:
        return before
    row = DecisionRight(id=new_id(), manager_id=manager_id, created_at=now, **vars(wanted))
    session.add(row)
    if before:
        before.ended_at = now
    session.flush()
    _tell(session, manager_id, [row, *([before] if before else [])], now)
    return row


def _lock(session: Session, manager_id: str) -> None:
    """Two changes of one register wait for each other here."""
    session.get(Person, manager_id, with_for_update={"key_share": True})


def _refuse(session: Session, manager_id: str, wanted: Wanted) -> None:
    reps = {rep.id for rep in team.reps_of(session, manager_id)}
    if not reps:
        raise Refusal("You have no reps here now, so there is nobody to agree this with.")
    if wanted.rep_id is not None and wanted.rep_id not in reps:
        raise Refusal("Pick somebody who reports to you.")
    if wanted.limit is not None and wanted.right not in YOURS:
        raise Refusal("A limit goes with what your reps decide.")


def _as_wanted(row: DecisionRight) -> Wanted:
    return Wanted(row.topic, row.title, row.right, row.limit_kind, row.limit, row.rep_id)


def end(session: Session, right_id: str, manager_id: str, now: datetime) -> None:
    """It holds no more. Raises Refusal when it has ended already, or is somebody else's."""
    _lock(session, manager_id)
    row = find(session, right_id, manager_id)
    row.ended_at = now
    session.flush()
    _tell(session, manager_id, [row], now)


def _tell(session: Session, manager_id: str, rows: Sequence[DecisionRight], now: datetime) -> None:
    """Have the reps whom these rows concern told: all of them, or the one. One message a day, brought up to date."""
    everybody = any(row.rep_id is None for row in rows)
    concerned = {row.rep_id for row in rows}
    for rep in team.reps_of(session, manager_id):
        if everybody or rep.id in concerned:
            day = now.astimezone(team.zone(rep)).date().isoformat()
            outbox.want(session, CHANGED, f"{manager_id}:{day}", rep.id, now)


def match_for(session: Session, rep_id: str, text: str, named: Topic | None, now: datetime) -> Found | None:
    """The agreed decision that a rep's question is about, if it is clear which."""
    rows = rights_of(session, rep_id)
    if not rows:
        return None
    currency = team.team(session, rows[0].manager_id, now).currency
    return match([agreed(row) for row in rows], text, named, currency)


def missed(session: Session, right_id: str) -> None:
    """A rep says that a question was not about this decision."""
    row = session.get(DecisionRight, right_id, with_for_update=True)
    if row is not None:
        row.misses += 1
