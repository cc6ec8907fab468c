"""Slack tells that the bot had to leave a channel, or that it was archived or deleted. Reads no message."""

from typing import Any

from slack_bolt import App

from bot.slack.receiving.runtime import Runtime
from bot.watch.service import gone_channels

Json = dict[str, Any]


def register(app: App, runtime: Runtime) -> None:
    """Listen for it. To Slack private channels are groups: https://docs.slack.dev/reference/events"""

    def gone(event: Json) -> None:
        with runtime.handling() as session:
            gone_channels.gone(session, str(event["channel"]), runtime.clock())
        runtime.wake()

    app.event("channel_left")(gone)
    app.event("group_left")(gone)
    app.event("channel_archive")(gone)
    app.event("group_archive")(gone)
    app.event("channel_deleted")(gone)
    app.event("group_deleted")(gone)
