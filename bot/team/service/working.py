"""When a manager works, whether they are there, how long a rep's requests wait. Never commits, never calls Slack."""

from collections.abc import Container, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.store.memo import looked_up_once
from bot.team.holidays import holidays_for
from bot.team.models import Person, Team
from bot.team.rules import REP_HOLD_LEAST, REP_HOLD_MOST, Presence, hold_for, in_ramp, presence
from bot.team.service.people import person, zone
from bot.team.service.reporting import line_of
from bot.team.working_time import Hours, Interval


def hours(session: Session, someone: Person, settings: Settings, now: datetime) -> Hours:
    """When this manager (or deputy) works: own hours, holidays, time off, do-not-disturb."""
    own = _own(session, someone.id)
    default = settings.kickstand_working_hours
    has_own = own is not None and own.work_start is not None and own.work_end is not None
    return Hours(
        zone=zone(someone),
        start=own.work_start if own and own.work_start else default.start,
        end=own.work_end if own and own.work_end else default.end,
        days=frozenset(int(day) for day in own.work_days) if own else frozenset(range(5)),
        holidays=_holidays(own),
        off=_off(someone),
        always=default.always and not has_own,
    )


@looked_up_once(Team)
def _own(session: Session, manager_id: str) -> Team | None:
    return session.get(Team, manager_id)


def _off(someone: Person) -> tuple[Interval, ...]:
    here = zone(someone)
    spans = [
        Interval(_midnight(off.first_day, here), _midnight(off.last_day + timedelta(days=1), here))
        for off in someone.time_off
    ]
    spans += [Interval(quiet.starts_at, quiet.ends_at) for quiet in someone.quiet]
    return tuple(spans)


def _midnight(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), here)


def is_away(session: Session, someone: Person, settings: Settings, now: datetime) -> Presence:
    """Whether this person is away, and until when."""
    return presence(hours(session, someone, settings, now), now, someone.out_until, someone.out_of_office)


def off_then(session: Session, people: Sequence[str], at: datetime, now: datetime) -> Person | None:
    """The first of them who has that day off: time off, an out-of-office status, a public holiday of their team."""
    return next((each for each in (person(session, one) for one in people) if _is_off(session, each, at, now)), None)


def _is_off(session: Session, someone: Person, at: datetime, now: datetime) -> bool:
    here = zone(someone)
    day, today = at.astimezone(here).date(), now.astimezone(here).date()
    if any(off.first_day <= day <= off.last_day for off in someone.time_off):
        return True
    until = someone.out_until.astimezone(here).date() if someone.out_until else today
    if someone.out_of_office and today <= day <= until and (someone.out_until is None or at < someone.out_until):
        return True  # a status tells of today, and until when; never of what is over
    return day in _holidays(_own(session, someone.id))


def _holidays(own: Team | None) -> Container[date]:
    return holidays_for(own.country, own.subdivision) if own else frozenset()


def day_off_then(session: Session, reader_id: str, people: Sequence[str], at: datetime, now: datetime) -> str | None:
    """Who of them has a day off at that moment, as a sentence for one of them; None: nobody."""
    off = off_then(session, people, at, now)
    if off is None:
        return None
    return f"{'You have' if off.id == reader_id else f'{off.first_name} has'} a day off then."


def hold_of(session: Session, rep: Person, manager: Person, settings: Settings) -> timedelta:
    """The window for this rep's requests, in the manager's working time."""
    own = _own(session, manager.id)
    if own is None:
        return hold_for(None, rep.hold_minutes, REP_HOLD_LEAST, REP_HOLD_MOST, settings.kickstand_hold)
    return hold_for(own.hold_minutes, rep.hold_minutes, own.rep_hold_least, own.rep_hold_most, settings.kickstand_hold)


def is_in_ramp(session: Session, rep: Person, now: datetime) -> bool:
    """Whether a rep is in their first 90 days, by the day their manager or the import gave."""
    line = line_of(session, rep.id)
    started = _midnight(line.started_on, zone(rep)) if line and line.started_on else None
    return in_ramp(started, now)
