"""The log of a test, as `kickstand run` would write it. Knows what people wrote, which no line of it may hold."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.sandbox.server import Sandbox
from bot.settings import LogForm
from bot.telemetry.logs import OURS, formatter

SHORTEST = 10
"""Characters. What is shorter (yes, 15 %) may stand in a log line by chance."""


class Log(logging.Handler):
    """Every line, from DEBUG on where it is ours."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(formatter(LogForm.JSON))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Each line, as what collects logs reads it."""
        return [json.loads(line) for line in self.lines]

    def quotes_anybody_in(self, sandbox: Sandbox) -> list[str]:
        """The lines that hold a token, or what a person wrote."""
        written = [
            message.text
            for conversation in sandbox.workspace.conversations.values()
            for message in conversation.messages
            if not message.bot_id and len(message.text) >= SHORTEST
        ]
        secrets = [json.dumps(each, ensure_ascii=False)[1:-1] for each in written]
        secrets += [sandbox.bot_token, sandbox.app_token, sandbox.signing_secret]
        return [line for line in self.lines if any(each in line for each in secrets)]


@contextmanager
def logged() -> Iterator[Log]:
    """Everything that is logged within."""
    log, root, ours = Log(), logging.getLogger(), logging.getLogger(OURS)
    before = ours.level
    root.addHandler(log)
    ours.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.removeHandler(log)
        ours.setLevel(before)
