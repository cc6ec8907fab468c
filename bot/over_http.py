"""Runs the program over HTTP until it is told to stop, behind granian. What is answered is in `web.py`."""

import logging
import signal
import threading
import time
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MTServer

from bot.app import Kickstand, build
from bot.ports import listener
from bot.running import leave, prepare, told_to_stop
from bot.settings import Settings, SettingsError, need
from bot.telemetry import traces
from bot.web import wsgi

HTTP_THREADS = 8
LINGER_SECONDS = 2
"""Between SIGTERM and the end of listening: /readyz says no meanwhile, so that others get the requests."""
LIKE_ALL_OTHERS: dict[str, Any] = {"handlers": {}, "loggers": {name: {} for name in ("_granian", "granian.access")}}
"""granian's log lines look like all others; its own handlers would not know how."""

log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Serve Slack's requests on KICKSTAND_PORT until SIGTERM or SIGINT, then end the process.

    Raises SettingsError when a port is taken, and unless requests must be signed: anybody could write otherwise.
    """
    traces.start(settings)
    program = build(settings)
    need(settings.slack_signing_secret, "SLACK_SIGNING_SECRET", "without SLACK_APP_TOKEN Slack reaches me over HTTP.")
    if settings.slack_app_token:
        raise SettingsError("SLACK_APP_TOKEN is for Socket Mode. Over HTTP, run without it.")
    prepare(program)
    for name in ("kickstand_port", "kickstand_metrics_port"):
        if port := getattr(settings, name):
            listener(settings.kickstand_host, port, name.upper()).close()
    program.missed_since(None)
    program.start()
    try:
        _answer(program)
    finally:
        program.close()
    leave()


class OneProcess(MTServer):
    """granian with its worker in a thread, as it serves a Python without a GIL: a second process is memory only."""

    def _check_gil(self) -> None:
        """Nothing in it needs that there is none."""


def _answer(program: Kickstand) -> None:
    settings = program.runtime.settings
    server = OneProcess(
        "",
        address=settings.kickstand_host,
        port=settings.kickstand_port,
        interface=Interfaces.WSGI,
        websockets=False,
        blocking_threads=HTTP_THREADS,
        log_level=LogLevels.error,
        log_dictconfig=LIKE_ALL_OTHERS,
    )
    server.on_startup(partial(_linger, program, server))  # by then it has set its own handlers
    log.info("Kickstand is listening over HTTP, at port %s.", settings.kickstand_port)
    server.serve(target_loader=lambda: wsgi(program), wrap_loader=False)


def _linger(program: Kickstand, server: OneProcess) -> None:
    """Have SIGTERM end it in two steps: it says that it will stop, and goes on serving for a moment; then it stops."""
    told = told_to_stop()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # granian's would start a worker anew: here that is the program

    def watch() -> None:
        by = told.get()
        program.health.stop()
        if by == signal.SIGTERM:
            time.sleep(LINGER_SECONDS)
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    threading.Thread(target=watch, name="lingering", daemon=True).start()
