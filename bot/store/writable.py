"""Notices that the database takes nothing in: its disk is full, say, or read-only. Never writes to find out."""

import sqlite3
from collections.abc import Callable

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from bot.store.engine import PRIMARY, reason

KEEP_SECONDS = 60
"""So long a failed write says that the next one may fail too; then whoever asks may try again."""
SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
POSTGRESQL = frozenset({"53100", "58030", "25006"})
"""Disk full, input/output error, read-only: https://www.postgresql.org/docs/current/errcodes-appendix.html"""


class Writable:
    """Watches every statement of an engine from now on. `clock`: seconds that only grow."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failed = ("", float("-inf"))
        event.listen(engine, "handle_error", self._note)

    def wrong(self) -> str:
        """Why a write failed during the last minute, in a word of the database's; empty: none did."""
        why, at = self._failed
        return why if self._clock() - at < KEEP_SECONDS else ""

    def _note(self, context: ExceptionContext) -> None:
        error = context.original_exception
        code = getattr(error, "sqlite_errorcode", None)
        if (code is not None and code & PRIMARY in SQLITE) or getattr(error, "sqlstate", None) in POSTGRESQL:
            self._failed = (reason(error), self._clock())
