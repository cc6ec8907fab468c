"""Requests that were asked of a person where Kickstand only reads: answered there, let go, or none at all."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.models import Request, Said
from bot.requests.rules import SEEN, Answer, Move, Part, Status
from bot.requests.service.holding import wipe
from bot.requests.service.lifecycle import (
    LINE,
    answerable_by,
    changed,
    find,
    label_deadline,
    move,
    readers,
    refuse_unless,
    schedule,
)
from bot.settings import Settings
from bot.slack import outbox

WAITING = (Status.HELD, Status.DELIVERED)


def asked_in(session: Session, rep_id: str, channel: str, *, ts: str | None = None) -> Request | None:
    """The rep's newest request that waits for an answer to what they wrote there; `ts`: to this very message."""
    query = (
        select(Request.id)
        .join(Said)
        .where(Request.rep_id == rep_id, Request.way_in.in_(SEEN), Request.status.in_(WAITING))
        .where(Said.channel == channel, Said.part == Part.ASK)
    )
    query = query.where(Said.ts == ts) if ts else query
    found = session.scalars(query.order_by(Request.asked_at.desc(), Request.id).limit(1)).first()
    return find(session, found) if found else None


def answered(session: Session, settings: Settings, request: Request, by: str, now: datetime) -> None:
    """The manager answered where the rep had asked. Nobody is scolded; one tap says what kind of help it was."""
    was_held = request.status == Status.HELD
    request.answer, request.label = Answer.OUTSIDE, None
    request.answered_at = request.answered_at or now
    request.close_at = label_deadline(session, request, settings, now)
    move(session, request, Move.ANSWER_OUTSIDE, by, now)
    if was_held:  # else the card asks
        outbox.want(session, LINE, request.id, by, now)


def was_no_answer(session: Session, settings: Settings, request_id: str, by: str, now: datetime) -> None:
    """The manager wrote about something else: the request goes on as it was. Raises Refusal once it is labelled."""
    request = answerable_by(session, request_id, by)
    if request.answer != Answer.OUTSIDE or request.label is not None:
        raise refusals.already_labelled()
    move(session, request, Move.REOPEN, by, now)
    request.answer = request.answered_at = request.close_at = None
    schedule(session, request, settings, now)
    changed(session, request, now)


def was_no_request(session: Session, request_id: str, by: str, now: datetime) -> Request:
    """The rep or their manager says that it was none: nothing of it stays. Answers what it was, for the last time."""
    request = find(session, request_id)
    if request is None:
        raise refusals.gone()
    if request.way_in not in SEEN or by not in {request.rep_id, *readers(session, request)}:
        raise refusals.not_yours()
    refuse_unless(request, Status.HELD)
    wipe(session, request, now)
    return request


def let_go(session: Session, request: Request, by: str | None, now: datetime, *, also_out: bool = False) -> None:
    """Kickstand may not read there any more, or the words are no request now: what is held is held no longer.

    `also_out`: nor does the manager keep a card of it.
    """
    if request.status == Status.HELD or (also_out and request.status == Status.DELIVERED):
        move(session, request, Move.WITHDRAW, by, now)
