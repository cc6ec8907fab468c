"""Writes a row unless another process was quicker. The one thing that SQLite and PostgreSQL spell differently."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.store.base import Base


def insert_if_new(session: Session, kind: type[Base], **values: Any) -> bool:
    """Write this row; False, and nothing is changed, when its key is there already."""
    dialect_insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    first = next(iter(kind.__table__.primary_key))
    row = dialect_insert(kind).values(values).on_conflict_do_nothing().returning(first)
    return session.execute(row).scalar() is not None
