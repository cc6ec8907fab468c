"""What a transaction has looked up already, so that it need not ask again. Never outlives it.

Whatever the transaction writes or locks ends what it remembers: behind a lock it sees what another one did meanwhile.
App Home alone asks two dozen times who somebody's manager is.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from inspect import unwrap
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from bot.store.workspace import WorkspaceSession, current

P = ParamSpec("P")
T = TypeVar("T")
_KNOWN = "looked up already"


def looked_up_once(find: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Ask the database once a transaction and workspace, as long as nothing is written.

    For functions whose other arguments can be hashed and whose answer nobody changes.
    """

    @wraps(find)
    def found(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if not isinstance(session, WorkspaceSession) or session.new or session.dirty or session.deleted:
            return find(session, *args, **kwargs)
        known: dict[Hashable, T] = session.info.setdefault(_KNOWN, {})
        key = (find, current(), args, *kwargs.items())
        if key not in known:
            known[key] = find(session, *args, **kwargs)
        return known[key]

    return found


def learn(session: Session, find: Callable[..., T | None], *args: Hashable, answer: T) -> None:
    """What `find` would answer is known from another look-up of this moment."""
    session.info.setdefault(_KNOWN, {})[(unwrap(find), current(), args)] = answer


def _forget(session: Session, *_: object) -> None:
    session.info.pop(_KNOWN, None)


def _forget_at_a_write_or_lock(state: ORMExecuteState) -> None:
    if not state.is_select or getattr(state.statement, "_for_update_arg", None) is not None:
        _forget(state.session)


for _moment in ("after_flush", "after_soft_rollback", "after_transaction_end"):
    event.listen(WorkspaceSession, _moment, _forget)
event.listen(WorkspaceSession, "do_orm_execute", _forget_at_a_write_or_lock)
