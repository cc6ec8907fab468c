"""Joint calls: the pact, and how each side saw it afterwards. Rows only."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.joint_calls.rules import Recovery, Role
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
    signal_used: Mapped[bool | None]
    signal_where: Mapped[str | None] = mapped_column(Encrypted)
    jumped_in_by_rep: Mapped[bool | None]
    jumped_in_by_manager: Mapped[bool | None]
    recovery: Mapped[Recovery | None]
    rep_note: Mapped[str | None] = mapped_column(Encrypted)
    manager_note: Mapped[str | None] = mapped_column(Encrypted)
    rep_wrote_at: Mapped[datetime | None]
    manager_wrote_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
