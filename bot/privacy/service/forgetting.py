"""A person is forgotten, and those who deal with them go on: told without a name, with what waits planned anew.

Never commits, never calls Slack.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.peers.models import PeerOffer
from bot.privacy.service.erasing import Leaving, nobody
from bot.privacy.service.registry import PERSONAL
from bot.requests.models import History, Request, Said
from bot.requests.rules import OPEN, Status
from bot.requests.service import clockwork, holding
from bot.requests.service.lifecycle import ANSWERED, changed
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.conversations import Conversation
from bot.store.base import new_id
from bot.team import service as team
from bot.team.models import Person

REP_LEFT, MANAGER_LEFT = "privacy.rep_left", "privacy.manager_left"


class Stakes(NamedTuple):
    """What goes with somebody, and who still needs something of them."""

    open_questions: int
    cards_with: tuple[str, ...]
    reps: tuple[str, ...]
    waiting: int
    """Open questions of those reps."""


class _Around(NamedTuple):
    """Who deals with them, by id: their reps, their manager, the others' questions that they have a part in."""

    reps: list[str]
    managers: list[str]
    questions: list[str]
    deputised: list[str]


def stakes(session: Session, who: str) -> Stakes | None:
    """What would go; None when nothing is held about them."""
    if session.get(Person, who) is None:
        return None
    mine = list(session.scalars(select(Request).where(Request.rep_id == who, Request.status.in_(OPEN))))
    cards = {each.answerer_id for each in mine if each.status != Status.HELD}
    reps = team.reps_of(session, who)
    theirs = select(func.count(Request.id)).where(Request.manager_id == who, Request.status.in_(OPEN))
    return Stakes(
        open_questions=len(mine),
        cards_with=tuple(sorted(team.person(session, each).first_name for each in cards)),
        reps=tuple(rep.first_name for rep in reps),
        waiting=session.scalar(theirs) or 0,
    )


def channel_of(session: Session, who: str) -> str | None:
    """Where they write to Kickstand, if that is known."""
    found = session.get(Conversation, who)
    return found.channel if found else None


def forget(session: Session, settings: Settings, who: str, channel: str | None, now: datetime) -> None:
    """Erase a person. Doing it again changes nothing.

    1. They are locked: what they do at this very moment is either erased as well or comes too late.
    2. Each table lets go of them, in the registry's order.
    3. What others have open goes on without them, and those whom it concerns hear that somebody left: not who.
    """
    if session.get(Person, who, with_for_update=True) is not None:
        nobody(session, now)
    around = _around(session, who)
    leaving = Leaving(who, channel, now)
    for table in PERSONAL.values():
        if table.erase:
            table.erase(session, leaving)
    session.expire_all()
    _go_on(session, settings, around, now)


def _around(session: Session, who: str) -> _Around:
    offered = select(PeerOffer.topic).where(PeerOffer.rep_id == who)
    part = or_(
        and_(Request.status == Status.HELD, Request.topic.in_(offered)),  # they may be named as somebody to ask
        Request.manager_id == who,
        Request.deputy_id == who,
        Request.id.in_(select(Said.request_id).where(Said.author_id == who)),
        Request.id.in_(select(History.request_id).where(History.actor_id == who)),
    )
    named = or_(Request.helped_by == who, and_(part, Request.forget_at.is_not(None)))
    worded = select(Request.id).where(Request.rep_id != who, named)
    deputised = select(Request.id).where(Request.deputy_id == who, Request.status == Status.DELIVERED)
    manager = team.manager_of(session, who)
    return _Around(
        reps=[rep.id for rep in team.reps_of(session, who)],
        managers=[manager.id] if manager else [],
        questions=list(session.scalars(worded.order_by(Request.id))),
        deputised=list(session.scalars(deputised.order_by(Request.id))),
    )


def _go_on(session: Session, settings: Settings, around: _Around, now: datetime) -> None:
    for request_id in around.deputised:
        holding.deliver(session, session.get_one(Request, request_id), settings, now)
    asked_by: set[str] = set()
    for request_id in around.questions:
        request = session.get_one(Request, request_id)
        asked_by |= {request.rep_id} if request.status in OPEN else set()
        changed(session, request, now)
        outbox.refresh(session, ANSWERED, request.id, now)
    for rep_id in sorted(asked_by | set(around.reps)):
        clockwork.team_changed(session, settings, rep_id, now)
    for rep_id in around.reps:
        outbox.want(session, MANAGER_LEFT, rep_id, rep_id, now, tell=new_id())
    for manager_id in around.managers:
        outbox.want(session, REP_LEFT, manager_id, manager_id, now, tell=new_id())
