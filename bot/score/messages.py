"""Renders the weekly report from the numbers as they were saved. Computes nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.blocks.forms import TOPICS
from bot.score import around, thread_messages
from bot.score.blocks.chart import charts
from bot.score.blocks.late import late
from bot.score.blocks.report import report
from bot.score.models import WeeklyScore
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import Phase
from bot.score.rules.week import LATE_AT, POST_AT, Week
from bot.score.service import graduating
from bot.score.service.modes import is_aggregate, numbers_are_on
from bot.score.service.noting import notes
from bot.score.service.weekly import WEEKLY, before, comes_late, read
from bot.settings import Settings
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.courtesy import Courtesy
from bot.slack.sending.delivery import Kind
from bot.team import courtesy
from bot.team import service as team


def words(
    numbers: WeeklyNumbers,
    earlier: Sequence[WeeklyNumbers],
    more: Sequence[Words] = (),
    notes: Mapping[Week, str] | None = None,
) -> Words:
    """The report on one week; `earlier` are the reports that its charts show beside it, `more` what else is said.

    `notes`: the manager's own on these weeks; left out where somebody else reads.
    """
    topics = {topic.value: name for topic, name in TOPICS.items()}
    return report(numbers, topics=topics, charts=charts([*earlier, numbers], notes), more=more)


def _weekly(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    """What was written before numbers were switched off is not sent afterwards."""
    saved = session.scalar(select(WeeklyScore).where(WeeklyScore.id == post.subject_id))
    if saved is None or not numbers_are_on(settings):
        return None
    numbers = read(saved)
    if is_aggregate(settings) and numbers.phase not in {Phase.OFF, Phase.SMALL}:
        return None
    is_late = comes_late(session, saved, post, now)
    more = [] if is_aggregate(settings) else _more(session, saved, now, is_late=is_late)
    noted = notes(session, saved.manager_id, numbers.week)
    said = words(numbers, before(session, saved.manager_id, numbers.week), more, noted)
    return late(said, numbers.week) if is_late else said


def _more(session: Session, saved: WeeklyScore, now: datetime, *, is_late: bool) -> list[Words]:
    """What else a manager may want to know this Monday, from other features: a line each.

    Who is ready for a step now is nothing of a week that is over: of several reports the newest says it.
    """
    manager = team.person(session, saved.manager_id)
    ready = [] if is_late else graduating.words(session, saved.manager_id, now)
    return [*ready, *around.in_report(session, manager, Week(saved.monday), now)]


def kinds(settings: Settings) -> dict[str, Kind]:
    """The weekly report waits for the next day, or for the end of a pause; what stands below it comes with it."""
    report = {WEEKLY: Kind(partial(_weekly, settings), courtesy=partial(_in_its_turn, settings))}
    return report | thread_messages.kinds(settings)


def _in_its_turn(settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    saved = session.scalar(select(WeeklyScore).where(WeeklyScore.id == post.subject_id))
    hour = LATE_AT if saved and comes_late(session, saved, post, now) else POST_AT
    return courtesy.at_hour(hour, settings, session, post, now)
