"""A team's pulse of a quarter: who was asked, and how often each answer was given. Nothing joins the two."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class Pulse(Owned, Base):
    """One team asked in one quarter, such as 2026-Q4. Shown once it is closed, and from five answers on."""

    __tablename__ = "pulse"
    __table_args__ = (UniqueConstraint("workspace_id", "manager_id", "quarter"), *refers_to_person("manager_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    quarter: Mapped[str] = mapped_column(String(7))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PulseInvitation(Owned, Base):
    """Somebody was asked. `used`: they answered; not when, not what."""

    __tablename__ = "pulse_invitation"
    __table_args__ = (UniqueConstraint("pulse_id", "person_id"), *refers_to_person("person_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    pulse_id: Mapped[str] = mapped_column(ForeignKey("pulse.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(String(32), index=True)
    used: Mapped[bool] = mapped_column(default=False)


class PulseTally(Owned, Base):
    """How many chose this answer to this item. All rows are made, at nought, when the pulse opens."""

    __tablename__ = "pulse_tally"

    pulse_id: Mapped[str] = mapped_column(ForeignKey("pulse.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
