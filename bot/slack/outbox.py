"""Messages that must arrive: one row per Slack message, brought up to date until it says what it should.

A feature writes *what* it wants said (a kind and an id) in the transaction that made it true; `delivery` renders the
words when it sends. A row never holds words. Never calls Slack.

    wanted > sent                 something is to be sent
    next_try_at                   due time, lease and back-off in one column; empty when there is nothing to do
    unsure_since                  since then Slack may have it, though we never heard: looked for before it goes again
    removed                       the message is to be taken out of the conversation
    unasked_at                    it came then, and nobody had asked for it: one of that person's few a day
    kept_back_at                  it is not posted: what it would say is in App Home
"""

import time
from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Update,
    and_,
    bindparam,
    case,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.base import Base
from bot.store.types import UtcDateTime
from bot.store.workspace import Owned

LIMITED = {"ratelimited", "rate_limited"}
AUTHORIZATION = {
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_authed",
    "token_expired",
    "token_revoked",
}
"""Trouble with the installation, not with the message: it waits until an admin has put it right."""


def _next_id() -> str:
    """Opaque, and in the order of making: messages that one moment wanted go out in the order they were wanted."""
    return f"{time.monotonic_ns():016x}{uuid4().hex[:16]}"


class Post(Owned, Base):
    """One message in Slack, wanted or there."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_post_person_id_unasked_at", "workspace_id", "person_id", "unasked_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_next_id)
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[str] = mapped_column(String(32), index=True)
    thread_post_id: Mapped[str | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32), index=True)
    wanted: Mapped[int] = mapped_column(default=1)
    sent: Mapped[int] = mapped_column(default=0)
    removed: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    unsure_since: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(80))
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    unasked_at: Mapped[datetime | None]
    kept_back_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


def want(
    session: Session,
    kind: str,
    subject_id: str,
    person_id: str,
    now: datetime,
    *,
    tell: str = "",
    thread: Post | None = None,
) -> Post:
    """Have one message of this kind on this subject with this person, and have it say what is true now.

    Called again it brings the same message up to date: that is what makes it one message. `tell` sets apart several
    messages of one kind on one subject (a reply's id, say).
    """
    key = f"{kind}:{subject_id}:{person_id}:{tell}"
    post = session.scalar(select(Post).where(Post.key == key))
    if post is None:
        post = Post(
            key=key,
            kind=kind,
            subject_id=subject_id,
            person_id=person_id,
            thread_post_id=thread.id if thread else None,
            next_try_at=now,
            created_at=now,
        )
        session.add(post)
        session.flush()
        return post
    touch(session, post, now)
    return post


def find(session: Session, kind: str, subject_id: str, person_id: str | None = None) -> Post | None:
    """The newest message of this kind on this subject, if there is one."""
    query = select(Post).where(Post.kind == kind, Post.subject_id == subject_id, Post.removed.is_(False))
    if person_id:
        query = query.where(Post.person_id == person_id)
    return session.scalars(query.order_by(Post.created_at.desc(), Post.id.desc()).limit(1)).first()


def refresh(session: Session, kind: str, subject_id: str, now: datetime) -> None:
    """Bring every message of this kind on this subject up to date."""
    refresh_several(session, (kind,), subject_id, now)


def refresh_several(session: Session, kinds: Collection[str], subject_id: str, now: datetime) -> None:
    """Bring every message of these kinds on this subject up to date, in one statement: this is done at every move."""
    session.execute(_touching_several(), {"moment": now, "subject": subject_id, "kinds": list(kinds)})
    for known in session.identity_map.values():
        if isinstance(known, Post):
            session.expire(known)


def remove(session: Session, post: Post, now: datetime) -> None:
    """Take the message out of the conversation (or never send it)."""
    post.removed = True
    session.flush()
    touch(session, post, now)


def at(session: Session, channel: str, ts: str) -> Post | None:
    """The message of ours that stands at this place, if it is one."""
    return session.scalar(select(Post).where(Post.channel == channel, Post.ts == ts))


def hangs(session: Session, post: Post) -> bool:
    """Whether the message stands in a thread, or will: below a message that is there."""
    parent = session.get(Post, post.thread_post_id) if post.thread_post_id else None
    return parent is not None and parent.ts is not None


def is_held_up(post: Post, now: datetime) -> bool:
    """Whether it is not there out of courtesy: it waits for a better moment, or was kept back."""
    waits = post.attempts == 0 and post.next_try_at is not None and post.next_try_at > now
    return post.ts is None and (waits or post.kept_back_at is not None)


def is_unsure(session: Session, person_id: str) -> bool:
    """Whether a message to somebody may be in Slack at a place that is not known yet."""
    query = select(Post.id).where(Post.person_id == person_id, Post.ts.is_(None), Post.unsure_since.is_not(None))
    return session.scalar(query.limit(1)) is not None


def touch(session: Session, post: Post, now: datetime) -> None:
    """Have the message brought up to date. A lease or a back-off that runs is left alone: edits never overtake.

    What only waits out of courtesy is looked at at once: it may be asked for by now.
    """
    session.execute(_touching_one(), {"moment": now, "post": post.id})
    session.expire(post)


@cache
def _touching_one() -> Update:
    return _touching(Post.id == bindparam("post"))


@cache
def _touching_several() -> Update:
    return _touching(Post.subject_id == bindparam("subject"), Post.kind.in_(bindparam("kinds", expanding=True)))


def _touching(*which: ColumnElement[bool]) -> Update:
    """Each is built once: they are wanted at every move, and take longer to put together than to carry out."""
    moment = bindparam("moment", type_=UtcDateTime())
    waits = and_(Post.attempts == 0, Post.next_try_at > moment)
    due = case((waits, moment), else_=func.coalesce(Post.next_try_at, moment))
    changed = update(Post).where(*which).values(wanted=Post.wanted + 1, next_try_at=due, trouble=None)
    return changed.execution_options(synchronize_session=False)


def settle(
    session: Session, post_id: str, version: int, now: datetime, *, ts: str | None, channel: str | None
) -> str | None:
    """Record what was sent, and where; a row that was touched meanwhile is due again at once. Answers whose it is."""
    sent = {"post": post_id, "version": version, "now": now, "at_ts": ts, "in_channel": channel}
    return session.scalar(_settled(), sent)


@cache
def _settled() -> ReturningUpdate[str]:
    """Built once, as it takes longer to put together than to run."""
    again = case((Post.wanted > bindparam("version"), bindparam("now", type_=UtcDateTime())), else_=None)
    done = {"sent": bindparam("version"), "attempts": 0, "trouble": None, "unsure_since": None, "next_try_at": again}
    settled = update(Post).values(done).values(ts=bindparam("at_ts"), channel=bindparam("in_channel"))
    mine = settled.where(Post.id == bindparam("post")).returning(Post.person_id)
    return mine.execution_options(synchronize_session=False)


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When a message that waits may go next, after now."""
    return session.scalar(select(func.min(Post.next_try_at)).where(Post.next_try_at > now))


def unasked(session: Session, person_id: str, since: datetime, until: datetime) -> int:
    """How many messages that they had not asked for came to somebody from `since` on and before `until`."""
    came = select(func.count(Post.id)).where(
        Post.person_id == person_id, Post.unasked_at >= since, Post.unasked_at < until
    )
    return session.scalar(came) or 0


def revive(session: Session, now: datetime) -> None:
    """Try again what stopped because Slack did not accept the token: it may by now."""
    stopped = update(Post).where(Post.trouble.in_(AUTHORIZATION), Post.next_try_at.is_(None))
    session.execute(stopped.values(next_try_at=now))
