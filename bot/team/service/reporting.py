"""Who reports to whom now. Reads only: never changes a row, never calls Slack."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.team.models import Person, ReportingLine
from bot.team.rules import LineStatus
from bot.team.service.people import person

OPEN = (LineStatus.CLAIMED, LineStatus.CONFIRMED)


def line_of(session: Session, rep_id: str) -> ReportingLine | None:
    """The rep's confirmed reporting line: the manager of record now."""
    query = select(ReportingLine).where(ReportingLine.rep_id == rep_id, ReportingLine.status == LineStatus.CONFIRMED)
    return session.scalars(query.order_by(ReportingLine.confirmed_at.desc())).first()


def manager_of(session: Session, rep_id: str) -> Person | None:
    """The rep's manager of record now."""
    line = line_of(session, rep_id)
    return session.get(Person, line.manager_id) if line else None


def lines_of(session: Session, manager_id: str, *statuses: LineStatus) -> list[ReportingLine]:
    """A manager's reporting lines in these states, the oldest first."""
    query = select(ReportingLine).where(
        ReportingLine.manager_id == manager_id, ReportingLine.status.in_(statuses or [LineStatus.CONFIRMED])
    )
    return list(session.scalars(query.order_by(ReportingLine.claimed_at, ReportingLine.id)))


def reps_of(session: Session, manager_id: str) -> list[Person]:
    """A manager's confirmed reps, by name."""
    people = [person(session, line.rep_id) for line in lines_of(session, manager_id)]
    return sorted(people, key=lambda each: each.name)


def managers(session: Session) -> list[Person]:
    """Everybody who has a confirmed rep."""
    ids = select(ReportingLine.manager_id).where(ReportingLine.status == LineStatus.CONFIRMED).distinct()
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))


def confirmed_lines(session: Session) -> list[ReportingLine]:
    """Every reporting line that counts now."""
    query = select(ReportingLine).where(ReportingLine.status == LineStatus.CONFIRMED)
    return list(session.scalars(query.order_by(ReportingLine.confirmed_at, ReportingLine.id)))


def line_above(session: Session, person_id: str, other_id: str) -> bool:
    """Whether `other_id` stands somewhere above `person_id`."""
    seen: set[str] = set()
    line = line_of(session, person_id)
    while line and line.manager_id not in seen:
        if line.manager_id == other_id:
            return True
        seen.add(line.manager_id)
        line = line_of(session, line.manager_id)
    return False
