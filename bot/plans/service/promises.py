"""What managers promise to do for a rep (S3.11): made, kept, overdue. Never commits, never calls Slack."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.plans.models import Promise
from bot.plans.rules import LONGEST_PROMISE
from bot.plans.service import plans
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import courtesy
from bot.team import service as team
from bot.team.working_time import is_working

DUE = "plan.promise"
LATELY = timedelta(days=14)
"""So long a kept promise is still shown."""


class Waiting(NamedTuple):
    """A manager of whose promises one may be due, in a workspace."""

    workspace_id: str
    manager_id: str


def make(session: Session, rep_id: str, by: str, text: str, due_on: date, now: datetime) -> Promise:
    """The manager says what they will do for a rep, and by when. Raises Refusal for anybody else."""
    rep, manager = plans.pair(session, rep_id, by)
    if by != manager.id:
        raise Refusal("Only a manager can promise this; you can ask for it in your plan.")
    words = " ".join(text.split())[:LONGEST_PROMISE]
    if not words:
        raise Refusal("Say in a few words what you will do.")
    plan = plans.current(session, rep.id, manager.id)
    promise = Promise(
        plan_id=plan.id if plan else None,
        rep_id=rep.id,
        manager_id=manager.id,
        text=words,
        due_on=due_on,
        made_at=now,
    )
    session.add(promise)
    session.flush()
    return promise


def done(session: Session, promise_id: str, by: str, now: datetime) -> str:
    """The manager kept it; done twice, it is done once. Answers whose it is. Raises Refusal for anybody else."""
    promise = _mine(session, promise_id, by)
    promise.kept_at = promise.kept_at or now
    session.flush()
    _said_again(session, promise, now)
    return promise.rep_id


def take_back(session: Session, promise_id: str, by: str, now: datetime) -> str:
    """The manager takes it back while its day is still to come. Answers whose it was."""
    promise = _mine(session, promise_id, by)
    if promise.kept_at or promise.due_on <= team.today(session, by, now):
        raise Refusal("It is due already, so it stays on the list. `Done` once you have done it.")
    rep_id = promise.rep_id
    session.delete(promise)
    session.flush()
    return rep_id


def _mine(session: Session, promise_id: str, by: str) -> Promise:
    promise = session.get(Promise, promise_id, with_for_update=True)
    if promise is None or promise.manager_id != by or not plans.is_pair(session, promise.rep_id, by):
        raise Refusal("Only the manager who promised this can do that, and it may be gone by now.")
    return promise


def between(session: Session, rep_id: str, manager_id: str, now: datetime) -> list[Promise]:
    """What is open between the two, the earliest first, then what was kept lately."""
    query = select(Promise).where(
        Promise.rep_id == rep_id,
        Promise.manager_id == manager_id,
        or_(Promise.kept_at.is_(None), Promise.kept_at > now - LATELY),
    )
    found = session.scalars(query.order_by(Promise.due_on, Promise.made_at, Promise.id)).all()
    return sorted(found, key=lambda each: each.kept_at is not None)


def due(session: Session, manager_id: str, now: datetime) -> list[Promise]:
    """What a manager has promised to reps of theirs by today and not done, the earliest first."""
    today = team.today(session, manager_id, now)
    reps = [rep.id for rep in team.reps_of(session, manager_id)]
    query = select(Promise).where(
        Promise.manager_id == manager_id,
        Promise.rep_id.in_(reps),
        Promise.kept_at.is_(None),
        Promise.due_on <= today,
    )
    return list(session.scalars(query.order_by(Promise.due_on, Promise.made_at, Promise.id)))


def waiting(session: Session, now: datetime) -> list[Waiting]:
    """Managers of any workspace who may have to hear of a promise. It is tomorrow already somewhere."""
    query = select(Promise.workspace_id, Promise.manager_id).where(
        Promise.due_on <= (now + timedelta(days=1)).date(), Promise.kept_at.is_(None), Promise.nudged_at.is_(None)
    )
    return [Waiting(*row) for row in session.execute(query.distinct(), execution_options={"every_workspace": True})]


def next_moment(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When a manager hears next, after now, of a promise that nobody has named: on its day, as soon as they work."""
    query = select(Promise.manager_id, func.min(Promise.due_on)).group_by(Promise.manager_id)
    rows = session.execute(query.where(Promise.kept_at.is_(None), Promise.nudged_at.is_(None))).all()
    moments = (courtesy.at_work_on(session, settings, each, day, now) for each, day in rows)
    return min((each for each in moments if each and each > now), default=None)


def nudge(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    """The manager hears, at work and in one message, of the promises that are due and were not named before."""
    manager = team.person(session, manager_id)
    if not is_working(courtesy.hours_of(session, manager, settings, now), now):
        return False
    fresh = [each for each in due(session, manager_id, now) if each.nudged_at is None]
    for each in fresh:
        each.nudged_at = now
    session.flush()
    if fresh:
        outbox.want(session, DUE, fresh[0].id, manager_id, now)
    return bool(fresh)


def named_with(session: Session, promise_id: str) -> Sequence[Promise]:
    """The promises that one message names, to reps whom their manager still has."""
    first = session.get(Promise, promise_id)
    if first is None or first.nudged_at is None:
        return []
    query = select(Promise).where(Promise.manager_id == first.manager_id, Promise.nudged_at == first.nudged_at)
    found = session.scalars(query.order_by(Promise.due_on, Promise.made_at, Promise.id)).all()
    return [each for each in found if plans.is_pair(session, each.rep_id, each.manager_id)]


def _said_again(session: Session, promise: Promise, now: datetime) -> None:
    for each in named_with(session, promise.id):
        outbox.refresh(session, DUE, each.id, now)


def kept_of_due(session: Session, manager_id: str, first: date, last: date, until: datetime) -> tuple[int, int] | None:
    """How many of the promises due on these days, both included, were kept by `until`. None: none were due."""
    reps = [rep.id for rep in team.reps_of(session, manager_id)]
    query = select(Promise.kept_at).where(
        Promise.manager_id == manager_id, Promise.rep_id.in_(reps), Promise.due_on.between(first, last)
    )
    kept = list(session.scalars(query))
    return (sum(each is not None and each < until for each in kept), len(kept)) if kept else None
