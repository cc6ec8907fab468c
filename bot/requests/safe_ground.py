"""A question about practice ground (S1.8): how long it waits, and what is said of it. Holds nothing up, moves nothing.

Urgent questions, protected deals and wishes to get better never wait, and are never called a safe place.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.growth.rules import Level
from bot.practice import blocks, service
from bot.practice.models import PracticeGround
from bot.practice.rules import wait
from bot.requests.models import Request
from bot.requests.rules import UNSCORED, Status
from bot.team import service as team


def named_in(session: Session, manager_id: str, text: str) -> str | None:
    """The id of the practice ground that a question names."""
    found = service.ground_in(session, manager_id, text)
    return found.id if found else None


def wait_there(session: Session, manager_id: str, usual: timedelta, *, short: bool, now: datetime) -> timedelta:
    """How long a question waits there; `usual` is what it would wait elsewhere."""
    longest = timedelta(minutes=team.team(session, manager_id, now).rep_hold_most)
    return wait(usual, longest, short)


def found_late(session: Session, request: Request, now: datetime) -> bool:
    """A further message of the same question names it; answers whether the wait became another by that.

    A wait that was drawn stays as it was drawn.
    """
    if request.practice_id is not None or request.status != Status.HELD:
        return False
    request.practice_id = named_in(session, request.manager_id, request.text)
    if request.practice_id is None or request.drawn_minutes is not None:
        return False
    hold = wait_there(session, request.manager_id, request.hold, short=request.ramp, now=now)
    request.hold_seconds = int(hold.total_seconds())
    return True


def _is_known(session: Session, request: Request) -> bool:
    """Whether whoever is the manager of this request marked it: what another manager marked is not for the next."""
    ground = session.get(PracticeGround, request.practice_id) if request.practice_id else None
    return ground is not None and ground.manager_id == request.manager_id and request.bypass not in UNSCORED


def on_card(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[str, str] | None:
    """The line on the manager's card."""
    return blocks.ON_CARD if _is_known(session, request) else None


def for_rep(session: Session, request: Request, now: datetime) -> str | None:
    """What the rep reads while it waits; not where it does not wait for longer."""
    is_short = request.ramp or request.level == Level.GUIDED
    if request.status != Status.HELD or is_short or not _is_known(session, request):
        return None
    return blocks.FOR_REP.format(manager=team.person(session, request.manager_id).first_name)
