"""What other features keep of a request, brought up to date whenever it has changed. Decides nothing itself."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.requests import next_step
from bot.requests.models import Request

Kept = Callable[[Session, Request, datetime], None]

KEPT: tuple[Kept, ...] = (next_step.keep_gap,)


def keep(session: Session, request: Request, now: datetime) -> None:
    """Have every feature keep what it keeps."""
    for each in KEPT:
        each(session, request, now)
