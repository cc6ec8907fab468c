"""Use cases of the look back at a month: gather once, save, have it posted, take the answers. Never calls Slack."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.month.models import MonthlyLook
from bot.month.rules import (
    Asked,
    MonthNumbers,
    Reply,
    Sign,
    due_around,
    due_month,
    is_open,
    latest_due,
    numbers,
    span,
    working_weeks,
)
from bot.requests.models import Request
from bot.requests.rules import LEFT_TO_THEM, NOT_HELD, Bypass, Label, Status
from bot.score.service.modes import is_aggregate, numbers_are_on
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.slack.outbox import Post
from bot.team import service as team
from bot.team.models import Person, ReportingLine

LOOK = "month.look"
TAUGHT = (Label.COACHED, *sorted(LEFT_TO_THEM))
COME_AS_THEY_ARE = (Bypass.URGENT, Bypass.GROWTH, *NOT_HELD)


def post_one_due(session: Session, settings: Settings, now: datetime) -> bool:
    """Save and have posted one manager's look back that is due; False when none is."""
    return any(post_if_due(session, settings, manager_id, now) for manager_id in may_be_due(session, now))


def may_be_due(session: Session, now: datetime) -> list[str]:
    """Managers who have not looked back at the last complete month; whether they shall now is asked of each."""
    done = select(MonthlyLook.manager_id).where(MonthlyLook.month >= latest_due(now))
    return [manager.id for manager in team.managers(session, without=done)]


def post_if_due(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    """Save and have posted a manager's look back; False when none is due. Exactly one a month."""
    manager = session.get(Person, manager_id)
    if manager is None or manager.gone or _due(session, settings, manager, now) is None:
        return False
    session.get_one(Person, manager_id, with_for_update=True)  # of two processes, the second sees what the first did
    month = _due(session, settings, manager, now)
    if month is not None:
        _post(session, settings, manager, month, now)
    return month is not None


def _due(session: Session, settings: Settings, manager: Person, now: datetime) -> date | None:
    newest = session.scalar(select(func.max(MonthlyLook.month)).where(MonthlyLook.manager_id == manager.id))
    joined_on = team.team(session, manager.id, now).created_at.astimezone(team.zone(manager)).date()
    return due_month(now, team.hours(session, manager, settings, now), newest, joined_on)


def next_moment(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When the next manager's look back falls due after now."""
    hours = [team.hours(session, each, settings, now) for each in team.managers(session)]
    return min((due for each in hours for due in due_around(now, each) if due > now), default=None)


def has_data(settings: Settings) -> bool:
    """Whether what the data says stands beside the four questions."""
    return numbers_are_on(settings) and not is_aggregate(settings)


def _post(session: Session, settings: Settings, manager: Person, month: date, now: datetime) -> None:
    saved = MonthlyLook(
        manager_id=manager.id,
        month=month,
        numbers=_numbers(session, settings, manager, month, now).to_json() if has_data(settings) else "{}",
        posted_at=now,
    )
    session.add(saved)
    session.flush()
    outbox.want(session, LOOK, saved.id, manager.id, now)


def _numbers(session: Session, settings: Settings, manager: Person, month: date, now: datetime) -> MonthNumbers:
    hours = team.hours(session, manager, settings, now)
    since, until = span(month, hours.zone)
    query = select(Request).where(
        Request.manager_id == manager.id,
        Request.asked_at >= since,
        Request.asked_at < until,
        Request.status != Status.WITHDRAWN,
    )
    asked = [_asked(each) for each in session.scalars(query)]
    return numbers(asked, weeks=working_weeks(month, hours), reps=len(team.active_reps_of(session, manager.id)))


def _asked(request: Request) -> Asked:
    chosen = request.status == Status.PARKED and request.parked_by == request.rep_id
    return Asked(
        reached=request.delivered_at is not None,
        absorbed=request.delivered_at is None and (chosen or request.status in {Status.SOLVED, Status.DECIDED}),
        with_options=request.had_options or bool(request.options),
        may_wait=request.bypass not in COME_AS_THEY_ARE,
        own_call=request.label in LEFT_TO_THEM and request.pick is not None,
        labelled=request.label in {*TAUGHT, Label.RESCUED},
        taught=request.label in TAUGHT,
        minutes=request.minutes,
    )


def team_changed(session: Session, person_id: str, now: datetime) -> None:
    """In the transaction that began or ended a rep's reporting line: calls with them are named to their manager alone.

    Anything else that changes about somebody changes nothing there.
    """
    changed = or_(ReportingLine.ended_at == now, ReportingLine.confirmed_at == now)
    managers = select(ReportingLine.manager_id).where(ReportingLine.rep_id == person_id, changed)
    there = Post.kind == LOOK, Post.ts.is_not(None)
    for post in session.scalars(select(Post).where(*there, Post.person_id.in_(managers))).all():
        outbox.touch(session, post, now)


def look_of(session: Session, look_id: str, by: str, now: datetime, *, lock: bool = False) -> MonthlyLook:
    """A look back that this manager may still answer. Raises Refusal for anybody else, and when it is too late."""
    query = select(MonthlyLook).where(MonthlyLook.id == look_id, MonthlyLook.manager_id == by)
    look = session.scalar(query.with_for_update() if lock else query)
    if look is None:
        raise Refusal("Only the manager whose month this is can answer here.")
    if not is_open(look.month, now, team.zone(team.person(session, by))):
        raise Refusal("That month is behind us. Its answers stay as they are.")
    return look


def answer(session: Session, look_id: str, by: str, replies: Mapping[Sign, Reply], now: datetime) -> None:
    """Keep the four answers, or the changed ones; the message shows them beside what the data says."""
    look = look_of(session, look_id, by, now, lock=True)
    look.answers = json.dumps({sign.value: replies[sign].value for sign in Sign})
    look.answered_at = now
    outbox.refresh(session, LOOK, look.id, now)


def read_answers(look: MonthlyLook) -> dict[Sign, Reply]:
    """What the manager said; empty before."""
    return {Sign(sign): Reply(reply) for sign, reply in json.loads(look.answers or "{}").items()}


def read_numbers(look: MonthlyLook) -> MonthNumbers | None:
    """What the data said when it was posted; None where no data is shown."""
    return MonthNumbers.from_json(look.numbers)
