"""A step of a workflow that waits for what comes of a question. Rows only; gone once the workflow was told."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.workspace import OwnedKey


class WorkflowStep(OwnedKey, Base):
    """One execution of the step, by Slack's id of it; it is ended with the workspace's own token, so none is kept.

    It waits for as long as its request does. Without a request it is to be told `refusal`: the question was not taken,
    or has been erased. `next_try_at` is due time, lease and back-off in one; empty: once there is something to tell.
    """

    __tablename__ = "workflow_step"

    execution_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("request.id", ondelete="SET NULL"), index=True)
    refusal: Mapped[str | None] = mapped_column(Text)
    """A sentence of ours, never anybody's words; empty: nothing is said about why."""
    next_try_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime]
