"""What happens to a request before the manager answers: it goes out, or somebody solves, parks or takes it back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.models import Request
from bot.requests.rules import Bypass, Move, Status, remind_after
from bot.requests.service.lifecycle import (
    CARD,
    answerable_by,
    asked_by,
    changed,
    go,
    move,
    refuse_unless,
    schedule,
    working_after,
)
from bot.requests.service.owning import goes_out
from bot.settings import Settings
from bot.slack import outbox
from bot.team import service as team


def release(session: Session, request: Request, settings: Settings, by: str | None, now: datetime) -> None:
    """Bring a held request to whoever has it now. Raises Refusal while the rep has no manager of record."""
    if team.manager_of(session, request.rep_id) is None:
        raise refusals.nobody_now()
    goes_out(session, request)
    go(session, request, Move.RELEASE, by, now)
    deliver(session, request, settings, now)


def deliver(session: Session, request: Request, settings: Settings, now: datetime) -> None:
    """Have the card brought to whoever has the request now, and remember when to remind them."""
    request.delivered_at = request.delivered_at or now
    request.trouble = request.reminded_at = None
    wait = remind_after(request.hold)
    request.remind_at = working_after(session, request.answerer_id, settings, wait, now)
    changed(session, request, now)
    outbox.want(session, CARD, request.id, request.answerer_id, now)


def send_now(session: Session, settings: Settings, request_id: str, by: str, now: datetime) -> None:
    """The rep wants it to go out at once. Always allowed while it is held."""
    request = asked_by(session, request_id, by)
    request.bypass = Bypass.SENT_NOW
    release(session, request, settings, by, now)


def urgent(session: Session, settings: Settings, request_id: str, by: str, why: str, now: datetime) -> None:
    """Out at once, at any hour, never scored. The line of why is welcome, never a condition."""
    request = asked_by(session, request_id, by)
    request.bypass, request.urgent_why = Bypass.URGENT, why.strip() or None
    release(session, request, settings, by, now)


def solve(session: Session, request_id: str, by: str, now: datetime, helped_by: str | None = None) -> None:
    """The rep cracked it: the manager is not interrupted, or need not answer any more (S2.2).

    `helped_by`: the colleague who helped, if the rep names one (S3.12).
    """
    request = asked_by(session, request_id, by)
    move(session, request, Move.SOLVE, by, now)
    request.helped_by = helped_by


def say_who_helped(session: Session, request_id: str, by: str, helped_by: str, now: datetime) -> None:
    """Which colleague helped, said after it was solved (S3.12)."""
    request = asked_by(session, request_id, by)
    refuse_unless(request, Status.SOLVED)
    request.helped_by = helped_by
    changed(session, request, now)


def bring_up_to_date(session: Session, request_id: str, by: str, now: datetime) -> None:
    """What the rep clicked is not so any more: the messages about it say what is."""
    changed(session, asked_by(session, request_id, by), now)


def still_needed(session: Session, request_id: str, by: str, now: datetime) -> None:
    """The rep's answer to the ten-minute check. Raises Refusal when it is out or over already."""
    request = asked_by(session, request_id, by)
    if request.status != Status.HELD:
        move(session, request, Move.RELEASE, by, now)  # refused: says where it is
    request.still_needed_at = now
    changed(session, request, now)


def park(session: Session, request_id: str, by: str, now: datetime) -> None:
    """The rep saves it for the 1:1 (S2.9)."""
    request = asked_by(session, request_id, by)
    move(session, request, Move.PARK, by, now)
    request.parked_by = by


def park_by_manager(session: Session, request_id: str, by: str, now: datetime) -> None:
    """The manager would rather talk about it in the 1:1."""
    request = answerable_by(session, request_id, by)
    move(session, request, Move.PARK, by, now)
    request.parked_by = by
    changed(session, request, now)


def take_back(session: Session, request_id: str, by: str, now: datetime) -> None:
    """The rep takes the question back."""
    move(session, asked_by(session, request_id, by), Move.WITHDRAW, by, now)


def hand_over(session: Session, settings: Settings, request_id: str, by: str, now: datetime) -> None:
    """The rep asks the deputy instead. What was held stays held, in the deputy's working time."""
    request = asked_by(session, request_id, by)
    deputy_id = team.team(session, request.manager_id, now).deputy_id
    if deputy_id is None or deputy_id == request.rep_id:
        raise refusals.no_deputy(team.person(session, request.manager_id).first_name)
    go(session, request, Move.HAND_OVER, by, now)
    request.deputy_id = deputy_id
    if request.status == Status.HELD:
        schedule(session, request, settings, now)
        changed(session, request, now)
    else:
        deliver(session, request, settings, now)


def words_of(session: Session, request_id: str, by: str) -> list[str]:
    """The rep's own words in a request that can still be erased, for them alone. Raises Refusal when it cannot."""
    request = asked_by(session, request_id, by)
    refuse_unless(request, Status.HELD, Status.DELIVERED)
    return [request.text, request.urgent_why or "", request.tried_text, *request.options]


def erase(session: Session, request_id: str, by: str, now: datetime) -> list[str]:
    """The rep says it is personal: everything about it goes, here and in Slack. Answers their words, for them alone."""
    words = words_of(session, request_id, by)
    wipe(session, asked_by(session, request_id, by), now)
    return words


def wipe(session: Session, request: Request, now: datetime) -> None:
    """As if it had never been: the request goes, and every message about it is taken out of Slack."""
    subjects = [request.id, *(said.id for said in request.said)]
    for post in session.scalars(select(outbox.Post).where(outbox.Post.subject_id.in_(subjects))):
        outbox.remove(session, post, now)
    session.delete(request)
