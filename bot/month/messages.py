"""Renders the look back at a month: what was saved and answered, and the calls as they are known now. Saves nothing."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.joint_calls import messages as joint_calls
from bot.month import blocks
from bot.month.blocks import Look
from bot.month.models import MonthlyLook
from bot.month.rules import is_open
from bot.month.service import LOOK, has_data, read_answers, read_numbers
from bot.settings import Settings
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.team import courtesy
from bot.team import service as team


def kinds(settings: Settings) -> dict[str, Kind]:
    """The look back is nowhere else: it waits rather than being kept back."""
    return {LOOK: Kind(partial(_look, settings), courtesy=partial(courtesy.at_work, settings))}


def seen(session: Session, settings: Settings, look: MonthlyLook, now: datetime) -> Look:
    """A manager's month as it stands; without the data that was saved, where none is to be shown now."""
    zone = team.zone(team.person(session, look.manager_id))
    numbers = read_numbers(look) if has_data(settings) else None
    calls = joint_calls.of_month(session, look.manager_id, look.month) if has_data(settings) else ""
    return Look(look.id, look.month, read_answers(look), numbers, is_open(look.month, now, zone), calls)


def _look(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    found = session.scalar(select(MonthlyLook).where(MonthlyLook.id == post.subject_id))
    return blocks.look(seen(session, settings, found, now)) if found else None
