"""Use cases of the pulse: ask a team, count an answer, close. Never keeps who answered what; never calls Slack."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.pulse.models import Pulse, PulseInvitation, PulseTally
from bot.pulse.rules import (
    ANSWERS,
    ITEMS,
    LEAST_ANSWERED,
    LEAST_ASKED,
    OPEN_FOR,
    Count,
    are_answers,
    asks_at,
    coarse,
    is_due,
    is_near,
    next_ask,
    quarter,
)
from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.models import Person

ASK, RESULT = "pulse.ask", "pulse.result"


def step(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    """Close the pulse of a manager's team that is over, or open the one that is due; False when there is neither."""
    return _close_if_over(session, settings, manager_id, now) or _open_if_due(session, settings, manager_id, now)


def is_on(settings: Settings) -> bool:
    """Whether teams are asked, and what came of it is shown: wherever any number is computed."""
    return settings.kickstand_score is not ScoreMode.OFF


def may_be_due(session: Session, now: datetime) -> list[str]:
    """Managers whose team has been asked for long enough, or may have to be asked now: that is seen at each."""
    over = session.scalars(select(Pulse.manager_id).where(Pulse.closed_at.is_(None), Pulse.closes_at <= now))
    asked = select(Pulse.manager_id).where(Pulse.quarter == quarter(now.date()))
    to_ask = team.managers(session, without=asked) if is_near(now) else []
    return sorted({manager.id for manager in to_ask} | set(over))


