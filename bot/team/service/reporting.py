"""Who reports to whom now. Reads only: never changes a row, never calls Slack."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from bot.store.memo import learn, looked_up_once
from bot.team.models import Person, ReportingLine, Team
from bot.team.rules import LineStatus, Member
from bot.team.service.people import person, zone

OPEN = (LineStatus.CLAIMED, LineStatus.CONFIRMED)


@looked_up_once(ReportingLine)
def line_of(session: Session, rep_id: str) -> ReportingLine | None:
    """The rep's confirmed reporting line: the manager of record now."""
    query = select(ReportingLine).where(ReportingLine.rep_id == rep_id, ReportingLine.status == LineStatus.CONFIRMED)
    return session.scalars(query.order_by(ReportingLine.confirmed_at.desc()).limit(1)).first()


def learn_lines(session: Session, reps: Collection[str]) -> None:
    """Look up the confirmed lines of all of them at once: each is asked for soon."""
    query = select(ReportingLine).where(ReportingLine.rep_id.in_(reps), ReportingLine.status == LineStatus.CONFIRMED)
    for line in session.scalars(query.order_by(ReportingLine.confirmed_at)):  # the newest counts
        learn(session, line_of, line.rep_id, answer=line)


def manager_of(session: Session, rep_id: str) -> Person | None:
    """The rep's manager of record now."""
    line = line_of(session, rep_id)
    return session.get(Person, line.manager_id) if line else None


def had_manager(session: Session, person_id: str) -> bool:
    """Whether somebody reports to anybody here, or ever did."""
    return any(line.confirmed_at for line in _lines_about(session, person_id))


def claims_on(session: Session, rep_id: str) -> list[ReportingLine]:
    """Who says that this person reports to them, and waits for a yes or no; the oldest first."""
    return [line for line in _lines_about(session, rep_id) if line.status == LineStatus.CLAIMED]


@looked_up_once(ReportingLine)
def _lines_about(session: Session, rep_id: str) -> tuple[ReportingLine, ...]:
    query = select(ReportingLine).where(ReportingLine.rep_id == rep_id)
    return tuple(session.scalars(query.order_by(ReportingLine.claimed_at, ReportingLine.id)))


def lines_of(session: Session, manager_id: str, *statuses: LineStatus) -> list[ReportingLine]:
    """A manager's reporting lines in these states, the oldest first."""
    return list(_lines_of(session, manager_id, statuses or (LineStatus.CONFIRMED,)))


@looked_up_once(ReportingLine)
def _lines_of(session: Session, manager_id: str, statuses: tuple[LineStatus, ...]) -> tuple[ReportingLine, ...]:
    query = select(ReportingLine).where(ReportingLine.manager_id == manager_id, ReportingLine.status.in_(statuses))
    found = tuple(session.scalars(query.order_by(ReportingLine.claimed_at, ReportingLine.id)))
    for line in found:
        if line.status == LineStatus.CONFIRMED:
            learn(session, line_of, line.rep_id, answer=line)
    return found


def reps_of(session: Session, manager_id: str) -> list[Person]:
    """A manager's confirmed reps, by name."""
    return list(_reps_of(session, manager_id))


def active_reps_of(session: Session, manager_id: str) -> list[Person]:
    """Those of them whose account in Slack is active, by name: nothing is owed to who has left."""
    return [rep for rep in _reps_of(session, manager_id) if not rep.gone]


@looked_up_once(ReportingLine, Person)
def _reps_of(session: Session, manager_id: str) -> tuple[Person, ...]:
    reps = [line.rep_id for line in lines_of(session, manager_id)]
    query = select(Person).where(Person.id.in_(reps)).order_by(Person.id)
    return tuple(sorted(session.scalars(query), key=lambda each: each.name)) if reps else ()


