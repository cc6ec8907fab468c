"""Posts what Slack alone keeps (a greeting, a refusal, a prompt with private words) so that it is read once.

    under way (transaction) -> Slack -> done (transaction)

Whoever comes again after a crash or a lost answer looks for the message by its opaque id before posting it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.slack import conversations
from bot.slack.kit import Words, fitting
from bot.slack.receiving.inbox import AlreadyHandled, current_keys
from bot.slack.receiving.runtime import Runtime
from bot.slack.receiving.seen import Seen, first_time
from bot.slack.sending.lookup import METADATA_TYPE, find_own
from bot.store.workspace import current

LEASE = timedelta(seconds=30)
"""Longer than the two calls to Slack can take."""


class Busy(Exception):
    """Another delivery of the same thing is being handled just now: not acknowledged, so Slack sends it again."""


def post_once(
    runtime: Runtime, client: WebClient, key: str, person_id: str, words: Words, thread_ts: str | None = None
) -> None:
    """Write to somebody, once however often this is asked for with the same key; the delivery is handled with it.

    Raises Busy, or Slack's errors: then nothing counts as done, and it may be asked for again.
    """
    since = _begin(runtime, key)
    if since is None:
        raise AlreadyHandled
    try:
        _post(runtime, client, key, person_id, words, thread_ts, since)
    except Exception:
        with runtime.sessions.begin() as session:
            session.get_one(Seen, key).at = runtime.clock() - LEASE
        raise
    with runtime.sessions.begin() as session:
        session.get_one(Seen, key).done = True
        for each in current_keys():
            first_time(session, each, runtime.clock())


def _begin(runtime: Runtime, key: str) -> datetime | None:
    """Since when it may be there already; now, if this is the first attempt; None when it was done."""
    with runtime.sessions.begin() as session:
        now = runtime.clock()
        if first_time(session, key, now, done=False):
            return now
        found = session.get_one(Seen, key, with_for_update=True)
        if found.done:
            return None
        if now - found.at < LEASE:
            raise Busy
        since, found.at = found.at, now
        return since - timedelta(hours=1)


def _post(
    runtime: Runtime,
    client: WebClient,
    key: str,
    person_id: str,
    words: Words,
    thread_ts: str | None,
    since: datetime,
) -> None:
    opaque = hashlib.sha256(f"{current()} {key}".encode()).hexdigest()[:32]
    if since < runtime.clock() and find_own(client, _channel(runtime, client, person_id), opaque, since, thread_ts):
        return
    answer: Any = client.chat_postMessage(
        channel=person_id,
        text=words.text,
        blocks=fitting(words.blocks) or None,
        thread_ts=thread_ts,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": METADATA_TYPE, "event_payload": {"id": opaque}},
    )
    with runtime.sessions.begin() as session:
        conversations.note_channel(session, person_id, str(answer["channel"]))


def _channel(runtime: Runtime, client: WebClient, person_id: str) -> str:
    with runtime.sessions.begin() as session:
        known = conversations.with_person(session, person_id).channel
    answer: Any = None if known else client.conversations_open(users=[person_id])
    return known or str(answer["channel"]["id"])
