"""Where clicks about the score arrive. Each room parses its payloads and calls one service; decides nothing."""

from slack_bolt import App

from bot.requests.listeners.desk import Desk
from bot.score.listeners import contesting, explaining, me, noting
from bot.score.listeners.me import Me


def register(app: App, desk: Desk, own: Me) -> None:
    """Register everything that can be clicked about the score."""
    explaining.register(app, desk)
    contesting.register(app, desk, own)
    noting.register(app, desk)
    me.register(app, own)
