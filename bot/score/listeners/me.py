"""`/kickstand me` and `My picture`: shows people their own numbers and history, nobody else's. Changes nothing."""

import contextlib
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.requests.listeners.desk import Desk
from bot.score import home
from bot.score.blocks.own import ME, NEWER, OLDER, VIEW
from bot.score.service.own import PAGE
from bot.slack.clicks import who

Json = dict[str, Any]


@dataclass(frozen=True)
class Me:
    """Where somebody looks at themselves: whose page it is says who clicked, never what a button carries."""

    desk: Desk

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show the newest page."""
        me = who(body)
        self.desk.know(client, me)
        client.views_open(trigger_id=body["trigger_id"], view=self._view(me, 0))
        ack()

    def older(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Turn to what was asked before."""
        self._turn(body, client, 0)
        ack()

    def newer(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Turn back."""
        self._turn(body, client, -PAGE)
        ack()

    def show_again(self, client: WebClient, body: Json) -> None:
        """After a click on the page, or in a form that stands on it: show what has become of it. Never undoes it."""
        seen = body.get("view") or {}
        is_page = seen.get("callback_id") == VIEW
        view_id = seen.get("id") if is_page else seen.get("root_view_id")
        if not view_id or (not is_page and view_id == seen.get("id")):
            return
        offset = _number(str(seen.get("private_metadata") or "").rpartition(" ")[2])
        with contextlib.suppress(SlackClientError, OSError):  # it is drawn anew whenever it is opened
            client.views_update(view_id=view_id, view=self._view(who(body), offset))

    def _turn(self, body: Json, client: WebClient, step: int) -> None:
        offset = max(_number(body["actions"][0].get("value")) + step, 0)
        if view_id := (body.get("view") or {}).get("id"):
            client.views_update(view_id=view_id, view=self._view(who(body), offset))

    def _view(self, me: str, offset: int) -> Json:
        runtime = self.desk.runtime
        with runtime.sessions.begin() as session:
            return home.picture(runtime.settings, session, me, offset, runtime.clock())


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def register(app: App, me: Me) -> None:
    """Attach the buttons; the command is a sub-command of `/kickstand`."""
    app.action(ME)(me.open)
    app.action(OLDER)(me.older)
    app.action(NEWER)(me.newer)
