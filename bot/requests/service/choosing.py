"""What the rep says to a decision that they are offered: ask anyway, not about that (S2.6). Never commits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.decisions import service as decisions
from bot.requests.models import Request
from bot.requests.rules import Status
from bot.requests.service.lifecycle import asked_by, changed, refuse_unless
from bot.requests.service.owning import NOT_ABOUT, look, own_right


def ask_anyway(session: Session, request_id: str, by: str, now: datetime) -> None:
    """The rep would rather ask: it waits as every other question. Noted, and nothing wrong with it."""
    request = asked_by(session, request_id, by)
    refuse_unless(request, Status.HELD)
    request.asked_anyway = request.asked_anyway or own_right(session, request) is not None
    changed(session, request, now)


def not_about(session: Session, request_id: str, by: str, now: datetime) -> None:
    """The rep says that the question is about something else: counted once, and not looked for again."""
    request = asked_by(session, request_id, by)
    refuse_unless(request, Status.HELD)
    if request.because:
        decisions.missed(session, str(request.right_id))
        request.right_id, request.because = None, NOT_ABOUT
    changed(session, request, now)


def register_changed(session: Session, manager_id: str, now: datetime) -> None:
    """What was agreed is another now: questions that wait because of it are looked at again."""
    query = select(Request).where(
        Request.manager_id == manager_id, Request.status == Status.HELD, Request.right_id.is_not(None)
    )
    for request in session.scalars(query.order_by(Request.id).with_for_update()).all():
        look(session, request, now)
        changed(session, request, now)
