"""What App Home says of practice ground. Reads; changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.practice import blocks, service
from bot.slack.kit import Block
from bot.team import service as team


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a manager's own list. Nothing for somebody without reps."""
    if not team.reps_of(session, person_id):
        return []
    return blocks.home([each.name or "" for each in service.grounds(session, person_id)])
