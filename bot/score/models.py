"""The weekly numbers as they were posted. Rows only; never changed afterwards."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.base import new_id as _new_id


class WeeklyScore(Base):
    """One manager's week. The primary key is the promise: a week is never posted twice."""

    __tablename__ = "weekly_score"

    manager_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=_new_id)
    numbers: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]
