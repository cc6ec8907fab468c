"""After a gap: what was written in conversations that are read is found in Slack and handled as if it came."""

from collections.abc import Callable
from typing import Any

from bot.requests.listeners.catching_up import Place, looked_through
from bot.slack.errors import Refusal
from bot.slack.installing.tokens import NoToken, Tokens
from bot.store.workspace import inside
from bot.watch.listeners.hearing import Hearing
from bot.watch.service import gaps

Json = dict[str, Any]


def look_back_one(hearing: Hearing, tokens: Tokens) -> bool:
    """Look through one conversation; False when there is none with a gap, or Slack says no."""
    desk = hearing.desk
    with desk.runtime.sessions.begin() as session:
        gap = gaps.next_gap(session, desk.runtime.clock())
    if gap is None:
        return False
    with inside(gap.workspace_id):
        try:
            place = _place(hearing, tokens, gap)
        except NoToken:
            place = None  # the manager lets me read no more
        if place and not looked_through(desk, place, gap.since):
            return False
        with desk.runtime.sessions.begin() as session:
            gaps.looked(session, gap)
    return True


def _place(hearing: Hearing, tokens: Tokens, gap: gaps.Gap) -> Callable[[], Place]:
    bot = tokens.client(gap.workspace_id)
    client = hearing.places.reader(gap.manager_id) if gap.is_direct else bot
    named = {"user_id": gap.manager_id, "is_bot": False}
    kind = "im" if gap.is_direct else "channel"

    def tell(event: Json) -> None:
        try:
            hearing.hears({"event": event | {"channel_type": kind}, "authorizations": [named]}, bot)
        except Refusal:
            return  # nobody asked anything of the bot

    return lambda: Place(client, gap.channel, lambda message: bool(message.get("user")), tell)
