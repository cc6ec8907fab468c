"""Lets one process at a time change a database as a whole. Both locks end with the process that holds them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from bot.settings import SettingsError
from bot.store import ours

PATIENCE = timedelta(minutes=10)
_NUMBER = 7_402_653_201
"""PostgreSQL's advisory locks are numbers. Any will do, as long as every version uses the same."""
_BUSY = "Another Kickstand is changing this database just now. Try again when it is done."


@contextmanager
def alone(engine: Engine, patience: timedelta = PATIENCE) -> Iterator[None]:
    """Hold the database for one big change; everyday reading and writing go on.

    Raises SettingsError when somebody else holds it for longer than `patience`.
    """
    if engine.dialect.name == "postgresql":
        with _on_server(engine, patience):
            yield
    elif engine.url.database and engine.url.database != ":memory:":
        with beside(Path(engine.url.database), patience):
            yield
    else:
        yield


@contextmanager
def beside(database: Path, patience: timedelta = PATIENCE) -> Iterator[None]:
    """The same for a SQLite file, which need not be there yet. An empty file `NAME.lock` stays behind.

    Not the database's own lock: that one ends with every transaction, and a migration may need several. SQLite locks
    the second file as well, in its own way: on every system, and until the process ends, however it ends.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        ours.make(path)
        connection = sqlite3.connect(path, timeout=patience.total_seconds(), isolation_level=None)
    except (OSError, sqlite3.OperationalError):
        raise SettingsError("The folder of DATABASE_URL cannot be written.") from None
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise SettingsError(_BUSY) from None
            raise SettingsError("The folder of DATABASE_URL cannot be written.") from None
        yield


@contextmanager
def _on_server(engine: Engine, patience: timedelta) -> Iterator[None]:
    """A lock of a transaction, not of a session: poolers like PgBouncer hand a session to somebody else in between."""
    with engine.connect() as connection:
        milliseconds = int(patience.total_seconds() * 1000)
        connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        try:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _NUMBER})
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") == "55P03":  # lock_not_available
                raise SettingsError(_BUSY) from None
            raise
        yield
