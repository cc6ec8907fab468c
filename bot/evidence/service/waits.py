"""Gathers the requests of teams that let waits be drawn. Reads columns only, no words; changes nothing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.evidence.rules.waits import Asked, Comparison, compare
from bot.requests.models import Request
from bot.requests.rules import SEEN


def compare_waits(session: Session, since: datetime | None, now: datetime) -> Comparison:
    """The waits of every request that drew one, asked from `since` on, over all teams of the workspace together."""
    drawers = select(Request.rep_id).where(Request.drawn_minutes.is_not(None))
    query = select(
        Request.rep_id,
        Request.asked_at,
        Request.status,
        Request.topic,
        Request.drawn_minutes,
        Request.bypass,
        Request.delivered_at,
        Request.answered_at,
        Request.ended_at,
    ).where(Request.rep_id.in_(drawers), Request.way_in.not_in(SEEN))
    query = query.where(Request.asked_at >= since) if since else query
    return compare([Asked(*row) for row in session.execute(query)], now)
