"""`I see it otherwise` and its form. Parses, opens the transaction, calls one service."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.requests.blocks import forms
from bot.requests.listeners.desk import Desk
from bot.requests.rules import Label
from bot.score.blocks import contest as words
from bot.score.listeners.me import Me
from bot.score.service import contesting
from bot.slack.clicks import clicked, named, show, submitted
from bot.slack.kit import notice
from bot.team import service as team

Json = dict[str, Any]


def register(app: App, desk: Desk, own: Me) -> None:
    """Register the button and the form; `own`: the page on which they mostly stand."""

    @app.action(named(words.CONTEST.replace(".", r"\.")))
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        with desk.runtime.sessions.begin() as session:
            request = contesting.to_contest(session, request_id, by)
            assert request.label is not None  # else there was nothing to contest
            manager = team.person(session, request.answerer_id).first_name
            beneath = str((body.get("view") or {}).get("private_metadata") or "")
            form = words.form(request_id, request.text, manager, request.label, request.contested, beneath)
        show(client, body, form)
        ack()

    @app.view(words.CONTEST)
    def save(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = submitted(body)
        given = forms.values(body["view"]).get("label", "")
        said = next((each for each in Label if each == given), Label.UNLABELLED)
        with desk.runtime.handling() as session:
            request = contesting.contest(session, request_id, by, said, desk.runtime.clock())
            manager = team.person(session, request.answerer_id).first_name
            sentence = words.noted(manager, request.contested)
        desk.runtime.wake()
        own.show_again(client, body)
        ack(response_action="update", view=notice(sentence, "How do you see it?"))
