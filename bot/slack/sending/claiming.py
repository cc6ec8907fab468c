"""Which message of the outbox goes next, in any workspace. Takes it for a minute; never calls Slack.

Left alone are: what a process took less than a minute ago, replies whose parent is not there yet, conversations that
were written in within the last second, methods for which Slack asked a workspace to wait, and workspaces that are gone.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, case, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.slack.conversations import Conversation, Moments, Pause, at, is_free, is_paused, named, take_turn
from bot.slack.installing.workspaces import is_served
from bot.slack.outbox import Post
from bot.store.workspace import inside

LEASE = timedelta(seconds=60)
"""Longer than a delivery can take: three calls of ten seconds each, and a margin."""


class Claimed(NamedTuple):
    """A message that is this process's alone until its lease is over."""

    workspace_id: str
    post_id: str


def claim(session: Session, now: datetime, pace: timedelta, full: Collection[str] = ()) -> Claimed | None:
    """Take the most overdue message by moving its due time ahead; None: nothing may go now.

    `full`: workspaces that have to wait, because they have enough on their way.
    """
    asked = at(now)._asdict() | {"full": list(full)}
    row = session.execute(_most_overdue(), asked, execution_options={"every_workspace": True}).first()
    if row is None:
        return None
    with inside(row.workspace_id):
        if row.is_new and not take_turn(session, row.person_id, now, pace):
            return None  # another process writes to this person just now: the next look finds what else is due
        lease = {"post": row.id, "was_due": row.next_try_at, "until": now + LEASE}
        session.execute(_lease(), lease)
    return Claimed(row.workspace_id, row.id)


@cache
def _most_overdue() -> Select[str, str, str, datetime | None, bool]:
    """Built once: to put it together takes longer than to ask it. Wants Moments, and `full`."""
    when = named()
    parent = aliased(Post)
    kept_back = and_(parent.kept_back_at.is_not(None), parent.next_try_at.is_(None))  # and not looked at anew just now
    is_ready = or_(Post.thread_post_id.is_(None), parent.ts.is_not(None), Post.ts.is_not(None), kept_back)
    return (
        select(Post.workspace_id, Post.id, Post.person_id, Post.next_try_at, _is_new().label("is_new"))
        .outerjoin(parent, Post.thread_post_id == parent.id)
        .outerjoin(Conversation, _same(Conversation) & (Conversation.person_id == Post.person_id))
        .where(_is_due(when), is_ready, or_(~_is_new(), is_free(when)), ~_must_wait(when))
        .where(is_served(Post.workspace_id, when.now), Post.workspace_id.not_in(bindparam("full", expanding=True)))
        .order_by(Post.next_try_at, _replies_go_first(), Post.created_at, Post.id)
        .limit(1)
        .with_for_update(of=Post, skip_locked=True)  # on SQLite writers queue anyway
    )


def anything_due() -> ColumnElement[bool]:
    """Whether any message is due; this asks one index. Wants Moments."""
    return exists().where(_is_due(named()))


@cache
def _lease() -> Update:
    """Built once. The session holds no row yet that it would have to keep in step."""
    taken = update(Post).where(Post.id == bindparam("post"), Post.next_try_at == bindparam("was_due"))
    leased = taken.values(next_try_at=bindparam("until"), attempts=Post.attempts + 1)
    return leased.execution_options(synchronize_session=False)


def _is_new() -> ColumnElement[bool]:
    """Whether it takes a turn in its conversation: what was kept back hardly ever comes, and must hold up nothing."""
    return and_(Post.ts.is_(None), Post.removed.is_(False), Post.kept_back_at.is_(None))


def _is_due(when: Moments) -> ColumnElement[bool]:
    return or_(Post.next_try_at <= when.now, Post.next_try_at > when.in_a_wait)


def _must_wait(when: Moments) -> ColumnElement[bool]:
    """Whether this message needs a method that Slack asked this workspace to leave alone."""
    method = case((Post.removed, "chat.delete"), (Post.ts.is_not(None), "chat.update"), else_="chat.postMessage")
    lookup = and_(Post.unsure_since.is_not(None), Pause.method.in_(["conversations.history", "conversations.replies"]))
    opening = and_(Conversation.channel.is_(None), Pause.method == "conversations.open")
    return exists().where(_same(Pause), is_paused(when), or_(Pause.method == method, lookup, opening))


def _same(other: type[Conversation] | type[Pause]) -> ColumnElement[bool]:
    return other.workspace_id == Post.workspace_id


def _replies_go_first() -> ColumnElement[int]:
    """Slack leaves "This message was deleted" in the place of a parent whose replies are still there."""
    return case((and_(Post.removed, Post.thread_post_id.is_not(None)), 0), else_=1)
