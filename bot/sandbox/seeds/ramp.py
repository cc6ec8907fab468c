"""The demo's list for new reps, for whoever comes next. Makes rows; sends nothing, ticks nothing for anybody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.ramp import service
from bot.ramp.rules import TEMPLATE


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Mona wrote it last spring; nobody is in ramp, so it waits."""
    service.save(session, ids["mona"], TEMPLATE, now - timedelta(days=180))
