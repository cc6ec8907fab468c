"""A request, what was said in it, and its history. Rows only; rules decide, services change."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.growth.rules import Level
from bot.requests.rules import Answer, Bypass, DecidedBy, Label, Move, Outcome, Part, Status, Step, WayIn
from bot.store.base import Base, new_id
from bot.store.types import Encrypted
from bot.store.workspace import Owned
from bot.team.models import refers_to_person
from bot.team.rules import Topic

_HANDED = text("deputy_id IS NOT NULL")


class Request(Owned, Base):
    """One request. `due_at` is the earliest of `moments`: the only column that the clockwork reads.

    `had_tried` and `had_options` keep, from the end on, how it was asked: the words themselves are deleted later.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_rep_id_status", "workspace_id", "rep_id", "status"),
        Index("ix_request_manager_id_asked_at", "workspace_id", "manager_id", "asked_at"),
        # Hardly any is handed over: an index of all would hold a million times nobody, and lead SQLite astray.
        Index("ix_request_deputy_id", "workspace_id", "deputy_id", sqlite_where=_HANDED, postgresql_where=_HANDED),
        *refers_to_person("rep_id", "manager_id", "deputy_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rep_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    deputy_id: Mapped[str | None] = mapped_column(String(32))
    way_in: Mapped[WayIn]
    status: Mapped[Status]
    bypass: Mapped[Bypass | None]
    ramp: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    hold_seconds: Mapped[int]

    urgent_why: Mapped[str | None] = mapped_column(Encrypted)
    tried: Mapped[str | None] = mapped_column(Encrypted)
    options_json: Mapped[str | None] = mapped_column("options", Encrypted)
    pick: Mapped[int | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    currency: Mapped[str | None] = mapped_column(String(8))
    """The team's when the amount was given: what the team counts in later says nothing about it."""
    needed_by: Mapped[date | None]
    topic: Mapped[Topic | None]
    briefed_at: Mapped[datetime | None]
    had_tried: Mapped[bool] = mapped_column(default=False)
    had_options: Mapped[bool] = mapped_column(default=False)
    followed_up_at: Mapped[datetime | None]
    still_needed_at: Mapped[datetime | None]

    release_at: Mapped[datetime | None] = mapped_column(index=True)
    check_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    close_at: Mapped[datetime | None]
    outcome_at: Mapped[datetime | None]
    forget_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)

    checked_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    parked_by: Mapped[str | None] = mapped_column(String(32))
    answer: Mapped[Answer | None]
    label: Mapped[Label | None]
    decided_by: Mapped[DecidedBy | None]
    outcome: Mapped[Outcome | None]
    has_files: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[str | None] = mapped_column(String(80))
    link: Mapped[str | None] = mapped_column(String(500))
    """Where the rep's own message stands, if it was written to a person."""
    signs: Mapped[str | None] = mapped_column(String(200))
    """Why such a message was taken for a request: phrases of ours, none of the rep's words."""
    helped_by: Mapped[str | None] = mapped_column(String(32))
    """Which colleague helped to solve it, as the rep says."""
    minutes: Mapped[int | None]
    """What answering took, as the manager says (S1.3)."""
    contested: Mapped[Label | None]
    """What the rep says it was, where they see it otherwise than the manager's label."""
    level: Mapped[Level | None]
    """How far the rep went alone on its topic, when the topic was named (S0.1)."""
    drawn_minutes: Mapped[int | None]
    """The wait that was drawn for it, where the team tries different ones."""
    right_id: Mapped[str | None] = mapped_column(String(32))
    """The decision that it seemed to be about, where the rep may decide that."""
    because: Mapped[str | None] = mapped_column(String(200))
    """How that was found: words of ours and numbers, none of the rep's sentences."""
    asked_anyway: Mapped[bool] = mapped_column(default=False)
    """The decision was the rep's own, and they asked all the same (S2.6)."""
    tell_at: Mapped[datetime | None]
    """The manager is to hear of the decision, with others, from this moment on."""
    told_at: Mapped[datetime | None]
    practice_id: Mapped[str | None] = mapped_column(String(32))
    """It is about practice ground (S1.8)."""
    outcome_seen: Mapped[Outcome | None]
    """How it went, as the manager saw it later (S0.7)."""
    talked_at: Mapped[datetime | None]
    """It was parked, and they have talked it through in their 1:1 (S2.9)."""

    said: Mapped[list["Said"]] = relationship(
        cascade="all, delete-orphan", order_by="(Said.at, Said.ts)", back_populates="request"
    )
    history: Mapped[list["History"]] = relationship(
        cascade="all, delete-orphan", order_by="History.id", back_populates="request"
    )

    @property
    def hold(self) -> timedelta:
        return timedelta(seconds=self.hold_seconds)

    @property
    def answerer_id(self) -> str:
        """Who has it now: the deputy it was handed to, else the manager."""
        return self.deputy_id or self.manager_id

    @property
    def text(self) -> str:
        """The question, in the rep's own words."""
        return self._part(Part.ASK)

    @property
    def place(self) -> str | None:
        """The conversation in which the rep asked, if that was in Slack."""
        return next((each.channel for each in self.said if each.part == Part.ASK and each.channel), None)

    @property
    def tried_text(self) -> str:
        """What the rep has tried: in the form and in the thread."""
        return "\n".join(part for part in (self.tried, self._part(Part.TRIED)) if part)

    @property
    def options(self) -> list[str]:
        """What the rep is considering: in the form, and one a line in the thread."""
        lines = self._part(Part.OPTIONS).splitlines()
        return [*json.loads(self.options_json or "[]"), *(line.strip() for line in lines if line.strip())]

    @options.setter
    def options(self, options: list[str]) -> None:
        self.options_json = json.dumps(options) if options else None

    @property
    def picked(self) -> str | None:
        """The option that the rep would pick."""
        options = self.options
        return options[self.pick] if self.pick is not None and self.pick < len(options) else None

    @property
    def moments(self) -> dict[Step, datetime | None]:
        """When each step falls due; None: never, or done."""
        return {
            Step.RELEASE: self.release_at,
            Step.CHECK: self.check_at,
            Step.REMIND: self.remind_at,
            Step.CLOSE: self.close_at,
            Step.OUTCOME: self.outcome_at,
            Step.FORGET: self.forget_at,
        }

    def _part(self, part: Part) -> str:
        return "\n".join(each.text for each in self.said if each.part == part and each.text)


class Said(Owned, Base):
    """A message of a person that belongs to a request. Its place in Slack makes it unique, so that edits find it."""

    __tablename__ = "said"
    __table_args__ = (UniqueConstraint("workspace_id", "channel", "ts"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str] = mapped_column(String(32))
    part: Mapped[Part]
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    edited_ts: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Encrypted)
    at: Mapped[datetime]
    request: Mapped[Request] = relationship(back_populates="said")


class ReleaseOfAll(Owned, Base):
    """Everything that was held went out at once, because an admin said so."""

    __tablename__ = "release_of_all"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    """The user of the operating system who typed it: nobody of the workspace."""
    released: Mapped[int]


class History(Owned, Base):
    """One move of one request. Only ever added to, by the one function that moves."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    move: Mapped[Move]
    before: Mapped[Status]
    after: Mapped[Status]
    actor_id: Mapped[str | None] = mapped_column(String(32))
    request: Mapped[Request] = relationship(back_populates="history")
