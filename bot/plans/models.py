"""Plans, the manager's promises, and agreed regular news. Rows only; the words are encrypted."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person


class Plan(Owned, Base):
    """One plan of a rep and a manager. `rep_words`, `manager_words`: to the six questions, as JSON lists."""

    __tablename__ = "plan"
    __table_args__ = (
        Index("ix_plan_rep_id", "workspace_id", "rep_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    rep_words: Mapped[str | None] = mapped_column(Encrypted)
    manager_words: Mapped[str | None] = mapped_column(Encrypted)
    rep_agreed_at: Mapped[datetime | None]
    manager_agreed_at: Mapped[datetime | None]
    review_on: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Promise(Owned, Base):
    """What a manager said they would do for a rep, and by when. Overdue, it nudges the manager; the rep sees it."""

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_manager_id", "workspace_id", "manager_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Encrypted)
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]


class RegularNews(Owned, Base):
    """What a manager wants to hear regularly (S3.9): asked of the rep on a weekday, delivered once, then forgotten.

    `due_at`: when it is next asked or passed on; None while the rep has not said yes. `batch_id`: the message to the
    manager with this week's words, which are forgotten as soon as it is there.
    """

    __tablename__ = "regular_news"
    __table_args__ = (
        Index("ix_regular_news_rep_id", "workspace_id", "rep_id"),
        *refers_to_person("rep_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    what: Mapped[str | None] = mapped_column(Encrypted)
    weekday: Mapped[int]
    text: Mapped[str | None] = mapped_column(Encrypted)
    batch_id: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
