"""The four questions about a month: reads payloads, opens the transaction. Decides nothing."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.month import blocks
from bot.month.messages import seen
from bot.month.rules import Reply, Sign
from bot.month.service import answer, look_of
from bot.slack.receiving.runtime import Runtime

Json = dict[str, Any]
PICK_ONE = "Pick the one that fits best."


def register(app: App, runtime: Runtime) -> None:
    """Attach the button and the form."""

    @app.action(blocks.ANSWER)
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        by, now = str(body["user"]["id"]), runtime.clock()
        with runtime.sessions.begin() as session:
            look = look_of(session, str(body["actions"][0].get("value") or ""), by, now)
            form = blocks.form(seen(session, runtime.settings, look, now))
        client.views_open(trigger_id=body["trigger_id"], view=form)
        ack()

    @app.view(blocks.ANSWER)
    def save(ack: Ack, body: Json, view: Json) -> None:
        replies = _read(view)
        missing = {sign.value: PICK_ONE for sign in Sign if sign not in replies}
        if missing:
            ack(response_action="errors", errors=missing)
            return
        with runtime.handling() as session:
            by, look_id = str(body["user"]["id"]), str(view.get("private_metadata") or "")
            answer(session, look_id, by, replies, runtime.clock())
        ack()
        runtime.wake()


def _read(view: Json) -> dict[Sign, Reply]:
    values = view["state"]["values"]
    chosen = {sign: (values.get(sign, {}).get(sign, {}).get("selected_option") or {}).get("value") for sign in Sign}
    return {sign: Reply(each) for sign, each in chosen.items() if each in set(Reply)}
