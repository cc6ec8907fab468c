"""Practice ground. Rows only."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class PracticeGround(Owned, Base):
    """A deal or an account, by its name: questions that name it wait longer, and nobody joins the call."""

    __tablename__ = "practice_ground"
    __table_args__ = (
        Index("ix_practice_ground_manager_id", "workspace_id", "manager_id"),
        *refers_to_person("manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str | None] = mapped_column(Encrypted)
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
