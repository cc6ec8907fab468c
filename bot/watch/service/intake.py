"""A message in a conversation that may be read: whether it is looked at, and what becomes of a request.

Never commits, never calls Slack; never keeps a word of what is no request.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.freeze import service as freeze
from bot.requests import safe_ground
from bot.requests.models import Request
from bot.requests.openings import is_growth
from bot.requests.rules import Part, Status, WayIn
from bot.requests.service import following, lifecycle, outside
from bot.requests.service.asking import Question, ask, burst_of, wait_of
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.receiving.seen import was_seen
from bot.store.base import new_id
from bot.store.insert import insert_if_new
from bot.team import service as team
from bot.watch.models import Sighting, Silence, Watch, WatchedDm
from bot.watch.rules import LIVE, SILENCE, TOO_OLD
from bot.watch.service import watching


class Wrote(NamedTuple):
    """A message of a manager's to their rep. `thread`: the first message of the thread it stands in, or nothing."""

    way_in: WayIn
    channel: str
    manager_id: str
    rep_id: str
    ts: str
    thread: str = ""


@dataclass(frozen=True)
class Look:
    """How a rep's message is to be looked at. `joins`: it belongs to a question that they just asked there."""

    on_trial: bool
    joins: bool


def look(session: Session, question: Question, manager_id: str, key: str, now: datetime) -> Look | None:
    """Whether a message of a rep who may be read is looked at, and how; None: it is left alone.

    Left alone is what came before the manager's wish or hours ago, or again; what follows a "Not a request"; and what
    is said while the manager is in the conversation. So is a direct message on a day on which nothing waits: the
    manager has it already.
    """
    found = session.get(Watch, manager_id)
    at = moment(question.ts)
    is_known = was_seen(session, key) or following.said_at(session, str(question.channel), str(question.ts)) is not None
    if found is None or is_known:
        return None
    if now - at > TOO_OLD or is_silent(session, question.rep_id, str(question.channel), now):
        return None
    if question.way_in == WayIn.WATCHED_DM and (_is_live(session, question, at) or at < (found.dm_since or now)):
        return None
    if question.way_in == WayIn.WATCHED_DM and _nothing_waits(session, question, manager_id, now):
        return None
    on_trial = watching.is_trial(found, now)
    return Look(on_trial, joins=not on_trial and burst_of(session, question, now) is not None)


def moment(ts: str | None) -> datetime:
    """When a message was written, by its place."""
    return datetime.fromtimestamp(float(ts or 0), UTC)


def is_silent(session: Session, rep_id: str, channel: str, now: datetime) -> bool:
    """Whether somebody said "Not a request" of this rep there, not long ago."""
    found = session.get(Silence, (rep_id, channel))
    return found is not None and now < found.until


def _nothing_waits(session: Session, question: Question, manager_id: str, now: datetime) -> bool:
    return freeze.lasts(session, team.person(session, manager_id), question.rep_id, now) is not None


def _is_live(session: Session, question: Question, at: datetime) -> bool:
    """Whether the manager wrote there just before, or since: whoever gets an answer goes on talking."""
    found = session.get(WatchedDm, question.channel)
    wrote = found.manager_wrote_at if found else None
    return wrote is not None and at < wrote + LIVE


def take(session: Session, settings: Settings, question: Question, now: datetime) -> Request:
    """Hold what is a request. Of a direct message the manager hears that it can wait, in one quiet line.

    Raises Refusal for what cannot be asked just now (the same words again, say).
    """
    request = ask(session, settings, question, now)
    if request.way_in == WayIn.WATCHED_DM and request.status == Status.HELD:
        outbox.want(session, lifecycle.LINE, request.id, request.manager_id, now)
    return request


def sight(session: Session, settings: Settings, question: Question, manager_id: str, now: datetime) -> None:
    """On trial: remember that this would have been held, and until when. Not a word of it, and nobody is asked."""
    rep, manager = team.person(session, question.rep_id), team.person(session, manager_id)
    ground = safe_ground.named_in(session, manager_id, question.text)
    hold = wait_of(session, settings, rep, manager, ground, now)
    at_once = question.is_urgent or is_growth(question.text) or _nothing_waits(session, question, manager_id, now)
    session.add(
        Sighting(
            id=new_id(),
            manager_id=manager_id,
            rep_id=rep.id,
            channel=str(question.channel),
            ts=str(question.ts),
            link=question.link,
            way_in=question.way_in,
            is_urgent=question.is_urgent,
            at=now,
            until=now if at_once else lifecycle.working_after(session, manager_id, settings, hold, now),
        )
    )


def manager_wrote(session: Session, settings: Settings, wrote: Wrote, now: datetime) -> None:
    """The manager wrote where a rep had asked: that is the answer to what waits there, if it was asked before."""
    if wrote.way_in == WayIn.WATCHED_DM:
        found, at = session.get_one(WatchedDm, wrote.channel), moment(wrote.ts)
        found.manager_wrote_at = max(found.manager_wrote_at or at, at)
    request = outside.asked_in(session, wrote.rep_id, wrote.channel, ts=wrote.thread or None)
    if request is None or wrote.manager_id not in lifecycle.readers(session, request):
        return
    if any(said.part == Part.ASK and said.ts and float(said.ts) < float(wrote.ts) for said in request.said):
        outside.answered(session, settings, request, wrote.manager_id, now)


def be_silent(session: Session, request: Request, now: datetime) -> datetime:
    """After "Not a request": nothing of this rep there for a while. Answers until when."""
    until, channel = now + SILENCE, str(request.place)
    if not insert_if_new(session, Silence, rep_id=request.rep_id, channel=channel, until=until):
        session.get_one(Silence, (request.rep_id, channel)).until = until
    return until
