"""Messages in the bot's conversation: new ones, thread replies, edits, deletions. Parses and passes on."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.listeners import personal, ways_in
from bot.requests.listeners.desk import Desk
from bot.requests.models import Request
from bot.requests.rules import OPEN, Part, Status
from bot.requests.service import following, holding, lifecycle, relaying
from bot.slack import outbox
from bot.slack.once import Busy
from bot.slack.receiving.inbox import AlreadyHandled, delivery, message_key
from bot.slack.receiving.seen import KEEP, first_time, was_seen

Json = dict[str, Any]
NEW = {None, "file_share", "thread_broadcast", "me_message"}
Elsewhere = Callable[[Json, WebClient], bool]
"""Handles a message event that is not of the bot's own conversation with somebody; answers whether it did."""


def register(app: App, desk: Desk, elsewhere: Elsewhere) -> None:
    """Register the one listener for messages."""

    @app.event("message")
    def on_message(body: Json, event: Json, client: WebClient) -> None:
        if not elsewhere(body, client):
            handle(desk, client, event)


def handle(desk: Desk, client: WebClient, event: Json) -> None:
    """One message event in the bot's own conversation with a person: new, edited or deleted."""
    if event.get("channel_type") != "im":
        return
    kind = event.get("subtype")
    if kind == "message_changed":
        _changed(desk, client, event)
    elif kind == "message_deleted":
        _deleted(desk, str(event["channel"]), str(event["deleted_ts"]), str(event.get("event_ts") or event["ts"]))
    elif kind in NEW and event.get("user") and not event.get("bot_id"):
        _new(desk, client, event)


def _new(desk: Desk, client: WebClient, event: Json) -> None:
    desk.note_channel(str(event["user"]), str(event["channel"]))
    if event.get("thread_ts") and event["thread_ts"] != event["ts"]:
        _reply(desk, client, event)
    else:
        ways_in.message(desk, client, event)


def _reply(desk: Desk, client: WebClient, event: Json) -> None:
    user, channel, ts = str(event["user"]), str(event["channel"]), str(event["ts"])
    text = desk.words(str(event.get("text") or ""))
    desk.know(client, user)
    own = _own_request(desk, channel, event["thread_ts"], user)
    if own and desk.is_personal(text):
        _stop(desk, client, own, text)
        return
    with desk.runtime.handling() as session:
        now = desk.runtime.clock()
        request = relaying.request_of_thread(session, channel, event["thread_ts"])
        if request is None and outbox.is_unsure(session, user):
            raise Busy  # it may hang on a message whose place we learn in a minute: Slack brings it again
        if request is None:
            raise refusals.strange_thread()
        settings = desk.runtime.settings
        if relaying.reply(session, settings, request, user, text, channel, ts, now):
            thread = outbox.find(session, lifecycle.REP, request.id)
            outbox.want(session, lifecycle.FOLLOW_UP, request.id, user, now, thread=thread)
    desk.runtime.wake()


def _own_request(desk: Desk, channel: str, thread_ts: str, user: str) -> Request | None:
    """The open request of this thread, if this is its rep."""
    with desk.runtime.sessions.begin() as session:
        request = relaying.request_of_thread(session, channel, thread_ts)
        return request if request and request.rep_id == user and request.status in OPEN else None


def _stop(desk: Desk, client: WebClient, request: Request, text: str) -> None:
    """A held request goes with the words; one that the manager has stays as it was, and the words go nowhere."""
    if request.status == Status.HELD:
        personal.forget(desk, client, request.id, request.rep_id, text)
    else:
        personal.stop(desk, client, request.rep_id, text)


def _changed(desk: Desk, client: WebClient, event: Json) -> None:
    """An edit. A deleted message with replies arrives as an edit too: a tombstone."""
    message, channel = event["message"], str(event["channel"])
    if message.get("subtype") == "tombstone":
        _deleted(desk, channel, str(message["ts"]), str(event.get("event_ts") or event["ts"]))
        return
    if message.get("bot_id") or not message.get("user"):
        return
    _came_first(desk, client, message, channel)
    text, user, ts = desk.words(str(message.get("text") or "")), str(message["user"]), str(message["ts"])
    if desk.is_personal(text) and _is_own(desk, channel, ts, user):
        _became_personal(desk, client, channel, ts, user, text)
        return
    said_at = str((message.get("edited") or {}).get("ts") or event.get("event_ts") or event["ts"])
    desk.do(lambda session, now: following.edited(session, channel, ts, text, user, said_at, now))


def _came_first(desk: Desk, client: WebClient, message: Json, channel: str) -> None:
    """An edit that arrives before its message is the message; what arrives later under its place is known then."""
    key = message_key(channel, str(message["ts"]))
    with desk.runtime.sessions.begin() as session:
        old = datetime.fromtimestamp(float(message["ts"]), UTC) < desk.runtime.clock() - KEEP / 2
        if old or was_seen(session, key) or following.said_at(session, channel, str(message["ts"])):
            return
    with delivery((key,)), contextlib.suppress(AlreadyHandled):
        _new(desk, client, {**message, "channel": channel, "channel_type": "im"})


def _is_own(desk: Desk, channel: str, ts: str, user: str) -> bool:
    """Whether the message belongs to a request that this person asked, and is theirs."""
    with desk.runtime.sessions.begin() as session:
        said = following.said_at(session, channel, ts)
        return said is not None and said.author_id == user == said.request.rep_id


def _became_personal(desk: Desk, client: WebClient, channel: str, ts: str, user: str, text: str) -> None:
    """The edited words are not kept; a question that became personal before it was answered is forgotten."""
    words, request_id = _words_beside(desk, channel, ts, user)
    with contextlib.suppress(AlreadyHandled):
        personal.stop(desk, client, user, "\n".join(part for part in (*words, text) if part))
    if request_id:
        with desk.runtime.sessions.begin() as session:
            holding.erase(session, request_id, user, desk.runtime.clock())
        desk.runtime.wake()


def _words_beside(desk: Desk, channel: str, ts: str, user: str) -> tuple[list[str], str]:
    """The other words of a question that can still be forgotten, and its id; nothing is changed."""
    with desk.runtime.sessions() as session:
        said = following.said_at(session, channel, ts)
        if said is None or said.part == Part.REPLY or said.request.status not in {Status.HELD, Status.DELIVERED}:
            return [], ""
        said.text = None
        return holding.words_of(session, said.request_id, user), said.request_id


def _deleted(desk: Desk, channel: str, ts: str, at: str) -> None:
    """A message that is gone; one that has not even arrived is not looked at when it does."""

    def act(session: Session, now: datetime) -> None:
        first_time(session, message_key(channel, ts), now)
        following.deleted(session, channel, ts, at, now)

    desk.do(act)
