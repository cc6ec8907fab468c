"""Joint calls: the pact, and how each side saw it afterwards. Rows only."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.joint_calls.rules import Recovery, Role, Side, View
from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class JointCall(Owned, Base):
    """One call. Before: who plays what, the signal phrase, how the manager is introduced. After: each side's own view.

    `due_at`: when something about it falls due next.
    """

    __tablename__ = "joint_call"
    __table_args__ = (
        Index("ix_joint_call_manager_id", "workspace_id", "manager_id"),
        Index("ix_joint_call_rep_id", "workspace_id", "rep_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    customer: Mapped[str | None] = mapped_column(Encrypted)
    starts_at: Mapped[datetime]
    role_by_rep: Mapped[Role | None]
    role_by_manager: Mapped[Role | None]
    signal: Mapped[str | None] = mapped_column(Encrypted)
    introduction: Mapped[str | None] = mapped_column(Encrypted)
    rep_agreed_at: Mapped[datetime | None]
    manager_agreed_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    strike: Mapped[int] = mapped_column(default=0)
    played_by_rep: Mapped[Role | None]
    played_by_manager: Mapped[Role | None]
    signal_used_by_rep: Mapped[bool | None]
    signal_used_by_manager: Mapped[bool | None]
    signal_where_by_rep: Mapped[str | None] = mapped_column(Encrypted)
    signal_where_by_manager: Mapped[str | None] = mapped_column(Encrypted)
    jumped_in_by_rep: Mapped[bool | None]
    jumped_in_by_manager: Mapped[bool | None]
    recovery_by_rep: Mapped[Recovery | None]
    recovery_by_manager: Mapped[Recovery | None]
    note_by_rep: Mapped[str | None] = mapped_column(Encrypted)
    note_by_manager: Mapped[str | None] = mapped_column(Encrypted)
    rep_wrote_at: Mapped[datetime | None]
    manager_wrote_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)

    def role_of(self, side: Side) -> Role | None:
        """The role that this side chose for the manager, before the call."""
        return self.role_by_rep if side is Side.REP else self.role_by_manager

    def agreed_at(self, side: Side) -> datetime | None:
        """When this side agreed to the pact as it stands."""
        return self.rep_agreed_at if side is Side.REP else self.manager_agreed_at

    def wrote_at(self, side: Side) -> datetime | None:
        """When this side wrote down how the call went."""
        return self.rep_wrote_at if side is Side.REP else self.manager_wrote_at

    def person_of(self, side: Side) -> str:
        """Who is on this side."""
        return self.rep_id if side is Side.REP else self.manager_id

    def view_of(self, side: Side) -> View | None:
        """What this side wrote down; None before."""
        if self.wrote_at(side) is None:
            return None
        return View(**{each.name: getattr(self, f"{each.name}_by_{side}") for each in fields(View)})

    def write(self, side: Side, view: View, at: datetime) -> None:
        """Keep what one side says of the call."""
        for each in fields(View):
            setattr(self, f"{each.name}_by_{side}", getattr(view, each.name))
        setattr(self, f"{side}_wrote_at", at)

    @property
    def both_wrote(self) -> bool:
        """Whether each may read the other's view."""
        return self.rep_wrote_at is not None and self.manager_wrote_at is not None
