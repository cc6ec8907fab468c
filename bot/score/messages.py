"""Renders the weekly report from the numbers as they were saved. Computes nothing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.blocks.forms import TOPICS
from bot.score.blocks.report import report
from bot.score.models import WeeklyScore
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.service.weekly import WEEKLY, read
from bot.slack.delivery import Kind
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.team import courtesy


def words(numbers: WeeklyNumbers) -> Words:
    """The report on one week."""
    return report(numbers, topics={topic.value: name for topic, name in TOPICS.items()})


def _weekly(session: Session, post: Post, now: datetime) -> Words | None:
    saved = session.scalar(select(WeeklyScore).where(WeeklyScore.id == post.subject_id))
    return words(read(saved)) if saved else None


KINDS: dict[str, Kind] = {WEEKLY: Kind(_weekly, courtesy=courtesy.report)}
