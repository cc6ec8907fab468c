"""Opens the database with the settings that make it safe. Never creates or changes tables."""

import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from bot.settings import Settings, SettingsError, need
from bot.store.types import give_key

Sessions = sessionmaker[Session]


def open_engine(settings: Settings) -> Engine:
    """An engine for DATABASE_URL that can read what this installation encrypted.

    Raises SettingsError when the address or the key is missing or malformed.
    """
    url = database_url(settings.database_url)
    engine = create_engine(url, pool_pre_ping=url.get_backend_name() == "postgresql")
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    give_key(engine.dialect, _key(settings, url))
    return engine


def database_url(text: str) -> URL:
    """SQLAlchemy's form of DATABASE_URL: `postgresql://` and `postgres://` mean psycopg 3."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingsError("DATABASE_URL is not an address like sqlite:///kickstand.db or postgresql://...") from None
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsError(f"DATABASE_URL names {url.drivername}; Kickstand knows sqlite and postgresql.")
    return url


def _key(settings: Settings, url: URL) -> str:
    if settings.kickstand_secret_key or url.get_backend_name() != "sqlite" or not url.database:
        why = "it encrypts message text; make one with `kickstand new-key`."
        return need(settings.kickstand_secret_key, "KICKSTAND_SECRET_KEY", why)
    return _key_file(Path(url.database).with_suffix(".key"))


def _key_file(path: Path) -> str:
    """The key beside a SQLite file, made on first use and readable by its owner only."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(Fernet.generate_key().decode())
    except FileExistsError:
        pass
    except OSError as error:
        raise SettingsError(f"The folder of DATABASE_URL cannot be written: {error.strerror}.") from None
    return path.read_text().strip()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Write-ahead log and FULL: an acknowledged message survives power loss. Busy time-out: writers queue.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    # SQLite's deferred transactions lose concurrent updates without an error.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
