"""What App Home and the forms say of the list for new reps. Reads; changes nothing."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.ramp import blocks, service
from bot.ramp.rules import TEMPLATE
from bot.slack.errors import Refusal
from bot.slack.kit import Block
from bot.slack.times import bare, day
from bot.team import service as team

NOBODYS = (
    "This list is for new reps and their manager. It comes up here once you have reps, or in your own first 90 days, "
    "if your manager has written one."
)


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a rep's own list during ramp, a manager's reps in ramp. Nothing for anybody else."""
    found = _own(session, person_id, now)
    if team.reps_of(session, person_id):
        found += blocks.manager_home(len(service.items(session, person_id)), rows(session, person_id, now))
    return found


def page(session: Session, person_id: str, now: datetime) -> Block:
    """What `/kickstand ramp` opens. Raises Refusal for somebody who has neither reps nor a list of their own."""
    if team.reps_of(session, person_id):
        texts = [each.text for each in service.items(session, person_id)]
        return blocks.form(texts or TEMPLATE, rows(session, person_id, now), not texts, "home")
    mine = _own(session, person_id, now)
    if not mine:
        raise Refusal(NOBODYS)
    return blocks.own_modal(mine)


def _own(session: Session, person_id: str, now: datetime) -> list[Block]:
    own = service.own_list(session, person_id, now)
    if own is None:
        return []
    points = [blocks.Point(each.id, each.text) for each in own.items]
    return blocks.own(points, own.done, _day(session, person_id, own.until, now))


def rows(session: Session, manager_id: str, now: datetime) -> list[blocks.Row]:
    """How far this manager's reps in ramp are."""
    return [
        blocks.Row(each.rep.first_name, each.done, _day(session, manager_id, each.until, now))
        for each in service.progress(session, manager_id, now)
    ]


def _day(session: Session, reader_id: str, until: date | None, now: datetime) -> str:
    here = team.zone(team.person(session, reader_id))
    return bare(day(until, now.astimezone(here).date())) if until else ""
