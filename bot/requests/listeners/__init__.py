"""What Slack sends about requests: parses the payload, opens the transaction, calls one service. Decides nothing."""

from slack_bolt import App

from bot.requests.listeners import colleagues, home, manager, personal, rep, thread, ways_in
from bot.requests.listeners.desk import Desk


def register(app: App, desk: Desk, elsewhere: thread.Elsewhere) -> None:
    """Register every listener of the core loop. `elsewhere`: takes the messages that were not written to the bot."""
    thread.register(app, desk, elsewhere)
    for room in (ways_in, rep, manager, personal, home, colleagues):
        room.register(app, desk)
