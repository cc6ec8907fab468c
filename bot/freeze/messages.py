"""What App Home says of days on which nothing waits. Reads; changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.freeze import blocks, service
from bot.freeze.blocks import Shown
from bot.freeze.models import Freeze
from bot.slack.kit import Block, section
from bot.team import service as team


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For a manager what is set; for a rep, whether anything of theirs waits now."""
    leads = bool(team.reps_of(session, person_id))
    return [*(blocks.home(shown(session, person_id, now)) if leads else []), *_own(session, person_id, now)]


def shown(session: Session, manager_id: str, now: datetime) -> list[Shown]:
    """A manager's own entries, and those that an admin set for everybody."""
    today = team.today(session, manager_id, now)
    own = [_shown(session, each) for each in service.listed(session, manager_id, today)]
    return [*(_shown(session, each) for each in service.listed(session, None, today)), *own]


def _shown(session: Session, entry: Freeze) -> Shown:
    rep = team.person(session, entry.rep_id).name if entry.rep_id else ""
    return Shown(entry.id, entry.first_day, entry.last_day, rep, by_admin=entry.manager_id is None)


def _own(session: Session, person_id: str, now: datetime) -> list[Block]:
    manager = team.manager_of(session, person_id)
    lasts = service.lasts(session, manager, person_id, now) if manager else None
    if manager is None or lasts is None:
        return []
    today = team.today(session, manager.id, now)
    return [section(blocks.for_rep(manager.first_name, lasts.last_day, today))]
