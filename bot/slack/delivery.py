"""Sends what the outbox wants sent. The only module that posts, updates or deletes a kept message.

    claim (transaction) -> render -> Slack, outside any transaction -> settle (transaction)

One item at a time; each function returns whether there was one. Renders when sending, from what is true then.
Slack knows no key that makes a post happen once: what may have been posted already is looked for first, by the opaque
id that every message of ours carries.
"""

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.slack.kit import BLOCKS_IN_MESSAGE, TEXT, Words, clip
from bot.slack.outbox import Post
from bot.store.engine import Sessions

LEASE = timedelta(seconds=60)
SKEW = timedelta(minutes=5)
"""How far Slack's clock and ours may be apart when a lost message is looked for."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=15)
METADATA_TYPE = "kickstand_post"
GONE = {"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"}
LIMITED = {"ratelimited", "rate_limited"}
PASSING = LIMITED | {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    # Trouble with the installation, not with the message: it waits until an admin has put it right.
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_authed",
    "token_expired",
    "token_revoked",
}

log = logging.getLogger(__name__)

Renderer = Callable[[Session, Post, datetime], Words | None]
"""Says what a message should say now; None: there is nothing left to say, take it away."""
Stuck = Callable[[Session, Post, datetime], None]
"""Called in a transaction when a message can never arrive, so that somebody is told."""


class Kind(NamedTuple):
    """How one kind of message is worded, and who is told when it cannot arrive."""

    render: Renderer
    stuck: Stuck | None = None


@dataclass(frozen=True)
class _Job:
    id: str
    person: str
    channel: str | None
    ts: str | None
    thread_ts: str | None
    version: int
    attempts: int
    created_at: datetime
    maybe_there: bool
    words: Words | None


def deliver_one(sessions: Sessions, client: WebClient, kinds: Mapping[str, Kind], now: datetime) -> bool:
    """Bring one due message up to date; False when none is due. Raises only what keeps it from looking for one."""
    with sessions.begin() as session:
        post_id = _claim(session, now)
    if post_id is None:
        return False
    try:
        with sessions.begin() as session:
            job = _prepare(session, kinds, post_id, now)
        if job is not None:
            _send(sessions, client, kinds, job, now)
    except Exception as error:  # its lease keeps the row away for a minute; the others go on
        log.error("post %s could not be worded or settled: %s", post_id, type(error).__name__)
    return True


def _claim(session: Session, now: datetime) -> str | None:
    """Take the most overdue row by moving its due time ahead; a reply waits until its parent is there."""
    parent = aliased(Post)
    due = (
        select(Post.id, Post.next_try_at)
        .outerjoin(parent, Post.thread_post_id == parent.id)
        .where(
            Post.next_try_at <= now, or_(Post.thread_post_id.is_(None), parent.ts.is_not(None), Post.ts.is_not(None))
        )
        .order_by(Post.next_try_at, _replies_go_first(), Post.created_at, Post.id)
        .limit(1)
        .with_for_update(of=Post, skip_locked=True)  # on SQLite writers queue anyway
    )
    row = session.execute(due).first()
    if row is None:
        return None
    taken = update(Post).where(Post.id == row.id, Post.next_try_at == row.next_try_at)
    session.execute(taken.values(next_try_at=now + LEASE, attempts=Post.attempts + 1))
    return str(row.id)


def _replies_go_first() -> ColumnElement[int]:
    """Slack leaves "This message was deleted" in the place of a parent whose replies are still there."""
    return case((and_(Post.removed, Post.thread_post_id.is_not(None)), 0), else_=1)


def _prepare(session: Session, kinds: Mapping[str, Kind], post_id: str, now: datetime) -> _Job | None:
    post = session.get_one(Post, post_id)
    words = None if post.removed else kinds[post.kind].render(session, post, now)
    maybe_there = post.attempts > 1 and post.trouble not in LIMITED
    if words is None and post.ts is None and not maybe_there:
        _settle(session, post.id, post.wanted, now, ts=None, channel=None)
        return None
    parent = session.get(Post, post.thread_post_id) if post.thread_post_id else None
    return _Job(
        id=post.id,
        person=post.person_id,
        channel=(parent.channel if parent else None) or post.channel,
        ts=post.ts,
        thread_ts=parent.ts if parent else None,
        version=post.wanted,
        attempts=post.attempts,
        created_at=post.created_at,
        maybe_there=maybe_there,
        words=words,
    )


def _send(sessions: Sessions, client: WebClient, kinds: Mapping[str, Kind], job: _Job, now: datetime) -> None:
    try:
        channel, ts = _call(client, job)
    except (SlackClientError, OSError, HTTPException) as error:
        with sessions.begin() as session:
            _failed(session, kinds, job, _code(error), _retry_after(error), now)
        return
    with sessions.begin() as session:
        _settle(session, job.id, job.version, now, ts=ts, channel=channel)


def _call(client: WebClient, job: _Job) -> tuple[str | None, str | None]:
    """Post, update or delete; answers where the message now stands (nowhere: two Nones)."""
    if job.words is None:
        _take_away(client, job)
        return None, None
    said: dict[str, Any] = {
        "text": clip(job.words.text, TEXT),
        "blocks": job.words.blocks[:BLOCKS_IN_MESSAGE],
    }
    if job.ts:
        client.chat_update(channel=job.channel or "", ts=job.ts, **said)
        return job.channel, job.ts
    channel = job.channel or _open_dm(client, job.person)
    there = _look_for(client, job, channel) if job.maybe_there else None
    if there:
        client.chat_update(channel=channel, ts=there, **said)
        return channel, there
    answer = client.chat_postMessage(
        channel=channel,
        thread_ts=job.thread_ts,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": METADATA_TYPE, "event_payload": {"id": job.id}},
        **said,
    )
    return str(answer["channel"]), str(answer["ts"])


def _take_away(client: WebClient, job: _Job) -> None:
    """Delete the message, also one that Slack took without our hearing of it."""
    channel = job.channel or _open_dm(client, job.person)
    ts = job.ts or _look_for(client, job, channel)
    if ts:
        client.chat_delete(channel=channel, ts=ts)


def _look_for(client: WebClient, job: _Job, channel: str) -> str | None:
    """Where an earlier attempt put this message, if Slack took it and only the answer was lost."""
    since = str((job.created_at - SKEW).timestamp())
    answer: Any
    if job.thread_ts:
        answer = client.conversations_replies(
            channel=channel, ts=job.thread_ts, oldest=since, limit=200, include_all_metadata=True
        )
    else:
        answer = client.conversations_history(channel=channel, oldest=since, limit=200, include_all_metadata=True)
    mine = (each for each in answer["messages"] if _id_of(each) == job.id)
    return next((str(each["ts"]) for each in mine), None)


def _id_of(message: dict[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("id")


def _open_dm(client: WebClient, person: str) -> str:
    answer: Any = client.conversations_open(users=[person])
    return str(answer["channel"]["id"])


def _settle(session: Session, post_id: str, version: int, now: datetime, **place: str | None) -> None:
    """Record what was sent; a row that was touched meanwhile is due again at once."""
    again = case((Post.wanted > version, now), else_=None)
    done = {"sent": version, "attempts": 0, "trouble": None, "next_try_at": again}
    session.execute(update(Post).where(Post.id == post_id).values(done | place))


def _failed(session: Session, kinds: Mapping[str, Kind], job: _Job, code: str, wait: int, now: datetime) -> None:
    post = session.get(Post, job.id)
    if post is None:
        return
    if code in PASSING or wait:
        post.trouble = code
        post.next_try_at = now + (timedelta(seconds=wait) if wait else _wait(job.attempts))
        return
    if code in GONE and (job.ts or job.words is None):
        # Somebody took our message away: there is nothing left to bring up to date.
        log.info("post %s is gone: %s", post.id, code)
    else:
        log.warning("post %s of kind %s cannot arrive: %s", post.id, post.kind, code)
        _tell_stuck(session, kinds, post, now)
    # Last: whoever was told may have touched this very message, and it would be tried for ever.
    given_up = {"next_try_at": None, "trouble": code}
    session.execute(update(Post).where(Post.id == post.id).values(given_up))


def _tell_stuck(session: Session, kinds: Mapping[str, Kind], post: Post, now: datetime) -> None:
    stuck = kinds[post.kind].stuck
    if stuck:
        stuck(session, post, now)


def _wait(attempts: int) -> timedelta:
    """Doubles from two seconds to a quarter of an hour, with up to a quarter of it more at random."""
    span: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    return span * (1 + random.random() / 4)  # noqa: S311 - spreads retries, guards nothing


def _code(error: Exception) -> str:
    """Slack's error code; anything that is no clear answer counts as passing."""
    if isinstance(error, SlackApiError) and isinstance(error.response.data, dict):
        status = error.response.status_code
        return str(error.response.data.get("error", "internal_error")) if status < 500 else "internal_error"
    return "internal_error"


def _retry_after(error: Exception) -> int:
    if isinstance(error, SlackApiError) and error.response.status_code == 429:
        return int(error.response.headers.get("Retry-After", 30))
    return 0
