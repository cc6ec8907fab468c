"""What the messages about debriefs say now, and what App Home and the list show. Changes no row."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.debriefs import blocks as words
from bot.debriefs import service
from bot.debriefs.blocks import Lesson
from bot.debriefs.models import Debrief
from bot.settings import Settings
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import bare, day
from bot.team import courtesy
from bot.team import service as team


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message about debriefs is worded."""
    return {
        service.WRITTEN: Kind(_written, courtesy=partial(courtesy.nudge, settings)),
        service.NOTED: Kind(_noted),
    }


def _written(session: Session, post: Post, now: datetime) -> Words | None:
    """For the manager to whom it was written, while they lead the rep; not begun on what has its note already."""
    debrief = session.get(Debrief, post.subject_id)
    if debrief is None or not service.is_its_manager(session, debrief, post.person_id):
        return None
    is_moot = debrief.noted_at is not None and not post.ts
    return None if is_moot else words.written(lesson(session, debrief, post.person_id, now))


def _noted(session: Session, post: Post, now: datetime) -> Words | None:
    debrief = session.get(Debrief, post.subject_id)
    if debrief is None or not debrief.manager_note:
        return None
    return words.noted(lesson(session, debrief, post.person_id, now))


def lesson(session: Session, debrief: Debrief, reader_id: str, now: datetime) -> Lesson:
    """One debrief as this reader may see it: the note is between the rep and the manager who wrote it."""
    here = team.zone(team.person(session, reader_id))
    is_mine, is_for_me = debrief.rep_id == reader_id, service.is_its_manager(session, debrief, reader_id)
    return Lesson(
        id=debrief.id,
        words=service.words_of(debrief),
        rep=team.person(session, debrief.rep_id).first_name,
        manager=team.person(session, debrief.manager_id).first_name,
        on=bare(day(debrief.written_at.astimezone(here).date(), now.astimezone(here).date())),
        note=(debrief.manager_note or "") if is_mine or is_for_me else "",
        is_open=debrief.open_to_team and service.is_its_manager(session, debrief, debrief.manager_id),
        is_mine=is_mine,
        is_for_me=is_for_me,
        may_open=is_mine and service.is_its_manager(session, debrief, debrief.manager_id),
    )


def lessons(session: Session, reader_id: str, looked_for: str, now: datetime) -> Block:
    """The list for `/kickstand lessons`."""
    found = service.lessons(session, reader_id, looked_for)
    shown = [lesson(session, each, reader_id, now) for each in found[: words.SHOWN]]
    return words.listed(shown, bool(looked_for), len(found) - len(shown))


def again(session: Session, reader_id: str, ids: list[str], now: datetime) -> Block:
    """The same lessons once more, as they are now; what is gone or closed is left out."""
    found = [each for each in service.readable(session, reader_id) if each.id in ids]
    return words.listed([lesson(session, each, reader_id, now) for each in found], looked_for=False)


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home."""
    manager = team.manager_of(session, person_id)
    new = service.without_note(session, person_id, now)
    views = [lesson(session, each, person_id, now) for each in new[: words.NEW_AT_HOME]]
    leads = bool(team.reps_of(session, person_id))
    return words.home(manager.first_name if manager else "", leads, views, len(new) - len(views))
