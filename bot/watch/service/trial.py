"""The trial: once a day, when the manager's day is over, one summary of what would have been held.

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
    """Have a summary posted of what was seen until the manager's last day ended; answers whether there was anything."""
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
    evenings = (_last_evening(team.hours(session, each, settings, now), now, days=1) for each in managers)
    return min(evenings, default=None)


def _last_evening(hours: Hours, now: datetime, *, days: int = 0) -> datetime:
    """When the manager's day ended last, by their wall clock; or so many days after that."""
    local = now.astimezone(hours.zone)
    was_today = datetime.combine(local.date(), hours.end, hours.zone) <= now
    return datetime.combine(local.date() + timedelta(days=days - (not was_today)), hours.end, hours.zone)


def seen(session: Session, summary_id: str) -> list[Sighting]:
    """What a summary tells of, in order."""
    query = select(Sighting).where(Sighting.summary_id == summary_id)
    return list(session.scalars(query.order_by(Sighting.at, Sighting.id)))
