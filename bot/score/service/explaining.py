"""Lays one report open for the manager whose it is: every request that made the number. Reads only; never stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.requests.models import Request
from bot.requests.rules import CONTESTABLE, SEEN, Label, Status
from bot.score.models import WeeklyScore
from bot.score.rules.explanation import Explanation, Row, explain
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import Exclusion
from bot.score.rules.week import Week, local_day
from bot.score.service.gathering import scored_requests
from bot.score.service.weekly import read
from bot.settings import ScoreMode, Settings
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.models import Person
from bot.team.working_time import Hours

PAGE = 40
"""Requests on one page: a view holds 100 blocks."""


@dataclass(frozen=True)
class Entry:
    """One request of the six weeks. `rep` is empty where they do not report to this manager now; then so is `words`.

    `passed_on`: it came to the manager, so its words may be shown, as long as they are kept.
    `row`: its part in the sum; else `why` it was left out, and neither for one that counts with another.
    """

    id: str
    asked_on: date
    rep: str
    words: str
    row: Row | None
    why: Exclusion | None
    contested: Label | None
    may_change: bool
    passed_on: bool = True


@dataclass(frozen=True)
class Opened:
    """One page of a report laid open, the newest request first. What was taken back is only counted."""

    id: str
    numbers: WeeklyNumbers
    explanation: Explanation
    entries: tuple[Entry, ...]
    page: int
    pages: int


def open_report(session: Session, settings: Settings, score_id: str, by: str, page: int, now: datetime) -> Opened:
    """A page of one's own report. Raises Refusal for anybody else's, one that is gone, and one without a number."""
    saved = session.scalar(select(WeeklyScore).where(WeeklyScore.id == score_id))
    if saved is None:
        raise Refusal("I can't find this report any more. It may have been deleted.")
    if saved.manager_id != by:
        raise Refusal("Only the manager whose report this is can open it.")
    if settings.kickstand_score is not ScoreMode.ON:
        raise Refusal("The score is switched off here, so there is nothing to lay open.")
    numbers = read(saved)
    if numbers.number is None:
        raise Refusal("That week has no score, so there is nothing to lay open.")
    return _opened(session, settings, saved, numbers, page, now)


def _opened(
    session: Session, settings: Settings, saved: WeeklyScore, numbers: WeeklyNumbers, page: int, now: datetime
) -> Opened:
    manager, week = team.person(session, saved.manager_id), Week(saved.monday)
    hours = team.hours(session, manager, settings, now)
    requests = [each for each in scored_requests(session, settings, manager, week, now) if each.week <= week]
    laid_open = explain(requests, week)
    shown = {row.id for row in laid_open.rows} | set(laid_open.left_out) | set(laid_open.said_before)
    newest_first = [each.id for each in reversed(requests) if each.id in shown and not each.withdrawn]
    pages = max(1, -(-len(newest_first) // PAGE))
    page = min(max(page, 0), pages - 1)
    on_page = _read(session, newest_first[page * PAGE : (page + 1) * PAGE])
    entries = tuple(_entries(session, on_page, laid_open, manager, hours))
    return Opened(saved.id, numbers, laid_open, entries, page, pages)


def _read(session: Session, ids: Sequence[str]) -> list[Request]:
    """These requests with their words, the newest first: a form waits three seconds, so no others are read whole."""
    query = select(Request).where(Request.id.in_(ids)).options(selectinload(Request.said))
    return list(session.scalars(query.order_by(Request.asked_at.desc(), Request.id.desc())))


def _entries(
    session: Session, requests: Sequence[Request], laid_open: Explanation, manager: Person, hours: Hours
) -> list[Entry]:
    mine = {rep.id: rep for rep in team.reps_of(session, manager.id)}
    rows = {row.id: row for row in laid_open.rows}
    found = []
    for each in requests:
        rep = mine.get(each.rep_id)
        contested = each.contested if rep and each.contested != each.label else None
        entry = Entry(
            id=each.id,
            asked_on=local_day(each.asked_at, hours.zone),
            rep=rep.first_name if rep else "",
            words=each.text if rep and _passed_on(each) else "",
            row=rows.get(each.id),
            why=laid_open.left_out.get(each.id),
            contested=contested,
            may_change=contested in CONTESTABLE and each.deputy_id is None,
            passed_on=_passed_on(each),
        )
        found.append(entry)
    return found


def _passed_on(request: Request) -> bool:
    """Whether it came to the manager: brought to them, kept for their 1:1 by the rep, or written to them in person."""
    kept = request.status == Status.PARKED and request.parked_by == request.rep_id
    return request.delivered_at is not None or kept or request.way_in in SEEN
