"""Everything that is stored encrypted, in whatever table: counted, and written anew with the newest key. Shows no word.

May run beside a running Kickstand, and again after it was broken off: what has the newest key already is left alone.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cryptography.fernet import InvalidToken
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from bot.store.keys import Keys, WrongKey
from bot.store.types import OTHER_KEY, Encrypted, keys_of

BATCH = 200
"""Rows in one transaction: other writers wait for a fraction of a second."""
ROUNDS = 5
"""How often to look for what others wrote with an older key, or held, meanwhile."""


class Count(NamedTuple):
    """How many texts there are, how many need an older key, and how many none of the keys can read."""

    stored: int
    old: int
    unreadable: int


def columns(tables: MetaData) -> dict[Table, list[Column[Any]]]:
    """The encrypted columns of each table that has any."""
    found = {
        table: [each for each in table.columns if isinstance(each.type, Encrypted)] for table in tables.tables.values()
    }
    return {table: own for table, own in found.items() if own}


def check_key(engine: Engine, tables: MetaData) -> None:
    """Raises WrongKey when a stored text (one of each column is tried) cannot be read."""
    keys = keys_of(engine.dialect)
    with engine.connect() as connection:
        for own in columns(tables).values():
            for column in own:
                one = select(type_coerce(column, Text)).where(column.is_not(None)).limit(1)
                value = connection.scalar(one.execution_options(every_workspace=True))
                if value is not None and _newer(keys, value) is None:
                    raise WrongKey(OTHER_KEY)


def rotate(engine: Engine, tables: MetaData) -> tuple[int, Count]:
    """Write everything with the newest key. Answers how many texts were written anew, and how things stand now."""
    written = 0
    for _ in range(ROUNDS):
        for table, own in columns(tables).items():
            written += _rotate_table(engine, table, own)
        now = count(engine, tables)
        if not now.old:
            break
    return written, now


def count(engine: Engine, tables: MetaData) -> Count:
    """Look at every stored text; changes nothing."""
    keys = keys_of(engine.dialect)
    stored = old = unreadable = 0
    for table, own in columns(tables).items():
        for row in _rows(engine, table, own):
            for value in _values(table, row):
                newer = _newer(keys, value) if value else ""
                stored += value is not None
                unreadable += newer is None
                old += bool(newer)
    return Count(stored, old, unreadable)


def _newer(keys: Keys, value: str) -> str | None:
    """The same text under the newest key; empty: it has it already; None: no key can read it."""
    try:
        keys.newest.decrypt(value.encode())
    except InvalidToken:
        pass
    else:
        return ""
    try:
        return keys.every.rotate(value.encode()).decode()
    except InvalidToken:
        return None


def _rotate_table(engine: Engine, table: Table, own: list[Column[Any]]) -> int:
    written, last = 0, None
    while True:
        with engine.begin() as connection:
            # Rows are held while they are read and written, so that no newer words are lost. What somebody else holds
            # is left for the next round: waiting for it could tie a knot that the database cuts.
            query = _page(table, own, last).with_for_update(key_share=True, skip_locked=True)
            rows = connection.execute(query).all()
            written += sum(_rewrite(connection, table, own, row) for row in rows)
        if not rows:
            return written
        last = rows[-1]


def _rewrite(connection: Connection, table: Table, own: list[Column[Any]], row: Row[Any]) -> int:
    """Answers how many texts of this row were written anew."""
    keys = keys_of(connection.dialect)
    newer = {column: _newer(keys, value) for column, value in zip(own, _values(table, row), strict=True) if value}
    changes = {column: literal(value, Text()) for column, value in newer.items() if value}
    if changes:
        here = (key == value for key, value in zip(table.primary_key, row, strict=False))
        connection.execute(update(table).where(*here).values(changes))
    return len(changes)


def _rows(engine: Engine, table: Table, own: list[Column[Any]]) -> Iterator[Row[Any]]:
    last = None
    while True:
        with engine.connect() as connection:
            rows = connection.execute(_page(table, own, last)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1]


def _page(table: Table, own: list[Column[Any]], last: Row[Any] | None) -> Select[Any]:
    """The next rows after `last`: the primary key, then each encrypted column as it lies in the database."""
    keys = list(table.primary_key)
    query = select(*keys, *(type_coerce(each, Text) for each in own)).where(or_(*(each.is_not(None) for each in own)))
    if last is not None:
        after = [literal(value, key.type) for key, value in zip(keys, last, strict=False)]
        query = query.where(tuple_(*keys) > tuple_(*after))
    return query.order_by(*keys).limit(BATCH).execution_options(every_workspace=True)


def _values(table: Table, row: Row[Any]) -> Sequence[str | None]:
    return row[len(table.primary_key) :]
