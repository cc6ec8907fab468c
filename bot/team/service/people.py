"""Who people are, as Slack describes them, and their days away. Never commits, never calls Slack."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.slack.profiles import Profile, Quiet
from bot.team.models import Person, QuietTime, TimeOff
from bot.team.rules import is_out_of_office, wrong_days

STALE = timedelta(hours=12)
"""Slack tells us when somebody changes; reading them again this often covers what was missed."""

OLD_NEWS = timedelta(minutes=10)
"""Slack may replay an event hours later: what it says of somebody whom we read since then is out of date."""

KEEP_QUIET = timedelta(days=60)
"""A hold counts back to when it began; a stretch of do-not-disturb that ended before this long ago matters to none."""


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
        set_quiet(person, profile.quiet, now)
    session.flush()
    return person


def note_profile(session: Session, profile: Profile, happened: datetime, now: datetime) -> bool:
    """Keep what Slack says has changed about somebody we know; answers whether it matters to anybody's requests."""
    known = session.get(Person, profile.id)
    if known is None or happened < known.refreshed_at - OLD_NEWS:
        return False
    before = _facts(known)
    return _facts(remember(session, profile, now)) != before


def note_quiet(session: Session, person_id: str, quiet: Quiet | None, now: datetime) -> bool:
    """Keep the do-not-disturb of somebody we know; answers whether it is another than before."""
    known = session.get(Person, person_id)
    if known is None:
        return False
    before = _stretches(known)
    set_quiet(known, quiet, now)
    session.flush()
    return _stretches(known) != before


def _facts(person: Person) -> tuple[object, ...]:
    return person.name, person.zone, person.gone, person.out_of_office, person.out_until


def _stretches(person: Person) -> list[tuple[datetime, datetime]]:
    return [(quiet.starts_at, quiet.ends_at) for quiet in person.quiet]


def set_quiet(person: Person, quiet: Quiet | None, now: datetime) -> None:
    """Keep the do-not-disturb stretch that runs now or comes next. What has been quiet until now stays quiet."""
    for known in list(person.quiet):
        if known.starts_at >= now or known.ends_at < now - KEEP_QUIET:
            person.quiet.remove(known)
        known.ends_at = min(known.ends_at, now)
    if quiet is None:
        return
    running = next((known for known in person.quiet if known.starts_at <= quiet.start <= known.ends_at), None)
    if running:
        running.ends_at = max(running.ends_at, quiet.end)
    else:
        person.quiet.append(QuietTime(starts_at=quiet.start, ends_at=quiet.end))


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


def people(session: Session, ids: Collection[str]) -> dict[str, Person]:
    """Those of them whom we know, by id, each with their time off: two queries, however many they are."""
    query = select(Person).where(Person.id.in_(ids)).options(selectinload(Person.time_off))
    return {each.id: each for each in session.scalars(query)}


def zone(someone: Person) -> ZoneInfo:
    """The zone their wall clock hangs in."""
    return ZoneInfo(someone.zone)


def today(session: Session, person_id: str, now: datetime) -> date:
    """The day it is where this person is."""
    return now.astimezone(zone(person(session, person_id))).date()


def introduce(session: Session, person_id: str, now: datetime) -> None:
    """The first-contact notice: what is held, seen and stored, by whom, how long. Once for each person."""
    someone = person(session, person_id)
    if someone.met_at is None:
        someone.met_at = now
        outbox.want(session, "team.notice", person_id, person_id, now)


def add_time_off(session: Session, person_id: str, first: date, last: date) -> TimeOff:
    """Whole days away, both included; the same stretch entered again is the same stretch.

    Raises Refusal when they end before they start or are more than a year.
    """
    wrong = wrong_days(first, last)
    if wrong:
        raise Refusal(wrong)
    someone = person(session, person_id)
    known = next((off for off in someone.time_off if (off.first_day, off.last_day) == (first, last)), None)
    if known:
        return known
    off = TimeOff(first_day=first, last_day=last)
    someone.time_off.append(off)
    session.flush()
    return off


def time_off(session: Session, person_id: str, today: date) -> list[TimeOff]:
    """Somebody's days away that are not over, the earliest first."""
    entered = person(session, person_id).time_off
    return sorted((off for off in entered if off.last_day >= today), key=lambda off: (off.first_day, off.last_day))


def remove_time_off(session: Session, person_id: str, off_id: str) -> None:
    """Somebody is there after all; `off_id` as its button carries it.

    Raises Refusal when those days are gone already, or are somebody else's.
    """
    someone = person(session, person_id)
    off = next((each for each in someone.time_off if str(each.id) == off_id), None)
    if off is None:
        raise Refusal("Those days are gone from your list already.")
    someone.time_off.remove(off)
    session.flush()
