"""Remembers every message that the app ever showed to anybody, also one that is gone again. Never acts."""

import re
import threading
from collections import defaultdict
from dataclasses import dataclass, field

from bot.sandbox.plain import message_text
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import Message, Workspace

TOKEN = re.compile(r"\b[QRK]\d{5,7}\b")
"""A question (Q), a reply (R) or a manager's question (K): each word of this kind is written by one person once."""


@dataclass(frozen=True)
class Sight:
    """A message of the app, as it was when it appeared; `message` is the one in the conversation, as it is now."""

    message: Message
    first_words: str

    @property
    def ts(self) -> str:
        return self.message.ts

    @property
    def at(self) -> float:
        """Slack's own time of it, in seconds."""
        return float(self.message.ts)

    @property
    def channel(self) -> str:
        return self.message.channel

    @property
    def post_id(self) -> str:
        """The opaque id that a kept message carries; empty for one that is said directly."""
        payload = (self.message.metadata or {}).get("event_payload") or {}
        return str(payload.get("id", ""))


@dataclass
class Witness:
    """Watches a workspace in a thread of its own, from `start` to `stop`."""

    workspace: Workspace
    sights: list[Sight] = field(default_factory=list)
    _of: dict[str, list[Sight]] = field(default_factory=lambda: defaultdict(list))
    _seen: dict[str, str] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> "Witness":
        """Begins to watch."""
        self._thread = threading.Thread(target=self._watch, name="witness", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Looks a last time."""
        self._over.set()
        self.workspace.changed()
        if self._thread:
            self._thread.join()
        self.look()

    def of(self, token: str, channel: str | None = None) -> list[Sight]:
        """The messages that named this when they appeared, of one conversation or of all."""
        return [each for each in list(self._of.get(token, ())) if channel in (None, each.channel)]

    def head(self, token: str, channel: str) -> Message | None:
        """The first message outside any thread that named this and is still there, as it is now."""
        found = (each.message for each in self.of(token, channel) if not each.message.is_reply)
        return next((each for each in found if not is_gone(self.workspace, each)), None)

    def look(self) -> None:
        """Takes in what is new."""
        with self.workspace.lock:
            for conversation in list(self.workspace.conversations.values()):
                last = self._seen.get(conversation.id, "")
                new = []
                for message in reversed(conversation.messages):
                    if message.ts <= last:
                        break
                    new.append(message)
                if new:
                    self._seen[conversation.id] = new[0].ts
                for message in reversed(new):
                    self._take(message)

    def _take(self, message: Message) -> None:
        if not message.bot_id or message.only_for:
            return
        words = f"{message.text}\n{message_text(message, self.workspace)}"
        sight = Sight(message, words)
        self.sights.append(sight)
        for token in set(TOKEN.findall(words)):
            self._of[token].append(sight)

    def _watch(self) -> None:
        version = -1
        while not self._over.is_set():
            version = self.workspace.wait_for_change(version, timeout=0.5)
            self.look()


def is_gone(workspace: Workspace, message: Message) -> bool:
    """Whether the message was taken out of its conversation."""
    return message.is_tombstone or workspace.conversations[message.channel].find(message.ts) is not message


def words_now(workspace: Workspace, message: Message) -> str:
    """All that a message says now, to the eye and in its notification."""
    return f"{message.text}\n{message_text(message, workspace)}"


def watch(sandbox: Sandbox) -> Witness:
    """A witness of this local Slack, watching already."""
    return Witness(sandbox.workspace).start()
