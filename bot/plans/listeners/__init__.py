"""Slack's side of growth plans: `/kickstand plan`, the pages, forms and buttons. Decides nothing."""

from slack_bolt import App

from bot.plans.listeners import acts
from bot.plans.listeners.opening import Plans

__all__ = ["Plans", "register"]


def register(app: App, plans: Plans) -> None:
    """Attach everything about growth plans, promises and regular news."""
    plans.register(app)
    acts.register(app, plans)
