"""Why a manager may not answer soon, and who could instead, as the rep reads it. Values in, words out."""

from bot.requests.blocks.view import RequestView
from bot.requests.rules import Status


def hindrances(view: RequestView) -> list[str]:
    """Why the manager may not answer soon, and who could instead."""
    if view.status not in {Status.HELD, Status.DELIVERED}:
        return []
    return [
        *([stuck(view)] if view.unreachable else []),
        *([f"{view.manager} is away {view.away}."] if view.away else []),
        *([f"{view.deputy} can step in if you'd like."] if view.deputy else []),
    ]


def stuck(view: RequestView) -> str:
    """The manager cannot be reached."""
    return f"I can't reach {view.manager} in Slack just now, so this one is stuck. Nothing is lost."
