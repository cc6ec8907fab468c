"""Where messages may have been missed in conversations that are read. Never commits, never calls Slack."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import Session

from bot.slack.conversations import Pause, at, is_paused, named
from bot.watch.models import HelpChannel, WatchedDm

Table = type[HelpChannel] | type[WatchedDm]
TABLES: tuple[Table, ...] = (HelpChannel, WatchedDm)


class Gap(NamedTuple):
    """A conversation in which messages may have been missed since then; `is_direct`: the manager's own token reads."""

    workspace_id: str
    channel: str
    manager_id: str
    since: datetime
    is_direct: bool


def look_back(session: Session, since: datetime) -> None:
    """In everything that is read here messages may have been missed since then; a longer gap that is open stays."""
    for table in TABLES:
        longer = func.coalesce(table.look_back_to, since) >= since
        session.execute(update(table).where(longer).values(look_back_to=since))


def next_gap(session: Session, now: datetime) -> Gap | None:
    """One conversation of any workspace that is to be looked through; none while Slack asked for patience."""
    for table in TABLES:
        found = session.execute(_any(table), at(now)._asdict(), execution_options={"every_workspace": True}).first()
        if found and found.look_back_to:
            return Gap(found.workspace_id, found.channel, found.manager_id, found.look_back_to, table is WatchedDm)
    return None


@cache
def _any(table: Table) -> Select[str, str, str, datetime | None]:
    """Built once; wants Moments."""
    what = select(table.workspace_id, table.channel, table.manager_id, table.look_back_to)
    return what.where(table.look_back_to.is_not(None), ~_must_wait(table)).order_by(func.random()).limit(1)


def looked(session: Session, gap: Gap) -> None:
    """What was missed since then is handled; a gap that was noticed meanwhile stays."""
    table: Table = WatchedDm if gap.is_direct else HelpChannel
    mine = update(table).where(table.channel == gap.channel, table.manager_id == gap.manager_id)
    session.execute(mine.where(table.look_back_to == gap.since).values(look_back_to=None))


def _must_wait(table: Table) -> ColumnElement[bool]:
    method = Pause.method == "conversations.history"
    return exists().where(Pause.workspace_id == table.workspace_id, method, is_paused(named()))
