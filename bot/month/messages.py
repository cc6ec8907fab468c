"""Renders the look back at a month from what was saved and answered. Computes nothing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.month import blocks
from bot.month.blocks import Look
from bot.month.models import MonthlyLook
from bot.month.rules import is_open
from bot.month.service import LOOK, read_answers, read_numbers
from bot.slack.delivery import Kind
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.team import courtesy
from bot.team import service as team


def seen(session: Session, look: MonthlyLook, now: datetime) -> Look:
    """A manager's month as it stands."""
    zone = team.zone(team.person(session, look.manager_id))
    return Look(look.id, look.month, read_answers(look), read_numbers(look), is_open(look.month, now, zone))


def _look(session: Session, post: Post, now: datetime) -> Words | None:
    found = session.scalar(select(MonthlyLook).where(MonthlyLook.id == post.subject_id))
    return blocks.look(seen(session, found, now)) if found else None


KINDS: dict[str, Kind] = {LOOK: Kind(_look, courtesy=courtesy.report)}
"""The look back is nowhere else: it waits rather than being kept back."""
