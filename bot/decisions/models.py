"""The register of decisions. Rows only; what was changed has ended and stays until it expires."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.decisions.rules import LimitKind, Right
from bot.store.base import Base, new_id
from bot.store.workspace import Owned
from bot.team.models import refers_to_person
from bot.team.rules import Topic


class DecisionRight(Owned, Base):
    """Of one manager's team, or with `rep_id` of one rep: that goes before the team's.

    `limit`: up to and including it. `misses`: how often a rep said that a question was not about this.
    """

    __tablename__ = "decision_right"
    __table_args__ = (
        Index("ix_decision_right_manager_id", "workspace_id", "manager_id"),
        *refers_to_person("manager_id", "rep_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(String(32))
    rep_id: Mapped[str | None] = mapped_column(String(32))
    topic: Mapped[Topic]
    title: Mapped[str] = mapped_column(String(120))
    limit_kind: Mapped[LimitKind | None]
    limit: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    right: Mapped[Right]
    misses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
