"""The rep answers the two questions, in the form or in the thread. A question, never a gate: nothing is judged."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.models import Request, Said
from bot.requests.rules import Brief, Bypass, Part, Status, protects
from bot.requests.service.going_alone import plan_by_level
from bot.requests.service.holding import release
from bot.requests.service.lifecycle import asked_by, changed, people, refuse_unless
from bot.requests.service.owning import goes_alone, look, offered
from bot.settings import Settings
from bot.store.base import new_id
from bot.team import service as team
from bot.team.rules import Topic

ANSWERS = frozenset({Part.TRIED, Part.OPTIONS})


def brief(
    session: Session,
    settings: Settings,
    request_id: str,
    by: str,
    given: Brief,
    now: datetime,
    known: int | None = None,
) -> Request:
    """The rep answers the two questions, or changes what they answered, until the manager has answered.

    `known`: how many answers from the thread the form held already; what was written there since stays beside it.
    """
    request = asked_by(session, request_id, by)
    apply_brief(session, settings, request, given, now, known)
    return request


def answers_in_thread(request: Request) -> list[Said]:
    """What the rep answered in the thread, the earliest first."""
    return [said for said in request.said if said.part in ANSWERS]


def apply_brief(
    session: Session, settings: Settings, request: Request, given: Brief, now: datetime, known: int | None = None
) -> None:
    """Keep the answers. Without options one follow-up, once (S2.4); a protected deal goes out at once (S1.4)."""
    if request.status == Status.ANSWERED:
        raise refusals.too_late_to_brief(people(session, request)[1].first_name)
    refuse_unless(request, Status.HELD, Status.DELIVERED)
    for said in answers_in_thread(request)[:known]:
        request.said.remove(said)
    request.tried = given.tried.strip() or None
    request.options = [each.strip() for each in given.options if each.strip()]
    request.pick = given.pick if given.pick is not None and given.pick < len(given.options) else None
    if given.amount != request.amount:
        request.currency = team.team(session, request.manager_id, now).currency
    request.amount, request.needed_by = given.amount, given.needed_by
    is_another_topic, request.topic = given.topic != request.topic, given.topic
    request.briefed_at = now
    look(session, request, now)
    if is_another_topic:
        plan_by_level(session, settings, request, now)
    follow_up(session, request, now)
    changed(session, request, now)
    release_if_protected(session, settings, request, now)


def name_topic(session: Session, request_id: str, by: str, topic: Topic, now: datetime) -> None:
    """The rep says what a wish to get better is about, until the manager has answered (S0.6). Raises Refusal."""
    request = asked_by(session, request_id, by)
    if request.status == Status.ANSWERED:
        raise refusals.too_late_to_brief(people(session, request)[1].first_name)
    refuse_unless(request, Status.DELIVERED)
    if request.bypass != Bypass.GROWTH:
        raise refusals.not_about_growth()
    request.topic = topic
    changed(session, request, now)


def brief_in_thread(session: Session, request: Request, text: str, channel: str, ts: str, now: datetime) -> bool:
    """A reply in the thread while the request is held: it counts as tried; after the follow-up, as options, one a line.

    Answers whether the follow-up was asked now.
    """
    part = Part.OPTIONS if request.followed_up_at and not request.options else Part.TRIED
    said = Said(id=new_id(), author_id=request.rep_id, part=part, channel=channel, ts=ts, text=text.strip(), at=now)
    request.said.append(said)
    request.briefed_at = now
    asked = follow_up(session, request, now)
    changed(session, request, now)
    return asked


def follow_up(session: Session, request: Request, now: datetime) -> bool:
    """Ask for two options, once, while there is time; not somebody whose own decision it is. Answers whether it did."""
    if request.options or request.followed_up_at or request.status != Status.HELD:
        return False
    if goes_alone(session, request, now) or offered(session, request):
        return False
    request.followed_up_at = now
    return True


def release_if_protected(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """The biggest order of the year is no place to learn: it does not wait, and is not scored (S1.4)."""
    threshold = protect_threshold(session, request, now)
    if threshold is None or (request.amount or 0) < threshold or request.bypass not in {None, Bypass.SENT_NOW}:
        return
    request.bypass = Bypass.PROTECTED
    if request.status == Status.HELD and team.manager_of(session, request.rep_id):
        release(session, request, settings, None, now)
    else:
        changed(session, request, now)


def protect_threshold(session: Session, request: Request, now: datetime) -> Decimal | None:
    """The amount from which this request's manager wants a deal protected; None in another currency than theirs."""
    own = team.team(session, request.manager_id, now)
    if request.currency != own.currency:
        return None
    return protects(own.protect_at, amounts_seen(session, request, now))


def amounts_seen(session: Session, request: Request, now: datetime) -> list[Decimal]:
    """The team's other amounts of the trailing year, in the same currency."""
    query = select(Request.amount).where(
        Request.manager_id == request.manager_id,
        Request.asked_at > now - timedelta(days=365),
        Request.amount.is_not(None),
        Request.currency == request.currency,
        Request.id != request.id,
        Request.status != Status.WITHDRAWN,
    )
    return [amount for amount in session.scalars(query) if amount is not None]
