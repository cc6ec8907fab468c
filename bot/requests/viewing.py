"""A request as one reader sees it: reads what is true now, in the reader's own zone. Words nothing, changes nothing."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.growth import service as growth
from bot.growth.rules import Level
from bot.requests import around
from bot.requests.blocks.forms import TOPICS
from bot.requests.blocks.view import RequestView
from bot.requests.models import Request
from bot.requests.rules import Part, Status, size
from bot.requests.service import lifecycle, owning
from bot.requests.service.briefing import amounts_seen, protect_threshold
from bot.settings import ScoreMode, Settings
from bot.slack.times import bare, day, when, working
from bot.team import service as team
from bot.team.amounts import say_amount
from bot.team.models import Person
from bot.team.rules import Presence
from bot.team.working_time import working_between
from bot.triage.urgent import looks_urgent

MOMENT = timedelta(minutes=1)
"""Less than this is no wait worth a word."""


class _People(NamedTuple):
    rep: Person
    answerer: Person
    zone: ZoneInfo


def view(session: Session, settings: Settings, request: Request, reader_id: str, now: datetime) -> RequestView:
    """The request as this reader sees it, in their own zone."""
    rep, answerer = lifecycle.people(session, request)
    people = _People(rep, answerer, team.zone(team.person(session, reader_id)))
    presence = team.is_away(session, answerer, settings, now)
    return RequestView(
        id=request.id,
        status=request.status,
        text=request.text,
        rep=rep.first_name,
        manager=answerer.first_name,
        tried=request.tried_text,
        options=tuple(request.options),
        pick=request.pick,
        topic=TOPICS[request.topic] if request.topic else "",
        yours=owning.goes_alone(session, request, now),
        alone_since=_alone_since(session, request, people.zone, now),
        bypass=request.bypass,
        urgent_why=request.urgent_why or "",
        briefed=request.briefed_at is not None,
        follow_up=_follow_up_stands(request),
        wants_questions=rep.wants_questions,
        handed_over=request.deputy_id is not None,
        instead_of=team.person(session, request.manager_id).first_name if request.deputy_id else "",
        reached=request.delivered_at is not None,
        unreachable=request.trouble is not None or answerer.gone,
        orphan=team.manager_of(session, rep.id) is None,
        shut_out=reader_id not in {rep.id, *lifecycle.readers(session, request)},
        parked_by_manager=request.parked_by not in {None, request.rep_id},
        has_files=request.has_files,
        checked=request.status == Status.HELD and bool(request.checked_at) and not request.still_needed_at,
        in_a_row=sum(said.part == Part.ASK and bool(said.text) for said in request.said) > 1,
        **_answered(request, settings),
        way_in=request.way_in,
        link=request.link or "",
        signs=request.signs or "",
        sounds_urgent=request.status == Status.HELD and looks_urgent(request.text).yes,
        **around.said(session, request, reader_id, now),
        helper=team.person(session, request.helped_by).first_name if request.helped_by else "",
        away=_away(presence, people.zone, now),
        deputy=_deputy(session, request, presence, now),
        **_times(session, settings, request, people, now),
        **_deal(session, request, people.zone, now),
    )


def _answered(request: Request, settings: Settings) -> dict[str, Any]:
    return {
        "answer": request.answer,
        "question": _question(request),
        "label": request.label,
        "contested": request.contested if request.contested != request.label else None,
        "minutes": request.minutes,
        "asks_minutes": settings.kickstand_score is ScoreMode.ON,
        "decided_by": request.decided_by,
        "outcome": request.outcome,
        "outcome_seen": request.outcome_seen,
    }


def _times(session: Session, settings: Settings, request: Request, people: _People, now: datetime) -> dict[str, Any]:
    hours = team.hours(session, people.answerer, settings, now)
    came = request.delivered_at
    worked = working_between(hours, request.asked_at, came) if came else None
    return {
        "goes": when(max(request.release_at, now), now, people.zone) if request.release_at else "",
        "asked": when(request.asked_at, now, people.zone),
        "came": bare(when(came, now, people.zone)) if came else "",
        "waited": working(worked) if worked and worked >= MOMENT else "",
    }


def _deal(session: Session, request: Request, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    if request.amount is None and request.needed_by is None:
        return {}
    needed = bare(day(request.needed_by, now.astimezone(zone).date())) if request.needed_by else ""
    if request.amount is None:
        return {"needed_by": needed}
    currency = request.currency or team.team(session, request.manager_id, now).currency
    threshold = protect_threshold(session, request, now)
    return {
        "needed_by": needed,
        "amount": say_amount(request.amount, currency),
        "size": size(request.amount, threshold, amounts_seen(session, request, now)),
    }


def _alone_since(session: Session, request: Request, zone: ZoneInfo, now: datetime) -> str:
    """Since when the rep goes alone on this topic; empty when they did not as they asked, or do not any more."""
    if request.topic is None or not owning.goes_alone(session, request, now):
        return ""
    found = growth.standing_on(session, team.person(session, request.rep_id), request.topic, now)
    if found.level != Level.INDEPENDENT or found.since is None:
        return ""
    return bare(day(found.since.astimezone(zone).date(), now.astimezone(zone).date()))


def _away(presence: Presence, zone: ZoneInfo, now: datetime) -> str:
    if not presence.away:
        return ""
    return f"until {bare(when(presence.until, now, zone))}" if presence.until else "just now"


def _deputy(session: Session, request: Request, presence: Presence, now: datetime) -> str:
    """Who could take it instead, where that should be offered: away, reminded in vain, or out of reach."""
    gone = team.person(session, request.manager_id).gone
    if request.deputy_id or not (presence.away or request.reminded_at or request.trouble or gone):
        return ""
    deputy_id = team.team(session, request.manager_id, now).deputy_id
    if deputy_id in {None, request.rep_id}:
        return ""
    return team.person(session, str(deputy_id)).first_name


def _follow_up_stands(request: Request) -> bool:
    """Asked once: whatever the rep saves or writes next ends it, with options or without (S2.4)."""
    asked, briefed = request.followed_up_at, request.briefed_at
    return asked is not None and briefed is not None and briefed <= asked and not request.options


def _question(request: Request) -> str:
    """The last thing the manager asked or wrote."""
    words = [said.text for said in request.said if said.part == Part.REPLY and said.author_id != request.rep_id]
    return (words[-1] or "") if words else ""
