"""Renders what stands below a weekly report: reads what is true now, hands it to `blocks`. Changes nothing."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.blocks.forms import TOPICS
from bot.score.blocks import explained as number_words
from bot.score.blocks import people as people_words
from bot.score.blocks.late import below
from bot.score.models import WeeklyScore
from bot.score.service.people import people
from bot.score.service.thread import EXPLAINED, PEOPLE, part_of
from bot.score.service.weekly import comes_late, read
from bot.settings import ScoreMode, Settings
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind

NAMES = {topic.value: name for topic, name in TOPICS.items()}


def kinds(settings: Settings) -> dict[str, Kind]:
    """Both are a part of the report: they come when it has come, and count as one with it."""
    return {EXPLAINED: Kind(partial(_explained, settings)), PEOPLE: Kind(partial(_people, settings))}


def _saved(session: Session, settings: Settings, post: Post) -> WeeklyScore | None:
    if settings.kickstand_score is not ScoreMode.ON:
        return None
    return session.scalar(select(WeeklyScore).where(WeeklyScore.id == post.subject_id))


def _explained(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    saved = _saved(session, settings, post)
    said = number_words.message(read(saved), saved.id, saved.note or "") if saved else None
    return _in_its_time(session, saved, post, said, now) if saved and said else None


def _people(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    saved = _saved(session, settings, post)
    if saved is None or saved.manager_id != post.person_id:
        return None
    found = people(session, settings, saved, now)
    said = people_words.message(found, NAMES, part_of(post)) if found else None
    return _in_its_time(session, saved, post, said, now) if said else None


def _in_its_time(session: Session, saved: WeeklyScore, post: Post, said: Words, now: datetime) -> Words:
    """As the report above says it: "last week", or "that week" where it came late."""
    above = session.get(Post, post.thread_post_id) if post.thread_post_id else None
    return below(said) if comes_late(session, saved, above or post, now) else said
