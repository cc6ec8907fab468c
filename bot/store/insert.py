"""Writes a row unless another process was quicker. The one thing that SQLite and PostgreSQL spell differently."""

from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from bot.store.base import Base


def insert_if_new(session: Session, kind: type[Base], **values: Any) -> bool:
    """Write this row; False, and nothing is changed, when its key is there already."""
    first = next(iter(kind.__table__.primary_key))
    row = _insert(session)(kind).values(values).on_conflict_do_nothing().returning(first)
    return session.execute(row).scalar() is not None


def _insert(session: Session) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # loaded with its engine, and large for those who have none

    return postgresql.insert
