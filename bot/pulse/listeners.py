"""The pulse's button and form: reads payloads, opens the transaction. Decides nothing, logs no answer."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.pulse import blocks
from bot.pulse.rules import ANSWERS, ITEMS
from bot.pulse.service import answer, invited, is_on
from bot.slack.clicks import Refresh, beneath, submitted
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime

Json = dict[str, Any]
PICK_ONE = "Pick the one that fits best."


def register(app: App, runtime: Runtime, refresh: Refresh) -> None:
    """Attach the button and the form."""

    @app.action(blocks.ANSWER)
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        _refuse_where_off(runtime)
        pulse_id = str(body["actions"][0].get("value") or "")
        with runtime.sessions.begin() as session:
            invited(session, pulse_id, str(body["user"]["id"]), runtime.clock())
        client.views_open(trigger_id=body["trigger_id"], view=blocks.form(pulse_id, beneath(body)))
        ack()

    @app.view(blocks.ANSWER)
    def count(ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        _refuse_where_off(runtime)
        given = _read(view)
        missing = {blocks.name(item): PICK_ONE for item in ITEMS if item not in given}
        if missing:
            ack(response_action="errors", errors=missing)
            return
        with runtime.handling() as session:
            by, pulse_id = submitted(body)
            answer(session, pulse_id, by, [given[item] for item in ITEMS], runtime.clock())
        refresh(client, body)
        ack()
        runtime.wake()


def _refuse_where_off(runtime: Runtime) -> None:
    if not is_on(runtime.settings):
        raise Refusal("These three questions are not asked here any more.")


def _read(view: Json) -> dict[int, int]:
    values = view["state"]["values"]
    names = {item: blocks.name(item) for item in ITEMS}
    chosen = {item: (values.get(name, {}).get(name, {}).get("selected_option") or {}) for item, name in names.items()}
    allowed = {str(each): each for each in ANSWERS}
    return {item: allowed[each["value"]] for item, each in chosen.items() if each.get("value") in allowed}
