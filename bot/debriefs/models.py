"""Debriefs of lost deals. Rows only; the words are encrypted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class Debrief(Owned, Base):
    """What a rep took from a "no"; `manager_note` comes after. `open_to_team`: the rep lets colleagues read it."""

    __tablename__ = "debrief"
    __table_args__ = (
        Index("ix_debrief_rep_id", "workspace_id", "rep_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("request.id", ondelete="SET NULL"), index=True)
    deal: Mapped[str | None] = mapped_column(Encrypted)
    happened: Mapped[str | None] = mapped_column(Encrypted)
    again: Mapped[str | None] = mapped_column(Encrypted)
    otherwise: Mapped[str | None] = mapped_column(Encrypted)
    need: Mapped[str | None] = mapped_column(Encrypted)
    manager_note: Mapped[str | None] = mapped_column(Encrypted)
    open_to_team: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    noted_at: Mapped[datetime | None]
