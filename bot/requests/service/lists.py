"""Which requests somebody may see: their own, those that wait on them, those parked for their 1:1s."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, selectinload

from bot.requests import refusals
from bot.requests.models import Request
from bot.requests.rules import IN_WORDS, OUTCOME_AFTER, SEEN, Answer, Bypass, Status, WayIn
from bot.requests.service.lifecycle import OUTCOME, OUTCOME_SEEN, readers
from bot.slack.outbox import Post
from bot.team import service as team

MOST = 200


class Some(NamedTuple):
    """The first of a list, and how many more there are."""

    shown: list[Request]
    unseen: int


class Lists(NamedTuple):
    """Everything for one person, oldest first; of what waits the urgent ones before that, and last what was answered
    and wants a word only.
    """

    mine: Some
    waiting: Some
    parked: Some
    parked_with_me: Some
    can_wait: Some


def lists(session: Session, person_id: str, most: int) -> Lists:
    """A person's lists, `most` of each. A manager sees the requests of reps who report to them now, and no others."""
    reps = [rep.id for rep in team.reps_of(session, person_id)]
    mine = [Request.rep_id == person_id]
    return Lists(
        mine=_some(session, most, *mine, Request.status.in_([Status.HELD, Status.DELIVERED, Status.ANSWERED])),
        waiting=_some(session, most, _answered_by(person_id, reps), _waits(), first=_most_pressing()),
        parked=_some(session, most, *mine, *_parked()),
        parked_with_me=_some(session, most, Request.rep_id.in_(reps), *_parked(), _was_said_to(person_id)),
        can_wait=_some(session, most, _answered_by(person_id, reps), *_can_wait()),
    )


def parked_between(session: Session, rep_id: str, manager_id: str, reader_id: str) -> list[Request]:
    """What a rep and their manager of record have parked for their 1:1, as one of the two may see it."""
    theirs = [] if reader_id == rep_id else [_was_said_to(manager_id)]
    return _find(session, Request.rep_id == rep_id, *_parked(), *theirs)


def talked_through(session: Session, request_id: str, by: str, now: datetime) -> Request:
    """What was parked is off the list; it stays parked, which is what the score counts (S2.9).

    Raises Refusal for anybody but the two of them, and for what is not parked.
    """
    request = session.get(Request, request_id, with_for_update=True)
    if request is None or request.status != Status.PARKED:
        raise refusals.gone()
    manager = team.manager_of(session, request.rep_id)
    is_theirs = manager is not None and by == manager.id
    if by != request.rep_id and not is_theirs:
        raise refusals.not_your_answer(manager.first_name if manager else "their manager")
    if is_theirs and request.way_in in SEEN and request.manager_id != by:
        raise refusals.gone()
    request.talked_at = request.talked_at or now
    return request


def looked_back(session: Session, person_id: str, most: int, now: datetime) -> Some:
    """What somebody was asked about in the last two weeks, how it went, and has not said; oldest first."""
    asked = select(Post.subject_id).where(
        Post.kind == OUTCOME, Post.person_id == person_id, Post.created_at > now - OUTCOME_AFTER
    )
    return _first(_find(session, Request.rep_id == person_id, Request.id.in_(asked), Request.outcome.is_(None)), most)


def let_play(session: Session, manager_id: str, most: int, now: datetime) -> Some:
    """What a manager let play out, was asked about in the last two weeks, and has not said; of reps they have now."""
    asked = select(Post.subject_id).where(
        Post.kind == OUTCOME_SEEN, Post.person_id == manager_id, Post.created_at > now - OUTCOME_AFTER
    )
    found = _find(session, Request.id.in_(asked), Request.outcome_seen.is_(None))
    return _first([each for each in found if manager_id in readers(session, each)], most)


def _first(found: list[Request], most: int) -> Some:
    return Some(found[:most], max(len(found) - most, 0))


def _answered_by(person_id: str, reps: Sequence[str]) -> object:
    deputised = Request.deputy_id == person_id
    return deputised | (Request.rep_id.in_(reps) & Request.deputy_id.is_(None))


def _waits() -> object:
    unlabelled = Request.answer.in_([Answer.HANDLE, *IN_WORDS]) & Request.label.is_(None)
    is_open = Request.status.in_([Status.DELIVERED, Status.ANSWERED])  # an index knows the state alone
    return is_open & ((Request.status == Status.DELIVERED) | unlabelled)


def _was_said_to(manager_id: str) -> object:
    """What a rep wrote to one manager is not for the next."""
    return Request.way_in.not_in(SEEN) | (Request.manager_id == manager_id)


def _parked() -> tuple[object, ...]:
    """Parked, and not talked through yet."""
    return Request.status == Status.PARKED, Request.talked_at.is_(None)


def _can_wait() -> tuple[object, ...]:
    """What a manager has in their direct messages, and need not answer yet."""
    return Request.status == Status.HELD, Request.way_in == WayIn.WATCHED_DM


def _most_pressing() -> Any:
    is_urgent = Request.bypass == Bypass.URGENT
    return case((Request.status == Status.ANSWERED, 2), (is_urgent, 0), else_=1)


def _some(session: Session, most: int, *conditions: Any, first: Any = None) -> Some:
    order = (*([] if first is None else [first]), Request.asked_at, Request.id)
    query = select(Request, func.count().over()).where(*conditions).order_by(*order).limit(most)
    rows = session.execute(query.options(selectinload(Request.said))).all()
    return Some([request for request, _ in rows], rows[0][1] - len(rows) if rows else 0)


def _find(session: Session, *conditions: Any) -> list[Request]:
    query = select(Request).where(*conditions).order_by(Request.asked_at, Request.id).limit(MOST)
    return list(session.scalars(query.options(selectinload(Request.said))))
