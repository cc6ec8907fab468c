"""People, reporting lines, a manager's settings, time off. Rows only; rules decide, services change."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.store.base import Base
from bot.team.rules import LineStatus


class Person(Base):
    """Somebody in Slack, as Slack last described them, and what they set for themselves."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    gone: Mapped[bool] = mapped_column(default=False)
    out_of_office: Mapped[bool] = mapped_column(default=False)
    out_until: Mapped[datetime | None]
    hold_minutes: Mapped[int | None]
    wants_questions: Mapped[bool] = mapped_column(default=True)
    met_at: Mapped[datetime | None]
    refreshed_at: Mapped[datetime]
    time_off: Mapped[list["TimeOff"]] = relationship(cascade="all, delete-orphan", order_by="TimeOff.first_day")
    quiet: Mapped[list["QuietTime"]] = relationship(cascade="all, delete-orphan", order_by="QuietTime.starts_at")

    @property
    def first_name(self) -> str:
        """What a colleague calls them."""
        return self.name.split()[0] if self.name.split() else self.name


class TimeOff(Base):
    """Whole days away, in the person's own zone, both days included."""

    __tablename__ = "time_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]


class QuietTime(Base):
    """A stretch of do-not-disturb: over, running or next. What is over still counts as not worked in a running hold."""

    __tablename__ = "quiet_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Team(Base):
    """What a manager set for their team. Empty columns mean the installation's default."""

    __tablename__ = "team"

    manager_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hold_minutes: Mapped[int | None]
    rep_hold_least: Mapped[int] = mapped_column(default=15)
    rep_hold_most: Mapped[int] = mapped_column(default=120)
    work_start: Mapped[time | None]
    work_end: Mapped[time | None]
    work_days: Mapped[str] = mapped_column(String(7), default="01234")
    country: Mapped[str | None] = mapped_column(String(2))
    subdivision: Mapped[str | None] = mapped_column(String(8))
    deputy_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    protect_at: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str] = mapped_column(String(8), default="$")
    hr_contact_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    speak_up_url: Mapped[str | None] = mapped_column(String(500))
    introduced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ReportingLine(Base):
    """Who reports to whom, since when. At most one confirmed line per rep at a time: see `service.confirm`."""

    __tablename__ = "reporting_line"
    __table_args__ = (Index("ix_reporting_line_manager_id_status", "manager_id", "status"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rep_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    manager_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    status: Mapped[LineStatus]
    started_on: Mapped[date | None]
    claimed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
