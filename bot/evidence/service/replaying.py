"""Gathers what was recorded, in working time, for a replay. Hands on columns, no words; changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from bot.evidence.rules.replaying import Otherwise, Past, Replay, replay
from bot.growth.rules import Level
from bot.requests.models import Request
from bot.requests.rules import SEEN
from bot.requests.service.owning import goes_alone
from bot.settings import Settings
from bot.team import service as team
from bot.team.models import Person
from bot.team.working_time import Hours, working_between


@dataclass(frozen=True)
class Period:
    """Which requests: asked from `since` on and before `until`, of one manager or of all."""

    since: datetime | None = None
    until: datetime | None = None
    manager_id: str | None = None


@dataclass(frozen=True)
class Found:
    """The replay, how many reps are behind it, and what was left out of it."""

    replay: Replay
    reps: int
    seen: int
    """Asked of the manager directly, or in a channel: there nothing is held back from the manager."""
    open: int
    """Neither over nor answered."""


def managers_called(session: Session, name: str) -> list[Person]:
    """Managers by Slack id, by name, or by first name, in whatever case; also those who manage nobody any more."""
    ids = select(Request.manager_id).distinct()
    known = {each.id: each for each in team.managers(session)}
    known |= {each.id: each for each in session.scalars(select(Person).where(Person.id.in_(ids)))}
    if name in known:
        return [known[name]]
    wanted = name.casefold()
    people = sorted(known.values(), key=lambda each: (each.name.casefold(), each.id))
    return [each for each in people if wanted in {each.name.casefold(), each.first_name.casefold()}]


def replayed(session: Session, settings: Settings, period: Period, otherwise: Otherwise, now: datetime) -> Found:
    """What another wait, or another protected amount, would have changed in that period."""
    rows = _rows(session, period)
    asked_here = [row for row in rows if row.way_in not in SEEN]
    hours = {row.answerer: _hours(session, settings, row.answerer, now) for row in asked_here}
    pasts = [past for row in asked_here for past in _past(row, hours[row.answerer], alone=_alone(session, row, now))]
    return Found(
        replay(pasts, otherwise),
        reps=len({row.rep_id for row in asked_here}),
        seen=len(rows) - len(asked_here),
        open=len(asked_here) - len(pasts),
    )


def _rows(session: Session, period: Period) -> list[Row[Any]]:
    facts = ("id", "rep_id", "way_in", "bypass", "ramp", "level", "hold_seconds", "amount")
    more = ("parked_by", "practice_id", "right_id")
    moments = ("asked_at", "briefed_at", "delivered_at", "answered_at", "ended_at")
    answerer = func.coalesce(Request.deputy_id, Request.manager_id).label("answerer")
    query = select(answerer, *(getattr(Request, name) for name in (*facts, *more, *moments)))
    if period.since:
        query = query.where(Request.asked_at >= period.since)
    if period.until:
        query = query.where(Request.asked_at < period.until)
    if period.manager_id:
        query = query.where(Request.manager_id == period.manager_id)
    return list(session.execute(query))


def _hours(session: Session, settings: Settings, person_id: str, now: datetime) -> Hours:
    return team.hours(session, team.person(session, person_id), settings, now)


def _alone(session: Session, row: Row[Any], now: datetime) -> bool:
    """Whether it was the rep's own, as they go alone on its topic: else it waited as long as any other."""
    if row.level != Level.INDEPENDENT or row.right_id is None:
        return bool(row.level == Level.INDEPENDENT)
    return goes_alone(session, session.get_one(Request, row.id), now)


def _past(row: Row[Any], hours: Hours, *, alone: bool) -> Iterator[Past]:
    settled = row.answered_at or row.ended_at
    if settled is None:
        return

    def after(moment: datetime | None) -> timedelta | None:
        return working_between(hours, row.asked_at, moment) if moment else None

    short = row.ramp or row.level == Level.GUIDED
    parked_by_manager = row.parked_by not in {None, row.rep_id}
    yield Past(
        hold=timedelta(seconds=row.hold_seconds),
        settled=after(settled) or timedelta(),
        by_manager=row.answered_at is not None or parked_by_manager,
        reached=after(row.delivered_at),
        bypass=row.bypass,
        amount=row.amount,
        briefed=after(row.briefed_at),
        short=short,
        long=alone or (row.practice_id is not None and not short),
    )
