"""`/kickstand`: finds who answers a sub-command. Knows no rule and no row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.slack.kit import Words
from bot.team.blocks import replies
from bot.team.commands import split
from bot.team.listeners.away import Away
from bot.team.listeners.members import Members
from bot.team.listeners.pause import Pause
from bot.team.listeners.settings import Settings

SubCommand = Callable[[Ack, dict[str, Any], WebClient], None]
"""Answers one sub-command of `/kickstand`: (ack, body, client)."""


@dataclass(frozen=True)
class Command:
    """Where `/kickstand` arrives. `extra`: sub-commands that other features answer."""

    members: Members
    settings: Settings
    away: Away
    pause: Pause
    extra: Mapping[str, SubCommand]

    def answer(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Hand over to the sub-command; a word that is none gets the ones that look like it."""
        word, rest = split(body.get("text") or "")
        if "import" in (word, *rest[:1]) and word in ("team", "import"):
            _say(ack, replies.import_words())
            return
        known = self._known()
        if word in known:
            known[word](ack, body, client)
        else:
            _say(ack, replies.unknown(word, known))

    def _known(self) -> dict[str, SubCommand]:
        own: dict[str, SubCommand] = {
            "help": self._help,
            "team": self.members.open,
            "settings": self.settings.open,
            "away": self.away.show,
            "pause": self.pause.answer,
        }
        return own | dict(self.extra)

    def _help(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        _say(ack, replies.help_words(self._known()))


def _say(ack: Ack, words: Words) -> None:
    ack(text=words.text, blocks=words.blocks)
