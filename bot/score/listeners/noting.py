"""`Note on this week` and its form. Parses, opens the transaction, calls one service."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.requests.blocks import forms
from bot.requests.listeners.desk import Desk
from bot.score.blocks import note as words
from bot.score.rules.week import Week
from bot.score.service import noting
from bot.slack.clicks import clicked, show, submitted
from bot.slack.kit import notice

Json = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Register the button and the form."""

    @app.action(words.NOTE)
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        by, score_id = clicked(body)
        with desk.runtime.sessions.begin() as session:
            saved = noting.to_note(session, score_id, by)
            form = words.form(score_id, Week(saved.monday), saved.note or "", noting.LONGEST)
        show(client, body, form)
        ack()

    @app.view(words.NOTE)
    def save(ack: Ack, body: Json) -> None:
        by, score_id = submitted(body)
        said = forms.values(body["view"]).get("note", "")
        if desk.is_personal(said):
            ack(response_action="errors", errors={"note": words.PERSONAL})
            return
        desk.do(lambda session, now: noting.note(session, score_id, by, said, now))
        ack(response_action="update", view=notice(words.noted(bool(said)), words.TITLE))
