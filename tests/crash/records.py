"""What the database says at the end. Plain selects only; the one file that knows its columns. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, NullPool, Row, create_engine, func, select, update

from bot.app import tables
from bot.store.engine import database_url


@dataclass(frozen=True)
class Records:
    """Rows by table: `requests`, `posts` by id; `history`, `said` by request, oldest first."""

    requests: dict[str, Row[Any]]
    posts: dict[str, Row[Any]]
    history: dict[str, list[Row[Any]]]
    said: dict[str, list[Row[Any]]]
    places: dict[tuple[str, str], Row[Any]] = field(default_factory=dict)
    """What people wrote, by channel and ts."""


def reader(url: str) -> Engine:
    """An engine that only looks; it holds no connection while it does not."""
    return create_engine(database_url(url), poolclass=NullPool)


def read(engine: Engine) -> Records:
    """Everything that the audit asks for, in one transaction."""
    table = tables().tables
    columns = {
        "request": "id rep_id manager_id way_in status bypass asked_at hold_seconds answer label decided_by",
        "post": "id kind subject_id person_id channel ts wanted sent removed trouble next_try_at",
        "history": "id request_id at move before after actor_id",
        "said": "id request_id author_id part channel ts at",
    }
    with engine.connect() as connection:
        rows = {
            name: connection.execute(
                select(*(table[name].c[column] for column in wanted.split())).order_by(table[name].c.id)
            ).all()
            for name, wanted in columns.items()
        }
    return Records(
        requests={row.id: row for row in rows["request"]},
        posts={row.id: row for row in rows["post"]},
        history=_by_request(rows["history"]),
        said=_by_request(rows["said"]),
        places={(row.channel, row.ts): row for row in rows["said"] if row.ts},
    )


def _by_request(rows: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append(row)
    return found


def still_due(engine: Engine, now: datetime) -> tuple[int, int]:
    """How many messages are not up to date yet, and how many requests are due for a step."""
    post, request = tables().tables["post"], tables().tables["request"]
    with engine.connect() as connection:
        posts = connection.scalar(select(func.count()).where(post.c.next_try_at.is_not(None)))
        steps = connection.scalar(select(func.count()).where(request.c.due_at <= now + timedelta(seconds=30)))
    return int(posts or 0), int(steps or 0)


def end_waits(engine: Engine, now: datetime) -> None:
    """Ends every lease and back-off, as if the time had passed; only while no process lives."""
    post = tables().tables["post"]
    with engine.begin() as connection:
        connection.execute(update(post).where(post.c.next_try_at > now).values(next_try_at=now))
