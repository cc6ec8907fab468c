"""Messages in the bot's conversation: new ones, thread replies, edits, deletions. Parses and passes on."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.requests import refusals
from bot.requests.listeners import personal, ways_in
from bot.requests.listeners.desk import Desk
from bot.requests.models import Request
from bot.requests.rules import OPEN, Part, Status
from bot.requests.service import following, holding, lifecycle, relaying
from bot.slack import outbox
from bot.slack.seen import first_time

Json = dict[str, Any]
NEW = {None, "file_share", "thread_broadcast", "me_message"}


def register(app: App, desk: Desk) -> None:
    """Register the one listener for messages; it sees the bot's own conversations only."""

    @app.event("message")
    def on_message(event: Json, body: Json, client: WebClient) -> None:
        if event.get("channel_type") != "im":
            return
        kind = event.get("subtype")
        if kind == "message_changed":
            _changed(desk, client, event, str(body["event_id"]))
        elif kind == "message_deleted":
            _deleted(desk, str(event["channel"]), str(event["deleted_ts"]))
        elif kind in NEW and event.get("user") and not event.get("bot_id"):
            _new(desk, client, event)


def _new(desk: Desk, client: WebClient, event: Json) -> None:
    if event.get("thread_ts") and event["thread_ts"] != event["ts"]:
        _reply(desk, client, event)
    else:
        ways_in.message(desk, client, event)


def _reply(desk: Desk, client: WebClient, event: Json) -> None:
    user, channel, ts = str(event["user"]), str(event["channel"]), str(event["ts"])
    key, text = f"message:{channel}:{ts}", desk.words(str(event.get("text") or ""))
    desk.know(client, user)
    own = _own_request(desk, channel, event["thread_ts"], user)
    if own and desk.is_personal(text):
        desk.once(key, lambda: _stop(desk, client, own, text))
        return
    with desk.runtime.sessions.begin() as session:
        now = desk.runtime.clock()
        if not first_time(session, key, now):
            return
        request = relaying.request_of_thread(session, channel, event["thread_ts"])
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


def _changed(desk: Desk, client: WebClient, event: Json, event_id: str) -> None:
    """An edit. A deleted message with replies arrives as an edit too: a tombstone."""
    message, channel = event["message"], str(event["channel"])
    if message.get("subtype") == "tombstone":
        _deleted(desk, channel, str(message["ts"]))
        return
    if message.get("bot_id") or not message.get("user"):
        return
    text, user = desk.words(str(message.get("text") or "")), str(message["user"])
    key, ts = f"event:{event_id}", str(message["ts"])
    if desk.is_personal(text) and _is_own(desk, channel, ts, user):
        desk.once(key, lambda: _became_personal(desk, client, channel, ts, user, text))
        return
    with desk.runtime.sessions.begin() as session:
        now = desk.runtime.clock()
        if first_time(session, key, now):
            following.edited(session, channel, ts, text, user, now)
    desk.runtime.wake()


def _is_own(desk: Desk, channel: str, ts: str, user: str) -> bool:
    """Whether the message belongs to a request that this person asked, and is theirs."""
    with desk.runtime.sessions.begin() as session:
        said = following.said_at(session, channel, ts)
        return said is not None and said.author_id == user == said.request.rep_id


def _became_personal(desk: Desk, client: WebClient, channel: str, ts: str, user: str, text: str) -> None:
    """The edited words are not kept; a question that became personal before it was answered is forgotten."""
    words: list[str] = []
    with desk.runtime.sessions.begin() as session:
        said = following.said_at(session, channel, ts)
        if said and said.part != Part.REPLY and said.request.status in {Status.HELD, Status.DELIVERED}:
            said.text = None
            words = holding.erase(session, said.request_id, user, desk.runtime.clock())
    desk.runtime.wake()
    personal.stop(desk, client, user, "\n".join(part for part in (*words, text) if part))


def _deleted(desk: Desk, channel: str, ts: str) -> None:
    with desk.runtime.sessions.begin() as session:
        following.deleted(session, channel, ts, desk.runtime.clock())
    desk.runtime.wake()
