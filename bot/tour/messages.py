"""What App Home shows of the tour. Reads; changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.slack.kit import Block
from bot.team import service as team
from bot.tour import blocks as words
from bot.tour import service
from bot.tour.rules import Role


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """The three steps for whoever is new; nothing for anybody else. Also for somebody we know nothing of."""
    role = service.role_shown(session, person_id, now)
    if role is None:
        return []
    manager = team.manager_of(session, person_id) if role == Role.REP else None
    return words.tour(role, manager.first_name if manager else "")
