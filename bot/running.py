"""Runs the program until it is told to stop: Socket Mode or HTTP. Assembles nothing itself."""

import contextlib
import logging
import signal
import socket
import threading
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler

from bot.app import Kickstand, build, tables
from bot.settings import Settings, SettingsError, need
from bot.store.encrypted import check_key
from bot.store.migrate import NEWER, Shape, shape, upgrade

HTTP_THREADS = 8


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


def connect(program: Kickstand) -> SocketModeHandler:
    """Open a Socket Mode connection. Raises SlackApiError when Slack refuses the app token."""
    settings = program.runtime.settings
    token = need(settings.slack_app_token, "SLACK_APP_TOKEN", "Socket Mode needs it (xapp-...).")
    handler = SocketModeHandler(program.bolt, token, web_client=program.client)
    handler.connect()  # type: ignore[no-untyped-call]
    return handler


def disconnect(client: Any) -> None:
    """Close the connection of slack_sdk's websocket_client Socket Mode client at once.

    websocket-client's reader sleeps in `select` through a close from another thread, for as long as its ping time-out.
    So its socket is shut down first, which wakes it, and closed only when it has left.
    """
    client.auto_reconnect_enabled = False
    client.logger = _silent("kickstand.closing")  # it would report the end that we make as an error
    _silent("websocket")
    session = client.current_session
    with contextlib.suppress(OSError, AttributeError):  # it is closed already
        session.sock.sock.shutdown(socket.SHUT_RDWR)
    client.current_session_runner.shutdown()
    client.close()


def _silent(name: str) -> logging.Logger:
    logger = logging.getLogger(name)
    logger.setLevel(logging.CRITICAL)
    return logger


def over_socket(settings: Settings) -> None:
    """Serve over Socket Mode until SIGTERM or SIGINT."""
    program = build(settings)
    prepare(program)
    handler = connect(program)
    program.start()
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    logging.getLogger(__name__).info("Kickstand is listening over Socket Mode.")
    stopped.wait()
    disconnect(handler.client)
    program.close()


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
    ).serve()
