"""How far the rep goes alone on the topic they named: how long it waits, and whether it is theirs to decide (S0.1)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.decisions.rules import Right
from bot.growth import service as growth
from bot.growth.rules import Level, hold_at
from bot.requests import refusals, safe_ground
from bot.requests.models import Request
from bot.requests.rules import OUTCOME_AFTER, RAMP_HOLD, Move, Status, hold_length
from bot.requests.service.lifecycle import asked_by, changed, move, schedule
from bot.requests.service.owning import goes_alone, own_right
from bot.requests.service.telling import tell_later
from bot.settings import Settings
from bot.team import service as team

ALMOST_OUT = timedelta(minutes=5)
"""A release this close is left where it is: the rep was told when, and counts on it."""
USUAL = {None, Level.SUPPORTED}


def plan_by_level(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """The topic is known, or another one: while it is held, note the rep's level on it, and plan the release anew.

    A level that is set later, or a topic that is named later, changes nothing about this question. The wait becomes
    longer only for whom it is theirs to decide; never when the rep said that they still need it, and never when it is
    almost out.
    """
    if request.status != Status.HELD:
        return
    before, request.level = request.level, _level(session, request, now)
    if request.release_at is None or {before, request.level} <= USUAL:
        return
    hold = _hold(session, settings, request, now)
    is_settled = request.still_needed_at is not None or request.release_at - now <= ALMOST_OUT
    if hold > request.hold and is_settled:
        return
    request.hold_seconds = int(hold.total_seconds())
    schedule(session, request, settings, now)


def _level(session: Session, request: Request, now: datetime) -> Level | None:
    if request.topic is None:
        return None
    return growth.standing_on(session, team.person(session, request.rep_id), request.topic, now).level


def _hold(session: Session, settings: Settings, request: Request, now: datetime) -> timedelta:
    rep, manager = team.person(session, request.rep_id), team.person(session, request.manager_id)
    if request.drawn_minutes is not None and request.level != Level.GUIDED:
        return timedelta(minutes=request.drawn_minutes)  # else the waits that are compared would not be those drawn
    usual = hold_length(team.hold_of(session, rep, manager, settings), request.ramp)
    longest = timedelta(minutes=team.team(session, manager.id, now).rep_hold_most)
    is_beyond = request.level == Level.INDEPENDENT and not goes_alone(session, request, now)
    level = Level.SUPPORTED if is_beyond else request.level or Level.SUPPORTED
    found = hold_at(level, usual, RAMP_HOLD, longest)
    if request.practice_id is None:
        return found
    short = request.ramp or request.level == Level.GUIDED
    return safe_ground.wait_there(session, manager.id, found, short=short, now=now)


def decide(session: Session, settings: Settings, request_id: str, by: str, now: datetime) -> None:
    """The rep decides what is theirs to decide; the manager is not interrupted, or need not answer any more.

    It is theirs when they go alone on its topic (S0.1), or when it is about a decision agreed to be theirs (S2.6).
    Two weeks later they are asked how it went, as after every decision that was left to them.
    Raises Refusal when it is neither, and when it is out of their hands.
    """
    request = asked_by(session, request_id, by)
    right = own_right(session, request)
    if right is None and not goes_alone(session, request, now):
        raise refusals.not_yours_to_decide()
    request.outcome_at = now + OUTCOME_AFTER
    move(session, request, Move.DECIDE, by, now)
    if right and right.right == Right.DECIDE_AND_TELL:
        tell_later(session, settings, request, now)
        changed(session, request, now)
