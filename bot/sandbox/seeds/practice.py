"""The demo's practice ground: two small accounts that Mona marked. Makes rows; sends nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.practice import service

GROUNDS = ("Hooli renewal", "Vandelay")


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Mona marked them three weeks ago."""
    service.save(session, ids["mona"], GROUNDS, now - timedelta(weeks=3))
