"""The noise budget: whether what nobody asked for may come to a person now. Decides and keeps pauses; never posts.

    paused            kept back: App Home has it
    quiet hours       waits for the person's next working moment, and is worded then
    three came today  kept back

In this order: what came up at night counts on the day on which it would be read. docs/quiet.md says the same to people.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.slack import outbox
from bot.slack.outbox import Post
from bot.slack.sending.courtesy import Courtesy
from bot.team import service as team
from bot.team.models import Person, Team
from bot.team.rules import LONGEST_PAUSE
from bot.team.working_time import Hours, Interval, NoWorkingTime, is_working, next_working

UNASKED_A_DAY = 3
MORNING, EVENING = time(9), time(17)
"""The day of somebody who works around the clock."""
BEFORE_EVENING = timedelta(hours=1)
A_FORTNIGHT = 14
A_WEEK = timedelta(weeks=1)
KEPT_BACK = Courtesy(unasked=True, keep_back=True)


@dataclass(frozen=True)
class Today:
    """One person's calendar day so far: what came unasked for, until when they paused us, when their day ends."""

    came: int
    paused_until: datetime | None
    ends: datetime

    @property
    def is_full(self) -> bool:
        return self.came >= UNASKED_A_DAY


def for_nudge(today: Today, hours: Hours, now: datetime) -> Courtesy:
    """What App Home shows as well: kept back where there is no room for it. Without working time in sight too."""
    if today.paused_until and today.paused_until > now:
        return KEPT_BACK
    try:
        opening = next_working(hours, now)
    except NoWorkingTime:
        return KEPT_BACK
    if opening > now:
        return Courtesy(unasked=True, not_before=opening)
    return KEPT_BACK if today.is_full else Courtesy(unasked=True)


def for_report(today: Today, earliest: datetime, now: datetime) -> Courtesy:
    """What is nowhere else and has an hour of its own: it waits for the end of a pause, and of a day that is full.

    `earliest`: its hour, on this day. Waiting must not bring it in the middle of the night.
    """
    return Courtesy(
        unasked=True, not_before=max(today.paused_until or now, earliest, today.ends if today.is_full else now)
    )


