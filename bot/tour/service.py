"""What somebody is new as, and that they have read about it. Never commits, never calls Slack."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.team import service as team
from bot.team.models import Person, ReportingLine, Team
from bot.tour.rules import Role, is_shown


def role_shown(session: Session, person_id: str, now: datetime) -> Role | None:
    """Whose tour somebody is shown; None: none."""
    someone = session.get(Person, person_id)
    role, since = _role(session, person_id, someone)
    return role if is_shown(since, someone.tour_read_at if someone else None, now) else None


def _role(session: Session, person_id: str, someone: Person | None) -> tuple[Role | None, datetime | None]:
    """What somebody is, and since when as far as that matters. Who leads is a manager, whoever leads them."""
    own = session.get(Team, person_id)
    if own is not None:
        return Role.MANAGER, own.introduced_at or own.created_at
    if someone is not None and team.manager_of(session, person_id):
        return Role.REP, someone.met_at
    return (None if _is_in_use(session) else Role.ADMIN), None


def _is_in_use(session: Session) -> bool:
    """Whether anybody reports to anybody, or was asked whether they do."""
    found = select(ReportingLine.id).where(ReportingLine.status.in_(team.OPEN)).limit(1)
    return session.scalar(found) is not None


def read(session: Session, person_id: str, now: datetime) -> None:
    """Somebody has read it. Raises Refusal for nobody we know."""
    team.person(session, person_id).tour_read_at = now
