"""Looks back at a month. Rows only; the numbers never change once they are posted."""

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import OwnedKey
from bot.team.models import refers_to_person


class MonthlyLook(OwnedKey, Base):
    """One manager's month, named by its first day. `answers`: what the manager said to the four questions, as JSON."""

    __tablename__ = "monthly_look"
    __table_args__ = refers_to_person("manager_id")

    manager_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    numbers: Mapped[str] = mapped_column(Text)
    answers: Mapped[str | None] = mapped_column(Encrypted)
    answered_at: Mapped[datetime | None]
    posted_at: Mapped[datetime]
