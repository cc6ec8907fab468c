"""Wins that reps offered to be shared. Rows only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class Win(Owned, Base):
    """A rep's own words about something they solved, for those whom they were shown, and for nobody else.

    `lead_id`: who reads it in a digest; None: nobody. `told_on`: the digest (its Monday) that has it. `channel`: the
    team's channel, where the rep wanted it there as well. `text`: None once its time is over; that it was told stays
    for as long as the digest does, so that both can go together.
    """

    __tablename__ = "win"
    __table_args__ = (Index("ix_win_rep_id", "workspace_id", "rep_id"), *refers_to_person("rep_id", "lead_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    lead_id: Mapped[str | None] = mapped_column(String(32))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("request.id", ondelete="SET NULL"), index=True)
    text: Mapped[str | None] = mapped_column(Encrypted)
    offered_at: Mapped[datetime]
    told_on: Mapped[date | None]
    channel: Mapped[str | None] = mapped_column(String(32))
