"""Column types that keep promises: moments are aware UTC, private text is encrypted. Never ask the clock."""

from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

_CIPHER = "kickstand_cipher"


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
        return None if value is None else _cipher(dialect).encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _cipher(dialect).decrypt(value.encode()).decode()


class WrongKey(Exception):
    """The key is not one that Fernet accepts, or it is not the one this database was written with."""


def give_key(dialect: Any, keys: str) -> None:
    """Let an engine's dialect encrypt and decrypt. `keys`: Fernet keys separated by commas, the newest first.

    Raises WrongKey for a malformed key.
    """
    try:
        cipher = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
    except ValueError:
        raise WrongKey("KICKSTAND_SECRET_KEY must be a key that `kickstand new-key` made.") from None
    setattr(dialect, _CIPHER, cipher)


def _cipher(dialect: Dialect) -> MultiFernet:
    cipher = getattr(dialect, _CIPHER, None)
    if not isinstance(cipher, MultiFernet):
        raise WrongKey("This engine was opened without a key.")
    return cipher


__all__ = ["Encrypted", "InvalidToken", "UtcDateTime", "WrongKey", "give_key"]
