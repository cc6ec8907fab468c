"""An agreed decision as people read it: a row, its limit in the team's currency, whom it is for. Changes no row."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.decisions import blocks
from bot.decisions.blocks import Shown
from bot.decisions.models import DecisionRight
from bot.team import service as team


def shown(session: Session, row: DecisionRight, now: datetime) -> Shown:
    """A row in words."""
    currency = team.team(session, row.manager_id, now).currency
    limit = blocks.limit_words(row.limit_kind, row.limit, currency)
    rep = team.person(session, row.rep_id).first_name if row.rep_id else ""
    return Shown(row.id, row.topic, row.title, row.right, limit, rep, row.misses)
