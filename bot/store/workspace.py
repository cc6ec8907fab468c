"""Whose rows a session sees. Every row carries its workspace, and no statement about rows runs without one.

    with inside("T0123"):                    # everything in here is about this workspace
        with sessions.begin() as session:    # reads, changes and writes its rows only
            session.get(Person, "U1")        # keys are given without the workspace

What looks across workspaces (which request falls due next?) says so: `.execution_options(every_workspace=True)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, MetaData, String, Table, delete, event, insert, literal, select, update
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.sql.visitors import iterate

_inside: ContextVar[str | None] = ContextVar("workspace", default=None)


class NoWorkspace(Exception):
    """A row was asked for or written without saying whose it is: a fault of the program, never of a person."""


def current() -> str:
    """The workspace that everything here is about. Raises NoWorkspace outside any."""
    found = _inside.get()
    if found is None:
        raise NoWorkspace("this needs `with inside(workspace_id)` around it")
    return found


def here() -> str | None:
    """The workspace that this is about, where it is about one."""
    return _inside.get()


@contextmanager
def inside(workspace_id: str) -> Iterator[None]:
    """Everything within is about this workspace: a team (T...) or, installed for a whole organisation, that (E...)."""
    token = _inside.set(workspace_id)
    try:
        yield
    finally:
        _inside.reset(token)


class Owned:
    """A row of one workspace. Where Slack's own ids are the key, it is part of that: see `OwnedKey`."""

    @declared_attr
    def workspace_id(cls) -> Mapped[str]:
        """Slack's ids are unique within a workspace only."""
        return mapped_column(String(32), default=current, sort_order=-1)


class OwnedKey(Owned):
    """A row of one workspace, found by (workspace, ...)."""

    @declared_attr
    def workspace_id(cls) -> Mapped[str]:
        """The first part of the primary key."""
        return mapped_column(String(32), primary_key=True, default=current, sort_order=-1)


class ReadOnce:
    """A row that one session reads once, however often it is asked for: it hardly ever changes, and all ask for it."""


class WorkspaceSession(Session):
    """A session that finds rows of the current workspace by their key within it."""

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        """As in SQLAlchemy (`get_one` too); the key is given without the workspace."""
        if issubclass(entity, OwnedKey):  # the key says whose it is
            how["execution_options"] = {"every_workspace": True, **how.get("execution_options", {})}
        return super().get(entity, _key(entity, ident), **how)


def sessions_on(engine: Engine) -> sessionmaker[Session]:
    """What opens sessions; see the top of this module."""
    maker: sessionmaker[Session] = sessionmaker(engine, class_=WorkspaceSession, expire_on_commit=False)
    event.listen(maker, "do_orm_execute", _only_ours)
    event.listen(maker, "loaded_as_persistent", _keep)
    return maker


def _keep(session: Session, row: object) -> None:
    """A session forgets a row that nobody holds on to, and would read it anew."""
    if isinstance(row, ReadOnce):
        session.info.setdefault(ReadOnce, []).append(row)


def rename(session: Session, metadata: MetaData, before: str, after: str) -> None:
    """Give every row of one workspace to another: it was written before anybody knew whose it is."""
    owned = [table for table in metadata.sorted_tables if "workspace_id" in table.c]
    parents = [table for table in owned if any(_refers(other, table) for other in owned)]
    for table in parents:
        values = [literal(after) if column.name == "workspace_id" else column for column in table.c]
        session.execute(insert(table).from_select(list(table.c), select(*values).where(table.c.workspace_id == before)))
    for table in owned:
        if table not in parents:
            session.execute(update(table).where(table.c.workspace_id == before).values(workspace_id=after))
    for table in reversed(parents):
        session.execute(delete(table).where(table.c.workspace_id == before))


def _refers(other: Table, table: Table) -> bool:
    return any(key.column is table.c.workspace_id for key in other.foreign_keys)


def _key(entity: Any, ident: Any) -> Any:
    if not issubclass(entity, OwnedKey):
        return ident
    return (current(), *ident) if isinstance(ident, tuple) else (current(), ident)


def _mentioned(statement: Any) -> Iterator[Any]:
    """The mapped classes of a statement that selects none of their columns: `select(count()).select_from(Person)`."""
    parts: Iterator[Any] = iterate(statement)
    found = (part._annotations.get("parententity") for part in parts)
    return (each.mapper for each in found if each is not None)


def _only_ours(state: ORMExecuteState) -> None:
    if state.is_insert or state.execution_options.get("every_workspace"):
        return
    if not _is_about_owned(state):
        return
    state.statement = state.statement.options(_rows_of(current()))


def _is_about_owned(state: ORMExecuteState) -> bool:
    first = state.bind_mapper  # nearly always one; to ask for all of them takes a tenth of the time of a statement
    if first is not None and issubclass(first.class_, Owned):
        return True
    return any(issubclass(each.class_, Owned) for each in state.all_mappers or _mentioned(state.statement))


@lru_cache(maxsize=1000)
def _rows_of(workspace_id: str) -> LoaderCriteriaOption:
    # What is loaded later on comes by here itself.
    return with_loader_criteria(
        Owned, lambda row: row.workspace_id == workspace_id, include_aliases=True, propagate_to_loaders=False
    )
