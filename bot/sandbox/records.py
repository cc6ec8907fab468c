"""The things that a workspace remembers: accounts, messages, conversations, views. Never changed without its lock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What a conversation is. Slack's `channel_type` uses the same words."""

    IM = "im"
    CHANNEL = "channel"
    GROUP = "group"
    """A private channel."""
    MPIM = "mpim"
    """A direct message of several people."""


@dataclass(frozen=True)
class OtherApp:
    """An app that is not ours."""

    id: str
    bot_id: str
    name: str


@dataclass
class Account:
    """A person's or a bot's account, with the things that Slack tells apps about it.

    `notices` are the error banners that Slack's client showed to this person, oldest first. `team_id` is set for
    somebody of another company, who is here over Slack Connect; `app` for the bot of an app that is not ours.
    `profile` holds what is in the workspace's own fields, by the field's id; `start_date` is YYYY-MM-DD.
    """

    id: str
    key: str
    real_name: str
    tz: str = "Europe/Berlin"
    email: str = ""
    title: str = ""
    is_bot: bool = False
    is_admin: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    team_id: str = ""
    app: OtherApp | None = None
    deleted: bool = False
    dnd_until: datetime | None = None
    status_text: str = ""
    status_emoji: str = ""
    status_until: datetime | None = None
    updated: int = 0
    notices: list[str] = field(default_factory=list)
    start_date: str = ""
    profile: dict[str, str] = field(default_factory=dict)


SLACKBOT = Account("USLACKBOT", "slackbot", "Slackbot", tz="America/Los_Angeles")
"""Slack itself. Every workspace lists it among its people, with `is_bot: false`; here it is in no list of accounts."""


@dataclass
class Message:
    """One message. `values` holds what the reader chose in its selects and inputs: block_id -> action_id -> value.

    `bot_id` is set when our app wrote it, as itself or for a person; `app` when another one did. `extra` are fields
    that only its subtype has.
    """

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    app: OtherApp | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None
    edited_by: str | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    subtype: str | None = None
    only_for: str | None = None
    extra: Json = field(default_factory=dict)
    values: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_tombstone(self) -> bool:
        """Whether it is the gravestone that Slack leaves when the head of a thread is deleted."""
        return self.subtype == "tombstone"


@dataclass
class Conversation:
    """A direct message, of two or of several, or a channel.

    `messages` are in order of time and include replies and ephemeral ones.
    """

    id: str
    kind: Kind
    members: list[str]
    name: str = ""
    created: int = 0
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: str) -> Message | None:
        """The message with this timestamp, ephemeral ones included."""
        return next((m for m in self.messages if m.ts == ts), None)

    def replies(self, ts: str) -> list[Message]:
        """The replies in the thread that starts at `ts`, oldest first."""
        return [m for m in self.messages if m.is_reply and m.thread_ts == ts]

    def other(self, account_id: str) -> str:
        """The other party of a direct message (or the same one, in a conversation with oneself)."""
        return next((m for m in self.members if m != account_id), account_id)


@dataclass
class View:
    """A modal or a home tab. `values` is what the person has filled in so far, in the shapes of `view.state.values`."""

    id: str
    type: str
    user: str
    body: Json
    hash: str
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    root_view_id: str = ""
    previous_view_id: str | None = None

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with a block_id."""
        blocks: list[Json] = self.body.get("blocks", [])
        return blocks

    @property
    def title(self) -> str:
        """The words in its title bar; empty for a home tab."""
        title: Json = self.body.get("title") or {}
        return str(title.get("text", ""))


@dataclass(frozen=True)
class Org:
    """An Enterprise Grid organisation. `whole`: the app is installed on all of it, not on single workspaces."""

    id: str
    name: str
    whole: bool = True
