"""In the demo, Omar may be asked about two things. Makes rows; sends nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.peers import service as peers
from bot.team.rules import Topic


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Omar offered it three weeks ago."""
    peers.offer(session, ids["omar"], [Topic.PRODUCT, Topic.COMPETITOR], now - timedelta(days=21))
