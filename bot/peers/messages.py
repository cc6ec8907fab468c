"""What colleagues' help shows in App Home. Reads; changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.peers import blocks as words
from bot.peers import service as peers
from bot.slack.kit import Block
from bot.team import service as team


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: what a rep offers, or that they could; for anybody else nothing."""
    return words.home(peers.offered_by(session, person_id)) if team.manager_of(session, person_id) else []
