"""What the messages about notes say now, and what App Home, the list and the card show. Changes no row."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.observations import blocks as words
from bot.observations import service
from bot.observations.blocks import Note, Notes
from bot.observations.models import Observation
from bot.observations.rules import State, is_over
from bot.settings import Settings
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import bare, day
from bot.team import courtesy
from bot.team import service as team
from bot.team.rules import Topic


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message about notes is worded."""
    return {
        service.WANTED: Kind(_wanted, courtesy=partial(courtesy.nudge, settings)),
        service.SHARED: Kind(partial(_answer, State.SHARED, words.shared)),
        service.TALK: Kind(partial(_answer, State.TALK, words.for_the_1_to_1)),
    }


def _wanted(session: Session, post: Post, now: datetime) -> Words | None:
    """For its author alone, while the rep reports to them."""
    note = session.get(Observation, post.subject_id)
    if note is None or is_over(note.at, now) or not service.reads(session, note, post.person_id):
        return None
    return words.wanted(view(session, note, post.person_id, now)) if note.wanted_at or post.ts else None


def _answer(needs: State, say: Callable[[Note], Words], session: Session, post: Post, now: datetime) -> Words | None:
    note = session.get(Observation, post.subject_id)
    if note is None or (needs == State.SHARED and note.state != State.SHARED):
        return None
    return say(view(session, note, post.person_id, now))


def view(session: Session, note: Observation, reader_id: str, now: datetime) -> Note:
    """One note as one of the two may see it: the rep reads nothing that was not shared."""
    here = team.zone(team.person(session, reader_id))
    may_read = note.manager_id == reader_id or note.state == State.SHARED
    return Note(
        id=note.id,
        topic=note.topic,
        state=note.state,
        rep=team.person(session, note.rep_id).first_name,
        manager=team.person(session, note.manager_id).first_name,
        text=(note.text or "") if may_read else "",
        on=_on(note.at, now, here) if note.manager_id == reader_id else "",
        month=f"{note.at.astimezone(here):%B %Y}",
    )


def _on(at: datetime, now: datetime, here: ZoneInfo) -> str:
    return bare(day(at.astimezone(here).date(), now.astimezone(here).date()))


def notes(session: Session, person_id: str, now: datetime, rep_id: str = "") -> Notes:
    """What there is for this reader; with `rep_id` only what they noted on that rep."""
    manager = team.manager_of(session, person_id)
    about, has_closed = service.about(session, person_id, now)
    mine = service.noted_by(session, person_id, now, rep_id)
    return Notes(
        about_me=tuple(view(session, each, person_id, now) for each in about),
        manager=manager.first_name if manager else "",
        closed=has_closed,
        leads=bool(team.reps_of(session, person_id)),
        mine=tuple(view(session, each, person_id, now) for each in mine),
    )


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home."""
    return words.home(notes(session, person_id, now))


def on_card(
    session: Session, rep_id: str, reader_id: str, topic: Topic | None, now: datetime
) -> tuple[str, str] | None:
    """For the manager's card, when the rep raises a topic (S0.5); without a topic only where there is something."""
    found = service.on_topic(session, rep_id, reader_id, topic, now)
    shown = [view(session, each, reader_id, now) for each in found]
    if not shown:
        return None
    return ("You noted", words.on_card(shown)) if topic else ("Your notes", words.topics_on_card(shown))
