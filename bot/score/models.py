"""The weekly numbers as they were posted, and who looked at them from outside. Rows only; no number ever changes."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.base import new_id as _new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned, OwnedKey
from bot.team.models import refers_to_person


class WeeklyScore(OwnedKey, Base):
    """One manager's week. The primary key is the promise: a week is never posted twice."""

    __tablename__ = "weekly_score"
    __table_args__ = refers_to_person("manager_id")

    manager_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=_new_id)
    numbers: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Encrypted)
    """What was special that week, in the manager's own few words."""


class ReportLook(Owned, Base):
    """Somebody at the command line had a manager's figures printed. `by`: a user of the operating system."""

    __tablename__ = "report_look"
    __table_args__ = (Index("ix_report_look_manager_id", "workspace_id", "manager_id"), *refers_to_person("manager_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    command: Mapped[str] = mapped_column(String(40))
