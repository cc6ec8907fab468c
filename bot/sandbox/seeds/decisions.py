"""What the demo's reps may decide: discounts up to 10 %, Omar up to 5 %, liability is Mona's. Sends nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.decisions import service as decisions
from bot.decisions.rules import LimitKind, Right
from bot.decisions.service import CHANGED, Wanted
from bot.slack.outbox import Post
from bot.team.rules import Topic

AGREED = (
    Wanted(Topic.PRICING, "Discounts", Right.DECIDE, LimitKind.PERCENT, Decimal(10)),
    Wanted(Topic.PRICING, "Goodwill credits", Right.DECIDE_AND_TELL, LimitKind.AMOUNT, Decimal(500)),
    Wanted(Topic.TERMS, "Liability", Right.MINE),
)


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Mona wrote it down last month; everybody has heard of it."""
    mona, then = ids["mona"], now - timedelta(days=30)
    own = Wanted(Topic.PRICING, "Discounts", Right.DECIDE, LimitKind.PERCENT, Decimal(5), ids["omar"])
    for each in (*AGREED, own):
        decisions.save(session, mona, each, "", then)
    session.execute(delete(Post).where(Post.kind == CHANGED))
