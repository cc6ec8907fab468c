"""The bot's conversation with each person: its channel, how soon it may be written in again, what may be missing.

Rows only; never calls Slack.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, String, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.base import Base
from bot.store.insert import insert_if_new
from bot.store.types import UtcDateTime
from bot.store.workspace import OwnedKey

PACE = timedelta(seconds=1)
"""Slack takes one message a second in a conversation: https://docs.slack.dev/apis/web-api/rate-limits"""

LONGEST_TURN, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
"""No wait of ours is longer, for a turn in a conversation or for Slack. What claims to be was written by a clock that
ran ahead, and does not count."""


class Moments(NamedTuple):
    """What times of rows are compared with; in a statement that is built once, names for them."""

    now: datetime | BindParameter[datetime]
    in_a_turn: datetime | BindParameter[datetime]
    in_a_wait: datetime | BindParameter[datetime]


def at(now: datetime) -> Moments:
    """Those of this moment."""
    return Moments(now, now + LONGEST_TURN, now + LONGEST_WAIT)


def named() -> Moments:
    """Names for them, in a statement that is built once and asked with `at(now)._asdict()`."""
    return Moments(*(bindparam(name, type_=UtcDateTime()) for name in Moments._fields))


class Conversation(OwnedKey, Base):
    """The bot's conversation with one person.

    `next_post_at`: no message goes there before. `look_back_to`: since then messages may have been missed.
    """

    __tablename__ = "conversation"

    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str | None] = mapped_column(String(32))
    next_post_at: Mapped[datetime | None]
    look_back_to: Mapped[datetime | None] = mapped_column(index=True)


class Pause(OwnedKey, Base):
    """Slack asked for patience: this method is not called for this workspace before `until`."""

    __tablename__ = "pause"

    method: Mapped[str] = mapped_column(String(80), primary_key=True)
    until: Mapped[datetime]


def with_person(session: Session, person_id: str) -> Conversation:
    """The conversation with somebody; made when there is none yet."""
    found = session.get(Conversation, person_id)
    if found is None:
        insert_if_new(session, Conversation, person_id=person_id)
        found = session.get_one(Conversation, person_id)
    return found


def take_turn(session: Session, person_id: str, now: datetime, pace: timedelta) -> bool:
    """Have the next message in this conversation, if nobody else has; the one after it comes `pace` later."""
    asked = at(now)._asdict() | {"person": person_id, "until": now + pace}
    is_mine = session.scalar(_turn(), asked) is not None
    return is_mine or insert_if_new(session, Conversation, person_id=person_id, next_post_at=now + pace)


@cache
def _turn() -> ReturningUpdate[str]:
    """Built once; wants Moments, `person` and `until`."""
    mine = update(Conversation).where(Conversation.person_id == bindparam("person"), is_free(named()))
    taken = mine.values(next_post_at=bindparam("until")).returning(Conversation.person_id)
    return taken.execution_options(synchronize_session=False)


def is_free(at: Moments) -> ColumnElement[bool]:
    """Whether a conversation may be written in."""
    next_one = Conversation.next_post_at
    return or_(next_one.is_(None), next_one <= at.now, next_one > at.in_a_turn)


def note_channel(session: Session, person_id: str, channel: str) -> None:
    """Remember where somebody writes to the bot."""
    found = with_person(session, person_id)
    if found.channel != channel:
        found.channel = channel


def pause(session: Session, method: str, until: datetime) -> None:
    """Leave this method alone until then."""
    if not insert_if_new(session, Pause, method=method, until=until):
        session.execute(update(Pause).where(Pause.method == method).values(until=until))


def is_paused(at: Moments) -> ColumnElement[bool]:
    """Whether a pause still counts."""
    return and_(Pause.until > at.now, Pause.until <= at.in_a_wait)


def look_back(session: Session, since: datetime) -> None:
    """In every conversation messages may have been missed since then; a longer gap that is still open stays."""
    known = select(Conversation).where(Conversation.channel.is_not(None))
    for conversation in session.scalars(known):
        conversation.look_back_to = min(conversation.look_back_to or since, since)


def oldest_gap(session: Session) -> datetime | None:
    """Since when messages may be missing in any workspace."""
    query = select(func.min(Conversation.look_back_to))
    return session.scalar(query, execution_options={"every_workspace": True})


class Gap(NamedTuple):
    """A conversation in which messages may have been missed since then."""

    workspace_id: str
    person_id: str
    channel: str
    since: datetime


def next_gap(session: Session, now: datetime) -> Gap | None:
    """One conversation of any workspace that is to be looked through; none while Slack asked for patience."""
    found = session.execute(_any_gap(), at(now)._asdict(), execution_options={"every_workspace": True}).first()
    return Gap(*found) if found else None  # type: ignore[arg-type]  # rows that lack a value were not asked for


@cache
def _any_gap() -> Select[str, str, str | None, datetime | None]:
    """Built once; wants Moments. By chance: one that fails, or that another process is at, holds up no other."""
    busy = exists().where(
        Pause.workspace_id == Conversation.workspace_id, Pause.method == "conversations.history", is_paused(named())
    )
    query = select(
        Conversation.workspace_id, Conversation.person_id, Conversation.channel, Conversation.look_back_to
    ).where(Conversation.look_back_to.is_not(None), Conversation.channel.is_not(None), ~busy)
    return query.order_by(func.random()).limit(1)


def looked(session: Session, person_id: str, since: datetime) -> None:
    """What was missed since then is handled; a gap that was noticed meanwhile stays."""
    done = update(Conversation).where(Conversation.person_id == person_id, Conversation.look_back_to == since)
    session.execute(done.values(look_back_to=None))
