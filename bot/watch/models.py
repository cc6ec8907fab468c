"""Who lets Kickstand read what, who was told and who said no. Rows hold ids and times, never anybody's words."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.requests.rules import WayIn
from bot.slack.installing.rotation import Expiring
from bot.store.base import Base
from bot.store.workspace import Owned, OwnedKey
from bot.team.models import refers_to_person
from bot.watch.rules import ChannelRule


class Watch(Expiring, OwnedKey, Base):
    """What one manager lets Kickstand read. With a token: their direct messages, since `dm_since`.

    `trial_until`: until then nothing is held, and the manager hears once a day what would have been.
    """

    __tablename__ = "watch"
    __table_args__ = refers_to_person("manager_id")

    manager_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scopes: Mapped[str] = mapped_column(Text, default="")
    dm_since: Mapped[datetime | None]
    trial_until: Mapped[datetime | None]


class HelpChannel(OwnedKey, Base):
    """A channel in which one manager's reps ask; several managers may watch the same one.

    `gone_at`: since then the bot is not in it, or it is archived or deleted.
    """

    __tablename__ = "help_channel"
    __table_args__ = refers_to_person("manager_id")

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rule: Mapped[ChannelRule]
    since: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    look_back_to: Mapped[datetime | None] = mapped_column(index=True)


class WatchedDm(OwnedKey, Base):
    """The direct conversation of a manager and one of their reps. Others have no row: nothing of them is kept.

    `manager_wrote_at`: when the manager last wrote there. `look_back_to`: since then messages may have been missed.
    """

    __tablename__ = "watched_dm"
    __table_args__ = refers_to_person("manager_id", "rep_id")

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(32), index=True)
    rep_id: Mapped[str] = mapped_column(String(32), index=True)
    manager_wrote_at: Mapped[datetime | None]
    look_back_to: Mapped[datetime | None] = mapped_column(index=True)


class WatchedRep(OwnedKey, Base):
    """A rep whose messages may be read: told of it by whose wish and when; `declined_at`: they said "not for me"."""

    __tablename__ = "watched_rep"
    __table_args__ = refers_to_person("rep_id", "manager_id")

    rep_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(32))
    told_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]


class Silence(OwnedKey, Base):
    """Somebody said "Not a request": nothing of this rep in this place is taken for one until then."""

    __tablename__ = "silence"
    __table_args__ = refers_to_person("rep_id")

    rep_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class Sighting(Owned, Base):
    """What would have been held during the trial: whose message, where, and until when it would have waited;
    `until` is `at` where it would have gone at once.

    `summary_id`: of the day's summary that names it.
    """

    __tablename__ = "sighting"
    __table_args__ = (
        Index("ix_sighting_manager_id_at", "workspace_id", "manager_id", "at"),
        *refers_to_person("manager_id", "rep_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(32))
    rep_id: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    link: Mapped[str | None] = mapped_column(String(500))
    way_in: Mapped[WayIn]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    until: Mapped[datetime]
    summary_id: Mapped[str | None] = mapped_column(String(32), index=True)
