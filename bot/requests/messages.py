"""Renders each kind of message about a request: reads what is true now, hands it to `blocks`. Changes nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, object_session

from bot.growth import service as growth
from bot.growth.rules import Level
from bot.requests import around, can_wait
from bot.requests.blocks import card as card_words
from bot.requests.blocks import rep as rep_words
from bot.requests.blocks import threads
from bot.requests.blocks.forms import TOPICS
from bot.requests.blocks.line import line
from bot.requests.blocks.view import RequestView
from bot.requests.models import Request, Said
from bot.requests.rules import CHECK_BEFORE, OPEN, Part, Status, size
from bot.requests.service import lifecycle
from bot.requests.service.briefing import amounts_seen, protect_threshold
from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.delivery import Kind
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.times import bare, day, length, when
from bot.team import service as team
from bot.team.amounts import say_amount
from bot.team.models import Person
from bot.team.rules import Presence
from bot.team.working_time import working_between
from bot.triage.urgent import looks_urgent

UNREACHABLE = "unreachable"
MOMENT = timedelta(minutes=1)
"""Less than this is no wait worth a word."""
NEVER_IN_THREADS = {lifecycle.REP, lifecycle.CARD, lifecycle.LINE, lifecycle.OUTCOME}
"""Or, as the question how it went, clear without one."""
_Say = Callable[[RequestView, Request, Post, datetime], Words | None]


class _People(NamedTuple):
    rep: Person
    answerer: Person
    zone: ZoneInfo


def kinds(settings: Settings) -> dict[str, Kind]:
    """Every kind of message about a request, who is told when the card cannot arrive, and which ones can wait."""
    renderers = {
        lifecycle.REP: _rep,
        lifecycle.CARD: _card,
        lifecycle.CHECK: _check,
        lifecycle.ANSWERED: _answered,
        lifecycle.WAITING: _waiting,
        lifecycle.OUTCOME: _outcome,
        lifecycle.REMINDER: _reminder,
        lifecycle.FOLLOW_UP: _follow_up,
        lifecycle.LINE: _line,
    }
    found = {kind: Kind(partial(_render, settings, words)) for kind, words in renderers.items()}
    found[lifecycle.CARD] = Kind(found[lifecycle.CARD].render, _card_stuck)
    for kind, rule in can_wait.rules(settings).items():
        found[kind] = found[kind]._replace(courtesy=rule)
    return found | {lifecycle.REPLY: Kind(_reply)}


def _render(settings: Settings, words: _Say, session: Session, post: Post, now: datetime) -> Words | None:
    request = session.get(Request, post.subject_id)
    if request is None:
        return None
    said = words(view(session, settings, request, post.person_id, now), request, post, now)
    return said and _in_its_place(session, post, request, said)


def _in_its_place(session: Session, post: Post, request: Request, said: Words) -> Words:
    if post.kind in NEVER_IN_THREADS or outbox.hangs(session, post):
        return said
    return threads.alone(said, request.text)


def _rep(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    """Not begun on something that was over before anybody asked the rep about it."""
    is_moot = view.is_seen and not post.ts and request.status not in OPEN
    return None if is_moot else rep_words.message(view)


def _card(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    """The card of whoever has the request; for anybody else only that it has moved on."""
    if post.person_id != request.answerer_id or view.shut_out:
        return card_words.moved(view) if post.ts else None
    return card_words.card(view)


def _line(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    """For the manager who was asked; another one never saw the message. It does not say of the rep what is not so."""
    if post.person_id != request.answerer_id or view.shut_out:
        return None
    asked = outbox.find(_session(request), lifecycle.REP, request.id)
    is_asked = asked is not None and not outbox.is_held_up(asked, now)
    return line(replace(view, wants_questions=view.wants_questions and is_asked), post.ts is not None)


def _check(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    if request.status != Status.HELD or request.still_needed_at:
        return None
    left = (request.release_at or now) - now
    return threads.check(view, ceil(left / timedelta(minutes=1)) if left <= CHECK_BEFORE else None)


def _answered(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    return threads.answer_note(view)


def _waiting(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    late = request.reminded_at is not None
    if request.status != Status.DELIVERED or not (post.ts or late or view.unreachable):
        return None
    return threads.waiting(view, late, late and _reminded(request))


def _reminded(request: Request) -> bool:
    """Whether the reminder is there: it may wait for the manager's morning, or be kept back."""
    reminder = outbox.find(_session(request), lifecycle.REMINDER, request.id, request.answerer_id)
    return reminder is not None and reminder.ts is not None


