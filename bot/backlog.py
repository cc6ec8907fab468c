"""What waits, in numbers, over all workspaces: for the metrics. Reads a few index entries, changes nothing."""

from datetime import UTC, datetime

from sqlalchemy import Engine, Select, case, func, select

from bot.requests.models import Request
from bot.slack.installing.workspaces import Workspace, is_served
from bot.slack.outbox import Post
from bot.store.engine import reading
from bot.telemetry.metrics import Backlog

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def read(engine: Engine, now: datetime) -> Backlog:
    """How much waits, and how late it is. Raises SQLAlchemyError while the database does not answer."""
    with reading(engine) as connection:
        holds, due, waiting, retrying, next_try = (
            value
            for query in (_holds(), _due(), _outbox(now))
            for value in connection.execute(query.execution_options(every_workspace=True)).one()
        )
    return Backlog(holds, _late(due, now), waiting, retrying or 0, _late(next_try, now))


def _holds() -> Select[int]:
    return select(func.count(Request.release_at)).where(Request.release_at.is_not(None))


def _due() -> Select[datetime | None]:
    return select(func.min(Request.due_at))


def _outbox(now: datetime) -> Select[int, int | None, datetime | None]:
    """Where Kickstand was removed, what waits is sent no more, and is no delay.

    Said by what is left out, and later than something: else SQLite goes through every message there ever was.
    """
    unserved = select(Workspace.id).where(~is_served(Workspace.id, now))
    again = func.sum(case((Post.attempts > 0, 1), else_=0))
    waits = select(func.count(), again, func.min(Post.next_try_at))
    return waits.where(Post.next_try_at > EVER, Post.workspace_id.not_in(unserved))


def _late(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
