"""Who offered to help on what. Rows only."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.workspace import OwnedKey
from bot.team.models import refers_to_person
from bot.team.rules import Topic


class PeerOffer(OwnedKey, Base):
    """A rep may be asked by colleagues about this topic."""

    __tablename__ = "peer_offer"
    __table_args__ = refers_to_person("rep_id")

    rep_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[Topic] = mapped_column(primary_key=True)
    since: Mapped[datetime]
