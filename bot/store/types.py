"""Column types that keep promises: moments are aware UTC, private text is encrypted. Never ask the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.store.keys import Keys, WrongKey

_SOURCE = "kickstand_keys"
OTHER_KEY = (
    "What is stored was written with another key. Set KICKSTAND_SECRET_KEY to that one (or to several, the newest "
    "first, separated by commas), or bring back the key file that lay beside the database."
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC. Refuses naive values: SQLite would bring them back hours off."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was given to the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Encrypted(TypeDecorator[str]):
    """Text that only this installation's key can read. The engine carries the key (see `give_key`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keys_of(dialect).every.encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else decrypt(value, keys_of(dialect))


def give_key(dialect: Any, source: Callable[[], Keys]) -> None:
    """Let an engine's dialect encrypt and decrypt. `source` is asked every time: the keys may change meanwhile."""
    setattr(dialect, _SOURCE, source)


def keys_of(dialect: Dialect) -> Keys:
    """The keys of an engine at this moment. Raises WrongKey when it was opened without."""
    source = getattr(dialect, _SOURCE, None)
    if source is None:
        raise WrongKey("This engine was opened without a key.")
    found: Keys = source()
    return found


def decrypt(value: str, keys: Keys) -> str:
    """The words behind a stored value. Raises WrongKey when none of the keys wrote it."""
    try:
        return keys.every.decrypt(value.encode()).decode()
    except InvalidToken:
        raise WrongKey(OTHER_KEY) from None
