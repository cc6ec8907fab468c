"""One Socket Mode connection: how it is opened, read and found dead. Never decides when one is opened or closed."""

import logging
import math
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from websockets.sync.client import ClientConnection, connect

from bot.clock import Clock
from bot.slack.socket_mode.envelopes import Json, read
from bot.slack.socket_mode.retries import Pace, TurnedAway

LARGEST = 2**24
"""Bytes of one message. A line that gets a larger one breaks; Slack's own limit is not documented."""
CLOSE_SECONDS = 1
"""How long the other side may take to agree to an end."""
USUAL_SECONDS = 3600
"""How long a connection lasts whose hello does not say it: an hour, as Slack's documentation has it."""


class Silent(Exception):
    """A line looks open but does not answer."""


@dataclass(eq=False)
class Line:
    """An open connection. `lasts` is how many seconds Slack means to keep it; moments are those of time.monotonic.

    `heard`: when it last showed that it lives. `renew_at`: when we replace it ourselves. `leaves_at`: None while it
    stays; else it is to be replaced, and may be closed from then on.
    """

    connection: ClientConnection
    heard: datetime
    lasts: float
    opened: float = field(default_factory=time.monotonic)
    renew_at: float = math.inf
    leaves_at: float | None = None
    in_flight: int = 0

    @property
    def stays(self) -> bool:
        """Whether it is not to be replaced."""
        return self.leaves_at is None

    @property
    def ends(self) -> float:
        """About when Slack will end it."""
        return self.opened + self.lasts

    def keep_apart(self, others: "list[Line]") -> None:
        """When it would end at about the same time as another one, it is renewed at half of its time."""
        if any(abs(other.ends - self.ends) < self.lasts / 4 for other in others):
            self.renew_at = self.opened + self.lasts / 2

    def next(self, pace: Pace) -> Json | None:
        """The next message; None for a sign of life. Raises ConnectionClosed at its end, Silent when it is half open.

        The library's own keepalive is off: it would take a line for dead whose messages we leave unread for a while,
        because the answers to its pings wait behind them.
        """
        try:
            return read(self.connection.recv(timeout=pace.ping))
        except TimeoutError:
            # Its own data: without any the library draws from Python's shared `random`, and so disturbs others who do.
            if not self.connection.ping(os.urandom(8), ack_on_close=True).wait(pace.pong):
                raise Silent from None
            return None


def open_line(url: str, clock: Clock, pace: Pace) -> Line:
    """Connect and wait for Slack's hello. Raises TurnedAway, OSError, TimeoutError or an error of websockets'."""
    with ExitStack() as opening:
        connection = opening.enter_context(
            connect(
                url,
                open_timeout=pace.opening,
                close_timeout=CLOSE_SECONDS,
                ping_interval=None,
                max_size=LARGEST,
                logger=_quiet(),
            )
        )
        hello = read(connection.recv(timeout=pace.opening))
        if hello.get("type") != "hello":
            raise TurnedAway(str(hello.get("reason", "no hello")))
        opening.pop_all()
    return Line(connection, clock(), _lasts(hello))


def _lasts(hello: Json) -> float:
    try:
        return float(hello["debug_info"]["approximate_connection_time"])
    except (KeyError, TypeError, ValueError):
        return USUAL_SECONDS


def _quiet() -> logging.Logger:
    """At DEBUG the library would log frames, which are people's words."""
    logger = logging.getLogger("kickstand.websockets")
    logger.setLevel(logging.ERROR)
    return logger
