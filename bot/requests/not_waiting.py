"""Days on which nothing waits, as a request meets them: when it goes out, and what is said of it. Moves nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.freeze import blocks, service
from bot.requests.models import Request
from bot.requests.rules import Bypass, Plan, Status
from bot.team import service as team
from bot.team.working_time import Hours, next_working

_ON_CARD = {Bypass.FROZEN: blocks.ON_CARD, Bypass.RELEASED: blocks.RELEASED_ON_CARD}


def is_so(session: Session, request: Request, now: datetime) -> bool:
    """Whether it is such a day for this request, by its manager's calendar."""
    manager = team.person(session, request.manager_id)
    return service.lasts(session, manager, request.rep_id, now) is not None


def sooner(session: Session, request: Request, hours: Hours, planned: Plan, now: datetime) -> Plan:
    """What was planned or, where such a day begins before, the first working moment of that day; today: now."""
    if is_so(session, request, now):
        return Plan(now, None)
    manager = team.person(session, request.manager_id)
    begins = service.next_begin(session, manager, request.rep_id, now, planned.release_at)
    if begins is None:
        return planned
    release = min(planned.release_at, next_working(hours, begins))
    return Plan(release, planned.check_at if planned.check_at and planned.check_at < release else None)


def on_card(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[str, str] | None:
    """The line on the manager's card: why it came without an hour's wait."""
    return _ON_CARD.get(request.bypass) if request.bypass else None


def for_rep(session: Session, request: Request, now: datetime) -> str | None:
    """What the rep reads while it waits, where it goes out because such a day begins."""
    if request.status != Status.HELD or request.release_at is None or request.release_at <= now:
        return None
    manager = team.person(session, request.manager_id)
    begins = service.next_begin(session, manager, request.rep_id, now, request.release_at)
    return blocks.sooner(begins.date(), team.today(session, manager.id, now)) if begins else None
