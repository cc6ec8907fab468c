"""Socket Mode lines to a local Slack. Opens none by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from bot.sandbox.server import Sandbox
from bot.slack.installing.tokens import web_client
from bot.slack.socket_mode.lines import SocketMode


def lines_to(
    slack: Sandbox,
    handle: Callable[[BoltRequest], BoltResponse],
    on_gap: Callable[[datetime | None], None] = lambda _: None,
    **more: Any,
) -> SocketMode:
    """As the program makes them, with anybody's `handle` behind them."""
    client = web_client(slack.api_url)

    def open_url() -> str:
        return str(client.apps_connections_open(app_token=slack.app_token)["url"])

    return SocketMode(open_url, handle, on_gap, slack.platform.clock, **more)
