"""What a playbook shows beside other things: in App Home, in the weekly report. Reads; changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.playbook import blocks as words
from bot.playbook.service import gaps, stages
from bot.slack.kit import Block, Words
from bot.team import service as team


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a manager's own playbook and what is missing in it; for a rep, that there is one."""
    if team.reps_of(session, person_id):
        mine, above = stages.entries(session, person_id), stages.above(session, person_id)
        return words.home_of_manager(
            len(mine), gaps.still_open(session, person_id, mine), above.first_name if above else ""
        )
    manager = team.manager_of(session, person_id)
    return words.home_of_rep(manager.first_name, len(stages.of_manager(session, manager.id))) if manager else []


def in_report(session: Session, manager_id: str, since: datetime, until: datetime) -> Words | None:
    """A line for the weekly report: what was asked most in this time and is not written."""
    found = gaps.top(session, manager_id, stages.entries(session, manager_id), since, until)
    return words.in_report(found) if found else None