def _session(request: Request) -> Session:
    found = object_session(request)
    assert found is not None  # it was read for this very message
    return found


def _outcome(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    return threads.outcome(view) if post.ts or not view.outcome else None


def _reminder(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    """It names the question where nothing else tells which: taken away from somebody who may not see that any more."""
    return None if view.shut_out or not (request.status == Status.DELIVERED or post.ts) else card_words.reminder(view)


def _follow_up(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    return threads.follow_up(view) if request.status == Status.HELD or post.ts else None


def _reply(session: Session, post: Post, now: datetime) -> Words | None:
    """Somebody's reply on the other side; taken away from somebody who may not see the request any more."""
    said = session.get(Said, post.subject_id)
    if said is None or post.person_id not in {said.request.rep_id, *lifecycle.readers(session, said.request)}:
        return None
    words = threads.relayed(team.person(session, said.author_id).first_name, said.text)
    return _in_its_place(session, post, said.request, words)


def _card_stuck(session: Session, post: Post, now: datetime) -> None:
    """The manager cannot be reached: the rep hears it at once, with the way out, and once."""
    request = lifecycle.find(session, post.subject_id)
    if request is None or request.status != Status.DELIVERED or post.person_id != request.answerer_id:
        return
    request.trouble = UNREACHABLE
    thread = outbox.find(session, lifecycle.REP, request.id)
    outbox.want(session, lifecycle.WAITING, request.id, request.rep_id, now, thread=thread)
    lifecycle.changed(session, request, now)


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
        yours=request.level == Level.INDEPENDENT,
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
        answer=request.answer,
        question=_question(request),
        label=request.label,
        contested=request.contested if request.contested != request.label else None,
        minutes=request.minutes,
        asks_minutes=settings.kickstand_score is ScoreMode.ON,
        decided_by=request.decided_by,
        outcome=request.outcome,
        way_in=request.way_in,
        link=request.link or "",
        signs=request.signs or "",
        sounds_urgent=looks_urgent(request.text).yes,
        **around.said(session, request, reader_id, now),
        helper=team.person(session, request.helped_by).first_name if request.helped_by else "",
        away=_away(presence, people.zone, now),
        deputy=_deputy(session, request, presence, now),
        **_times(session, settings, request, people, now),
        **_deal(session, request, people.zone, now),
    )


def _times(session: Session, settings: Settings, request: Request, people: _People, now: datetime) -> dict[str, Any]:
    hours = team.hours(session, people.answerer, settings, now)
    came = request.delivered_at
    worked = working_between(hours, request.asked_at, came) if came else None
    return {
        "goes": when(max(request.release_at, now), now, people.zone) if request.release_at else "",
        "asked": when(request.asked_at, now, people.zone),
        "came": bare(when(came, now, people.zone)) if came else "",
        "waited": _worked(worked) if worked and worked >= MOMENT else "",
    }


def _worked(span: timedelta) -> str:
    """`60 working minutes`, `2 working hours`, `2 h 30 of working time`."""
    words = length(span)
    return re.sub(r"\b(second|minute|hour)", r"working \1", words) if " h " not in words else f"{words} of working time"


def _deal(session: Session, request: Request, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    if request.amount is None and request.needed_by is None:
        return {}
    needed = bare(day(request.needed_by, now.astimezone(zone).date())) if request.needed_by else ""
    if request.amount is None:
        return {"needed_by": needed}
    currency = team.team(session, request.manager_id, now).currency
    threshold = protect_threshold(session, request, now)
    return {
        "needed_by": needed,
        "amount": say_amount(request.amount, currency),
        "size": size(request.amount, threshold, amounts_seen(session, request, now)),
    }


def _alone_since(session: Session, request: Request, zone: ZoneInfo, now: datetime) -> str:
    """Since when the rep goes alone on this topic; empty when they did not as they asked, or do not any more."""
    if request.topic is None or request.level != Level.INDEPENDENT:
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
