"""What others read when somebody was forgotten, and what App Home says of what is held. Changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.privacy import blocks
from bot.privacy.service.erasing import FORGOTTEN
from bot.privacy.service.forgetting import MANAGER_LEFT, REP_LEFT
from bot.privacy.service.my_data import known
from bot.settings import Settings
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import days
from bot.team import service as team


def _rep_left(session: Session, post: Post, now: datetime) -> Words | None:
    return blocks.rep_left()


def _manager_left(session: Session, post: Post, now: datetime) -> Words | None:
    manager = team.manager_of(session, post.subject_id)
    return blocks.manager_left(manager.first_name if manager else None)


def _forgotten(session: Session, post: Post, now: datetime) -> Words | None:
    return None


def home(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: how much is held about somebody, and the way to see or erase it."""
    return blocks.home(known(session, person_id), days(settings.kickstand_keep_text))


def stranger() -> list[Block]:
    """For the App Home of somebody of whom nothing is held."""
    return blocks.nothing()


KINDS: dict[str, Kind] = {
    REP_LEFT: Kind(_rep_left),
    MANAGER_LEFT: Kind(_manager_left),
    FORGOTTEN: Kind(_forgotten),
}
"""How each kind of message about forgetting is worded."""