def next_moment(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When a pulse is over next, or begins, after now."""
    over = session.scalar(select(func.min(Pulse.closes_at)).where(Pulse.closed_at.is_(None), Pulse.closes_at > now))
    teams = [team.reps_of(session, each.id) for each in team.managers(session)] if is_on(settings) else []
    zones = (team.zone(rep) for reps in teams if len(reps) >= LEAST_ASKED for rep in reps)
    return min((each for each in (over, next_ask(now, zones)) if each), default=None)


def _open_if_due(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    if not is_on(settings) or not _to_ask(session, manager_id, now):
        return False
    session.get_one(Person, manager_id, with_for_update=True)  # of two processes, the second sees what the first did
    reps = _to_ask(session, manager_id, now)
    if reps:
        open_pulse(session, manager_id, reps, now)
    return bool(reps)


def _to_ask(session: Session, manager_id: str, now: datetime) -> list[Person]:
    """Whom to ask now; nobody where it is not the time, was asked already, or they are too few."""
    reps = [rep for rep in team.reps_of(session, manager_id) if not rep.gone]
    if len(reps) < LEAST_ASKED or not is_due(now, [team.zone(rep) for rep in reps]):
        return []
    this = Pulse.quarter == quarter(now.date())
    if session.scalar(select(Pulse.id).where(Pulse.manager_id == manager_id, this)):
        return []
    elsewhere = select(PulseInvitation.person_id).join(Pulse, Pulse.id == PulseInvitation.pulse_id).where(this)
    already = set(session.scalars(elsewhere))
    reps = [rep for rep in reps if rep.id not in already]
    return reps if len(reps) >= LEAST_ASKED else []


def open_pulse(session: Session, manager_id: str, reps: Sequence[Person], now: datetime) -> Pulse:
    """Ask these reps of a manager's; the counts stand at nought, all of them."""
    pulse = Pulse(manager_id=manager_id, quarter=quarter(now.date()), opened_at=now, closes_at=now + OPEN_FOR)
    session.add(pulse)
    session.flush()
    session.add_all(PulseTally(pulse_id=pulse.id, item=item, answer=answer) for item in ITEMS for answer in ANSWERS)
    session.add_all(PulseInvitation(pulse_id=pulse.id, person_id=rep.id) for rep in reps)
    session.flush()
    for rep in reps:
        post = outbox.want(session, ASK, pulse.id, rep.id, now)
        post.next_try_at = max(now, asks_at(now.date(), team.zone(rep)))
    return pulse


def invited(session: Session, pulse_id: str, by: str, now: datetime, *, lock: bool = False) -> PulseInvitation:
    """Somebody's own invitation that is still to be used. Raises Refusal for anybody else, and when it is too late.

    `lock`: the pulse stands still meanwhile, and of two answers of one person the second sees the first.
    """
    pulse = session.get(Pulse, pulse_id, with_for_update=lock, populate_existing=lock)
    query = select(PulseInvitation).where(PulseInvitation.pulse_id == pulse_id, PulseInvitation.person_id == by)
    found = session.scalar(query.execution_options(populate_existing=True))
    if pulse is not None and (pulse.closed_at or now >= pulse.closes_at):
        raise Refusal("This round of three questions is over.")
    manager = team.manager_of(session, by)
    if pulse is None or found is None or manager is None or manager.id != pulse.manager_id:
        raise Refusal("These questions are for somebody else, or for a team you are no longer on.")
    if found.used:
        raise Refusal("You've answered already, and it has been counted.")
    return found


def answer(session: Session, pulse_id: str, by: str, given: Sequence[int], now: datetime) -> None:
    """Count somebody's answers, once. Raises Refusal; ValueError for what is no answer to each item.

    1. Three counts go up, and the invitation is used: no row says when, and none joins the two.
    2. Every count and invitation of the pulse is written, changed or not: a database keeps which transaction wrote
       a row last (PostgreSQL's xmin), and in which order rows were written, and both would join the two again.
    """
    if not are_answers(given):
        raise ValueError("a pulse wants one answer to each item")
    invited(session, pulse_id, by, now, lock=True)
    chosen = or_(
        *(and_(PulseTally.item == item, PulseTally.answer == each) for item, each in zip(ITEMS, given, strict=True))
    )
    _write_all(session, PulseTally, pulse_id, count=PulseTally.count + case((chosen, 1), else_=0))
    used = case((PulseInvitation.person_id == by, True), else_=PulseInvitation.used)
    _write_all(session, PulseInvitation, pulse_id, used=used)
    post = outbox.find(session, ASK, pulse_id, by)
    if post:
        outbox.touch(session, post, now)


def _write_all(
    session: Session, table: type[PulseTally] | type[PulseInvitation], pulse_id: str, **values: ColumnElement[Any]
) -> None:
    rows = update(table).where(table.pulse_id == pulse_id).values(values)
    session.execute(rows.execution_options(synchronize_session=False))
    session.expire_all()


def _close_if_over(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    over = select(Pulse).where(Pulse.manager_id == manager_id, Pulse.closed_at.is_(None), Pulse.closes_at <= now)
    pulse = session.scalars(over.order_by(Pulse.closes_at).limit(1).with_for_update()).first()
    if pulse is None:
        return False
    _keep_what_is_shown(session, pulse)
    pulse.closed_at = now
    session.execute(delete(PulseInvitation).where(PulseInvitation.pulse_id == pulse.id))
    session.flush()
    outbox.refresh(session, ASK, pulse.id, now)
    if is_on(settings):
        outbox.want(session, RESULT, pulse.id, manager_id, now)
    return True


def _keep_what_is_shown(session: Session, pulse: Pulse) -> None:
    """From five answers on how many there were and their bands; of fewer nothing."""
    found = counts(session, pulse.id)
    if sum(found[0]) < LEAST_ANSWERED:
        session.execute(delete(PulseTally).where(PulseTally.pulse_id == pulse.id))
        return
    for item, count in zip(ITEMS, found, strict=True):
        for given, kept in zip(ANSWERS, coarse(count), strict=True):
            row = (PulseTally.pulse_id == pulse.id, PulseTally.item == item, PulseTally.answer == given)
            session.execute(update(PulseTally).where(*row).values(count=kept))


def counts(session: Session, pulse_id: str) -> list[Count]:
    """How often each answer was given to each item; noughts where nothing is kept."""
    query = select(PulseTally.item, PulseTally.answer, PulseTally.count).where(PulseTally.pulse_id == pulse_id)
    found = {(item, given): count for item, given, count in session.execute(query)}
    return [[found.get((item, given), 0) for given in ANSWERS] for item in ITEMS]


def open_for(session: Session, person_id: str, now: datetime) -> Pulse | None:
    """The pulse that somebody may still answer."""
    query = (
        select(Pulse)
        .join(PulseInvitation, PulseInvitation.pulse_id == Pulse.id)
        .where(PulseInvitation.person_id == person_id, PulseInvitation.used.is_(False))
        .where(Pulse.closed_at.is_(None), Pulse.closes_at > now)
    )
    pulse = session.scalars(query.order_by(Pulse.opened_at.desc()).limit(1)).first()
    manager = team.manager_of(session, person_id)
    return pulse if pulse and manager and manager.id == pulse.manager_id else None


def closed_of(session: Session, manager_id: str, since: datetime) -> Pulse | None:
    """The newest pulse of a manager's team that was closed since then."""
    query = select(Pulse).where(Pulse.manager_id == manager_id, Pulse.closed_at >= since)
    return session.scalars(query.order_by(Pulse.closed_at.desc()).limit(1)).first()


def has_answered(session: Session, pulse_id: str, person_id: str) -> bool:
    """Whether somebody's own answer has been counted; for their own eyes only."""
    mine = (PulseInvitation.pulse_id == pulse_id, PulseInvitation.person_id == person_id)
    return bool(session.scalar(select(func.count(PulseInvitation.id)).where(*mine, PulseInvitation.used.is_(True))))
