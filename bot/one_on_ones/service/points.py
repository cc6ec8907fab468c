"""What two people bring to their 1:1: their own points, and what is parked. Never commits, never calls Slack.

A point is for the pair that it was written for. After a change of manager the rep still has their own, and the new
manager sees one only when the rep brings it to them.
"""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.one_on_ones.models import AgendaPoint
from bot.one_on_ones.rules import LONGEST_BROUGHT
from bot.one_on_ones.service.meetings import agenda_changed
from bot.requests.service.lists import talked_through
from bot.slack.errors import Refusal
from bot.slack.kit import clip
from bot.team import service as team
from bot.team.models import Person

NOT_A_PAIR = "You two don't have 1:1s with each other: only a rep and their manager do."


def pair(session: Session, rep_id: str, person_id: str) -> tuple[Person, Person]:
    """The rep and their manager of record now, for one of the two. Raises Refusal for anybody else."""
    manager = team.manager_of(session, rep_id) if rep_id else None
    if manager is None and person_id == rep_id:
        raise Refusal("I don't know your manager yet. Ask them to add you with `/kickstand team`.")
    if manager is None or person_id not in {rep_id, manager.id}:
        raise Refusal(NOT_A_PAIR)
    return team.person(session, rep_id), manager


def add(session: Session, rep_id: str, by: str, text: str, now: datetime) -> AgendaPoint:
    """Put something on the agenda of a rep and their manager. Raises Refusal for anybody but the two."""
    _, manager = pair(session, rep_id, by)
    words = " ".join(text.split())
    if not words:
        raise Refusal("Say in a few words what it is about.")
    point = AgendaPoint(
        rep_id=rep_id, manager_id=manager.id, author_id=by, text=clip(words, LONGEST_BROUGHT), added_at=now
    )
    session.add(point)
    session.flush()
    agenda_changed(session, rep_id, now)
    return point


def done(session: Session, point_id: str, by: str, now: datetime) -> str:
    """Either of the two takes it off the agenda; answers whose. Raises Refusal for anybody else."""
    point = _seen_by(session, point_id, by)
    point.done_at = point.done_at or now
    agenda_changed(session, point.rep_id, now)
    return point.rep_id


def bring(session: Session, point_id: str, by: str, now: datetime) -> str:
    """The rep brings a point from an earlier manager to the one they have now. Raises Refusal for anybody else."""
    point = _seen_by(session, point_id, by)
    if point.author_id != by or point.rep_id != by:
        raise Refusal("Only who wrote this can bring it to somebody else.")
    _, manager = pair(session, point.rep_id, by)
    point.manager_id = manager.id
    agenda_changed(session, point.rep_id, now)
    return point.rep_id


def talked(session: Session, request_id: str, by: str, now: datetime) -> str:
    """What was parked is talked through (S2.9); answers whose it was. Raises Refusal for anybody but the two."""
    request = talked_through(session, request_id, by, now)
    agenda_changed(session, request.rep_id, now)
    return request.rep_id


def _seen_by(session: Session, point_id: str, person_id: str) -> AgendaPoint:
    point = session.get(AgendaPoint, point_id, with_for_update=True)
    if point is None or point not in _open(session, point.rep_id, person_id, include_done=True):
        raise Refusal("This point isn't on your agenda any more.")
    return point


def open_points(session: Session, rep_id: str, reader_id: str) -> list[AgendaPoint]:
    """What is not done yet and this one of the two may see, oldest first."""
    return _open(session, rep_id, reader_id)


def _open(session: Session, rep_id: str, reader_id: str, *, include_done: bool = False) -> list[AgendaPoint]:
    manager = team.manager_of(session, rep_id)
    between = AgendaPoint.manager_id == (manager.id if manager else "")
    if reader_id == rep_id:
        seen = or_(between, AgendaPoint.author_id == rep_id)
    elif manager is not None and reader_id == manager.id:
        seen = or_(between)
    else:
        return []
    query = select(AgendaPoint).where(AgendaPoint.rep_id == rep_id, seen)
    query = query if include_done else query.where(AgendaPoint.done_at.is_(None))
    return list(session.scalars(query.order_by(AgendaPoint.added_at, AgendaPoint.id)))
