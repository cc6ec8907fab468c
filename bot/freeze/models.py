"""Days on which nothing waits. Rows only."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class Freeze(Owned, Base):
    """A stretch of days. Whose questions do not wait: one rep's, a manager's team's or, without a manager, everybody's.

    Without a last day it lasts until somebody ends it.
    """

    __tablename__ = "frozen_days"
    __table_args__ = (
        Index("ix_frozen_days_manager_id", "workspace_id", "manager_id"),
        *refers_to_person("manager_id", "rep_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str | None] = mapped_column(String(32))
    rep_id: Mapped[str | None] = mapped_column(String(32))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    added_at: Mapped[datetime]
