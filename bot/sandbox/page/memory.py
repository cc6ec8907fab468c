"""What the page itself remembers while it runs: the visitor's own reading marks. Never leaves this process."""

import secrets
import threading
from dataclasses import dataclass, field

from bot.sandbox.workspace import Account, Conversation, Message, Workspace


@dataclass
class Memory:
    """Per start of the sandbox. `token` is in every form of this page and in no other page of the world."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    read: dict[tuple[str, str], str] = field(default_factory=dict)
    dismissed: dict[str, int] = field(default_factory=dict)
    shows_guide: bool = True
    clock_lock: threading.Lock = field(default_factory=threading.Lock)
    _accounts: dict[str, Account] | None = None

    def unread(self, account_id: str, conversation: Conversation) -> int:
        """How many messages of others this person has not seen in a conversation."""
        mark = self.read.get((account_id, conversation.id), "")
        return sum(_is_news(m, account_id) and m.ts > mark for m in conversation.messages)

    def mark_read(self, account_id: str, conversation: Conversation) -> None:
        """Everything that is in the conversation now has been seen by this person."""
        if conversation.messages:
            self.read[account_id, conversation.id] = max(m.ts for m in conversation.messages)

    def notice_reset(self, workspace: Workspace) -> None:
        """Forgets everything about the people of a workspace that has been emptied since the last look."""
        if self._accounts is not workspace.accounts:
            self._accounts = workspace.accounts
            self.read.clear()
            self.dismissed.clear()


def _is_news(message: Message, account_id: str) -> bool:
    return message.user != account_id and message.only_for in (None, account_id) and not message.is_tombstone
