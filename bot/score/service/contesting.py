"""A rep sees a label otherwise, and the manager may agree. Overrules nobody; never touches a posted number."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import CONTESTABLE, Label, Status
from bot.requests.service.lifecycle import answerable_by, asked_by, changed
from bot.slack.errors import Refusal


def contestable(request: Request) -> bool:
    """Whether there is a label of the manager's that the rep may see otherwise."""
    return request.label in CONTESTABLE and request.status in {Status.ANSWERED, Status.CLOSED}


def to_contest(session: Session, request_id: str, by: str) -> Request:
    """The rep's own labelled request. Raises Refusal for anybody else's, and one without a label."""
    request = asked_by(session, request_id, by)
    if not contestable(request):
        raise Refusal("This one has no label, so there is nothing to see otherwise.")
    return request


def contest(session: Session, request_id: str, by: str, said: Label, now: datetime) -> Request:
    """The rep says what it was. The label stays; saying the same as the label takes it back.

    Raises Refusal for anybody but the rep, and where there is no label.
    """
    request = to_contest(session, request_id, by)
    if said not in CONTESTABLE:
        raise Refusal("Pick one of the five, please. Nothing was changed.")
    request.contested = None if said == request.label else said
    changed(session, request, now)
    return request


def accept(session: Session, request_id: str, by: str, offered: Label, now: datetime) -> Request:
    """The manager makes the rep's word their own label. What was posted stays; later weeks count the new one.

    Raises Refusal for anybody but the manager of record who answered it, and when the rep no longer says that.
    """
    request = answerable_by(session, request_id, by)
    if request.answerer_id != by:
        raise Refusal("Only the person who answered this one can change its label.")
    if request.contested is None or request.contested != offered or not contestable(request):
        raise Refusal("That didn't go through: it is seen differently by now. Nothing was changed.")
    request.label, request.contested = offered, None
    changed(session, request, now)
    return request
