"""1:1s of a manager and a rep, and their agenda. Rows only."""

from datetime import date, datetime, time

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.one_on_ones.rules import MeetingState
from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned, OwnedKey
from bot.team.models import refers_to_person


class Cadence(OwnedKey, Base):
    """How often a rep has a 1:1: every so many weeks from the first one on, by the manager's wall clock."""

    __tablename__ = "cadence"
    __table_args__ = refers_to_person("rep_id", "manager_id")

    rep_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(32))
    weeks: Mapped[int]
    first_on: Mapped[date]
    at: Mapped[time]


class Meeting(Owned, Base):
    """One 1:1. `slot`: the day of the rhythm that it is for; None where the manager chose the day by hand.

    `topics`: which of the usual ones were ticked. `nudged_at`: since then the manager knows that it needs a new date.
    `on_day_off`: the manager chose a day off of either, knowing so. `due_at`: when something about it falls due next.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_rep_id", "workspace_id", "rep_id"),
        Index("ix_meeting_manager_id", "workspace_id", "manager_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    slot: Mapped[date | None]
    on_day_off: Mapped[bool] = mapped_column(default=False)
    planned_at: Mapped[datetime]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    topics: Mapped[str] = mapped_column(String(200), default="")
    agenda_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def needs_new_date(self) -> bool:
        """Whether the day chosen by hand turned out to be one off."""
        return self.state == MeetingState.PLANNED and self.nudged_at is not None


class AgendaPoint(Owned, Base):
    """Something of the rep's or the manager's own for the next 1:1. What is not done is carried over.

    `manager_id`: for whose 1:1 it was written; another manager does not see it unless the rep brings it to them.
    """

    __tablename__ = "agenda_point"
    __table_args__ = (
        Index("ix_agenda_point_rep_id", "workspace_id", "rep_id"),
        *refers_to_person("rep_id", "manager_id", "author_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Encrypted)
    added_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
