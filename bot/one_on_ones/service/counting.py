"""How many 1:1s were held of those planned, for the support axis (S2.12). Reads only; names nobody."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.one_on_ones.models import Cadence, Meeting
from bot.one_on_ones.rules import MeetingState
from bot.one_on_ones.service.planning import is_off
from bot.team import service as team


class Held(NamedTuple):
    """Held of planned."""

    held: int
    planned: int


def held(session: Session, manager_ids: Collection[str], start: datetime, end: datetime, now: datetime) -> Held | None:
    """Of the 1:1s that count, how many were held; None where nobody plans any here."""
    found = _planned(session, manager_ids, start, min(end, now))
    if not found and session.scalar(select(Cadence.rep_id).where(Cadence.manager_id.in_(manager_ids)).limit(1)) is None:
        return None
    counts = [each for each in found if _counts(session, each, now)]
    return Held(sum(each.state == MeetingState.HELD for each in counts), len(counts))


def counting(session: Session, manager_id: str, start: datetime, end: datetime) -> list[Meeting]:
    """The 1:1s planned from `start` on and before `end` that count.

    One that was moved counts on its new date. One that was not held, on a day off of either or with somebody who has
    left, was nobody's fault, and does not count. One about which nobody said anything was planned; whether it was held
    is not guessed.
    """
    return [each for each in _planned(session, [manager_id], start, end) if _counts(session, each, end)]


def _planned(session: Session, manager_ids: Collection[str], start: datetime, end: datetime) -> list[Meeting]:
    query = select(Meeting).where(
        Meeting.manager_id.in_(manager_ids),
        Meeting.planned_at >= start,
        Meeting.planned_at < end,
        Meeting.state != MeetingState.MOVED,
    )
    return list(session.scalars(query))


def _counts(session: Session, meeting: Meeting, now: datetime) -> bool:
    return meeting.state == MeetingState.HELD or not _fell_out(session, meeting, now)


def _fell_out(session: Session, meeting: Meeting, now: datetime) -> bool:
    return team.person(session, meeting.rep_id).gone or is_off(session, meeting, now)


def unsaid(session: Session, manager_id: str, start: datetime, end: datetime) -> int:
    """About how many of the week's 1:1s the manager was asked and has not said."""
    query = select(Meeting.id).where(
        Meeting.manager_id == manager_id,
        Meeting.planned_at >= start,
        Meeting.planned_at < end,
        Meeting.state == MeetingState.PLANNED,
        Meeting.asked_at.is_not(None),
    )
    return len(session.scalars(query).all())
