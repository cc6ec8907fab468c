"""What a person at their Slack client sees: conversations, the home tab, modals, banners. Never does anything."""

from collections.abc import Sequence

from bot.sandbox.plain import message_text, view_text
from bot.sandbox.platform import Platform
from bot.sandbox.seen import Seen, see, transcript
from bot.sandbox.workspace import Account, Conversation, Message, View


class Onlooker:
    """One member of the workspace, looking. `waits` is for those who also act."""

    def __init__(self, platform: Platform, account: Account, waits: float = 10.0) -> None:
        self._platform = platform
        self.account = account
        self.waits = waits

    def __repr__(self) -> str:
        return f"<{self.account.real_name} {self.id}>"

    @property
    def id(self) -> str:
        """Her user id."""
        return self.account.id

    @property
    def key(self) -> str:
        """Her short name."""
        return self.account.key

    # Seeing ---------------------------------------------------------------------------------------------------

    @property
    def conversation(self) -> Conversation:
        """Her direct conversation with the app."""
        return self._platform.workspace.bot_direct(self.id)

    @property
    def messages(self) -> list[Seen]:
        """The messages in it, oldest first: heads of threads (replies are inside) and ephemeral ones."""
        with self._platform.workspace.lock:
            return [see(self._platform.workspace, m) for m in self._visible(self.conversation) if not m.is_reply]

    @property
    def received(self) -> list[Message]:
        """What stands in it, replies too, in the order in which it was posted; `reading` makes words of one."""
        with self._platform.workspace.lock:
            return self._visible(self.conversation)

    def reading(self, message: Message) -> str:
        """A message as plain text."""
        with self._platform.workspace.lock:
            return message_text(message, self._platform.workspace)

    @property
    def last(self) -> Seen:
        """The newest message in it, a reply included. Raises LookupError when there is none."""
        with self._platform.workspace.lock:
            if not (visible := self._visible(self.conversation)):
                raise LookupError(f"{self.account.real_name} has no messages")
            return see(self._platform.workspace, visible[-1])

    @property
    def sees(self) -> str:
        """The whole conversation with the app as plain text, threads indented."""
        with self._platform.workspace.lock:
            return transcript(self._platform.workspace, self._visible(self.conversation))

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """The files that the app shared in it, as name and contents, oldest first."""
        found = [self._platform.uploads.get(file["id"]) for m in self._visible(self.conversation) for file in m.files]
        return [(each.name, each.content) for each in found if each and each.content is not None]

    def reads(self, other: "Where") -> str:
        """Her conversation with another person, or with several, or a channel, as plain text."""
        with self._platform.workspace.lock:
            return transcript(self._platform.workspace, self._visible(self._conversation(other)))

    def sees_in(self, other: "Where") -> list[Seen]:
        """The messages of her conversation with another person, or of a channel, as `messages`; for clicking on one."""
        with self._platform.workspace.lock:
            found = self._visible(self._conversation(other))
            return [see(self._platform.workspace, message) for message in found if not message.is_reply]

    @property
    def home(self) -> str:
        """The app's Home tab as plain text; empty before the app published one."""
        return view_text(self.home_view, self._platform.workspace) if self.home_view else ""

    @property
    def home_view(self) -> View | None:
        """The Home tab itself, for clicking on it."""
        return self._platform.workspace.homes.get(self.id)

    @property
    def view(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._platform.workspace.modals.get(self.id)
        return stack[-1] if stack else None

    @property
    def modal(self) -> str | None:
        """The modal on top as plain text."""
        return view_text(self.view, self._platform.workspace) if self.view else None

    @property
    def modal_title(self) -> str | None:
        """The title of the modal on top."""
        return self.view.title if self.view else None

    @property
    def errors(self) -> list[str]:
        """The error banners that Slack's client showed her, oldest first."""
        return self.account.notices

    # Inside ---------------------------------------------------------------------------------------------------

    def _conversation(self, to: "Where | None") -> Conversation:
        workspace = self._platform.workspace
        if to is None:
            return self.conversation
        if isinstance(to, Onlooker):
            return workspace.direct(self.id, to.id)
        if not isinstance(to, str):
            return workspace.group_direct([self.id, *(each.id for each in to)])
        for conversation in workspace.conversations.values():
            if conversation.name and conversation.name == to.lstrip("#"):
                return conversation
        raise LookupError(f"There is no channel {to}")

    def _visible(self, conversation: Conversation) -> list[Message]:
        return [m for m in conversation.messages if m.only_for in (None, self.id)]


Where = Onlooker | Sequence[Onlooker] | str
"""Where something is said: to a person, to several, or in a channel ("#name")."""
