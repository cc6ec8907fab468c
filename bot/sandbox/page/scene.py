"""What one person sees at this moment, as values for the templates. Only looks; never changes the workspace.

The caller holds `workspace.lock`, so that nothing moves while the picture is taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import chain
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.sandbox.page import mrkdwn
from bot.sandbox.page.memory import Memory
from bot.sandbox.page.mrkdwn import Reader
from bot.sandbox.page.render import Drawing
from bot.sandbox.workspace import Account, Conversation, Json, Kind, Message, View, Workspace

GROUPED = timedelta(minutes=5)
"""Messages of one author that follow each other this closely share one name and one picture."""

HUES = 8
"""As many avatar colours as the style sheet has (.hue-0 ...)."""


@dataclass(frozen=True)
class Place:
    """Where the visitor stands: as whom, in which conversation, on which tab, with which thread or edit box open."""

    viewer: Account
    conversation: Conversation | None
    other: Account | None
    tab: str = "messages"
    thread: str | None = None
    editing: str | None = None

    @property
    def name(self) -> str:
        """What the conversation is called: the other one's name, or the channel's."""
        return self.other.real_name if self.other else (self.conversation.name if self.conversation else "")

    @property
    def path(self) -> str:
        """The address of this conversation and tab, without what is open in it."""
        key = self.other.key if self.other else f"channel-{self.name}"
        return f"/as/{self.viewer.key}/{key}" + ("/home" if self.tab == "home" else "")


@dataclass(frozen=True)
class Avatar:
    """A person's or the app's picture: initials on a colour."""

    initials: str
    hue: int
    is_bot: bool


@dataclass(frozen=True)
class Person:
    """A row of the "You are" list."""

    account: Account
    avatar: Avatar
    local_time: str
    zone: str
    unread: int
    path: str


@dataclass(frozen=True)
class Room:
    """A row of the list of conversations. `sign` stands before the name of a channel."""

    name: str
    avatar: Avatar | None
    unread: int
    path: str
    is_here: bool
    sign: str = ""


@dataclass(frozen=True)
class Line:
    """One message as this reader sees it, with its thread. `day` is set on the first line of each day."""

    message: Message
    author: str
    avatar: Avatar
    at: datetime
    day: str
    follows: bool
    body: Markup
    is_mine: bool
    is_bot: bool
    edited: bool
    replies: Sequence["Line"] = ()


class Scene:
    """Answers every question a template has, for one place at one moment."""

    def __init__(self, workspace: Workspace, memory: Memory, place: Place) -> None:
        self.workspace, self.memory, self.place = workspace, memory, place
        self.viewer = place.viewer
        self.zone: tzinfo = ZoneInfo(place.viewer.tz)
        self.now = workspace.clock().astimezone(self.zone)
        channels = {c.id: c.name for c in workspace.conversations.values() if c.name}
        self.reader = Reader({a.id: a.real_name for a in workspace.accounts.values()} | channels, self.zone)

    def people(self) -> list[Person]:
        """Everybody the visitor can be."""
        return [self._person(account) for account in self.workspace.people() if not account.deleted]

    def rooms(self) -> list[Room]:
        """The viewer's conversations: the app first, then colleagues, then channels."""
        bot = self.workspace.accounts[self.workspace.bot_user_id]
        others = [a for a in self.workspace.people() if a.id != self.viewer.id and not a.deleted]
        direct = [self._room(other) for other in (bot, *others)]
        return direct + [self._channel(c) for c in self._conversations() if c.kind is not Kind.IM]

    def sign(self, channel: Conversation) -> str:
        """What stands before the name of a channel: whether everybody may come in."""
        return "#" if channel.kind is Kind.CHANNEL else "🔒"

    def members(self) -> list[str]:
        """The first names of the people in the open channel."""
        members = self.place.conversation.members if self.place.conversation else []
        return [person.real_name.split()[0] for person in self.workspace.people() if person.id in members]

    def lines(self) -> list[Line]:
        """The open conversation, oldest first; replies hang on the message they answer."""
        conversation = self.place.conversation
        if conversation is None:
            return []
        heads = [m for m in conversation.messages if not m.is_reply and self.may_see(m)]
        return self._lines(heads, with_threads=True)

    def modal(self) -> View | None:
        """The modal on top of the viewer's screen."""
        stack = self.workspace.modals.get(self.viewer.id)
        return stack[-1] if stack else None

    def home(self) -> View | None:
        """The viewer's home tab, when the app has published one."""
        return self.workspace.homes.get(self.viewer.id)

    def notices(self) -> list[str]:
        """The error banners that the viewer has not waved away, newest last."""
        return self.viewer.notices[self.memory.dismissed.get(self.viewer.id, 0) :][-3:]

    def avatar(self, account: Account | None) -> Avatar:
        """Initials and colour of an account; a question mark for one that is gone."""
        if account is None:
            return Avatar("?", 0, False)
        words = account.real_name.split() or [account.key]
        initials = words[0][:1] + (words[-1][:1] if len(words) > 1 and not account.is_bot else "")
        hue = [*self.workspace.accounts].index(account.id) % HUES
        return Avatar(initials.upper(), hue, account.is_bot)

    def view_html(self, view: View) -> Markup:
        """A modal's or home tab's blocks."""
        return self._drawing(f"v-{view.id}", view.values, view.errors).blocks(view.blocks)

    def typed(self, message: Message) -> str:
        """A message's text as its author typed it, for changing it: mentions by key, links bare."""
        keys = {a.id: a.key for a in self.workspace.accounts.values()}
        names = {c.id: c.name for c in self.workspace.conversations.values()}

        def as_typed(found: re.Match[str]) -> str:
            target, _, label = found[1].partition("|")
            return "@" + keys.get(target[1:], label) if target[:1] == "@" else label or target

        channels = re.sub(
            r"<#(\w+)\|([\w-]*)>", lambda found: "#" + (found[2] or names.get(found[1], "")), message.text
        )
        return mrkdwn.unescaped(re.sub(r"<([^<>]+)>", as_typed, channels))

    def may_see(self, message: Message) -> bool:
        """Ephemeral messages are for one person."""
        return message.only_for in (None, self.viewer.id)

    # ----------------------------------------------------------------------------------------------------------

    def _conversations(self) -> list[Conversation]:
        return [c for c in self.workspace.conversations.values() if self.viewer.id in c.members]

    def _person(self, account: Account) -> Person:
        local = self.workspace.clock().astimezone(ZoneInfo(account.tz))
        clock = f"{local:%H:%M}" if local.date() == self.now.date() else f"{local:%a %H:%M}"
        mine = [c for c in self.workspace.conversations.values() if account.id in c.members]
        unread = sum(self.memory.unread(account.id, c) for c in mine)
        return Person(account, self.avatar(account), clock, account.tz, unread, f"/as/{account.key}")

    def _room(self, other: Account) -> Room:
        conversation = next(
            (c for c in self._conversations() if c.kind is Kind.IM and c.other(self.viewer.id) == other.id), None
        )
        unread = self.memory.unread(self.viewer.id, conversation) if conversation else 0
        here = self.place.other is not None and self.place.other.id == other.id
        return Room(other.real_name, self.avatar(other), unread, f"/as/{self.viewer.key}/{other.key}", here)

    def _channel(self, channel: Conversation) -> Room:
        path = f"/as/{self.viewer.key}/channel-{channel.name}"
        unread = self.memory.unread(self.viewer.id, channel)
        return Room(channel.name, None, unread, path, self.place.conversation is channel, self.sign(channel))

    def _lines(self, messages: Sequence[Message], with_threads: bool) -> list[Line]:
        lines: list[Line] = []
        for message in messages:
            lines.append(self._line(message, lines[-1] if lines else None, with_threads))
        return lines

    def _line(self, message: Message, before: Line | None, with_threads: bool) -> Line:
        at = datetime.fromtimestamp(float(message.ts), self.zone)
        author = self.workspace.accounts.get(message.user)
        new_day = before is None or before.at.date() != at.date()
        replies = self.place.conversation.replies(message.ts) if self.place.conversation and with_threads else []
        return Line(
            message=message,
            author=author.real_name if author else "Somebody",
            avatar=self.avatar(author),
            at=at,
            day=day_name(at, self.now) if new_day else "",
            follows=before is not None and not new_day and _continues(before, message, at),
            body=self._body(message),
            is_mine=message.user == self.viewer.id,
            is_bot=author is not None and author.is_bot,
            edited=message.edited_ts is not None and not (author and author.is_bot and message.blocks),
            replies=self._lines([r for r in replies if self.may_see(r)], with_threads=False),
        )

    def _body(self, message: Message) -> Markup:
        drawing = self._drawing(f"m-{message.ts}", message.values, {})
        words = drawing.blocks(message.blocks) if message.blocks else mrkdwn.html(message.text, self.reader)
        attached = (self._attachment(a, drawing) for a in message.attachments)
        return Markup("").join([words, *attached])

    def _attachment(self, attachment: Json, drawing: Drawing) -> Markup:
        blocks = attachment.get("blocks")
        words = str(attachment.get("text") or attachment.get("fallback") or "")
        inside = drawing.blocks(blocks) if blocks else mrkdwn.html(words, self.reader)
        return Markup('<div class="attachment">{}</div>').format(inside)

    def _drawing(self, key: str, values: Mapping[str, Mapping[str, Json]], errors: Mapping[str, str]) -> Drawing:
        state = dict(chain.from_iterable((((b, a), v) for a, v in held.items()) for b, held in values.items()))
        people = [(a.id, a.real_name) for a in self.workspace.people() if not a.deleted]
        mine = [c for c in self.workspace.conversations.values() if self.workspace.visible(c.id, self.viewer.id)]
        channels = [(c.id, f"{self.sign(c)}{c.name}") for c in mine if c.kind in (Kind.CHANNEL, Kind.GROUP)]
        return Drawing(self.reader, key, people, state, errors, channels)


def day_name(at: datetime, now: datetime) -> str:
    """A day as the divider between days calls it. Both moments in the reader's zone."""
    behind = (now.date() - at.date()).days
    if behind in (0, 1):
        return ("Today", "Yesterday")[behind]
    return f"{at:%A}, {at.day} {at:%B}"


def _continues(before: Line, message: Message, at: datetime) -> bool:
    same = before.message.user == message.user and before.message.only_for == message.only_for
    if message.bot_id and message.blocks:
        return False  # a card stands by itself
    return same and at - before.at < GROUPED and not before.replies and not message.is_tombstone
