"""What Slack sends about requests: parses the payload, opens the transaction, calls one service. Decides nothing."""

from slack_bolt import App

from bot.requests.listeners import home, manager, personal, rep, thread, ways_in
from bot.requests.listeners.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Register every listener of the core loop."""
    for room in (ways_in, thread, rep, manager, personal, home):
        room.register(app, desk)
