"""People, reporting lines, a manager's settings, time off. Rows only; rules decide, services change."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.store.base import Base
from bot.store.workspace import Owned, OwnedKey, ReadOnce
from bot.team.rules import HelpStyle, LineStatus


def refers_to_person(*columns: str, **how: str) -> tuple[ForeignKeyConstraint, ...]:
    """Foreign keys to people of the same workspace: a person's key is the workspace and Slack's id."""
    return tuple(
        ForeignKeyConstraint(["workspace_id", column], ["person.workspace_id", "person.id"], **how)  # type: ignore[arg-type]
        for column in columns
    )


class Person(ReadOnce, OwnedKey, Base):
    """Somebody in Slack, as Slack last described them, and what they set for themselves."""

    __tablename__ = "person"
    __table_args__ = (ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    gone: Mapped[bool] = mapped_column(default=False)
    out_of_office: Mapped[bool] = mapped_column(default=False)
    out_until: Mapped[datetime | None]
    hold_minutes: Mapped[int | None]
    wants_questions: Mapped[bool] = mapped_column(default=True)
    paused_until: Mapped[datetime | None]
    likes_help: Mapped[HelpStyle | None]
    """How they like to be helped (S3.8), as they said."""
    met_at: Mapped[datetime | None]
    tour_read_at: Mapped[datetime | None]
    """When they put away the tour that App Home shows to whoever is new."""
    refreshed_at: Mapped[datetime]
    time_off: Mapped[list["TimeOff"]] = relationship(cascade="all, delete-orphan", order_by="TimeOff.first_day")
    quiet: Mapped[list["QuietTime"]] = relationship(cascade="all, delete-orphan", order_by="QuietTime.starts_at")

    @property
    def first_name(self) -> str:
        """What a colleague calls them."""
        return self.name.split()[0] if self.name.split() else self.name


class TimeOff(Owned, Base):
    """Whole days away, in the person's own zone, both days included."""

    __tablename__ = "time_off"
    __table_args__ = refers_to_person("person_id", ondelete="CASCADE")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]


class QuietTime(Owned, Base):
    """A stretch of do-not-disturb: over, running or next. What is over still counts as not worked in a running hold."""

    __tablename__ = "quiet_time"
    __table_args__ = refers_to_person("person_id", ondelete="CASCADE")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Team(ReadOnce, OwnedKey, Base):
    """What a manager set for their team. Empty columns mean the installation's default."""

    __tablename__ = "team"
    __table_args__ = refers_to_person("manager_id", "deputy_id", "lead_id", "hr_contact_id")

    manager_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    hold_minutes: Mapped[int | None]
    rep_hold_least: Mapped[int] = mapped_column(default=15)
    rep_hold_most: Mapped[int] = mapped_column(default=120)
    work_start: Mapped[time | None]
    work_end: Mapped[time | None]
    work_days: Mapped[str] = mapped_column(String(7), default="01234")
    country: Mapped[str | None] = mapped_column(String(2))
    subdivision: Mapped[str | None] = mapped_column(String(8))
    deputy_id: Mapped[str | None] = mapped_column(String(32))
    lead_id: Mapped[str | None] = mapped_column(String(32))
    protect_at: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str] = mapped_column(String(8), default="$")
    hr_contact_id: Mapped[str | None] = mapped_column(String(32))
    speak_up_url: Mapped[str | None] = mapped_column(String(500))
    shares_score: Mapped[bool] = mapped_column(default=False)
    """The lead's digest shows this team's score as well."""
    wins_channel: Mapped[str | None] = mapped_column(String(32))
    """Where reps may have their wins told to the team (S0.3)."""
    wins_channel_gone_at: Mapped[datetime | None]
    """Since then the bot is not in it, or it is archived or deleted."""
    varies_hold: Mapped[bool] = mapped_column(default=False)
    """Each question waits for a length that is drawn, so that lengths can be compared."""
    introduced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ReportingLine(Owned, Base):
    """Who reports to whom, since when. At most one confirmed line per rep at a time: see `service.confirm`."""

    __tablename__ = "reporting_line"
    __table_args__ = (
        Index("ix_reporting_line_manager_id_status", "workspace_id", "manager_id", "status"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rep_id: Mapped[str] = mapped_column(String(32), index=True)
    manager_id: Mapped[str] = mapped_column(String(32))
    status: Mapped[LineStatus]
    started_on: Mapped[date | None]
    claimed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
