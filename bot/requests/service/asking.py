"""A rep asks. The first message becomes the request; nobody types it twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.freeze import service as freeze
from bot.requests import refusals, safe_ground
from bot.requests.drawing import draw, is_drawn
from bot.requests.models import Request, Said
from bot.requests.openings import is_growth
from bot.requests.rules import (
    ASK_AGAIN,
    BURST,
    JOIN,
    KEEP_OPEN_TEXT,
    SEEN,
    Brief,
    Bypass,
    Part,
    Status,
    WayIn,
    hold_length,
)
from bot.requests.service.briefing import apply_brief
from bot.requests.service.holding import release
from bot.requests.service.lifecycle import changed, keep_new, open_of, schedule
from bot.requests.service.owning import look
from bot.settings import ScoreMode, Settings
from bot.slack.times import when
from bot.store.base import new_id
from bot.team import service as team
from bot.team.models import Person

JOINED = {WayIn.DM: JOIN, WayIn.WATCHED_DM: BURST, WayIn.CHANNEL: BURST}
"""Where people write several messages for one question, and how close together those are."""


@dataclass(frozen=True)
class Question:
    """What a rep asked and how. `channel`, `ts` and `link` say where their own message stands, if it is one.

    `signs`: why a message to somebody else was taken for a request; `is_urgent`: it sounded as if it could not wait.
    """

    rep_id: str
    text: str
    way_in: WayIn
    channel: str | None = None
    ts: str | None = None
    brief: Brief | None = None
    has_files: bool = False
    link: str | None = None
    signs: str | None = None
    is_urgent: bool = False


def ask(session: Session, settings: Settings, question: Question, now: datetime) -> Request:
    """Hold a question.

    1. Without a manager of record, with nothing to read, or with the same words again: Refusal.
    2. Messages in a row join the request that the first of them began, before any brief: within two minutes in the
       bot's conversation, within five where Kickstand only reads.
    3. "I want to get better at ..." goes to the manager at once (S0.6).
    4. What sounds urgent where Kickstand only reads goes at once too: nobody offered the rep the button.
    5. So does everything on a day on which nothing waits.
    6. Everything else is held in the manager's working time; during ramp for a quarter of an hour at most, and on
       practice ground as long as the team allows (S1.8). Where the manager tries different waits, the length is drawn,
       but not on practice ground.
    """
    session.get(Person, question.rep_id, with_for_update={"key_share": True})  # two messages at once: one by one
    waiting = open_of(session, question.rep_id, lock=True)
    rep = team.person(session, question.rep_id)
    manager = team.manager_of(session, rep.id)
    if manager is None:
        raise refusals.no_manager()
    burst = _burst(waiting, question, now)
    if not question.text.strip() and not (burst and question.has_files):
        raise refusals.empty()
    _refuse_same_words(waiting, rep, question.text, now)
    if burst is None:
        return _begin(session, settings, question, rep, manager, now)
    burst.has_files = burst.has_files or question.has_files
    _add_said(burst, question, now)
    look(session, burst, now)
    if safe_ground.found_late(session, burst, now):
        schedule(session, burst, settings, now)
    changed(session, burst, now)
    if question.is_urgent:
        bring_at_once(session, settings, burst, now)
    return burst


def bring_at_once(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """What is held sounds urgent by now."""
    if request.status == Status.HELD:
        request.bypass = Bypass.URGENT
        release(session, request, settings, request.rep_id, now)


def _begin(
    session: Session, settings: Settings, question: Question, rep: Person, manager: Person, now: datetime
) -> Request:
    request_id = new_id()
    ground = safe_ground.named_in(session, manager.id, question.text)
    frozen = freeze.lasts(session, manager, rep.id, now) is not None
    varies = not (ground or frozen) and _varies(session, settings, question, rep, manager, now)
    drawn = draw(request_id) if varies else None
    usual = wait_of(session, settings, rep, manager, ground, now)
    hold = usual if drawn is None else timedelta(minutes=drawn)
    request = Request(
        id=request_id,
        rep_id=rep.id,
        manager_id=manager.id,
        way_in=question.way_in,
        status=Status.HELD,
        asked_at=now,
        hold_seconds=int(hold.total_seconds()),
        ramp=team.is_in_ramp(session, rep, now),
        drawn_minutes=drawn,
        practice_id=ground,
        forget_at=now + KEEP_OPEN_TEXT,
        has_files=question.has_files,
        link=question.link,
        signs=question.signs,
    )
    _add_said(request, question, now)
    schedule(session, request, settings, now)
    look(session, request, now)
    keep_new(session, request, now)
    team.introduce(session, rep.id, now)
    if question.is_urgent or is_growth(question.text):
        request.bypass = Bypass.URGENT if question.is_urgent else Bypass.GROWTH
        release(session, request, settings, rep.id, now)
    elif frozen:
        request.bypass = Bypass.FROZEN
        release(session, request, settings, None, now)
    if question.brief:
        apply_brief(session, settings, request, question.brief, now)
    return request


def wait_of(
    session: Session, settings: Settings, rep: Person, manager: Person, ground: str | None, now: datetime
) -> timedelta:
    """How long a rep's question waits now, in the manager's working time. `ground`: the practice ground it names."""
    ramp = team.is_in_ramp(session, rep, now)
    usual = hold_length(team.hold_of(session, rep, manager, settings), ramp)
    return usual if ground is None else safe_ground.wait_there(session, manager.id, usual, short=ramp, now=now)


def _varies(
    session: Session, settings: Settings, question: Question, rep: Person, manager: Person, now: datetime
) -> bool:
    """Whether the wait of this question is drawn. Where no numbers are wanted, nothing will be compared: not there."""
    wanted = settings.kickstand_score != ScoreMode.OFF and team.team(session, manager.id, now).varies_hold
    own = rep.hold_minutes is not None or team.is_in_ramp(session, rep, now)
    return is_drawn(wanted, own, question.way_in, is_growth(question.text))


def _refuse_same_words(waiting: Sequence[Request], rep: Person, text: str, now: datetime) -> None:
    """The same question, or the same message of a burst, while it waits: after an answer it may be asked again."""
    words = _words(text)
    for request in waiting:
        said = [request.text, *(each.text or "" for each in request.said if each.part == Part.ASK)]
        fresh = request.status != Status.ANSWERED and now - request.asked_at < ASK_AGAIN
        if words and fresh and words in map(_words, said):
            raise refusals.asked_before(when(request.asked_at, now, team.zone(rep)))


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def burst_of(session: Session, question: Question, now: datetime, *, lock: bool = False) -> Request | None:
    """The request that this message would join; a wish to get better stands alone (S0.6)."""
    return _burst(open_of(session, question.rep_id, lock=lock), question, now)


def _burst(waiting: Sequence[Request], question: Question, now: datetime) -> Request | None:
    if question.way_in not in JOINED or is_growth(question.text):
        return None
    if question.way_in in SEEN:
        waiting = [each for each in waiting if each.place == question.channel]
    last = waiting[-1] if waiting else None
    if last is None or last.way_in != question.way_in or last.status != Status.HELD or last.briefed_at:
        return None
    touched = bool(last.history or last.still_needed_at)
    return last if not touched and now - last.said[-1].at < JOINED[question.way_in] else None


def _add_said(request: Request, question: Question, now: datetime) -> None:
    request.said.append(
        Said(
            id=new_id(),
            author_id=question.rep_id,
            part=Part.ASK,
            channel=question.channel,
            ts=question.ts,
            text=question.text.strip(),
            at=now,
        )
    )
