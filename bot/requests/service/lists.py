"""Which requests somebody may see: their own, those that wait on them, those parked for their 1:1s. Reads only."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import IN_WORDS, Answer, Status
from bot.team import service as team

MOST = 200


class Lists(NamedTuple):
    """Everything for one person, oldest first."""

    mine: list[Request]
    waiting: list[Request]
    parked: list[Request]
    parked_with_me: list[Request]


def lists(session: Session, person_id: str) -> Lists:
    """A person's lists. A manager sees the requests of reps who report to them now, and nobody else's."""
    reps = [rep.id for rep in team.reps_of(session, person_id)]
    mine = [Request.rep_id == person_id]
    return Lists(
        mine=_find(session, *mine, Request.status.in_([Status.HELD, Status.DELIVERED, Status.ANSWERED])),
        waiting=_find(session, _answered_by(person_id, reps), _waits()),
        parked=_find(session, *mine, Request.status == Status.PARKED),
        parked_with_me=_find(session, Request.rep_id.in_(reps), Request.status == Status.PARKED),
    )


def _answered_by(person_id: str, reps: Sequence[str]) -> object:
    deputised = Request.deputy_id == person_id
    return deputised | (Request.rep_id.in_(reps) & Request.deputy_id.is_(None))


def _waits() -> object:
    unlabelled = Request.answer.in_([Answer.HANDLE, *IN_WORDS]) & Request.label.is_(None)
    return (Request.status == Status.DELIVERED) | ((Request.status == Status.ANSWERED) & unlabelled)


def _find(session: Session, *conditions: object) -> list[Request]:
    query = select(Request).where(*conditions).order_by(Request.asked_at, Request.id).limit(MOST)  # type: ignore[arg-type]
    return list(session.scalars(query))
