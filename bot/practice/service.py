"""A manager's practice ground: marked, taken off the list, found in a question. Never commits, never calls Slack."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.practice.models import PracticeGround
from bot.practice.rules import first_named, plain
from bot.slack.errors import Refusal
from bot.team import service as team


def grounds(session: Session, manager_id: str) -> list[PracticeGround]:
    """What a manager has marked and not taken off again, in the order of names."""
    query = select(PracticeGround).where(PracticeGround.manager_id == manager_id, PracticeGround.ended_at.is_(None))
    return sorted(session.scalars(query), key=lambda each: (plain(each.name or ""), each.id))


def ground_in(session: Session, manager_id: str, text: str) -> PracticeGround | None:
    """The practice ground of this manager that a text names, if it names one."""
    known = {each.name: each for each in grounds(session, manager_id) if each.name}
    found = first_named(known, text)
    return known[found] if found else None


def is_practice(session: Session, manager_id: str, text: str) -> bool:
    """Whether a text (a question, a customer's name) names practice ground of this manager: nobody joins there."""
    return ground_in(session, manager_id, text) is not None


def own_grounds(session: Session, manager_id: str) -> list[PracticeGround]:
    """A manager's list, for the manager alone. Raises Refusal for somebody without reps."""
    if not team.reps_of(session, manager_id):
        raise Refusal("Practice ground is for managers: it says where your reps may learn. You have no reps here now.")
    return grounds(session, manager_id)


def save(session: Session, manager_id: str, names: Sequence[str], now: datetime) -> None:
    """Have the list say this: what is on it already stays the same, what is gone from it ends now.

    Questions that were asked meanwhile keep how long they wait. Raises Refusal for somebody without reps.
    """
    known = {plain(each.name or ""): each for each in own_grounds(session, manager_id)}
    wanted = {plain(each): each for each in names}
    for key, ground in known.items():
        if key in wanted:
            ground.name = wanted[key]
        else:
            ground.ended_at = now
    fresh = [name for key, name in wanted.items() if key not in known]
    session.add_all(PracticeGround(manager_id=manager_id, name=name, added_at=now) for name in fresh)
    session.flush()
