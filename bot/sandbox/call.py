"""One Web API call: its arguments and who makes it. Never answers by itself.

Arguments come as Slack allows: query, form, multipart or JSON; structures inside forms are JSON text.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.sandbox.keyring import Keyring
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Account, Conversation, Json, Workspace

TS = re.compile(r"^\d{1,12}(\.\d{1,6})?$")


class SlackError(Exception):
    """An answer with `ok: false`. `details` go into the answer beside the code."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def invalid_arguments(*messages: str) -> SlackError:
    """The error for arguments of the wrong form; Slack explains them in response_metadata."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})


@dataclass(frozen=True)
class Call:
    """A call of `method` with `args` in the workspace of the token; without one, in the first workspace."""

    platform: Platform
    method: str
    args: Json
    token: str = ""

    @property
    def workspace(self) -> Workspace:
        """The workspace in which the token is valid."""
        return self.platform.workspace

    @property
    def bot(self) -> Account:
        """The account of the app's bot."""
        return self.workspace.accounts[self.workspace.bot_user_id]

    @property
    def caller(self) -> Account:
        """Whose token it is: the app's bot, or a person for whom the app acts."""
        user = self.platform.installation.user_of(self.token)
        return self.bot if user is None else self.workspace.accounts[user]

    @property
    def keyring(self) -> Keyring:
        """The keyring of the caller."""
        return self.platform.installation.keyring_of(self.token) or self.platform.installation.bot

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the token may do."""
        return self.keyring.scopes

    def text(self, name: str, default: str = "") -> str:
        """A text argument; numbers and booleans become text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """A text argument that must be there. Raises invalid_arguments."""
        if not (value := self.text(name)):
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """A boolean in any of its spellings."""
        return self.text(name).lower() in ("1", "true")

    def count(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`. Raises invalid_limit."""
        try:
            number = int(self.text(name) or default)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if not number >= 1:
            raise SlackError("invalid_limit")
        return min(number, most)

    def structure(self, name: str, wrong: str = "invalid_arguments") -> Any:
        """A list or object, given as such or as JSON text; None when absent. Raises the error `wrong`."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise SlackError(wrong) from None

    def ts(self, name: str, wrong: str = "") -> str:
        """A timestamp, or nothing. Raises the error `wrong`, or invalid_arguments."""
        value = self.text(name)
        if value and not TS.match(value):
            raise SlackError(wrong) if wrong else invalid_arguments(f"invalid timestamp: {name}")
        return value

    def conversation(self, name: str = "channel") -> Conversation:
        """The conversation of this id, if the caller may see it. Raises channel_not_found."""
        found = self.workspace.visible(self.text(name), self.caller.id)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def person(self, name: str = "user") -> Account:
        """The account of this id. Raises user_not_found."""
        account = self.workspace.accounts.get(self.text(name))
        if account is None:
            raise SlackError("user_not_found")
        return account


Handler = Callable[[Call], Json]


class Key(StrEnum):
    """What opens a method: the bot's token, that or a person's, the app-level token, or the client id and secret."""

    BOT = "bot"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    APP = "app"
    CLIENT = "client"


@dataclass(frozen=True)
class Method:
    """How a Web API method is served: what does it, the scopes of which one is needed, and what opens it.

    `user_scopes`: of which a person's token needs one, where they are not the bot's.
    """

    handler: Handler
    scopes: tuple[str, ...] = ()
    key: Key = Key.BOT
    user_scopes: tuple[str, ...] = ()


def moment(ts: str) -> tuple[int, int]:
    """A timestamp as numbers that compare."""
    seconds, _, micros = ts.partition(".")
    return int(seconds or 0), int((micros or "0").ljust(6, "0"))
