"""Everything that is held goes out at once: an admin's switch. One question at a time, beside a running Kickstand.

Never commits, never calls Slack.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.models import ReleaseOfAll, Request
from bot.requests.rules import Bypass, Status
from bot.requests.service.holding import release
from bot.requests.service.lifecycle import find
from bot.settings import Settings
from bot.team import service as team


def held(session: Session) -> Sequence[str]:
    """The ids of what waits, the oldest first, also where Kickstand only reads."""
    query = select(Request.id).where(Request.status == Status.HELD)
    return list(session.scalars(query.order_by(Request.asked_at, Request.id)))


def let_out(session: Session, settings: Settings, request_id: str, now: datetime) -> bool:
    """Bring one to whoever has it now, at any hour; never scored. False: it is not held any more, or has no manager."""
    request = find(session, request_id)
    if request is None or request.status != Status.HELD or team.manager_of(session, request.rep_id) is None:
        return False
    request.bypass = Bypass.RELEASED
    release(session, request, settings, None, now)
    return True


def record(session: Session, by: str, released: int, now: datetime) -> None:
    """Remember who did that, and when."""
    session.add(ReleaseOfAll(at=now, by=by[:64], released=released))


def last(session: Session) -> ReleaseOfAll | None:
    """The newest, of any workspace."""
    query = select(ReleaseOfAll).order_by(ReleaseOfAll.at.desc(), ReleaseOfAll.id).limit(1)
    return session.scalars(query.execution_options(every_workspace=True)).first()
