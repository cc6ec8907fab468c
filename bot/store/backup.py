"""Copies a SQLite file while others read and write it. Never overwrites anything, never needs the key."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.settings import SettingsError
from bot.store import ours


def copy(database: Path, to: Path) -> None:
    """A copy as of one moment, in one file that is whole or not there at all, and readable by its owner alone.

    Raises SettingsError when there is nothing to copy, or `to` is there already or cannot be written.
    """
    if not database.exists():
        raise SettingsError(f"There is no database at {database}.")
    if to.exists():
        raise SettingsError(f"{to} is there already. Name a file that is not.")
    part = to.with_name(f"{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        ours.make(part)  # SQLite writes into an empty file as into none
        _copy(database, part)
        part.replace(to)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise SettingsError(f"The copy {to} could not be made: {error}.") from None


def _copy(database: Path, part: Path) -> None:
    # Copying the file itself would miss what still lies in its write-ahead log, and tear what is being written.
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", (str(part),))
    with closing(sqlite3.connect(part)) as made:
        said = made.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise OSError(said)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
