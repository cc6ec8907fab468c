"""Thread replies on either side reach the other until the request is closed. Words are kept with the request only."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.models import Request, Said
from bot.requests.rules import OPEN, Answer, Part, Status, WayIn
from bot.requests.service.answering import answer
from bot.requests.service.briefing import brief_in_thread
from bot.requests.service.following import request_at
from bot.requests.service.lifecycle import (
    AS_MANAGER,
    CARD,
    REP,
    REPLY,
    answerable_by,
    changed,
    find,
    label_deadline,
    readers,
)
from bot.settings import Settings
from bot.slack import outbox
from bot.store.base import new_id


def request_of_thread(session: Session, channel: str, thread_ts: str) -> Request | None:
    """The request whose message, card or question this thread hangs on."""
    post = outbox.at(session, channel, thread_ts)
    if post and post.kind in {REP, CARD}:
        return find(session, post.subject_id)
    return request_at(session, channel, thread_ts)


def reply(
    session: Session, settings: Settings, request: Request, by: str, text: str, channel: str, ts: str, now: datetime
) -> bool:
    """Somebody wrote in a request's thread. While it is held the rep's words are part of the brief (S2.3).

    Answers whether the one follow-up was asked by this. Raises Refusal when the request is closed.
    """
    if request.status not in OPEN:
        raise refusals.closed_thread()
    if by == request.rep_id and request.status == Status.HELD:
        return brief_in_thread(session, request, text, channel, ts, now)
    if by != request.rep_id:
        request = answerable_by(session, request.id, by)
    elif request.answerer_id not in readers(session, request):
        raise refusals.nobody_reads()
    relay(session, settings, request, by, text, now, channel=channel, ts=ts)
    if by != request.rep_id and request.status == Status.DELIVERED:
        answer(session, settings, request.id, by, Answer.REPLY, now)
    return False


def relay(
    session: Session,
    settings: Settings,
    request: Request,
    by: str,
    text: str,
    now: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    as_self: bool = False,
) -> None:
    """Keep the words and have them posted in the other side's thread. A conversation that goes on is not closed.

    `as_self`: the manager says it in their own name, in the direct conversation where the rep had asked.
    """
    said = Said(id=new_id(), author_id=by, part=Part.REPLY, channel=channel, ts=ts, text=text.strip(), at=now)
    request.said.append(said)
    session.flush()
    reader = request.answerer_id if by == request.rep_id else request.rep_id
    kind = CARD if by == request.rep_id else REP
    if as_self and request.way_in == WayIn.WATCHED_DM:
        outbox.want(session, AS_MANAGER, said.id, by, now).channel = request.place
    else:
        outbox.want(session, REPLY, said.id, reader, now, thread=outbox.find(session, kind, request.id, reader))
    if request.close_at:
        request.close_at = label_deadline(session, request, settings, now)
        changed(session, request, now)


def ask_question(
    session: Session, settings: Settings, request_id: str, by: str, text: str, now: datetime, *, as_self: bool = False
) -> None:
    """The manager coaches: a question goes to the rep's thread (S2.14), or `as_self` to their conversation."""
    request = answer(session, settings, request_id, by, Answer.QUESTION, now)
    relay(session, settings, request, by, text, now, as_self=as_self)
