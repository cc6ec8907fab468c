"""Levels as managers set them. Rows only, and only ever added to: the newest of a rep and a topic holds."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.growth.rules import Level
from bot.store.base import Base
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person
from bot.team.rules import Topic


class LevelSet(Owned, Base):
    """From this moment a rep has this level on this topic. The same level again means "not yet" to a proposal."""

    __tablename__ = "level_set"
    __table_args__ = (
        Index("ix_level_set_rep_id_topic", "workspace_id", "rep_id", "topic"),
        *refers_to_person("rep_id", "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rep_id: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[str] = mapped_column(String(32))
    topic: Mapped[Topic]
    level: Mapped[Level]
    at: Mapped[datetime]
    why: Mapped[str | None] = mapped_column(Encrypted)
