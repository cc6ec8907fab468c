"""A colleague who offered to help on a question's topic, before the manager (S3.12). Never moves a request."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.peers import blocks as words
from bot.peers import service as peers
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status, WayIn
from bot.slack.kit import Block
from bot.team.models import Person


def for_rep(session: Session, request: Request, now: datetime) -> str | None:
    """That somebody could be asked first, while the question waits."""
    peer = peer_for(session, request, now)
    return words.offered(peer.first_name, request.topic) if peer and request.topic else None


def offer(session: Session, request: Request, now: datetime) -> Block | None:
    """Ask them; and, once it is solved, say who helped."""
    if request.status == Status.SOLVED:
        return words.who_button(request.id) if may_say_who(session, request) else None
    peer = peer_for(session, request, now)
    return words.ask_button(peer.first_name, request.id, peer.id) if peer else None


def peer_for(session: Session, request: Request, now: datetime) -> Person | None:
    """Whom to offer; None where nobody is there, no topic was named, it is a wish to get better, or the rep's own."""
    if request.because:  # one thing at a time: they were told that they may decide it
        return None
    if request.status != Status.HELD or request.topic is None or request.bypass == Bypass.GROWTH:
        return None
    return peers.for_question(session, request.rep_id, request.topic, request.id, now)


def may_say_who(session: Session, request: Request) -> bool:
    """Only where a colleague had offered, and while it is not said; in a channel it was asked as it was solved."""
    if request.helped_by is not None or request.topic is None or request.way_in == WayIn.CHANNEL:
        return False
    return bool(peers.helpers(session, request.rep_id, request.topic))
