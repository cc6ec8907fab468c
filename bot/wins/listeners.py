"""A rep shares a win, or takes it back: reads the payload, opens the transaction. Decides nothing."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.requests.listeners.desk import Desk
from bot.settings import ScoreMode
from bot.slack.clicks import clicked, named, show
from bot.slack.errors import Refusal
from bot.slack.membership import why_not
from bot.wins import blocks, service

Json = dict[str, Any]
NO_LEAD = "-"
"""Stands in the form for the lead where there is none."""
Refresh = Callable[[WebClient, Json], None]
"""Shows again the page that the click came from."""


def register(app: App, desk: Desk, refresh: Refresh) -> None:
    """Attach the button, the form, and the way back."""

    @app.action(named(blocks.SHARE))
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        me, request_id = clicked(body)
        if desk.runtime.settings.kickstand_score == ScoreMode.OFF:
            raise Refusal("There is no Monday digest here, so there's nobody to tell.")
        with desk.runtime.sessions.begin() as session:
            _, lead = service.sharable(session, request_id, me)
            beneath = body.get("view") or {}
            data = f"{request_id} {lead.id if lead else NO_LEAD} {beneath.get('private_metadata') or ''}".rstrip()
            form = blocks.form(lead.first_name if lead else "", service.channel_of(session, me), data)
        show(client, body, form)
        ack()

    @app.view(blocks.VIEW)
    def share(ack: Ack, body: Json, client: WebClient) -> None:
        text, channel = desk.words(blocks.written(body["view"])), blocks.ticked(body["view"])
        me, (request_id, lead_id) = str(body["user"]["id"]), _data(body)
        readers = service.Readers(lead_id, channel)
        wrong = _wrong(desk, client, text, readers)
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        desk.do(lambda session, now: service.offer(session, request_id, me, readers, text, now))
        refresh(client, body)
        ack()

    @app.action(named(blocks.TAKE_BACK))
    def take_back(ack: Ack, body: Json, client: WebClient) -> None:
        me, win_id = clicked(body)
        desk.do(lambda session, now: service.take_back(session, win_id, me, now))
        refresh(client, body)
        ack()


def _wrong(desk: Desk, client: WebClient, text: str, readers: service.Readers) -> dict[str, str]:
    """What is wrong with the form, by field."""
    if desk.is_personal(text) or not text.strip():
        return {"text": blocks.PERSONAL if text.strip() else blocks.EMPTY}
    if readers.channel is None:
        return {} if readers.lead_id else {"channel": blocks.NOBODY}
    cannot = why_not(client, readers.channel)
    return {"channel": cannot} if cannot else {}


def _data(body: Json) -> tuple[str, str | None]:
    request_id, _, rest = str(body["view"].get("private_metadata") or "").partition(" ")
    lead_id = rest.partition(" ")[0]
    return request_id, None if lead_id == NO_LEAD else lead_id
