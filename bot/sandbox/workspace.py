"""What the sandbox remembers: accounts, conversations, messages, views. Never speaks a protocol, never checks a rule.

Everything here is guarded by one lock. Change it so:

    with workspace.lock:
        message.text = "..."
        workspace.changed()

and follow it so (a page that lives on changes):

    version = workspace.wait_for_change(version, timeout=20)
"""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from bot.sandbox.records import EPOCH, SLACKBOT, Account, Conversation, Json, Kind, Message, Org, OtherApp, View

__all__ = [
    "EPOCH",
    "SLACKBOT",
    "Account",
    "Conversation",
    "Json",
    "Kind",
    "Message",
    "Org",
    "OtherApp",
    "View",
    "Workspace",
    "app_id",
    "slug",
]


def slug(key: str) -> str:
    """The letters and digits of a name, in capitals, as they may stand in an id."""
    return re.sub(r"[^A-Z0-9]", "", key.upper())


def app_id(bot_name: str) -> str:
    """The id of the app; it is the same in every workspace."""
    return f"A0{_short(bot_name)}".ljust(9, "0")


def _short(bot_name: str) -> str:
    return slug(bot_name)[:12] or "APP"


class Workspace:
    """One team, its people and what was said. `version` grows with each change.

    `mark` stands in every id that is made here, so that two workspaces have no id in common by accident.
    """

    def __init__(
        self, clock: Callable[[], datetime], bot_name: str = "App", name: str = "Sandbox", mark: str = "0"
    ) -> None:
        self.clock = clock
        self.name, self.mark = name, mark
        self.lock = threading.Condition(threading.RLock())
        self.version = 0
        self.bot_name = bot_name
        self._numbers = 0
        self.clear()

    def clear(self) -> None:
        """Forgets everything except the app's own account."""
        with self.lock:
            name, mark = _short(self.bot_name), self.mark
            self.team_id = f"T{mark}{slug(self.name)}".ljust(10, "0")
            self.team_name, self.team_domain = self.name, slug(self.name).lower()
            self.app_id, self.bot_id, self.bot_user_id = app_id(self.bot_name), f"B{mark}{name}".ljust(9, "0"), ""
            self.org: Org | None = None
            self.accounts: dict[str, Account] = {}
            self.conversations: dict[str, Conversation] = {}
            self.modals: dict[str, list[View]] = {}
            self.homes: dict[str, View] = {}
            self.profile_fields: list[Json] = []
            self._last_ts = 0
            bot = self.add_account(name.lower(), self.bot_name, is_bot=True, tz="Etc/UTC")
            self.bot_user_id = bot.id

    # Time and change ------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Says that something changed; wakes everybody in `wait_for_change`."""
        with self.lock:
            self.version += 1
            self.lock.notify_all()

    def wait_for_change(self, seen: int, timeout: float) -> int:
        """Waits up to `timeout` real seconds until `version` is no longer `seen`; answers the version now."""
        with self.lock:
            self.lock.wait_for(lambda: self.version != seen, timeout)
            return self.version

    def now_seconds(self) -> int:
        """Story time in whole seconds since 1970, as Slack writes dates."""
        return int((self.clock() - EPOCH).total_seconds())

    def next_ts(self) -> str:
        """A timestamp of story time, never given twice: a frozen clock still gives growing ones."""
        with self.lock:
            delta = self.clock() - EPOCH
            micros = (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
            self._last_ts = max(micros, self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def number(self) -> int:
        """A number that was not given before; for ids."""
        with self.lock:
            self._numbers += 1
            return self._numbers

    # Accounts -------------------------------------------------------------------------------------------------

    def add_account(self, key: str, real_name: str, *, id: str = "", **facts: Any) -> Account:
        """Adds an account. Without `id` that follows from the key: in the first workspace `riya` is U0RIYA000."""
        with self.lock:
            id = id or f"U{self.mark}{slug(key)}".ljust(9, "0")
            account = Account(id=id, key=key, real_name=real_name, updated=self.now_seconds(), **facts)
            if account.id in self.accounts:
                raise ValueError(f"There is already an account with the id {account.id}")
            self.accounts[account.id] = account
            self.changed()
            return account

    def account(self, key: str) -> Account:
        """The account with this key. Raises KeyError."""
        for account in self.accounts.values():
            if account.key == key:
                return account
        raise KeyError(f"Nobody here is called {key!r}")

    def people(self) -> list[Account]:
        """The human accounts, in the order in which they were added."""
        return [a for a in self.accounts.values() if not a.is_bot]

    # Conversations --------------------------------------------------------------------------------------------

    def direct(self, one: str, other: str) -> Conversation:
        """The direct conversation of two accounts, opened when there is none yet."""
        with self.lock:
            for conversation in self.conversations.values():
                if conversation.kind is Kind.IM and sorted(conversation.members) == sorted([one, other]):
                    return conversation
            people = [self.accounts.get(i, SLACKBOT) for i in (one, other) if i != self.bot_user_id]
            name = "".join(slug(p.key) for p in people) or "SELF"
            between_people = "D1" if self.mark == "0" else f"D{self.mark}P"
            prefix = f"D{self.mark}" if self.bot_user_id in (one, other) else between_people
            return self._add(Conversation(f"{prefix}{name}".ljust(9, "0"), Kind.IM, [one, other]))

    def group_direct(self, members: Sequence[str]) -> Conversation:
        """The direct conversation of several people, opened when there is none yet; apps are in none here."""
        with self.lock:
            for conversation in self.conversations.values():
                if conversation.kind is Kind.MPIM and sorted(conversation.members) == sorted(members):
                    return conversation
            keys = [self.accounts[each].key for each in members]
            id = f"G{self.mark}{''.join(map(slug, keys))}".ljust(9, "0")
            return self._add(Conversation(id, Kind.MPIM, list(members), name=f"mpdm-{'--'.join(keys)}-1"))

    def bot_direct(self, user: str) -> Conversation:
        """The direct conversation of a person and the app (its Messages tab)."""
        return self.direct(user, self.bot_user_id)

    def add_channel(self, name: str, members: list[str], *, private: bool = False) -> Conversation:
        """Adds a channel; `members` are account ids."""
        with self.lock:
            kind = Kind.GROUP if private else Kind.CHANNEL
            return self._add(Conversation(f"C{self.mark}{slug(name)}".ljust(9, "0"), kind, list(members), name=name))

    def _add(self, conversation: Conversation) -> Conversation:
        conversation.created = self.now_seconds()
        self.conversations[conversation.id] = conversation
        self.changed()
        return conversation

    def visible(self, channel: str, account_id: str) -> Conversation | None:
        """The conversation, if this account may see it: public channels, and whatever else it is in.

        So a bot never sees a conversation between two people.
        """
        conversation = self.conversations.get(channel)
        if conversation is None or (conversation.kind is not Kind.CHANNEL and account_id not in conversation.members):
            return None
        return conversation

    def all_views(self) -> Iterator[View]:
        """Every open modal and every home tab."""
        yield from (view for stack in self.modals.values() for view in stack)
        yield from self.homes.values()
