"""Brings the database to the shape this version needs, and says whether it has it. Backs a SQLite file up first."""

import shutil
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

PACKAGE = Path(__file__).resolve().parent.parent


class Shape(StrEnum):
    """How a database stands to this version of the program."""

    EMPTY = "empty"
    OLD = "old"
    CURRENT = "current"
    UNKNOWN = "unknown"


def folder() -> Path:
    """Where the migrations lie: inside an installed package, or beside it in a checkout."""
    return next(path for path in (PACKAGE / "migrations", PACKAGE.parent / "migrations") if (path / "env.py").exists())


def config(engine: Engine) -> Config:
    """Alembic's configuration for this engine; no file is read."""
    found = Config()
    found.set_main_option("script_location", str(folder()).replace("%", "%%"))
    found.attributes["engine"] = engine
    return found


def shape(engine: Engine) -> Shape:
    """Compare the database's revision with the newest one."""
    scripts = ScriptDirectory.from_config(config(engine))
    with engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
    if now is None:
        return Shape.EMPTY
    if now == scripts.get_current_head():
        return Shape.CURRENT
    return Shape.OLD if now in {each.revision for each in scripts.walk_revisions()} else Shape.UNKNOWN


def upgrade(engine: Engine, now: datetime) -> Path | None:
    """Migrate to the newest revision. Answers where the copy of a SQLite file lies that was made before, if one was.

    SQLite cannot roll a migration back half way: the copy is the way back.
    """
    copy = _back_up(engine, now) if shape(engine) == Shape.OLD else None
    command.upgrade(config(engine), "head")
    return copy


def _back_up(engine: Engine, now: datetime) -> Path | None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    path = Path(engine.url.database)
    copy = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%S}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # a checkpoint needs no open transaction
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    shutil.copy2(path, copy)
    return copy
