"""Gets the program ready, runs it over Socket Mode, and ends it when it is told to stop. Assembles nothing itself."""

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.app import Kickstand, build
from bot.settings import Settings, SettingsError, need
from bot.slack.installing.tokens import web_client
from bot.slack.socket_mode.lines import SocketMode
from bot.store.migrate import NEWER, Shape, shape, upgrade
from bot.telemetry import traces

DRAIN_SECONDS = 6
"""How long listeners that run may take to finish when the program is told to stop."""
LEAVE_SECONDS = 9
"""After so long the process ends, come what may: Docker and Kubernetes wait for ten seconds or more, then kill."""

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
    from bot.serving import pages  # a web server of its own, which is not there over HTTP

    traces.start(settings)
    program = build(settings)
    prepare(program)
    lines = socket_mode(program, on_gap=partial(_back, program))
    program.health.lines = lambda: lines.lines_open
    server = pages(program)
    told = told_to_stop()
    lines.start()
    program.start()
    if server:
        server.start()
    log.info("Kickstand is listening over Socket Mode.")
    told.get()
    program.health.stop()
    if not lines.stop(within=DRAIN_SECONDS):
        log.warning("Not everything was finished in time; Slack will send it again.")
    if server:
        server.stop()
    program.close()
    leave()


def _back(program: Kickstand, since: datetime | None) -> None:
    if since:
        log.info("Back: nothing was heard from Slack after %s.", since.isoformat(timespec="seconds"))
    program.missed_since(since)


def told_to_stop() -> "queue.SimpleQueue[int]":
    """Gets the first SIGTERM or SIGINT; the process ends LEAVE_SECONDS later, even if something hangs."""
    came = _signals(signal.SIGTERM, signal.SIGINT)
    told: queue.SimpleQueue[int] = queue.SimpleQueue()

    def watch() -> None:
        told.put(os.read(came, 1)[0])
        time.sleep(LEAVE_SECONDS)
        log.warning("Something did not finish in time and is left behind. What was saved goes on at the next start.")
        leave()

    threading.Thread(target=watch, name="stopping", daemon=True).start()
    return told


def _signals(*wanted: signal.Signals) -> int:
    """A pipe to read, in which these signals come from now on, a byte each."""
    # Python runs handlers in the main thread alone, which waits; the bytes come whichever thread the system wakes.
    come_out, go_in = os.pipe()
    os.set_blocking(go_in, False)
    signal.set_wakeup_fd(go_in)
    for each in wanted:
        signal.signal(each, lambda _number, _frame: None)
    return come_out


def leave() -> None:
    """End the process at once: Python's own way out waits for every thread and tidies all memory, for seconds."""
    logging.shutdown()
    os._exit(0)
