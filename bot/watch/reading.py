"""What is read of whom just now, as the reader would say it: facts for screens and messages. Changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.team import service as team
from bot.team.models import Person
from bot.watch.blocks.begun import Begun
from bot.watch.blocks.notice import Told
from bot.watch.blocks.settings import Links, Page
from bot.watch.models import Watch, WatchedRep
from bot.watch.rules import SPEAK
from bot.watch.service import watching


def moment(at: datetime | None, reader: Person) -> str:
    """`Monday 23 November at 10:00`, by their wall clock: a message stands for weeks, so no "tomorrow"."""
    if at is None:
        return ""
    local = at.astimezone(team.zone(reader))
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


def page(session: Session, person_id: str, links: Links | None, keep: str, now: datetime) -> Page:
    """For the modal. `keep`: how long words stay after closing, as somebody would say it."""
    someone = team.person(session, person_id)
    found = session.get(Watch, person_id)
    is_read = found is not None and found.token is not None
    helps = watching.channels(session, person_id)
    return Page(
        reps=len(team.reps_of(session, person_id)),
        since=_day(found.dm_since, someone) if found and is_read else "",
        trial=_trial(found, someone, now),
        had_trial=found is not None and found.trial_until is not None and not watching.is_trial(found, now),
        speaks=found is not None and SPEAK in found.scopes.split(","),
        links=links,
        channels=tuple((each.channel, each.rule, each.gone_at is not None) for each in helps),
        told=of_mine(session, person_id, keep, now),
    )


def begun(session: Session, manager_id: str, keep: str, now: datetime) -> Begun:
    """For the message to the manager."""
    found = session.get(Watch, manager_id)
    return Begun(
        direct=found is not None and found.token is not None,
        channels=_channels(session, manager_id),
        reps=len(team.reps_of(session, manager_id)),
        trial=_trial(found, team.person(session, manager_id), now),
        keep=keep,
    )


def told(session: Session, rep_id: str, manager_id: str, keep: str, now: datetime) -> Told:
    """For the message to the rep, about this manager."""
    rep, current = team.person(session, rep_id), team.manager_of(session, rep_id)
    found, own = session.get(Watch, manager_id), session.get(WatchedRep, rep_id)
    return Told(
        manager=team.person(session, manager_id).first_name,
        direct=found is not None and found.token is not None,
        channels=_channels(session, manager_id),
        trial=_trial(found, rep, now),
        keep=keep,
        declined=own is not None and own.declined_at is not None,
        is_current=current is not None and current.id == manager_id,
    )


def of_mine(session: Session, rep_id: str, keep: str, now: datetime) -> Told | None:
    """What a rep was told that still holds, or None."""
    own = session.get(WatchedRep, rep_id)
    found = told(session, rep_id, own.manager_id, keep, now) if own else None
    return found if found and not found.is_over else None


def _channels(session: Session, manager_id: str) -> tuple[str, ...]:
    return tuple(each.channel for each in watching.channels(session, manager_id))


def _trial(found: Watch | None, reader: Person, now: datetime) -> str:
    return moment(found.trial_until, reader) if found and watching.is_trial(found, now) else ""


def _day(at: datetime | None, reader: Person) -> str:
    local = at.astimezone(team.zone(reader)) if at else None
    return f"{local.day} {local:%B %Y}" if local else ""
