"""Use cases of a team: who reports to whom, whose hours count, who is away. Never commits, never calls Slack."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.slack.profiles import Profile, Quiet
from bot.store.base import new_id
from bot.team.holidays import holidays_for
from bot.team.models import Person, ReportingLine, Team, TimeOff
from bot.team.rules import LineStatus, Presence, hold_for, in_ramp, is_out_of_office, presence
from bot.team.working_time import Hours, Interval

STALE = timedelta(hours=12)
"""Slack tells us when somebody changes; reading them again this often covers what was missed."""


def remember(session: Session, profile: Profile, now: datetime) -> Person:
    """Keep what Slack says about a person."""
    person = session.get(Person, profile.id)
    if person is None:
        person = Person(id=profile.id)
        session.add(person)
    person.name, person.zone, person.gone = profile.name, profile.zone, profile.gone
    person.out_of_office = is_out_of_office(profile.status_text, profile.status_emoji)
    person.out_until = profile.status_until if person.out_of_office else None
    person.refreshed_at = now
    if profile.quiet:
        set_quiet(person, profile.quiet)
    session.flush()
    return person


def set_quiet(person: Person, quiet: Quiet | None) -> None:
    """Keep the do-not-disturb stretch that runs now or comes next."""
    person.quiet_from = quiet.start if quiet else None
    person.quiet_until = quiet.end if quiet else None


def is_stale(session: Session, person_id: str, now: datetime) -> bool:
    """Whether Slack should be asked (again) who this is."""
    person = session.get(Person, person_id)
    return person is None or now - person.refreshed_at > STALE


def person(session: Session, person_id: str) -> Person:
    """A person we know. Raises Refusal for anybody else."""
    found = session.get(Person, person_id)
    if found is None:
        raise Refusal("I don't know that person yet. Ask them to send me a message first.")
    return found


def zone(someone: Person) -> ZoneInfo:
    return ZoneInfo(someone.zone)


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


def team(session: Session, manager_id: str, now: datetime) -> Team:
    """A manager's settings, made with defaults on first use."""
    found = session.get(Team, manager_id)
    if found is None:
        found = Team(manager_id=manager_id, created_at=now, work_days="01234", currency="$")
        session.add(found)
        session.flush()
    return found


def hours(session: Session, someone: Person, settings: Settings, now: datetime) -> Hours:
    """When this manager (or deputy) works: own hours, holidays, time off, do-not-disturb."""
    own = session.get(Team, someone.id)
    default = settings.kickstand_working_hours
    has_own = own is not None and own.work_start is not None and own.work_end is not None
    return Hours(
        zone=zone(someone),
        start=own.work_start if own and own.work_start else default.start,
        end=own.work_end if own and own.work_end else default.end,
        days=frozenset(int(day) for day in own.work_days) if own else frozenset(range(5)),
        holidays=holidays_for(own.country, own.subdivision) if own else frozenset(),
        off=_off(someone),
        always=default.always and not has_own,
    )


def _off(someone: Person) -> tuple[Interval, ...]:
    here = zone(someone)
    spans = [
        Interval(_midnight(off.first_day, here), _midnight(off.last_day + timedelta(days=1), here))
        for off in someone.time_off
    ]
    if someone.quiet_from and someone.quiet_until:
        spans.append(Interval(someone.quiet_from, someone.quiet_until))
    return tuple(spans)


def _midnight(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), here)


def is_away(session: Session, someone: Person, settings: Settings, now: datetime) -> Presence:
    """Whether this person is away, and until when."""
    return presence(hours(session, someone, settings, now), now, someone.out_until, someone.out_of_office)


def hold_of(session: Session, rep: Person, manager: Person, settings: Settings) -> timedelta:
    """The window for this rep's requests, in the manager's working time."""
    own = session.get(Team, manager.id)
    if own is None:
        return hold_for(None, rep.hold_minutes, 15, 120, settings.kickstand_hold)
    return hold_for(own.hold_minutes, rep.hold_minutes, own.rep_hold_least, own.rep_hold_most, settings.kickstand_hold)


