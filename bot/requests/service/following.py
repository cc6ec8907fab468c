"""A message that belongs to a request is edited or deleted in Slack: what Kickstand made of it follows."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.models import Request, Said
from bot.requests.rules import OPEN, Move, Part, Status
from bot.requests.service.lifecycle import CARD, REP, REPLY, changed, find, move
from bot.requests.service.owning import look
from bot.slack import outbox
from bot.slack.outbox import Post


def said_at(session: Session, channel: str, ts: str) -> Said | None:
    """The message at this place, if it belongs to a request; the request is locked before either is read."""
    here = (Said.channel == channel, Said.ts == ts)
    request_id = session.scalar(select(Said.request_id).where(*here))
    if request_id is None or find(session, request_id) is None:
        return None
    return session.scalar(select(Said).where(*here))


def request_at(session: Session, channel: str, ts: str) -> Request | None:
    """The request that the message at this place belongs to."""
    said = said_at(session, channel, ts)
    return said.request if said else None


def edited(session: Session, channel: str, ts: str, text: str, by: str, at: str, now: datetime) -> None:
    """The author changed a message: whatever it is part of says so too, on both sides.

    `at`: Slack's timestamp of the edit; the one that we know already, or one made before it, changes nothing.
    """
    said = said_at(session, channel, ts)
    if said is None or said.author_id != by or _is_known(at, said):
        return
    said.text, said.edited_ts = text.strip(), at
    _follow(session, said, now)


def _is_known(at: str, said: Said) -> bool:
    return said.edited_ts is not None and float(at) <= float(said.edited_ts)


def deleted(session: Session, channel: str, ts: str, at: str, now: datetime) -> None:
    """The author deleted a message: the words go; without any question left the request is taken back."""
    said = said_at(session, channel, ts)
    if said is None or (said.text is None and said.edited_ts == at):
        return
    said.text, said.edited_ts = None, at
    request = said.request
    _follow(session, said, now)
    if said.part == Part.ASK and not request.text and request.status in {Status.HELD, Status.DELIVERED}:
        move(session, request, Move.WITHDRAW, said.author_id, now)


def _follow(session: Session, said: Said, now: datetime) -> None:
    if said.part == Part.REPLY:
        outbox.refresh(session, REPLY, said.id, now)
    else:
        look(session, said.request, now)
        changed(session, said.request, now)


class Words(NamedTuple):
    """A person's message that belongs to an open request: its place, and its last edit."""

    ts: str
    edited_ts: str | None


def open_threads(session: Session, channel: str) -> list[str]:
    """Where threads of open requests hang in this conversation: the rep's message, the card, the questions."""
    is_open = select(Request.id).where(Request.status.in_(OPEN))
    posts = select(Post.ts).where(Post.channel == channel, Post.kind.in_([REP, CARD]), Post.subject_id.in_(is_open))
    questions = select(Said.ts).where(Said.channel == channel, Said.part == Part.ASK, Said.request_id.in_(is_open))
    return sorted({ts for ts in (*session.scalars(posts), *session.scalars(questions)) if ts})


def open_words(session: Session, channel: str) -> list[Words]:
    """The messages in this conversation that open requests consist of."""
    query = select(Said).join(Request).where(Said.channel == channel, Said.text.is_not(None), Request.status.in_(OPEN))
    return [Words(said.ts, said.edited_ts) for said in session.scalars(query) if said.ts]
