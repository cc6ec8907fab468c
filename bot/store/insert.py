"""Writes rows unless another process was quicker. The one thing that SQLite and PostgreSQL spell differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from bot.store.base import Base


def insert_if_new(session: Session, kind: type[Base], **values: Any) -> bool:
    """Write this row; False, and nothing is changed, when its key is there already."""
    return insert_new(session, kind, [values]) == 1


def insert_new(session: Session, kind: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Write those of these rows whose key is not there yet, in one statement; how many they are.

    Past the ORM, which knows nothing more of them and takes four times as long.
    """
    session.flush()
    table = kind.metadata.tables[kind.__tablename__]
    statement = _insert(session)(table).on_conflict_do_nothing().returning(*table.primary_key)
    return len(session.connection().execute(statement, rows).all())


def _insert(session: Session) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # loaded with its engine, and large for those who have none

    return postgresql.insert