def nudge(settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    """The rule for a message that asks something of a person, or tells what could wait, and that App Home has too."""
    someone = session.get(Person, post.person_id)
    if someone is None:
        return Courtesy(unasked=True)
    return for_nudge(_today(session, someone, now), hours_of(session, someone, settings, now), now)


def report(session: Session, post: Post, now: datetime) -> Courtesy:
    """The rule for a message that is nowhere else, a day's summary, say: never earlier in the day than it was due."""
    someone = session.get(Person, post.person_id)
    if someone is None:
        return Courtesy(unasked=True)
    here = team.zone(someone)
    earliest = _reads(now.astimezone(here).date(), post.created_at.astimezone(here).time(), here)
    return for_report(_today(session, someone, now), earliest, now)


def report_from(session: Session, person_id: str, now: datetime) -> datetime:
    """From when on a report that is due now may come to somebody: after a pause, and after a day that is full."""
    said = for_report(_today(session, team.person(session, person_id), now), now, now)
    return said.not_before or now


def at_hour(hour: time, settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    """The rule for a report with an hour of its own: what is late waits for that hour, and never comes in an evening,
    at a weekend or while somebody is away.

    An out-of-office status that does not say until when is believed for a week: it may have been forgotten.
    """
    someone = session.get(Person, post.person_id)
    if someone is None:
        return Courtesy(unasked=True)
    hours, today = hours_of(session, someone, settings, now), _today(session, someone, now)
    believed_until = min(today.ends, post.created_at + A_WEEK)
    if someone.out_of_office and someone.out_until is None and now < believed_until:
        hours = replace(hours, off=(*hours.off, Interval(now, believed_until)))
    return for_report(today, reports_at(hour, hours, now), now)


def reports_at(hour: time, hours: Hours, now: datetime) -> datetime:
    """From when on a report may come that has this hour: today until work ends, else on the next day of work."""
    try:
        opening = next_working(hours, now)
    except NoWorkingTime:
        opening = now
    return max(now, _reads(opening.astimezone(hours.zone).date(), hour, hours.zone))


def at_work(settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    """The rule for what can wait, but must be told: in working hours; where that would be kept back, it waits."""
    said = nudge(settings, session, post, now)
    return report(session, post, now) if said.keep_back else said


def notice(session: Session, post: Post, now: datetime) -> Courtesy:
    """The rule for what people are told before anything happens, once in a life: it comes at once, and counts."""
    return Courtesy(unasked=True)


def hours_of(session: Session, someone: Person, settings: Settings, now: datetime) -> Hours:
    """When somebody reads work messages: a manager's own hours; a rep's are their team's, on the rep's own clock.

    An out-of-office status that says until when counts as time off.
    """
    own = team.hours(session, someone, settings, now)
    manager = None if session.get(Team, someone.id) else team.manager_of(session, someone.id)
    if manager:
        own = replace(team.hours(session, manager, settings, now), zone=own.zone, off=own.off)
    if someone.out_of_office and someone.out_until and someone.out_until > now:
        own = replace(own, off=(*own.off, Interval(now, someone.out_until)))
    return own


def at_work_on(session: Session, settings: Settings, person_id: str, day: date, now: datetime) -> datetime | None:
    """When somebody next works, on this day of theirs at the earliest. None: without working time in sight."""
    hours = hours_of(session, team.person(session, person_id), settings, now)
    try:
        return next_working(hours, max(now, _reads(day, time(0), hours.zone)))
    except NoWorkingTime:
        return None


def _today(session: Session, someone: Person, now: datetime) -> Today:
    here = team.zone(someone)
    began, ends = day_of(now, here)
    return Today(outbox.unasked(session, someone.id, began, ends), someone.paused_until, ends)


def day_of(now: datetime, here: ZoneInfo) -> tuple[datetime, datetime]:
    """When somebody's calendar day began and when the next begins, in UTC: 23 to 25 hours apart."""
    day = now.astimezone(here).date()
    return _reads(day, time(0), here), _reads(day + timedelta(days=1), time(0), here)


def _reads(day: date, at: time, here: ZoneInfo) -> datetime:
    """The first moment at which the clock there reads this, or has jumped past it (PEP 495)."""
    return datetime.combine(day, at, here).astimezone(UTC)


def pause(
    session: Session, settings: Settings, person_id: str, wanted: timedelta | date | None, now: datetime
) -> datetime:
    """Bring somebody only what they asked for: for so long, or until the morning of a day. Answers until when.

    Without a wish: until they next begin to work, tomorrow at the earliest, and for 14 days at most.
    """
    someone = team.person(session, person_id)
    hours = hours_of(session, someone, settings, now)
    if isinstance(wanted, timedelta):
        until = now + wanted
    else:
        until = morning(hours, wanted) if wanted else min(next_morning(hours, now), now + LONGEST_PAUSE)
    someone.paused_until = until
    return until


def resume(session: Session, person_id: str) -> None:
    """A pause is over. What was kept back meanwhile stays in App Home."""
    team.person(session, person_id).paused_until = None


def paused_until(session: Session, person_id: str, now: datetime) -> datetime | None:
    """Until when somebody paused us; None: they did not, or it is over."""
    someone = session.get(Person, person_id)
    until = someone.paused_until if someone else None
    return until if until and until > now else None


def morning(hours: Hours, day: date) -> datetime:
    """When somebody's work begins on a day of theirs, as if it were a working day."""
    return _reads(day, MORNING if hours.always else hours.start, hours.zone)


def afternoon_before(hours: Hours, day: date) -> datetime:
    """An hour before somebody's work ends on their last day of work before that one.

    Where they did not work in the 14 days before it: on the day before.
    """
    evening = EVENING if hours.always else hours.end
    earlier = [_reads(day - timedelta(days=back), evening, hours.zone) for back in range(1, A_FORTNIGHT + 1)]
    afternoons = [each - BEFORE_EVENING for each in earlier]
    return next((each for each in afternoons if is_working(hours, each)), afternoons[0])


def next_morning(hours: Hours, now: datetime) -> datetime:
    """When somebody next begins to work, tomorrow at the earliest; without working time in sight: tomorrow."""
    tomorrow = morning(hours, now.astimezone(hours.zone).date() + timedelta(days=1))
    try:
        return next_working(hours, tomorrow)
    except NoWorkingTime:
        return tomorrow
