"""After a gap: what people wrote, changed or deleted while nobody listened is found in Slack and handled as if it came.

    conversations.history since the gap began      new messages, and edits of them
    conversations.replies of what is still open    replies, edits and deletions in it

Slack delivers again for some minutes only. Clicks cannot be found again: whoever clicked saw that it failed.
"""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.requests.listeners.desk import Desk
from bot.requests.listeners.thread import handle
from bot.requests.service import following
from bot.requests.service.following import Words
from bot.slack import conversations
from bot.slack.errors import Refusal
from bot.slack.installing.tokens import Tokens
from bot.slack.once import Busy
from bot.slack.receiving.inbox import AlreadyHandled, delivery, message_key
from bot.slack.receiving.seen import was_seen
from bot.slack.refusing import answer_message
from bot.store.workspace import inside

Json = dict[str, Any]
PAGE = 200
OVERLAP = timedelta(minutes=5)
"""Slack's clock and ours may differ by so much; what was handled is known by its place."""
LOST = {"channel_not_found", "is_archived", "not_in_channel"}


class Place(NamedTuple):
    """A conversation that is looked through. `wants`: which messages count; `tell` handles an event as if it came."""

    client: WebClient
    channel: str
    wants: Callable[[Json], bool]
    tell: Callable[[Json], None]


def look_back_one(desk: Desk, tokens: Tokens) -> bool:
    """Look through one conversation in which something may be missing; False when there is none, or Slack says no."""
    with desk.runtime.sessions.begin() as session:
        gap = conversations.next_gap(session, desk.runtime.clock())
    if gap is None:
        return False
    with inside(gap.workspace_id):
        if not looked_through(desk, lambda: _own(desk, tokens, gap), gap.since):
            return False
        with desk.runtime.sessions.begin() as session:
            conversations.looked(session, gap.person_id, gap.since)
    return True


def _own(desk: Desk, tokens: Tokens, gap: conversations.Gap) -> Place:
    """The bot's own conversation with a person."""
    client = tokens.client(gap.workspace_id)

    def tell(event: Json) -> None:
        try:
            handle(desk, client, event | {"channel_type": "im"})
        except Refusal as refusal:
            answer_message(str(refusal), event, client, desk.runtime)

    return Place(client, gap.channel, lambda message: message.get("user") == gap.person_id, tell)


def looked_through(desk: Desk, place: Callable[[], Place], since: datetime) -> bool:
    """Look through one conversation; False when Slack says no, and it is to be tried again."""
    try:
        _look_through(desk, place(), since)
    except (SlackClientError, OSError, HTTPException, Busy) as error:
        return _is_lost(desk, error)
    return True


def _is_lost(desk: Desk, error: Exception) -> bool:
    """Whether there is nothing to look at any more; else Slack is left alone as long as it asked for."""
    if not isinstance(error, SlackApiError):
        return False
    if error.response.status_code == 429:
        wait = min(timedelta(seconds=int(error.response.headers.get("Retry-After", 30))), conversations.LONGEST_WAIT)
        with desk.runtime.sessions.begin() as session:
            conversations.pause(session, "conversations.history", desk.runtime.clock() + wait)
        return False
    return error.response.get("error") in LOST


def _look_through(desk: Desk, place: Place, since: datetime) -> None:
    with desk.runtime.sessions.begin() as session:
        threads, words = following.open_threads(session, place.channel), following.open_words(session, place.channel)
    there = list(_history(place, since))
    for ts in threads:
        there += _thread(place, ts)
    for message in sorted(there, key=lambda each: float(each["ts"])):
        _came(desk, place, message)
    _compare(desk, place, words, {str(message["ts"]): message for message in there})


def _compare(desk: Desk, place: Place, words: list[Words], there: dict[str, Json]) -> None:
    """Bring what we know of open requests to what stands in Slack now."""
    for each in words:
        found = there.get(each.ts)
        edited = str(((found or {}).get("edited") or {}).get("ts") or "")
        if found is None or found.get("subtype") == "tombstone":
            gone = {"subtype": "message_deleted", "deleted_ts": each.ts, "ts": str(desk.runtime.clock().timestamp())}
            _tell(place, gone, f"gone:{place.channel}:{each.ts}")
        elif edited and edited != each.edited_ts:
            changed = {"subtype": "message_changed", "message": found, "ts": edited}
            _tell(place, changed, f"edit:{place.channel}:{each.ts}:{edited}")


def _history(place: Place, since: datetime) -> Iterator[Json]:
    return _pages(place.client.conversations_history, channel=place.channel, oldest=str((since - OVERLAP).timestamp()))


def _thread(place: Place, ts: str) -> list[Json]:
    """A message and its replies; nothing, when it was deleted."""
    try:
        return list(_pages(place.client.conversations_replies, channel=place.channel, ts=ts))
    except SlackApiError as error:
        if error.response.get("error") in {"thread_not_found", "message_not_found"}:
            return []
        raise


def _pages(call: Callable[..., Any], **what: Any) -> Iterator[Json]:
    cursor = ""
    while True:
        page = call(limit=PAGE, cursor=cursor, **what)
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _came(desk: Desk, place: Place, message: Json) -> None:
    """A message that may be new to us."""
    ts = str(message["ts"])
    if message.get("bot_id") or not place.wants(message):
        return
    key = message_key(place.channel, ts)
    with desk.runtime.sessions.begin() as session:
        if was_seen(session, key):
            return
    _tell(place, message, key)


def _tell(place: Place, event: Json, key: str) -> None:
    with delivery((key,)), contextlib.suppress(AlreadyHandled):
        place.tell({**event, "type": "message", "channel": place.channel})
