"""A lead's digests as they were posted. Rows only; never changed afterwards."""

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.workspace import OwnedKey
from bot.team.models import refers_to_person


class LeadDigest(OwnedKey, Base):
    """One lead's week. The primary key is the promise: a week is told once, and never computed anew."""

    __tablename__ = "lead_digest"
    __table_args__ = refers_to_person("lead_id")

    lead_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    numbers: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]
