"""What a transaction has looked up already, so that it need not ask again. Never outlives it, and forgets at any write.

App Home alone asks two dozen times who somebody's manager is.
"""

from collections.abc import Callable, Hashable
from functools import wraps
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
        known: dict[Hashable, T] | None = session.info.get(_KNOWN)
        if known is None or session.new or session.dirty or session.deleted:
            return find(session, *args, **kwargs)
        key = (find, current(), args, *kwargs.items())
        if key not in known:
            known[key] = find(session, *args, **kwargs)
        return known[key]

    return found


def _forget(session: Session, *_: object) -> None:
    session.info[_KNOWN] = {}


def _forget_at_a_write(state: ORMExecuteState) -> None:
    if not state.is_select:
        _forget(state.session)


for _moment in ("after_begin", "after_flush", "after_soft_rollback", "after_transaction_end"):
    event.listen(WorkspaceSession, _moment, _forget)
event.listen(WorkspaceSession, "do_orm_execute", _forget_at_a_write)
