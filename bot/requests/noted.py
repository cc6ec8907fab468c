"""What the manager noted on the topic that the rep raises now (S0.5): on their own card, and nowhere else."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.observations import messages as observations
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status

ASKED = frozenset({Status.DELIVERED, Status.ANSWERED})


def on_card(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[str, str] | None:
    """While the question is with them. Without a topic only a wish to get better says where there is something."""
    if request.status not in ASKED or (request.topic is None and request.bypass != Bypass.GROWTH):
        return None
    return observations.on_card(session, request.rep_id, reader_id, request.topic, now)
