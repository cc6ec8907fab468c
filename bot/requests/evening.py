"""The evening's message about what was decided without the manager: reads what is true now. Changes no row."""

from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.decisions import blocks as decision_words
from bot.decisions.reading import shown
from bot.requests.blocks import own
from bot.requests.models import Request
from bot.requests.service import owning, telling
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import day
from bot.team import courtesy
from bot.team import service as team


def kinds() -> dict[str, Kind]:
    """The evening's message: it is nowhere else, and comes at its hour."""
    return {telling.TOLD: Kind(_told, courtesy=courtesy.report)}


def _told(session: Session, post: Post, now: datetime) -> Words | None:
    on = date.fromisoformat(post.subject_id)
    found = telling.told(session, post.person_id, on)
    today = now.astimezone(team.zone(team.person(session, post.person_id))).date()
    rows = map(partial(_row, session, now), found)
    return own.told(list(rows), day(on, today)) if found else None


def _row(session: Session, now: datetime, request: Request) -> own.Told:
    right = owning.own_right(session, request)
    said = decision_words.phrase(shown(session, right, now)) if right else ""
    return own.Told(team.person(session, request.rep_id).first_name, request.text, said)
