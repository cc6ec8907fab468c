"""`Explain`, its pages, and `Change my label to that`. Parses, opens the transaction, calls one service. Logs ids."""

import logging
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.requests.listeners.desk import Desk
from bot.requests.rules import Label
from bot.score.blocks import explained as words
from bot.score.service import contesting, explaining
from bot.slack.clicks import clicked, named
from bot.slack.kit import Block

Json = dict[str, Any]
log = logging.getLogger(__name__)


def register(app: App, desk: Desk) -> None:
    """Register the button, the pages and the change of a label."""

    @app.action(words.EXPLAIN)
    def explain(ack: Ack, body: Json, client: WebClient) -> None:
        by, score_id = clicked(body)
        client.views_open(trigger_id=body["trigger_id"], view=_page(desk, score_id, by, 0))
        ack()

    @app.action(named(words.PAGE.replace(".", r"\.")))
    def page(ack: Ack, body: Json, client: WebClient) -> None:
        by, place = clicked(body)
        _show(desk, client, body, place, by)
        ack()

    @app.action(named(words.CHANGE.replace(".", r"\.")))
    def change(ack: Ack, body: Json, client: WebClient) -> None:
        by, value = clicked(body)
        request_id, _, offered = value.partition(":")
        label = next((each for each in Label if each == offered), Label.UNLABELLED)
        desk.do(lambda session, now: contesting.accept(session, request_id, by, label, now))
        if body.get("view"):
            _show(desk, client, body, str(body["view"].get("private_metadata") or ""), by)
        ack()


def _page(desk: Desk, score_id: str, by: str, page: int) -> Block:
    with desk.runtime.sessions.begin() as session:
        settings, now = desk.runtime.settings, desk.runtime.clock()
        opened = explaining.open_report(session, settings, score_id, by, page, now)
    log.info("report %s was laid open for %s, page %d", score_id, by, opened.page)
    return words.explained(opened)


def _show(desk: Desk, client: WebClient, body: Json, place: str, by: str) -> None:
    """Another page in the modal that is open, or the same one as it is now. `place`: the report's id and the page."""
    score_id, _, page = place.partition(":")
    view = _page(desk, score_id, by, int(page) if page.isdecimal() else 0)
    if body.get("view"):
        client.views_update(view_id=body["view"]["id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)
