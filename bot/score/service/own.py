"""A rep's own numbers and history, for that rep alone. Reads only; without numbers where those are switched off."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import OPEN, Status
from bot.score.rules.own import Counts, OnTopic, OwnRequest, by_topic, counts
from bot.score.service.modes import numbers_are_on
from bot.settings import Settings
from bot.team import service as team

WEEKS = 12
PAGE = 10
"""Requests on one page: with two buttons each they stay far below a view's hundred blocks."""


@dataclass(frozen=True)
class Numbers:
    """This week, the last twelve weeks, and those by topic."""

    week: Counts
    weeks: Counts
    topics: list[OnTopic]


@dataclass(frozen=True)
class Page:
    """Some of the rep's requests, the newest first; whether there are older ones."""

    requests: list[Request]
    offset: int
    has_older: bool


def numbers(session: Session, settings: Settings, rep_id: str, now: datetime) -> Numbers | None:
    """The rep's own counts; None where no number is computed at all. Weeks begin on the rep's own Monday."""
    if not numbers_are_on(settings):
        return None
    here, today = team.zone(team.person(session, rep_id)), team.today(session, rep_id, now)
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(0), here)
    since = datetime.combine(monday.date() - timedelta(weeks=WEEKS - 1), time(0), here)
    query = select(Request).where(
        Request.rep_id == rep_id, Request.asked_at >= since, Request.status != Status.WITHDRAWN
    )
    found = [_own(each) for each in session.scalars(query)]
    return Numbers(counts(found, monday), counts(found, since), by_topic(found, since))


def _own(request: Request) -> OwnRequest:
    options = bool(request.options) if request.status in OPEN else request.had_options
    return OwnRequest(
        asked_at=request.asked_at,
        topic=request.topic,
        solved=request.status == Status.SOLVED,
        solved_before=request.status == Status.SOLVED and request.delivered_at is None,
        decided=request.status == Status.DECIDED,
        with_options=options,
        with_pick=request.pick is not None,
        decided_by=request.decided_by,
    )


def page(session: Session, rep_id: str, offset: int) -> Page:
    """The rep's own requests from the newest on, those taken back too."""
    query = select(Request).where(Request.rep_id == rep_id).order_by(Request.asked_at.desc(), Request.id)
    found = list(session.scalars(query.offset(max(offset, 0)).limit(PAGE + 1)))
    return Page(found[:PAGE], max(offset, 0), len(found) > PAGE)
