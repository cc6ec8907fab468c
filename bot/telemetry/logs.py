"""One form for every log line, ours and those of libraries. Never lets out a token, or what an exception says."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import LogForm, Settings
from bot.store.workspace import here

OURS = "bot"
TOKEN = re.compile(r"\b(?:xox[a-z]|xapp)(?:[.-][\w-]+)+")
"""Slack's tokens of every kind: https://docs.slack.dev/authentication/tokens"""


def start(settings: Settings) -> None:
    """Log to standard error from now on. To be called before anything else runs.

    KICKSTAND_LOG_LEVEL is for our own lines: libraries log payloads at INFO and below, so they stay at WARNING.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings.kickstand_log))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(settings.kickstand_log_level.upper())


def formatter(form: LogForm) -> logging.Formatter:
    """JSON, one object a line, or words for somebody who watches a terminal; the same fields in both."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _workspace,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _without_words,
        _without_tokens,
    ]
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == LogForm.CONSOLE:
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="at", pad_event_to=0)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    )


def _workspace(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    if workspace_id := here():
        line["workspace"] = workspace_id
    return line


def _without_words(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """An exception as its type and its frames: what it says may quote a row, a payload or somebody's words.

    So may a library's own line about it.
    """
    error = (line.pop("exc_info", None) or (None, None, None))[1]
    line.pop("stack_info", None)
    if error is None:
        return line
    if line["logger"].partition(".")[0] != OURS:
        line["event"] = "a library failed"
    line["error"], line["frames"] = type(error).__name__, list(_frames(error))
    return line


def _frames(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"


def _without_tokens(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    line["event"] = TOKEN.sub("xox…", str(line["event"]))
    return line
