"""The weekly numbers as they were posted. Rows only; never changed afterwards."""

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.base import new_id as _new_id
from bot.store.workspace import OwnedKey
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
