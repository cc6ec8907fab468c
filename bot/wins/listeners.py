"""A rep shares a win, or takes it back: reads the payload, opens the transaction. Decides nothing."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.requests.listeners.desk import Desk, clicked
from bot.settings import ScoreMode
from bot.slack.errors import Refusal
from bot.wins import blocks, service

Json = dict[str, Any]
Refresh = Callable[[WebClient, Json], None]
"""Shows again the page that the click came from."""


def register(app: App, desk: Desk, refresh: Refresh) -> None:
    """Attach the button, the form, and the way back."""

    @app.action(re.compile(rf"^{blocks.SHARE}(@\w+)?$"))
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        me, request_id = clicked(body)
        if desk.runtime.settings.kickstand_score == ScoreMode.OFF:
            raise Refusal("There is no Monday digest here, so there's nobody to tell.")
        with desk.runtime.sessions.begin() as session:
            _, lead = service.sharable(session, request_id, me)
            beneath = body.get("view") or {}
            data = f"{request_id} {lead.id} {beneath.get('private_metadata') or ''}".rstrip()
            form = blocks.form(lead.first_name, data)
        show = client.views_push if beneath.get("type") == "modal" else client.views_open
        show(trigger_id=body["trigger_id"], view=form)
        ack()

    @app.view(blocks.VIEW)
    def share(ack: Ack, body: Json, client: WebClient) -> None:
        text = desk.words(blocks.written(body["view"]))
        wrong = blocks.PERSONAL if desk.is_personal(text) else blocks.EMPTY if not text.strip() else ""
        if wrong:
            ack(response_action="errors", errors={"text": wrong})
            return
        me, (request_id, lead_id) = str(body["user"]["id"]), _data(body)
        desk.do(lambda session, now: service.offer(session, request_id, me, lead_id, text, now))
        refresh(client, body)
        ack()

    @app.action(re.compile(rf"^{blocks.TAKE_BACK}(@\w+)?$"))
    def take_back(ack: Ack, body: Json, client: WebClient) -> None:
        me, win_id = clicked(body)
        desk.do(lambda session, now: service.take_back(session, win_id, me))
        refresh(client, body)
        ack()


def _data(body: Json) -> tuple[str, str]:
    request_id, _, rest = str(body["view"].get("private_metadata") or "").partition(" ")
    return request_id, rest.partition(" ")[0]
