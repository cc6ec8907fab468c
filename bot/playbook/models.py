"""A team's stages, and what nobody had written down yet. Rows only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class Stage(Owned, Base):
    """One stage of a manager's playbook. `words`: other names for it, one a line; `links`: one a line."""

    __tablename__ = "stage"
    __table_args__ = (Index("ix_stage_manager_id", "workspace_id", "manager_id"), *refers_to_person("manager_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    exit_criteria: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]


class ProcessGap(Owned, Base):
    """Somebody asked what comes next, and the playbook did not say. `about`: the stage or topic, as it was named.

    It goes with its question; without one, somebody typed the name of a stage, and who it was is not kept.
    """

    __tablename__ = "process_gap"
    __table_args__ = (Index("ix_process_gap_manager_id", "workspace_id", "manager_id"), *refers_to_person("manager_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(Encrypted)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("request.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    filled_at: Mapped[datetime | None]
