"""Asks the database, in one short question, which jobs have something to do now. Changes nothing, does nothing."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.requests.service import clockwork
from bot.slack.conversations import at
from bot.slack.sending import claiming
from bot.store.engine import READS
from bot.workflow import service as workflow

DUE = ("requests", "deliver", "workflow steps")
"""The jobs for which it asks."""


def due(session: Session, now: datetime) -> list[str]:
    """Those that have something to do, as far as one look tells; the session is good for nothing else."""
    connection = session.connection(execution_options={READS: True})
    found = connection.execute(_question(), at(now)._asdict()).one()
    return [name for name, is_due in zip(DUE, found, strict=True) if is_due]


@cache
def _question() -> Select[bool, bool, bool]:
    """Built once: to put it together takes longer than to ask it. Wants Moments."""
    return select(clockwork.anything_due(), claiming.anything_due(), workflow.anything_due())
