"""A team's ramp checklist, and what of it a rep has done. Rows only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class RampItem(Owned, Base):
    """One thing on a manager's list for new reps."""

    __tablename__ = "ramp_item"
    __table_args__ = (Index("ix_ramp_item_manager_id", "workspace_id", "manager_id"), *refers_to_person("manager_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]


class RampTick(Owned, Base):
    """A rep has done one of them."""

    __tablename__ = "ramp_tick"
    __table_args__ = refers_to_person("rep_id")

    item_id: Mapped[str] = mapped_column(ForeignKey("ramp_item.id", ondelete="CASCADE"), primary_key=True)
    rep_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]
