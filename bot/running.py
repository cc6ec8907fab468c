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

from granian import Granian
from granian.constants import Interfaces

from bot.app import Kickstand, build, tables
from bot.serving import PageServer
from bot.settings import Settings, SettingsError, need
from bot.slack.socket_mode import SocketMode
from bot.slack.tokens import web_client
from bot.store.encrypted import check_key
from bot.store.migrate import NEWER, Shape, shape, upgrade

HTTP_THREADS = 8
DRAIN_SECONDS = 6
"""How long listeners that run may take to finish when the program is told to stop."""
LEAVE_SECONDS = 9
"""After so long the process ends, come what may: Docker and Kubernetes wait for ten seconds or more, then kill."""
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
    check_key(program.engine, tables())
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
    program = build(settings)
    prepare(program)
    lines = socket_mode(program, on_gap=partial(_back, program))
    pages = PageServer(program, settings.kickstand_host, settings.kickstand_port) if program.consent else None
    told = _told_to_stop()
    lines.start()
    program.start()
    if pages:
        pages.start()
    log.info("Kickstand is listening over Socket Mode.")
    while not told.wait(LOOK_SECONDS):
        pass
    if pages:
        pages.stop()
    if not lines.stop(within=DRAIN_SECONDS):
        log.warning("Not everything was finished in time; Slack will send it again.")
    program.close()
    _leave()


def _back(program: Kickstand, since: datetime | None) -> None:
    if since:
        log.info("Back: nothing was heard from Slack after %s.", since.isoformat(timespec="seconds"))
    program.missed_since(since)


def _told_to_stop() -> threading.Event:
    """Set at the first SIGTERM or SIGINT; the process ends LEAVE_SECONDS later, even if something hangs."""
    # A signal's handler may interrupt any line of this program; of all queues only this one can bear that.
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()
    told = threading.Event()

    def watch() -> None:
        signals.get()
        told.set()
        time.sleep(LEAVE_SECONDS)
        log.warning("Something did not finish in time and is left behind. What was saved goes on at the next start.")
        _leave()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, _: signals.put(number))
    threading.Thread(target=watch, name="stopping", daemon=True).start()
    return told


def _leave() -> None:
    """End the process at once: Python's own way out waits for every thread and tidies all memory, for seconds."""
    logging.shutdown()
    os._exit(0)


def over_http(settings: Settings) -> None:
    """Serve Slack's requests on KICKSTAND_PORT until SIGTERM or SIGINT."""
    program = build(settings)
    need(settings.slack_signing_secret, "SLACK_SIGNING_SECRET", "without SLACK_APP_TOKEN Slack reaches me over HTTP.")
    prepare(program)
    program.close()
    Granian(
        "bot.web:create",
        address=settings.kickstand_host,
        port=settings.kickstand_port,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=HTTP_THREADS,
        workers_kill_timeout=LEAVE_SECONDS - 1,
    ).serve()
