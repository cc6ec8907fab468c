"""Opens the database with the settings that make it safe. Never creates or changes tables."""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from bot.settings import KEY_FOR_TOKENS, Settings, SettingsError, need
from bot.store import ours
from bot.store.keys import KeyFile, Keys, file_beside, parse
from bot.store.types import give_key

Sessions = sessionmaker[Session]
READS = "only_reads"
"""A connection's option: it never writes."""
BUSY_SECONDS = 5
"""So long a transaction waits for those before it."""
ROWS_LOOKED_AT = 100_000
"""Of each index. A thousand, as its documentation has it, is a guess too bad for a million rows of one workspace."""
_TURN = "turn"
PRIMARY = 0xFF
"""Of SQLite's codes, the part that says what kind of error it is: https://www.sqlite.org/rescode.html"""
POSTGRESQL_HANGS = {"connect_timeout": "10", "tcp_user_timeout": "20000"}
"""Seconds to connect, milliseconds without a sign of life: a way that is cut blocks a thread for many minutes else.

libpq's own words, https://www.postgresql.org/docs/current/libpq-connect.html; DATABASE_URL may say others.
"""
WHY_A_KEY = "it encrypts message text; make one with `kickstand new-key`."


def open_engine(settings: Settings) -> Engine:
    """An engine for DATABASE_URL that can read what this installation encrypted.

    Raises SettingsError when the address is malformed or the key is missing, WrongKey when it is malformed.
    """
    url = database_url(settings.database_url)
    keys = _keys(settings)
    # An error of the database must not carry the values of a statement into a log.
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=url.get_backend_name() == "postgresql")
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "do_connect", partial(_make_file, url))
        event.listen(engine, "connect", partial(_prepare_sqlite, is_writable(url)))
        turn = threading.Lock()
        event.listen(engine, "begin", partial(_begin_immediate, turn))
        event.listen(engine, "checkin", lambda _, record: _leave(record.info))
    give_key(engine.dialect, keys)
    return engine


def tidy_log(engine: Engine) -> None:
    """Have SQLite write its write-ahead log into the file and empty it: it still holds what was deleted since.

    Somebody who reads just now keeps it from doing all of it; the next time will.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # a checkpoint needs no open transaction
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


def learn_sizes(engine: Engine) -> None:
    """Have SQLite look how many rows its tables hold, and how alike they are: it picks indexes by that.

    Else it takes any index that begins with the workspace for a good one, and reads all that a workspace has. However
    large the file, those who write wait for a fraction of a second: some rows of each are enough. PostgreSQL does so by
    itself.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()  # a connection hears of it only when it is opened


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that cannot write, and that nobody who writes waits for; it sees one moment of the database."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(**{READS: True}) as connection:
        if sqlite:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield connection
        finally:
            if sqlite:
                connection.exec_driver_sql("PRAGMA query_only=OFF")  # it goes back to the others
            connection.rollback()


def database_url(text: str) -> URL:
    """SQLAlchemy's form of DATABASE_URL: `postgresql://` and `postgres://` mean psycopg 3."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingsError("DATABASE_URL is not an address like sqlite:///kickstand.db or postgresql://...") from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsError(f"DATABASE_URL names {url.drivername}; Kickstand knows sqlite and postgresql.")
    if url.drivername == "sqlite" and not url.database:
        raise SettingsError("DATABASE_URL names no file, so nothing would be kept. Write sqlite:///kickstand.db, say.")
    return url if url.drivername == "sqlite" else url.update_query_dict({**POSTGRESQL_HANGS, **url.query})


def reason(error: BaseException) -> str:
    """What went wrong, in a word: SQLite's name for it (SQLITE_FULL, say), else the error's type. No value, no row."""
    return str(getattr(getattr(error, "orig", error), "sqlite_errorname", type(error).__name__))


def key_file(settings: Settings) -> Path | None:
    """Where the key lies: in this file beside a SQLite file; None: in KICKSTAND_SECRET_KEY.

    Makes the file for a database that is yet to be made. Raises SettingsError when the key is nowhere.
    """
    url = database_url(settings.database_url)
    if settings.serves_several:
        need(settings.kickstand_secret_key, "KICKSTAND_SECRET_KEY", KEY_FOR_TOKENS)
    if settings.kickstand_secret_key or url.get_backend_name() != "sqlite" or not url.database:
        need(settings.kickstand_secret_key, "KICKSTAND_SECRET_KEY", WHY_A_KEY)
        return None
    return file_beside(Path(url.database))


def _keys(settings: Settings) -> Callable[[], Keys]:
    path = key_file(settings)
    if path:
        return KeyFile(path)
    keys = parse(settings.kickstand_secret_key or "")
    return lambda: keys


def _make_file(url: URL, *_: object) -> None:
    """A new file is its owner's alone, and so are those that SQLite puts beside it: they take its mode."""
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        with contextlib.suppress(OSError):  # SQLite says why it cannot be opened
            ours.make(Path(url.database))


def is_writable(url: URL) -> bool:
    """Whether the folder of a SQLite file can be written: its log lies there, so SQLite cannot even read without."""
    return os.access(Path(str(url.database)).absolute().parent, os.W_OK)


def _prepare_sqlite(writable: bool, connection: Any, _record: object) -> None:
    # Write-ahead log and FULL: an acknowledged message survives power loss. Busy time-out: writers queue.
    # Secure delete: what was deleted is overwritten, not only let go of.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    _write_ahead(cursor, writable)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: Any, writable: bool) -> None:
    """SQLite does not let two processes wait for each other here: one of those that open a new file at once fails."""
    for _ in range(250):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_READONLY or not writable:
                raise  # waiting makes nothing of that
        time.sleep(0.02)
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_immediate(turn: threading.Lock, connection: Connection) -> None:
    """SQLite's deferred transactions lose concurrent updates without an error: one after the other.

    Threads of this process queue for it. SQLite alone lets each look again after a while, and under load some wait for
    longer than its time-out.
    """
    if connection.get_execution_options().get(READS):  # who only reads need not wait for writers
        connection.exec_driver_sql("BEGIN")
        return
    if _TURN not in connection.info and turn.acquire(timeout=BUSY_SECONDS):
        connection.info[_TURN] = turn
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _leave(connection.info)
        raise


def _leave(info: dict[Any, Any]) -> None:
    """Let the next one write: the connection goes back to the others."""
    held = info.pop(_TURN, None)
    if held:
        held.release()
