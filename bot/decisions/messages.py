"""What the message about changed decisions says now, and what App Home and the list show. Changes no row."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.decisions import blocks, service
from bot.decisions.blocks import Shown
from bot.decisions.reading import shown
from bot.settings import Settings
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.team import courtesy
from bot.team import service as team


def kinds(settings: Settings) -> dict[str, Kind]:
    """How it is worded, and when it may come."""
    return {service.CHANGED: Kind(_changed, courtesy=partial(courtesy.nudge, settings))}


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a rep's own decisions, a manager's register."""
    manager = team.manager_of(session, person_id)
    mine = blocks.rep_home(_mine(session, person_id, now), manager.first_name) if manager else []
    leads = team.reps_of(session, person_id)
    return [*mine, *(blocks.manager_home(_register(session, person_id, now)) if leads else [])]


def listed(session: Session, person_id: str, data: str, now: datetime, alone: Sequence[Words]) -> Block:
    """The list as this person may see it. `alone`: what it says of those who go alone on a topic."""
    manager, leads = team.manager_of(session, person_id), bool(team.reps_of(session, person_id))
    found = _register(session, person_id, now) if leads else []
    mine = _mine(session, person_id, now)
    return blocks.listed(leads, found, mine, manager.first_name if manager else "", data, alone)


def _register(session: Session, manager_id: str, now: datetime) -> list[Shown]:
    return [shown(session, row, now) for row in service.register(session, manager_id)]


def _mine(session: Session, rep_id: str, now: datetime) -> list[Shown]:
    return [shown(session, row, now) for row in service.rights_of(session, rep_id)]


def _changed(session: Session, post: Post, now: datetime) -> Words | None:
    """From the manager of record only: what another one changed is no news any more."""
    manager = team.manager_of(session, post.person_id)
    if manager is None or manager.id != post.subject_id.partition(":")[0]:
        return None
    return blocks.changed(_mine(session, post.person_id, now), manager.first_name)
