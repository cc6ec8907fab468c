"""Runs the program until it is told to stop: Socket Mode or HTTP. Assembles nothing itself."""

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from multiprocessing import active_children
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.server.common import AbstractServer

from bot.app import Kickstand, build
from bot.serving import listener, pages
from bot.settings import Settings, SettingsError, need
from bot.slack.socket_mode import SocketMode
from bot.slack.tokens import web_client
from bot.store.migrate import NEWER, Shape, shape, upgrade
from bot.telemetry import traces
from bot.web import STOPPING

HTTP_THREADS = 8
DRAIN_SECONDS = 6
"""How long listeners that run may take to finish when the program is told to stop."""
LEAVE_SECONDS = 9
"""After so long the process ends, come what may: Docker and Kubernetes wait for ten seconds or more, then kill."""
LINGER_SECONDS = 2
"""Over HTTP, between SIGTERM and the end of listening: /readyz says no meanwhile, so that others get the requests."""
LIKE_ALL_OTHERS: dict[str, Any] = {"handlers": {}, "loggers": {name: {} for name in ("_granian", "granian.access")}}
"""granian's log lines look like all others; its own handlers would not know how."""
LOOK_SECONDS = 0.5
"""Python handles signals in the main thread alone, and the system may wake another one for them: so it looks up."""

log = logging.getLogger(__name__)


def prepare(program: Kickstand) -> None:
    """Make the tables of an empty database, and learn whose workspace this is.

    Raises SettingsError for a database that another version wrote, WrongKey for one that another key wrote,
    SlackApiError when Slack refuses the bot token.
    """
    found = shape(program.engine)
    if found == Shape.EMPTY:
        upgrade(program.engine, program.runtime.clock())
    elif found == Shape.OLD:
        raise SettingsError("The database is older than this version. Run `kickstand migrate` first.")
    elif found == Shape.UNKNOWN:
        raise SettingsError(NEWER)
    program.hold_to_key()
    program.tokens.introduce()


def socket_mode(program: Kickstand, on_gap: Callable[[datetime | None], None]) -> SocketMode:
    """The program's lines to Slack, not open yet. Raises SettingsError without an app token."""
    token = need(program.runtime.settings.slack_app_token, "SLACK_APP_TOKEN", "Socket Mode needs it (xapp-...).")
    client = web_client(program.runtime.settings.slack_api_url)

    def open_url() -> str:
        return str(client.apps_connections_open(app_token=token)["url"])

    return SocketMode(open_url, program.bolt.dispatch, on_gap, program.runtime.clock)


def over_socket(settings: Settings) -> None:
    """Serve over Socket Mode until SIGTERM or SIGINT, then end the process.

    Raises SlackApiError when Slack refuses the app token.
    """
    traces.start(settings)
    program = build(settings)
    prepare(program)
    lines = socket_mode(program, on_gap=partial(_back, program))
    program.health.lines = lambda: lines.lines_open
    server = pages(program)
    told = _told_to_stop()
    lines.start()
    program.start()
    if server:
        server.start()
    log.info("Kickstand is listening over Socket Mode.")
    while not told.wait(LOOK_SECONDS):
        pass
    program.health.stop()
    if not lines.stop(within=DRAIN_SECONDS):
        log.warning("Not everything was finished in time; Slack will send it again.")
    if server:
        server.stop()
    program.close()
    _leave()


def _back(program: Kickstand, since: datetime | None) -> None:
    if since:
        log.info("Back: nothing was heard from Slack after %s.", since.isoformat(timespec="seconds"))
    program.missed_since(since)


def _told_to_stop() -> threading.Event:
    """Set at the first SIGTERM or SIGINT; the process ends LEAVE_SECONDS later, even if something hangs."""
    signals = _signals(signal.SIGTERM, signal.SIGINT)
    told = threading.Event()

    def watch() -> None:
        signals.get()
        told.set()
        time.sleep(LEAVE_SECONDS)
        log.warning("Something did not finish in time and is left behind. What was saved goes on at the next start.")
        _leave()

    threading.Thread(target=watch, name="stopping", daemon=True).start()
    return told


def _signals(*wanted: signal.Signals) -> "queue.SimpleQueue[int]":
    """These signals, as they come, from now on."""
    # A signal's handler may interrupt any line of this program; of all queues only this one can bear that.
    came: queue.SimpleQueue[int] = queue.SimpleQueue()
    for each in wanted:
        signal.signal(each, lambda number, _: came.put(number))
    return came


def _leave() -> None:
    """End the process at once: Python's own way out waits for every thread and tidies all memory, for seconds."""
    logging.shutdown()
    os._exit(0)


def over_http(settings: Settings) -> None:
    """Serve Slack's requests on KICKSTAND_PORT until SIGTERM or SIGINT.

    Raises SettingsError when a port is taken.
    """
    program = build(settings)
    need(settings.slack_signing_secret, "SLACK_SIGNING_SECRET", "without SLACK_APP_TOKEN Slack reaches me over HTTP.")
    prepare(program)
    program.close()
    for name in ("kickstand_port", "kickstand_metrics_port"):
        if port := getattr(settings, name):
            listener(settings.kickstand_host, port, name.upper()).close()
    server = Granian(
        "bot.web:create",
        address=settings.kickstand_host,
        port=settings.kickstand_port,
        interface=Interfaces.WSGI,
        factory=True,
        websockets=False,
        blocking_threads=HTTP_THREADS,
        workers_kill_timeout=LEAVE_SECONDS - LINGER_SECONDS - 1,
        log_dictconfig=LIKE_ALL_OTHERS,
    )
    server.on_startup(partial(_linger, server))  # by then it has set its own handlers
    server.serve()


def _linger(server: AbstractServer[Any]) -> None:
    """Have SIGTERM end it in two steps: it says that it will stop, and goes on serving for a moment; then it stops."""
    told = _signals(signal.SIGTERM)

    def watch() -> None:
        told.get()
        for worker in active_children():
            if STOPPING and worker.pid:
                os.kill(worker.pid, STOPPING)
        time.sleep(LINGER_SECONDS)
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    threading.Thread(target=watch, name="stopping", daemon=True).start()