def is_in_ramp(session: Session, rep: Person, now: datetime) -> bool:
    """Whether a rep is in their first 90 days, by the day their manager or the import gave."""
    line = line_of(session, rep.id)
    started = _midnight(line.started_on, zone(rep)) if line and line.started_on else None
    return in_ramp(started, now)


def claim(session: Session, manager_id: str, rep_id: str, started_on: date | None, now: datetime) -> None:
    """A manager names a rep; it takes effect when the rep confirms. Naming them again asks once only."""
    if manager_id == rep_id:
        raise Refusal("You can't be your own rep.")
    if line_above(session, manager_id, rep_id):
        raise Refusal("You report to that person yourself, so they can't be on your team.")
    open_lines = lines_of(session, manager_id, LineStatus.CLAIMED, LineStatus.CONFIRMED)
    if any(line.rep_id == rep_id for line in open_lines):
        return
    line = _new_line(rep_id, manager_id, started_on, now)
    session.add(line)
    session.flush()
    outbox.want(session, "team.claim", line.id, rep_id, now)


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
    line = session.get(ReportingLine, line_id)
    if line is None or line.rep_id != by:
        raise Refusal("Only the person who was asked can answer this.")
    if line.status != LineStatus.CLAIMED:
        raise Refusal("You've answered this one already.")
    return line


def establish(session: Session, line: ReportingLine, now: datetime) -> None:
    """Make a line the rep's line of record: the earlier one ends, and the rep hears once what Kickstand does."""
    for other in session.scalars(
        select(ReportingLine).where(
            ReportingLine.rep_id == line.rep_id,
            ReportingLine.id != line.id,
            ReportingLine.status.in_([LineStatus.CLAIMED, LineStatus.CONFIRMED]),
        )
    ):
        was_claim = other.status == LineStatus.CLAIMED
        other.status, other.ended_at = LineStatus.ENDED, now
        if was_claim:
            outbox.refresh(session, "team.claim", other.id, now)
    line.status, line.confirmed_at = LineStatus.CONFIRMED, now
    session.flush()
    team(session, line.manager_id, now)
    introduce(session, line.rep_id, now)


def introduce(session: Session, person_id: str, now: datetime) -> None:
    """The first-contact notice: what is held, seen and stored, by whom, how long. Once for each person."""
    someone = person(session, person_id)
    if someone.met_at is None:
        someone.met_at = now
        outbox.want(session, "team.notice", person_id, person_id, now)


def end_line(session: Session, manager_id: str, rep_id: str, now: datetime) -> None:
    """A manager lets a rep go from their team. Their access to that rep's requests closes."""
    for line in lines_of(session, manager_id, LineStatus.CLAIMED, LineStatus.CONFIRMED):
        if line.rep_id == rep_id:
            line.status, line.ended_at = LineStatus.ENDED, now
            outbox.refresh(session, "team.claim", line.id, now)


def add_time_off(session: Session, person_id: str, first: date, last: date) -> TimeOff:
    """Whole days away, both included. Raises Refusal when they end before they start or are more than a year."""
    if last < first:
        raise Refusal("The last day comes before the first. Try the other way round.")
    if last - first > timedelta(days=366):
        raise Refusal("That is more than a year. Enter a shorter stretch.")
    off = TimeOff(first_day=first, last_day=last)
    person(session, person_id).time_off.append(off)
    session.flush()
    return off


def import_line(
    session: Session, rep_id: str, manager_id: str, lead_id: str | None, started_on: date | None, now: datetime
) -> bool:
    """An admin's line takes effect at once. Answers whether it changed who the rep's manager is."""
    if lead_id:
        team(session, manager_id, now).lead_id = lead_id
    line = line_of(session, rep_id)
    if line and line.manager_id == manager_id:
        line.started_on = started_on or line.started_on
        return False
    line = _new_line(rep_id, manager_id, started_on, now)
    session.add(line)
    establish(session, line, now)
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
