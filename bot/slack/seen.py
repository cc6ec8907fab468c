"""What Slack has already told us. Keys only, never content."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.store.base import Base

KEEP = timedelta(days=3)
"""Slack has been seen to replay an event after an hour and may retry for 24: three days is ample."""


class Seen(Base):
    """A delivery that was handled, committed together with its effect."""

    __tablename__ = "seen"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


def first_time(session: Session, key: str, now: datetime) -> bool:
    """Whether this delivery is new. Call it in the transaction that has its effect: both are kept or neither."""
    dialect_insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    row = dialect_insert(Seen).values(key=key[:255], at=now).on_conflict_do_nothing().returning(Seen.key)
    return session.execute(row).scalar() is not None


def forget_old(session: Session, now: datetime) -> None:
    """Drop keys that Slack can no longer send again."""
    session.execute(delete(Seen).where(Seen.at < now - KEEP))


def forget_key(session: Session, key: str) -> None:
    """What was remembered did not happen after all: let it be tried again."""
    session.execute(delete(Seen).where(Seen.key == key[:255]))
