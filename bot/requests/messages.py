"""Renders each kind of message about a request: reads what is true now, hands it to `blocks`. Changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from sqlalchemy.orm import Session, object_session

from bot.requests import can_wait, evening
from bot.requests.blocks import card as card_words
from bot.requests.blocks import playing_out, threads
from bot.requests.blocks import rep as rep_words
from bot.requests.blocks.line import line
from bot.requests.blocks.view import RequestView
from bot.requests.models import Request, Said
from bot.requests.rules import CHECK_BEFORE, OPEN, Bypass, Status
from bot.requests.service import lifecycle
from bot.requests.viewing import view
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.team import service as team

UNREACHABLE = "unreachable"
NEVER_IN_THREADS = {lifecycle.REP, lifecycle.CARD, lifecycle.LINE, lifecycle.OUTCOME, lifecycle.OUTCOME_SEEN}
"""Or, as the question how it went, clear without one."""
NextOneOnOne = Callable[[Session, str, str, datetime], str]
"""When a rep's next 1:1 with a manager is (rep id, manager id, now); empty: none is planned. Lives above this floor."""
_Say = Callable[[RequestView, Request, Post, datetime], Words | None]


def kinds(settings: Settings, next_one_on_one: NextOneOnOne) -> dict[str, Kind]:
    """Every kind of message about a request, who is told when the card cannot arrive, and which ones can wait."""
    renderers: dict[str, _Say] = {
        lifecycle.REP: _rep,
        lifecycle.CARD: partial(_card, next_one_on_one),
        lifecycle.CHECK: _check,
        lifecycle.ANSWERED: _answered,
        lifecycle.WAITING: _waiting,
        lifecycle.OUTCOME: _outcome,
        lifecycle.OUTCOME_SEEN: _outcome_seen,
        lifecycle.REMINDER: _reminder,
        lifecycle.FOLLOW_UP: _follow_up,
        lifecycle.LINE: _line,
    }
    found = {kind: Kind(partial(_render, settings, words)) for kind, words in renderers.items()}
    found[lifecycle.CARD] = Kind(found[lifecycle.CARD].render, _card_stuck)
    for kind, rule in can_wait.rules(settings).items():
        found[kind] = found[kind]._replace(courtesy=rule)
    return found | {lifecycle.REPLY: Kind(_reply)} | evening.kinds()


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


def _card(
    next_one_on_one: NextOneOnOne, view: RequestView, request: Request, post: Post, now: datetime
) -> Words | None:
    """The card of whoever has the request; for anybody else only that it has moved on."""
    if post.person_id != request.answerer_id or view.shut_out:
        return card_words.moved(view) if post.ts else None
    if view.bypass == Bypass.GROWTH:
        slot = next_one_on_one(_session(request), request.rep_id, post.person_id, now)
        view = replace(view, next_one_on_one=slot)
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


def _outcome_seen(view: RequestView, request: Request, post: Post, now: datetime) -> Words | None:
    """For whoever let it play out, as long as they may see it."""
    return None if view.shut_out or (view.outcome_seen and not post.ts) else playing_out.asked(view)


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
