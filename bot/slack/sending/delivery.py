"""Sends what the outbox wants sent. The only module that posts, updates or deletes a kept message.

    claim (transaction) -> render -> Slack, outside any transaction -> settle (transaction)

One item at a time; each function returns whether there was one. Renders when sending, from what is true then.
Slack knows no key that makes a post happen once: what may have been posted already is looked for first, by the opaque
id that every message of ours carries.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPException
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.slack import conversations
from bot.slack.charts import has_charts, without_charts
from bot.slack.conversations import PACE
from bot.slack.failures import PASSING, UNCLEAR, Failure, failure, wait
from bot.slack.installing.tokens import NoToken
from bot.slack.kit import TEXT, Words, clip, fitting
from bot.slack.outbox import AUTHORIZATION, Post, settle
from bot.slack.sending.claiming import Claimed, claim
from bot.slack.sending.courtesy import Rule, may_come
from bot.slack.sending.lanes import Lanes
from bot.slack.sending.lookup import METADATA_TYPE, find_own
from bot.store.engine import Sessions
from bot.store.workspace import inside
from bot.telemetry.traces import span

GONE = {"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"}

log = logging.getLogger(__name__)

Renderer = Callable[[Session, Post, datetime], Words | None]
"""Says what a message should say now; None: there is nothing left to say, take it away."""
Stuck = Callable[[Session, Post, datetime], None]
"""Called in a transaction when a message can never arrive, so that somebody is told."""
Clients = Callable[[str], WebClient]
"""Answers the client that speaks for a workspace. Raises SlackClientError while it has none."""


class Kind(NamedTuple):
    """How one kind of message is worded, who is told when it cannot arrive, and whether it may come now.

    `courtesy`: None where messages of this kind are always asked for. `speaker`: the client of the person who says it,
    by their id, where that is not the bot; the row then holds the conversation. It raises NoToken. `in_channel`: it
    does not stand in the person's own conversation with the bot; the row holds where.
    """

    render: Renderer
    stuck: Stuck | None = None
    courtesy: Rule | None = None
    speaker: Callable[[str], WebClient] | None = None
    in_channel: bool = False


@dataclass(frozen=True)
class _Job:
    id: str
    kind: str
    person: str
    channel: str | None
    ts: str | None
    thread_ts: str | None
    version: int
    attempts: int
    unsure_since: datetime | None
    words: Words | None


def deliver_one(
    sessions: Sessions,
    clients: Clients,
    kinds: Mapping[str, Kind],
    now: datetime,
    pace: timedelta = PACE,
    lanes: Lanes | None = None,
) -> bool:
    """Bring one due message up to date; False when none is due. Raises only what keeps it from looking for one.

    `pace`: how far apart two messages in one conversation are. `lanes`: what else is on its way just now.
    """
    lanes = lanes or Lanes(1)

    def due(full: Collection[str]) -> Claimed | None:
        with sessions.begin() as session:
            return claim(session, now, pace, full)

    claimed = lanes.take(due)
    if claimed is None:
        return False
    with inside(claimed.workspace_id), span("outbox post"):
        try:
            with sessions.begin() as session:
                job = _prepare(session, kinds, claimed.post_id, now)
            if job is not None:
                _send(sessions, partial(_client, clients, claimed.workspace_id, kinds, job), kinds, job, now)
        except SlackClientError as error:  # the workspace has no token just now: its lease keeps the row away
            log.warning("post %s has nobody to send it: %s", claimed.post_id, type(error).__name__)
        except Exception as error:  # its lease keeps the row away for a minute; the others go on
            log.error("post %s could not be worded or settled: %s", claimed.post_id, type(error).__name__)
        finally:
            lanes.leave(claimed)
    return True


def _prepare(session: Session, kinds: Mapping[str, Kind], post_id: str, now: datetime) -> _Job | None:
    """What is to be done. From here on Slack may have it: that is kept before it is asked."""
    post = session.get_one(Post, post_id)
    kind, is_new = kinds[post.kind], post.ts is None and post.unsure_since is None
    words = None if post.removed else kind.render(session, post, now)
    if is_new and words is None:
        settle(session, post.id, post.wanted, now, ts=None, channel=None)
        return None
    if is_new and not may_come(session, post, kind.courtesy, now):
        return None
    parent = _parent(session, post)
    job = _Job(
        id=post.id,
        kind=post.kind,
        person=post.person_id,
        channel=(parent.channel if parent else None) or post.channel or _channel(session, post),
        ts=post.ts,
        thread_ts=parent.ts if parent else None,
        version=post.wanted,
        attempts=post.attempts,
        unsure_since=post.unsure_since,
        words=words,
    )
    if is_new:
        post.unsure_since = now
    return job


def _parent(session: Session, post: Post) -> Post | None:
    """The message below which it stands. Without one when it is first posted it stands by itself, for good."""
    parent = session.get(Post, post.thread_post_id) if post.thread_post_id else None
    if parent and parent.ts is None and post.ts is None:
        post.thread_post_id = None
        return None
    return parent


def _channel(session: Session, post: Post) -> str | None:
    return conversations.with_person(session, post.person_id).channel


def _client(clients: Clients, workspace_id: str, kinds: Mapping[str, Kind], job: _Job) -> WebClient:
    speaker = kinds[job.kind].speaker
    return speaker(job.person) if speaker else clients(workspace_id)


def _send(
    sessions: Sessions, client: Callable[[], WebClient], kinds: Mapping[str, Kind], job: _Job, now: datetime
) -> None:
    speaker = kinds[job.kind].speaker
    try:
        channel, ts = _call(client(), job)
    except NoToken:
        if speaker is None:
            raise
        with sessions.begin() as session:
            _failed(session, kinds, job, Failure("not_authed"), now)
        return
    except (SlackClientError, OSError, HTTPException) as error:
        with sessions.begin() as session:
            _failed(session, kinds, job, failure(error), now)
        return
    with sessions.begin() as session:
        whose = settle(session, job.id, job.version, now, ts=ts, channel=channel)
        is_theirs = whose == job.person  # else they were forgotten meanwhile
        is_new = channel != job.channel
        if channel and is_new and is_theirs and not speaker and not kinds[job.kind].in_channel:
            conversations.note_channel(session, job.person, channel)


def _call(client: WebClient, job: _Job) -> tuple[str | None, str | None]:
    """Post, update or delete; answers where the message now stands (nowhere: two Nones)."""
    channel = job.channel or _open_dm(client, job.person)
    ts = job.ts or (find_own(client, channel, job.id, job.unsure_since, job.thread_ts) if job.unsure_since else None)
    if job.words is None:
        if ts:
            client.chat_delete(channel=channel, ts=ts)
        return None, None
    said: dict[str, Any] = {
        "text": clip(job.words.text, TEXT),
        "blocks": fitting(job.words.blocks),
    }
    if ts:
        _say(partial(client.chat_update, channel=channel, ts=ts), said)
        return channel, ts
    post = partial(
        client.chat_postMessage,
        channel=channel,
        thread_ts=job.thread_ts,
        unfurl_links=False,
        unfurl_media=False,
        metadata={"event_type": METADATA_TYPE, "event_payload": {"id": job.id}},
    )
    answer = _say(post, said)
    return str(answer["channel"]), str(answer["ts"])


def _say(call: Callable[..., SlackResponse], said: dict[str, Any]) -> SlackResponse:
    """Say it; in words alone where Slack does not take the charts in it: not every workspace or client has them yet.

    Nothing is kept of the refusal: next time it may be different, and asking costs one call.
    """
    try:
        return call(**said)
    except SlackApiError as error:
        if failure(error).code != "invalid_blocks" or not has_charts(said["blocks"]):
            raise
        log.info("the charts of a message were refused: it is sent in words")
        return call(**said | {"blocks": without_charts(said["blocks"])})


def _open_dm(client: WebClient, person: str) -> str:
    answer: Any = client.conversations_open(users=[person])
    return str(answer["channel"]["id"])


def _failed(session: Session, kinds: Mapping[str, Kind], job: _Job, failed: Failure, now: datetime) -> None:
    post = session.get(Post, job.id)
    if post is None:
        return
    code, method, pause = failed
    if job.unsure_since is None and code not in UNCLEAR and not job.ts:
        post.unsure_since = post.unasked_at = None  # a clear no: it is not there
    if code in PASSING or pause:
        post.trouble = code
        post.next_try_at = now + (timedelta(seconds=pause) if pause else wait(job.attempts, code))
        if method:
            conversations.pause(session, method, post.next_try_at)
        return
    if code in GONE and job.words is None:
        settle(session, job.id, job.version, now, ts=None, channel=None)  # it is away, as it should be
        return
    if code in GONE and job.ts:
        # Somebody took our message away: there is nothing left to bring up to date.
        log.info("post %s is gone: %s", post.id, code)
    else:
        log.warning("post %s of kind %s cannot arrive: %s", post.id, post.kind, code)
        # When the bot has no say, nobody can be told through Slack: `kickstand check` shows it.
        if code not in AUTHORIZATION or kinds[post.kind].speaker:
            _tell_stuck(session, kinds, post, now)
    # Last: whoever was told may have touched this very message, and it would be tried for ever.
    given_up = {"next_try_at": None, "trouble": code}
    session.execute(update(Post).where(Post.id == post.id).values(given_up))


def _tell_stuck(session: Session, kinds: Mapping[str, Kind], post: Post, now: datetime) -> None:
    stuck = kinds[post.kind].stuck
    if stuck:
        stuck(session, post, now)
