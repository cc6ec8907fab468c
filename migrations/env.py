"""How Alembic finds the database and the tables. Runs with an engine given by `kickstand migrate`, else DATABASE_URL."""

from typing import Literal

from alembic import context
from sqlalchemy import Engine

from bot.app import tables
from bot.settings import load
from bot.store.engine import open_engine
from bot.store.types import Encrypted, UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as what they are in the database: a migration must not depend on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.Text()"
    if kind == "type" and type(item).__name__ == "Enum":
        return f"sa.String(length={item.length})"  # type: ignore[attr-defined]
    return False


def run(engine: Engine) -> None:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=tables(),
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run(context.config.attributes.get("engine") or open_engine(load()))
