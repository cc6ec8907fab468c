"""What a request says of a decision that is the rep's own: in the rep's view of it, and on the card. Reads only."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.decisions import blocks as decision_words
from bot.decisions.reading import shown
from bot.decisions.rules import YOURS, Right
from bot.requests.blocks import own
from bot.requests.models import Request
from bot.requests.rules import Status
from bot.requests.service import owning
from bot.slack.kit import Words
from bot.slack.times import when
from bot.team import service as team


def seen(session: Session, request: Request, now: datetime) -> dict[str, Any]:
    """The fields of the rep's view that tell of it."""
    right = owning.offered(session, request)
    if right:
        tells = right.right == Right.DECIDE_AND_TELL
        said = decision_words.phrase(shown(session, right, now))
        return {"own_right": said, "because": request.because or "", "tells": tells}
    if request.status != Status.DECIDED:
        return {}
    manager = team.manager_of(session, request.rep_id)
    has_changed = manager is None or manager.id != request.manager_id
    is_theirs = not has_changed and manager is not None and not manager.gone
    here = team.zone(team.person(session, request.rep_id))
    return {
        "can_tell": is_theirs and request.tell_at is None and request.delivered_at is None,
        "hears": when(request.tell_at, now, here) if request.tell_at and is_theirs else "",
        "told": request.told_at is not None and is_theirs,
        "unheard": has_changed and request.told_at is None and request.delivered_at is None,
    }


def on_card(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[str, str] | None:
    """A fact for the card: beyond the rep's limit, or the rep's own. Nothing of what the manager keeps."""
    right = owning.right_of(session, request)
    if right is None or right.right not in YOURS:
        return None
    rep, said = team.person(session, request.rep_id).first_name, shown(session, right, now)
    if request.because:
        return ("Decision", own.theirs(rep, decision_words.phrase(said))) if request.asked_anyway else None
    is_wider = owning.goes_alone(session, request, now)
    return None if is_wider else ("Decision", own.above(rep, said.limit, said.title))


WORTH_A_LINE = 2
"""One question says nothing about a team, and much about one person."""


def in_report(session: Session, manager_id: str, since: datetime, until: datetime) -> Words | None:
    """For the weekly report: how many questions were about what is agreed to be the reps' own. Nobody is named."""
    query = select(func.count(Request.id)).where(
        Request.manager_id == manager_id,
        Request.asked_anyway,
        Request.asked_at >= since,
        Request.asked_at < until,
    )
    times = session.scalar(query) or 0
    return own.asked_all_the_same(times) if times >= WORTH_A_LINE else None