def managers(session: Session, *, without: Select[str] | None = None) -> list[Person]:
    """Everybody who has a confirmed rep; `without` selects the ids of those who are not asked for."""
    ids = select(ReportingLine.manager_id).where(ReportingLine.status == LineStatus.CONFIRMED).distinct()
    query = select(Person).where(Person.id.in_(ids)).order_by(Person.id)
    return list(session.scalars(query if without is None else query.where(Person.id.not_in(without))))


def left_alone(session: Session, since: datetime) -> list[tuple[Person, datetime]]:
    """Everybody whose last rep left at or after `since`, and when that was."""
    has_reps = select(ReportingLine.manager_id).where(ReportingLine.status == LineStatus.CONFIRMED)
    was_theirs = ReportingLine.confirmed_at.is_not(None), ReportingLine.ended_at >= since
    query = select(ReportingLine.manager_id, func.max(ReportingLine.ended_at)).group_by(ReportingLine.manager_id)
    ended = session.execute(query.where(*was_theirs, ReportingLine.manager_id.not_in(has_reps)))
    left = {manager_id: at for manager_id, at in ended if at}
    people = session.scalars(select(Person).where(Person.id.in_(left)).order_by(Person.id)) if left else ()
    return [(manager, left[manager.id]) for manager in people]


def left_alone_at(session: Session, manager_id: str) -> datetime | None:
    """When somebody's last rep left; None while there is one, and where there never was."""
    reps_now = func.count(case((ReportingLine.status == LineStatus.CONFIRMED, 1)))
    theirs = ReportingLine.manager_id == manager_id, ReportingLine.confirmed_at.is_not(None)
    ended_at, reps = session.execute(select(func.max(ReportingLine.ended_at), reps_now).where(*theirs)).one()
    return None if reps else ended_at


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


def members(session: Session, manager_id: str, status: LineStatus) -> list[Member]:
    """A manager's reps in this state, by name. The day of a claim is when it was made, else when the rep started."""
    here = zone(person(session, manager_id))
    query = (
        select(ReportingLine, Person)
        .join(Person, Person.id == ReportingLine.rep_id)
        .where(ReportingLine.manager_id == manager_id, ReportingLine.status == status)
    )
    asked = status == LineStatus.CLAIMED
    found = [
        Member(rep.id, rep.name, line.claimed_at.astimezone(here).date() if asked else line.started_on)
        for line, rep in session.execute(query)
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


def stands_in_for(session: Session, person_id: str) -> list[str]:
    """First names of the managers whose deputy this person is."""
    query = select(Person).join(Team, Team.manager_id == Person.id).where(Team.deputy_id == person_id)
    return [manager.first_name for manager in session.scalars(query.order_by(Person.name))]


def lead_of(session: Session, person_id: str) -> list[str]:
    """First names of the managers whose lead this person is, and who have reps."""
    has_reps = ReportingLine.manager_id == Person.id, ReportingLine.status == LineStatus.CONFIRMED
    query = select(Person).join(Team, Team.manager_id == Person.id).join(ReportingLine, and_(*has_reps))
    query = query.where(Team.lead_id == person_id).distinct()
    return [manager.first_name for manager in session.scalars(query.order_by(Person.name))]


class Row(NamedTuple):
    """One confirmed reporting line, in names, for an admin's eyes."""

    rep_id: str
    rep: str
    manager_id: str
    manager: str
    lead: str | None
    started_on: date | None


def team_list(session: Session) -> list[Row]:
    """Every confirmed reporting line, by manager and rep."""
    rows = [_row(session, line) for line in confirmed_lines(session)]
    return sorted(rows, key=lambda row: (row.manager.casefold(), row.manager_id, row.rep.casefold(), row.rep_id))


def _row(session: Session, line: ReportingLine) -> Row:
    rep, manager = person(session, line.rep_id), person(session, line.manager_id)
    settings = session.get(Team, manager.id)
    lead = session.get(Person, settings.lead_id) if settings and settings.lead_id else None
    return Row(rep.id, rep.name, manager.id, manager.name, lead.name if lead else None, line.started_on)
