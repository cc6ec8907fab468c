"""The keys that encrypt what is stored: from the settings, or from a file beside SQLite. Never shows one.

new,older,oldest     Fernet keys separated by commas; the first encrypts, all decrypt
"""

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet, MultiFernet

from bot.settings import SettingsError
from bot.store.lock import beside


class WrongKey(Exception):
    """The key is not one that Fernet accepts, or it is not the one this database was written with."""


class Keys(NamedTuple):
    """The newest key, which encrypts, and all of them together, which decrypt."""

    newest: Fernet
    every: MultiFernet


def parse(text: str, where: str = "KICKSTAND_SECRET_KEY") -> Keys:
    """Raises WrongKey, naming `where` the keys come from, for one that is malformed."""
    try:
        keys = [Fernet(each.strip()) for each in text.split(",")]
    except ValueError:
        raise WrongKey(f"{where} must be a key that `kickstand new-key` made.") from None
    return Keys(keys[0], MultiFernet(keys))


class KeyFile:
    """The keys in a file, read again whenever it changes: whoever runs writes with a new key as soon as it is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen, self._keys = _stamp(path), parse(path.read_text(), str(path))

    def __call__(self) -> Keys:
        """What the file holds now; what it held before while it cannot be read."""
        try:
            now = _stamp(self.path)
            if now != self._seen:
                self._keys = parse(self.path.read_text(), str(self.path))
                self._seen = now
        except (OSError, WrongKey):
            pass
        return self._keys


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def file_beside(database: Path) -> Path:
    """The key file of a SQLite file, made with the database and readable by its owner only.

    Raises SettingsError when the database is there without its key: a new one could not read it.
    """
    path = database.with_suffix(".key")
    if path.exists():
        return path
    with beside(database):
        if path.exists():
            return path
        if database.exists() and database.stat().st_size:
            raise SettingsError(
                f"{database} is there, but not its key {path}. Bring that file back, or set KICKSTAND_SECRET_KEY."
            )
        _write(path, Fernet.generate_key().decode())
    return path


def held(path: Path) -> list[str]:
    """The keys in the file, the newest first."""
    return [each.strip() for each in path.read_text().split(",")]


def add_newest(path: Path) -> None:
    """Put a new key in front of those in the file."""
    _write(path, ",".join([Fernet.generate_key().decode(), *held(path)]))


def keep_newest(path: Path, now: datetime) -> Path:
    """Take all but the newest key out of the file. Answers the file beside it in which the others lie from now on."""
    newest, *older = held(path)
    aside = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%S}")
    _write(aside, ",".join(older))
    _write(path, newest)
    return aside


def _write(path: Path, text: str) -> None:
    """Whole or not at all, also when the power fails; for its owner only."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise SettingsError(f"The folder of DATABASE_URL cannot be written: {error.strerror}.") from None
