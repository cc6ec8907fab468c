"""The base class of every table, with the naming convention that SQLite migrations need. Holds no table itself."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import DeclarativeBase

from bot.store.types import UtcDateTime

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Moments are UtcDateTime and closed vocabularies are stored by value, without being told."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        StrEnum: Enum(
            StrEnum, native_enum=False, length=24, values_callable=lambda kind: [item.value for item in kind]
        ),
    }


def new_id() -> str:
    """An opaque id: random, so that it tells nobody anything."""
    return uuid4().hex
