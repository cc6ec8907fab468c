"""The trial: when a day of the manager's work is over, one summary of what would have been held.

Never commits, never calls Slack.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.slack import outbox
from bot.store.base import new_id
from bot.team import service as team
from bot.team.working_time import Hours
from bot.watch.models import Sighting

SUMMARY = "watch.trial"
LONGEST_AWAY = 31
"""Days without work that are looked through for an evening."""


class Due(NamedTuple):
    """A manager of whose reps something was seen since the last summary, in a workspace."""

    workspace_id: str
    manager_id: str


def waiting(session: Session) -> Sequence[Due]:
    """Managers of any workspace who have not heard yet of something that was seen."""
    query = select(Sighting.workspace_id, Sighting.manager_id).where(Sighting.summary_id.is_(None)).distinct()
    rows = session.execute(query, execution_options={"every_workspace": True})
    return [Due(*row) for row in rows]


def summarise(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    """Have a summary posted of what was seen until the manager's last day of work ended; answers whether it had any."""
    manager = team.person(session, manager_id)
    until = _last_evening(team.hours(session, manager, settings, now), now)
    mine = (Sighting.manager_id == manager_id, Sighting.summary_id.is_(None), Sighting.at <= until)
    if not session.scalar(select(func.count(Sighting.id)).where(*mine)):
        return False
    summary_id = new_id()
    session.execute(update(Sighting).where(*mine).values(summary_id=summary_id))
    outbox.want(session, SUMMARY, summary_id, manager_id, now)
    return True


def next_moment(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When a summary falls due next, after now: in the evening of somebody who has not heard of all that was seen."""
    waits = select(Sighting.manager_id).where(Sighting.summary_id.is_(None)).distinct()
    managers = [team.person(session, each) for each in session.scalars(waits).all()]
    evenings = (_next_evening(team.hours(session, each, settings, now), now) for each in managers)
    return min((each for each in evenings if each), default=None)


def _last_evening(hours: Hours, now: datetime) -> datetime:
    """When the manager's last day of work ended, by their wall clock."""
    past = (_evening(hours, now, -days) for days in range(LONGEST_AWAY))
    return next((each for each in past if each and each <= now), now - timedelta(days=LONGEST_AWAY))


def _next_evening(hours: Hours, now: datetime) -> datetime | None:
    """When the manager's next day of work ends."""
    ahead = (_evening(hours, now, days) for days in range(LONGEST_AWAY))
    return next((each for each in ahead if each and each > now), None)


def _evening(hours: Hours, now: datetime, days: int) -> datetime | None:
    """When work ends so many days from now, on the manager's calendar; None: that is no day of work."""
    day = now.astimezone(hours.zone).date() + timedelta(days=days)
    if not hours.always and (day.weekday() not in hours.days or day in hours.holidays):
        return None
    return datetime.combine(day, hours.end, hours.zone)


def seen(session: Session, summary_id: str) -> list[Sighting]:
    """What a summary tells of, in order."""
    query = select(Sighting).where(Sighting.summary_id == summary_id)
    return list(session.scalars(query.order_by(Sighting.at, Sighting.id)))
