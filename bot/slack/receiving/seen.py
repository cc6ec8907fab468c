"""What Slack has already told us. Keys only, never content."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.store.base import Base
from bot.store.insert import insert_if_new, insert_new
from bot.store.workspace import OwnedKey

KEEP = timedelta(days=3)
"""Slack has been seen to replay an event after an hour and may retry for 24: three days is ample."""


class Seen(OwnedKey, Base):
    """A delivery that was handled, committed together with its effect.

    `done` is False while something is under way that Slack alone keeps (see `once`): since `at`.
    """

    __tablename__ = "seen"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    done: Mapped[bool] = mapped_column(default=True)


def first_time(session: Session, key: str, now: datetime, *, done: bool = True) -> bool:
    """Whether this delivery is new. Call it in the transaction that has its effect: both are kept or neither."""
    return insert_if_new(session, Seen, key=key[:255], at=now, done=done)


def all_new(session: Session, keys: Sequence[str], now: datetime) -> bool:
    """The same of a delivery with several marks: whether none of them is known."""
    return insert_new(session, Seen, [{"key": key[:255], "at": now, "done": True} for key in keys]) == len(keys)


def was_seen(session: Session, key: str) -> bool:
    """Whether this was handled before."""
    found = session.get(Seen, key[:255])
    return found is not None and found.done


def forget_old(session: Session, now: datetime) -> None:
    """Drop keys that cannot come again: neither from Slack nor, with `now` at its beginning, from a gap."""
    session.execute(delete(Seen).where(Seen.at < now - KEEP), execution_options={"every_workspace": True})


def newest(session: Session) -> datetime | None:
    """When Slack last told us anything in this workspace."""
    return session.scalar(select(func.max(Seen.at)))
