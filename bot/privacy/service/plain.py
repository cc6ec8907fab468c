"""Tables of which one rule says it all: shown to whom it is about, erased with them, expired after its time."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, delete, inspect, or_, select, update
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from bot.privacy.rules import Keep
from bot.privacy.service.erasing import NOBODY, Leaving
from bot.privacy.service.expiring import batch, delete_rows
from bot.privacy.service.showing import Json, row, rows

Show = Callable[[Session, str], Json]
Expire = Callable[[Session, Keep], int]
Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def shows(title: str, model: type[DeclarativeBase], *mine: Column, but: Sequence[str] = ()) -> Show:
    """Rows in which somebody stands in one of these columns, whole, or without the columns `but`."""

    def show(session: Session, who: str) -> Json:
        where = or_(*(column == who for column in mine))
        if not but:
            return {title: rows(session, model, where)}
        names = [column.key for column in inspect(model).column_attrs if column.key not in {"workspace_id", *but}]
        found = session.scalars(select(model).where(where).order_by(*inspect(model).primary_key))
        return {title: [row(each, *names) for each in found]}

    return show


def erases(*mine: Column, nobody: Sequence[Column] = ()) -> Callable[[Session, Leaving], None]:
    """Rows in which somebody stands in one of these columns go; elsewhere nobody stands in their place."""

    def erase(session: Session, leaving: Leaving) -> None:
        for column in mine:
            session.execute(delete(column.class_).where(column == leaving.person_id))
        for column in nobody:
            session.execute(update(column.class_).where(column == leaving.person_id).values({column.key: NOBODY}))

    return erase


def expires(key: InstrumentedAttribute[str], when: Callable[[Keep], ColumnElement[bool]]) -> Expire:
    """Rows of which this is true."""

    def expire(session: Session, keep: Keep) -> int:
        return delete_rows(session, key, batch(session, select(key).where(when(keep))))

    return expire


def stays(session: Session, keep: Keep) -> int:
    """What holds until somebody changes it goes with them only."""
    return 0
