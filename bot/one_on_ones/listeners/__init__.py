"""Slack's side of 1:1s: `/kickstand 1on1`, the agenda, what a manager says became of one. Decides nothing."""

from slack_bolt import App

from bot.one_on_ones.listeners import acts
from bot.one_on_ones.listeners.opening import OneOnOnes

__all__ = ["OneOnOnes", "register"]


def register(app: App, one_on_ones: OneOnOnes) -> None:
    """Attach everything about 1:1s."""
    one_on_ones.register(app)
    acts.register(app, one_on_ones)
