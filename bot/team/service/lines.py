"""Changes of reporting lines: claimed, confirmed by the rep, imported, ended. Never commits, never calls Slack."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.store.base import new_id
from bot.team.models import Person, ReportingLine
from bot.team.rules import LineStatus
from bot.team.service.people import introduce, person
from bot.team.service.reporting import OPEN, line_above, line_of, lines_of
from bot.team.service.settings import open_team


def claim(session: Session, manager_id: str, rep_id: str, started_on: date | None, now: datetime) -> None:
    """A manager names a rep; it takes effect when the rep confirms. Naming them again asks once only."""
    if manager_id == rep_id:
        raise Refusal("You can't be your own rep.")
    if line_above(session, manager_id, rep_id):
        raise Refusal("You report to that person yourself, so they can't be on your team.")
    open_team(session, manager_id, now)
    line = next((each for each in lines_of(session, manager_id, *OPEN) if each.rep_id == rep_id), None)
    if line:
        line.started_on = started_on or line.started_on
        return
    line = _new_line(rep_id, manager_id, started_on, now)
    session.add(line)
    session.flush()
    outbox.want(session, "team.claim", line.id, rep_id, now)


def confirm(session: Session, line_id: str, by: str, now: datetime) -> ReportingLine:
    """The rep says: yes, that is my manager. Ends the line they had; tells the manager; tells the rep what is kept."""
    line = _answerable(session, line_id, by)
    if line_above(session, line.manager_id, line.rep_id):
        raise Refusal("That would make a circle: your manager reports to you. Ask your admin to sort it out.")
    establish(session, line, now)
    outbox.refresh(session, "team.claim", line.id, now)
    outbox.want(session, "team.confirmed", line.id, line.manager_id, now)
    return line


def decline(session: Session, line_id: str, by: str, now: datetime) -> ReportingLine:
    """The rep says: that is not my manager. The manager is told, without a why."""
    line = _answerable(session, line_id, by)
    line.status, line.ended_at = LineStatus.DECLINED, now
    outbox.refresh(session, "team.claim", line.id, now)
    outbox.want(session, "team.confirmed", line.id, line.manager_id, now)
    return line


def _answerable(session: Session, line_id: str, by: str) -> ReportingLine:
    _queue(session, by)
    line = session.get(ReportingLine, line_id, with_for_update=True)
    if line is None or line.rep_id != by:
        raise Refusal("Only the person who was asked can answer this.")
    if line.status == LineStatus.ENDED:
        raise Refusal("This question was taken back. There's nothing left to answer.")
    if line.status != LineStatus.CLAIMED:
        raise Refusal("You've answered this one already.")
    return line


def establish(session: Session, line: ReportingLine, now: datetime) -> None:
    """Make a line the rep's line of record: the earlier one ends, and the rep hears once what Kickstand does."""
    _queue(session, line.rep_id)
    others = select(ReportingLine).where(
        ReportingLine.rep_id == line.rep_id, ReportingLine.id != line.id, ReportingLine.status.in_(OPEN)
    )
    for other in session.scalars(others.execution_options(populate_existing=True)):
        _end(session, other, now)
    line.status, line.confirmed_at = LineStatus.CONFIRMED, now
    session.flush()
    open_team(session, line.manager_id, now)
    introduce(session, line.rep_id, now)


def _queue(session: Session, rep_id: str) -> None:
    """Two changes of one rep's manager wait for each other here, before either touches a line: never two managers."""
    session.get(Person, rep_id, with_for_update={"key_share": True})


def end_line(session: Session, manager_id: str, rep_id: str, now: datetime) -> bool:
    """A manager lets a rep go from their team. Their access to that rep's requests closes, and the rep hears of it.

    Answers whether the rep's manager of record changed: a claim that nobody answered is simply taken back.
    """
    was_confirmed = False
    for line in lines_of(session, manager_id, *OPEN):
        if line.rep_id == rep_id:
            was_confirmed = was_confirmed or line.status == LineStatus.CONFIRMED
            if line.status == LineStatus.CONFIRMED:
                outbox.want(session, "team.changed", line.id, rep_id, now)
            _end(session, line, now)
    return was_confirmed


def change_members(
    session: Session,
    manager_id: str,
    add: Iterable[str],
    remove: Iterable[str],
    started_on: date | None,
    now: datetime,
) -> list[str]:
    """A manager names and lets go of reps in one go. Answers whose manager of record changed."""
    for rep_id in add:
        claim(session, manager_id, rep_id, started_on, now)
    return [rep_id for rep_id in remove if end_line(session, manager_id, rep_id, now)]


def _end(session: Session, line: ReportingLine, now: datetime) -> None:
    line.status, line.ended_at = LineStatus.ENDED, now
    session.flush()
    outbox.refresh(session, "team.claim", line.id, now)
    outbox.refresh(session, "team.confirmed", line.id, now)


def import_line(
    session: Session, rep_id: str, manager_id: str, lead_id: str | None, started_on: date | None, now: datetime
) -> bool:
    """An admin's line takes effect at once. Answers whether it changed who the rep's manager is."""
    if lead_id:
        open_team(session, manager_id, now).lead_id = lead_id
    line = line_of(session, rep_id)
    if line and line.manager_id == manager_id:
        line.started_on = started_on or line.started_on
        return False
    has_met = person(session, rep_id).met_at is not None
    line = _new_line(rep_id, manager_id, started_on, now)
    session.add(line)
    session.flush()
    establish(session, line, now)
    if has_met:
        outbox.want(session, "team.changed", line.id, rep_id, now)
    return True


def _new_line(rep_id: str, manager_id: str, started_on: date | None, now: datetime) -> ReportingLine:
    return ReportingLine(
        id=new_id(),
        rep_id=rep_id,
        manager_id=manager_id,
        status=LineStatus.CLAIMED,
        started_on=started_on,
        claimed_at=now,
    )
