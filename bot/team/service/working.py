"""When a manager works, whether they are there, how long a rep's requests wait. Never commits, never calls Slack."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.store.memo import looked_up_once
from bot.team.holidays import holidays_for
from bot.team.models import Person, Team
from bot.team.rules import REP_HOLD_LEAST, REP_HOLD_MOST, Presence, hold_for, in_ramp, presence
from bot.team.service.people import zone
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
        holidays=holidays_for(own.country, own.subdivision) if own else frozenset(),
        off=_off(someone),
        always=default.always and not has_own,
    )


@looked_up_once
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
