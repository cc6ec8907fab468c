"""Watches every statement of the suite: none may reach over into another workspace. Changes nothing."""

import re
from functools import cache
from typing import Any

from sqlalchemy import Engine, TextClause, event

from bot.app import tables

_OWN_ID = re.compile(r'where "?(\w+)"?\.id = \S+$')
"""A row that was read before, by its opaque id: the unit of work writes it back, or reads it once more."""


@cache
def is_narrow(statement: str) -> bool:
    """Whether a statement names the workspace wherever it reads or changes rows that belong to one."""
    words = " ".join(statement.lower().split())
    owned = [table.name for table in tables().tables.values() if "workspace_id" in table.c]
    if not words.startswith(("select", "update", "delete")):
        return True
    if not any(re.search(rf'(from|join|update) "?{name}"?(\s|$)', words) for name in owned):
        return True
    own_id = _OWN_ID.search(words)
    table = tables().tables.get(own_id[1]) if own_id else None
    if table is not None and list(table.primary_key.columns.keys()) == ["id"]:
        return True
    return "workspace_id = " in words.partition(" where ")[2]


def watch(engine: Engine, reached_over: list[str]) -> None:
    """Note each statement that does, unless it says so (`every_workspace`)."""

    def look(_c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
        if context is None or context.compiled is None or isinstance(context.compiled.statement, TextClause):
            return  # a test's own words
        if not context.execution_options.get("every_workspace") and not is_narrow(statement):
            reached_over.append(statement)

    event.listen(engine, "before_cursor_execute", look)
