"""Observations. Rows only; they expire after six months."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.observations.rules import State, state
from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person
from bot.team.rules import Topic


class Observation(Owned, Base):
    """One note of a manager's on a rep and a topic. `wanted_at`: the rep asked for it; `shared_at`: they got it.

    `talk_at`: the manager would rather talk about it in the 1:1.
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_rep_id", "workspace_id", "rep_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    topic: Mapped[Topic]
    text: Mapped[str | None] = mapped_column(Encrypted)
    at: Mapped[datetime]
    wanted_at: Mapped[datetime | None]
    talk_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]

    @property
    def state(self) -> State:
        """Where it stands."""
        return state(self.wanted_at is not None, self.talk_at is not None, self.shared_at is not None)
