"""What a transaction has looked up already, so that it need not ask again. Never outlives it.

A row that it writes ends what it remembers about rows of that kind. What it deletes or locks ends everything: others
go with what is deleted, and behind a lock it sees what another transaction did meanwhile. App Home alone asks two
dozen times who somebody's manager is.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from inspect import unwrap
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from bot.store.base import Base
from bot.store.workspace import WorkspaceSession, current

P = ParamSpec("P")
T = TypeVar("T")
Find: TypeAlias = Callable[Concatenate[Session, P], T]
_KNOWN = "looked up already"


class _Answer(NamedTuple):
    said: Any
    about: tuple[type, ...]


def looked_up_once(*about: type[Base]) -> Callable[[Find[P, T]], Find[P, T]]:
    """Ask the database once a transaction and workspace, as long as no row of these kinds is written.

    `about`: every kind of row that the answer depends on. For functions whose other arguments can be hashed and whose
    answer nobody changes.
    """

    def once(find: Find[P, T]) -> Find[P, T]:
        @wraps(find)
        def found(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
            if not isinstance(session, WorkspaceSession) or _is_pending(session, about):
                return find(session, *args, **kwargs)
            known: dict[Hashable, _Answer] = session.info.setdefault(_KNOWN, {})
            key = (find, current(), args, *kwargs.items())
            if key not in known:
                known[key] = _Answer(find(session, *args, **kwargs), about)
            said: T = known[key].said
            return said

        return found

    return once


def learn(session: Session, find: Callable[..., T | None], *args: Hashable, answer: T) -> None:
    """What `find` would answer is known from another look-up of this moment, about rows of the same kind as it."""
    session.info.setdefault(_KNOWN, {})[(unwrap(find), current(), args)] = _Answer(answer, (type(answer),))


def _is_pending(session: Session, about: tuple[type, ...]) -> bool:
    return any(isinstance(row, about) for row in (*session.new, *session.dirty, *session.deleted))


def _forget(session: Session, *_: object) -> None:
    session.info.pop(_KNOWN, None)


def _forget_about(session: Session, written: set[type]) -> None:
    known: dict[Hashable, _Answer] = session.info.get(_KNOWN, {})
    for key in [key for key, answer in known.items() if written.intersection(answer.about)]:
        del known[key]


def _forget_what_was_written(session: Session, *_: object) -> None:
    if session.deleted:
        _forget(session)
    else:
        _forget_about(session, {type(row) for row in (*session.new, *session.dirty)})


def _forget_at_a_write_or_lock(state: ORMExecuteState) -> None:
    if state.is_update and state.all_mappers:
        _forget_about(state.session, {each.class_ for each in state.all_mappers})
    elif not state.is_select or getattr(state.statement, "_for_update_arg", None) is not None:
        _forget(state.session)


def _forget_at_the_end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:  # each flush is one within it
        _forget(session)


event.listen(WorkspaceSession, "after_flush", _forget_what_was_written)
event.listen(WorkspaceSession, "after_soft_rollback", _forget)
event.listen(WorkspaceSession, "after_transaction_end", _forget_at_the_end)
event.listen(WorkspaceSession, "do_orm_execute", _forget_at_a_write_or_lock)
