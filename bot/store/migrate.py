"""Brings the database to the shape this version needs, and says whether it has it. Backs a SQLite file up first.

Alembic is imported when there is something to migrate: a tenth of a second and eight megabytes at each start otherwise.
"""

from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, Engine, column, inspect, select, table

from bot.settings import SettingsError
from bot.store.backup import copy
from bot.store.engine import learn_sizes
from bot.store.lock import alone

if TYPE_CHECKING:
    from alembic.config import Config

PACKAGE = Path(__file__).resolve().parent.parent
_REVISION = table("alembic_version", column("version_num"))

NEWER = "The database was written by a newer version of Kickstand. Install that version."


class Shape(StrEnum):
    """How a database stands to this version of the program."""

    EMPTY = "empty"
    OLD = "old"
    CURRENT = "current"
    UNKNOWN = "unknown"


class Upgraded(NamedTuple):
    """What the database was, and where its copy from before lies: the way back of a SQLite file, if one was made."""

    before: Shape
    copy: Path | None


def folder() -> Path:
    """Where the migrations lie: inside an installed package, or beside it in a checkout."""
    return next(path for path in (PACKAGE / "migrations", PACKAGE.parent / "migrations") if (path / "env.py").exists())


def config(engine: Engine) -> "Config":
    """Alembic's configuration for this engine; no file is read."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(folder()).replace("%", "%%"))
    found.attributes["engine"] = engine
    return found


@cache
def revisions() -> tuple[str, ...]:
    """Those that this version knows, the newest last: a migration's file begins with its number."""
    return tuple(sorted(path.name[:4] for path in (folder() / "versions").glob("[0-9]*.py")))


def is_current(connection: Connection) -> bool:
    """Whether the database has this version's shape: `shape` in short, for those who ask often."""
    return _revision(connection) == revisions()[-1]


def shape(engine: Engine) -> Shape:
    """Compare the database's revision with the newest one."""
    with engine.connect() as connection:
        now = _revision(connection)
    if now is None:
        return Shape.EMPTY
    if now == revisions()[-1]:
        return Shape.CURRENT
    return Shape.OLD if now in revisions() else Shape.UNKNOWN


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_REVISION.name):
        return None
    found: str | None = connection.scalar(select(_REVISION.c.version_num))
    return found


def upgrade(engine: Engine, now: datetime) -> Upgraded:
    """Migrate to the newest revision. Of several processes at once one does it, the others wait and find it done.

    Raises SettingsError for a database that a newer version wrote, and when another process takes ten minutes.
    """
    with alone(engine):
        before = shape(engine)
        if before == Shape.UNKNOWN:
            raise SettingsError(NEWER)
        copied = _back_up(engine, now) if before == Shape.OLD else None
        if before != Shape.CURRENT:
            from alembic import command

            command.upgrade(config(engine), "head")
        if before == Shape.OLD:
            learn_sizes(engine)
        return Upgraded(before, copied)


def _back_up(engine: Engine, now: datetime) -> Path | None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    path = Path(engine.url.database)
    to = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%S}")
    copy(path, to)
    return to
