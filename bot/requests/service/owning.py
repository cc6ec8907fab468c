"""Whether a question is about a decision that is the rep's own: found, and offered while it is held (S2.6).

Never loses a question: while it is offered it is held as every other, and goes out at its time.
Never commits, never calls Slack.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.decisions import blocks
from bot.decisions import service as decisions
from bot.decisions.models import DecisionRight
from bot.decisions.rules import Fit, Right
from bot.growth import service as growth
from bot.growth.rules import Level
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status
from bot.team import service as team
from bot.team.rules import Topic

NOT_ABOUT = ""
"""Stands in `because` when the rep said that the question was not about it: nothing is looked for any more."""
LOOKED_AT = frozenset({None, Bypass.SENT_NOW})
"""Urgent, protected and a wish to get better go to the manager, whoever may decide."""


def look(session: Session, request: Request, now: datetime) -> None:
    """Note which agreed decision a held question is about, as its words and its topic are now.

    `because` is set while the rep is offered the decision; without it the question is beyond their limit, or it is
    the manager's decision.
    """
    if request.status != Status.HELD or request.asked_anyway or request.because == NOT_ABOUT:
        return
    found = decisions.match_for(session, request.rep_id, request.text, request.topic, now)
    request.right_id = found.agreed.id if found else None
    is_theirs = found is not None and found.fit == Fit.YOURS
    request.because = blocks.because(found, _currency(session, request, now)) if found and is_theirs else None


def _currency(session: Session, request: Request, now: datetime) -> str:
    manager = team.manager_of(session, request.rep_id)
    return team.team(session, manager.id if manager else request.manager_id, now).currency


def right_of(session: Session, request: Request) -> DecisionRight | None:
    """The decision that a question is about, while it holds: not ended, and of the manager of record now."""
    row = session.get(DecisionRight, request.right_id) if request.right_id else None
    manager = team.manager_of(session, request.rep_id) if row else None
    return row if row and row.ended_at is None and manager and manager.id == row.manager_id else None


def own_right(session: Session, request: Request) -> DecisionRight | None:
    """The decision that is the rep's own, asked anyway or not."""
    return right_of(session, request) if request.because else None


def offered(session: Session, request: Request) -> DecisionRight | None:
    """The decision that the rep is offered now."""
    is_open = request.status == Status.HELD and not request.asked_anyway
    return own_right(session, request) if is_open else None


def goes_alone(session: Session, request: Request, now: datetime) -> bool:
    """Whether it is the rep's own because they go alone on its topic (S0.1).

    What the manager keeps goes before that, and so does what was agreed with this rep, or since they go alone: it says
    up to where.
    """
    if request.level != Level.INDEPENDENT:
        return False
    row = None if request.because else right_of(session, request)
    if row is None or row.right == Right.MINE:
        return row is None
    since = growth.standing_on(session, team.person(session, request.rep_id), request.topic or Topic.OTHER, now).since
    return row.rep_id is None and row.created_at < (since or request.asked_at)


def is_reserved(session: Session, right_id: str | None) -> bool:
    """Whether a decision is one that the manager keeps: asking is right there, and nothing to count."""
    row = session.get(DecisionRight, right_id) if right_id else None
    return row is not None and row.right == Right.MINE


def goes_out(session: Session, request: Request) -> None:
    """It is brought to the manager: where the decision was the rep's own, they asked all the same."""
    if request.bypass in LOOKED_AT and own_right(session, request):
        request.asked_anyway = True
