"""Writes `.env`, which the settings read: one line at a time, for its owner's eyes alone. Never touches other lines."""

from collections.abc import Iterator
from contextlib import contextmanager

from dotenv import set_key, unset_key

from bot.settings import FILE, SettingsError

ONLY_OURS = 0o600


def put(name: str, value: str) -> None:
    """Have the file say this of one setting. Raises SettingsError when it cannot be written."""
    with _for_us_alone():
        set_key(FILE, name, value, quote_mode="never", follow_symlinks=True)


def take_out(name: str) -> None:
    """Have the file say nothing of one setting. Raises SettingsError when it cannot be written."""
    with _for_us_alone():
        unset_key(FILE, name, follow_symlinks=True)


@contextmanager
def _for_us_alone() -> Iterator[None]:
    """A new file is made for its owner alone, and one that is there already becomes so before it is written."""
    try:
        FILE.touch(ONLY_OURS)
        FILE.chmod(ONLY_OURS)
        yield
    except OSError as error:
        raise SettingsError(f"{FILE.absolute()} cannot be written: {error.strerror}.") from None
