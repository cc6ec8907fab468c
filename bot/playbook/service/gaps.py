"""What was asked and not answered by a playbook. Counts questions, never people. Never commits, never calls Slack."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.playbook.models import ProcessGap
from bot.playbook.rules import TOP, Entry, Gap, counted, fold, is_unwritten, typed
from bot.slack.errors import Refusal
from bot.store.base import new_id

SAME = timedelta(hours=24)
"""What is typed again within this time is the same question."""


def of_request(session: Session, request_id: str) -> ProcessGap | None:
    """What one question found missing."""
    return session.scalar(select(ProcessGap).where(ProcessGap.request_id == request_id))


def keep(session: Session, manager_id: str, request_id: str, about: str, now: datetime) -> None:
    """What one question finds missing now. What was written since stays as it is."""
    gap = of_request(session, request_id)
    if gap is None:
        session.add(ProcessGap(id=new_id(), manager_id=manager_id, about=about, request_id=request_id, at=now))
    elif gap.filled_at is None:
        gap.manager_id, gap.about = manager_id, about
    session.flush()


def drop(session: Session, request_id: str) -> None:
    """The question finds nothing missing after all."""
    gap = of_request(session, request_id)
    if gap is not None and gap.filled_at is None:
        session.delete(gap)
        session.flush()


def note(session: Session, manager_id: str, about: str, now: datetime) -> None:
    """Somebody typed a stage that is not there; who it was is not kept. Once a day for each."""
    recent = _open(session, manager_id, ProcessGap.request_id.is_(None), ProcessGap.at > now - SAME)
    if fold(about) not in {fold(gap.about) for gap in recent}:
        session.add(ProcessGap(id=new_id(), manager_id=manager_id, about=about, at=now))
        session.flush()


def still_open(session: Session, manager_id: str, written: Sequence[Entry]) -> list[Gap]:
    """What is not written yet, or was written and did not help: each thing once, the most asked first."""
    return counted(_gaps(_open(session, manager_id), written))


def top(session: Session, manager_id: str, written: Sequence[Entry], since: datetime, until: datetime) -> list[Gap]:
    """The same of this time: three things at most."""
    return counted(_gaps(_open(session, manager_id, ProcessGap.at >= since, ProcessGap.at < until), written))[:TOP]


def of_requests(session: Session, request_ids: Collection[str], written: Sequence[Entry]) -> dict[str, str]:
    """Which of these questions asked for a step that is not written, and of which stage, as most teams call it.

    What somebody typed themselves is not in it.
    """
    query = select(ProcessGap).where(ProcessGap.request_id.in_(request_ids), ProcessGap.filled_at.is_(None))
    found = session.scalars(query)
    return {gap.request_id: gap.about for gap in found if gap.request_id and is_unwritten(gap.about, written)}


def about(session: Session, gap_id: str, by: str) -> str:
    """What a gap is about, for the manager whose playbook it is in. Raises Refusal."""
    gap = session.get(ProcessGap, gap_id)
    if gap is None or gap.manager_id != by or gap.filled_at:
        raise Refusal("That one isn't on your list any more.")
    return gap.about


def fill(session: Session, gap_id: str, by: str, now: datetime) -> None:
    """A thing was written, or need not be: it leaves the list, however often it was asked. Raises Refusal."""
    name = fold(about(session, gap_id, by))
    for gap in _open(session, by):
        if fold(gap.about) == name:
            gap.filled_at = now
    session.flush()


def fill_if_there(session: Session, gap_id: str, by: str, now: datetime) -> None:
    """The same, where it may have left the list already."""
    if gap_id in {gap.id for gap in _open(session, by)}:
        fill(session, gap_id, by, now)


def fill_written(session: Session, manager_id: str, written: Sequence[Entry], now: datetime) -> None:
    """What these stages say, now that they were written, leaves the list."""
    for gap in _open(session, manager_id):
        if typed(gap.about, written) is not None:
            gap.filled_at = now
    session.flush()


def _open(session: Session, manager_id: str, *more: ColumnElement[bool]) -> list[ProcessGap]:
    query = select(ProcessGap).where(ProcessGap.manager_id == manager_id, ProcessGap.filled_at.is_(None), *more)
    return list(session.scalars(query.order_by(ProcessGap.at, ProcessGap.id)))


def _gaps(found: Sequence[ProcessGap], written: Sequence[Entry]) -> list[Gap]:
    return [Gap(gap.id, gap.about, has_step=typed(gap.about, written) is not None) for gap in found]
