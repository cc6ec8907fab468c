"""A manager's quiet notes: kept, asked for by the rep, shared or talked about. Never commits, never calls Slack.

Only the manager who wrote a note reads it, and only while the rep reports to them. The rep sees that it exists. After a
change of manager it is closed: the next manager begins with what they see themselves. What was shared the rep keeps.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.observations.models import Observation
from bot.observations.rules import KEPT, MAY_DELETE, MAY_SHARE, State
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.blocks.topics import within
from bot.team.models import Person
from bot.team.rules import Topic

WANTED, SHARED, TALK = (f"observation.{name}" for name in ("wanted", "shared", "talk"))
"""To the manager: the rep asks for it. To the rep: what it says; or that it is for the 1:1."""
Agenda = Callable[[Session, str, str, str, datetime], object]
"""Puts a point on the agenda of a 1:1: (session, rep, author, words, now)."""


def observe(session: Session, by: str, rep_id: str, topic: Topic, text: str, now: datetime) -> Observation:
    """Note something. Nobody is told. Raises Refusal for anybody but the rep's manager, and for nothing."""
    if not _manages(session, by, rep_id):
        raise Refusal("You can note something for your own reps only.")
    if not text.strip():
        raise Refusal("Write a few words: what did you see?")
    note = Observation(rep_id=rep_id, manager_id=by, topic=topic, text=text.strip(), at=now)
    session.add(note)
    session.flush()
    return note


def noted_by(session: Session, manager_id: str, now: datetime, rep_id: str = "") -> list[Observation]:
    """A manager's notes on the reps whom they have now, or on one of them; the newest first."""
    reps = [rep.id for rep in team.reps_of(session, manager_id) if rep_id in {"", rep.id}]
    return _find(session, now, Observation.manager_id == manager_id, Observation.rep_id.in_(reps))


def wanted_of(session: Session, manager_id: str, now: datetime) -> list[Observation]:
    """What reps have asked for and got no answer to."""
    return [each for each in noted_by(session, manager_id, now) if each.state == State.WANTED]


def about(session: Session, rep_id: str, now: datetime) -> tuple[list[Observation], bool]:
    """What the manager of record noted on a rep, and what any manager shared; the newest first.

    And whether an earlier manager noted something that nobody reads any more. Who shows it leaves out the words of what
    is not shared.
    """
    manager = team.manager_of(session, rep_id)
    every = _find(session, now, Observation.rep_id == rep_id)
    open_ones = [each for each in every if each.shared_at or (manager and each.manager_id == manager.id)]
    return open_ones, len(open_ones) < len(every)


def on_topic(session: Session, rep_id: str, reader_id: str, topic: Topic | None, now: datetime) -> list[Observation]:
    """What this reader noted on a rep, on one topic or on any; nothing for anybody but the manager of record."""
    if not _manages(session, reader_id, rep_id):
        return []
    mine = (Observation.rep_id == rep_id, Observation.manager_id == reader_id)
    return _find(session, now, *mine, *([Observation.topic == topic] if topic else []))


def ask_for(session: Session, note_id: str, by: str, now: datetime) -> None:
    """The rep would like to read it; the manager hears so, quietly. Raises Refusal for anybody else, and twice."""
    note = _locked(session, note_id, now)
    if note.rep_id != by:
        raise Refusal("Only the person whom this is about can ask for it.")
    if not _manages(session, note.manager_id, by):
        raise Refusal("This was noted by an earlier manager of yours. Nobody can read it now.")
    if note.state == State.SHARED:
        raise Refusal("You have this one already: `/kickstand notes` shows it.")
    if note.wanted_at is not None:
        raise Refusal("You've asked for this one already.")
    note.wanted_at = now
    outbox.want(session, WANTED, note.id, note.manager_id, now)


def share(session: Session, note_id: str, by: str, now: datetime) -> None:
    """The rep gets what they asked for. Raises Refusal for anybody but its author, and before the rep has asked."""
    note, rep = _own(session, note_id, by, now)
    if note.state == State.SHARED:
        raise Refusal(f"{rep.first_name} has this one already.")
    if note.state not in MAY_SHARE:
        raise Refusal(f"This one waits until {rep.first_name} asks for it.")
    note.shared_at = now
    _answered(session, note, SHARED, now)


def talk(session: Session, note_id: str, by: str, to_agenda: Agenda, now: datetime) -> None:
    """The manager would rather talk about it: it is on the agenda, and the rep hears so. Raises Refusal as `share`."""
    note, rep = _own(session, note_id, by, now)
    if note.state != State.WANTED:
        raise Refusal(
            f"This one waits until {rep.first_name} asks for it."
            if note.state == State.QUIET
            else "You've answered this one already."
        )
    note.talk_at = now
    words = f"What {team.person(session, by).first_name} noted on {within(note.topic)}"
    to_agenda(session, note.rep_id, by, words, now)
    _answered(session, note, TALK, now)


def delete(session: Session, note_id: str, by: str, now: datetime) -> None:
    """The manager takes a note back; not one that the rep has asked for. Raises Refusal."""
    note, rep = _own(session, note_id, by, now)
    if note.state not in MAY_DELETE:
        raise Refusal(f"{rep.first_name} has asked for this one, so it stays until it is six months old.")
    session.delete(note)
    session.flush()


def team_changed(session: Session, person_id: str, now: datetime) -> None:
    """What stands in a former manager's conversation is taken away; back with them, it returns."""
    for note_id in session.scalars(select(Observation.id).where(Observation.rep_id == person_id)):
        outbox.refresh(session, WANTED, note_id, now)


def reads(session: Session, note: Observation, person_id: str) -> bool:
    """Whether this is its author, and the manager of record still."""
    return note.manager_id == person_id and _manages(session, person_id, note.rep_id)


def _answered(session: Session, note: Observation, kind: str, now: datetime) -> None:
    session.flush()
    outbox.refresh(session, WANTED, note.id, now)
    outbox.want(session, kind, note.id, note.rep_id, now)


def _manages(session: Session, manager_id: str, rep_id: str) -> bool:
    manager = team.manager_of(session, rep_id)
    return manager is not None and manager.id == manager_id


def _own(session: Session, note_id: str, by: str, now: datetime) -> tuple[Observation, Person]:
    note = _locked(session, note_id, now)
    if note.manager_id != by or not _manages(session, by, note.rep_id):
        raise Refusal("Only the manager who noted this, and still leads the rep, can do this.")
    return note, team.person(session, note.rep_id)


def _locked(session: Session, note_id: str, now: datetime) -> Observation:
    note = session.get(Observation, note_id, with_for_update=True)
    if note is None or note.at <= now - KEPT:
        raise Refusal("This note is gone: notes go after six months, or when their author deletes them.")
    return note


def _find(session: Session, now: datetime, *where: ColumnElement[bool]) -> list[Observation]:
    query = select(Observation).where(Observation.at > now - KEPT, *where)
    return list(session.scalars(query.order_by(Observation.at.desc(), Observation.id)))
