"""The manager's buttons and forms on the card. Each opens a transaction and calls one service."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.blocks import card as card_words
from bot.requests.blocks import forms, playing_out
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import open_form, refresh_home
from bot.requests.rules import Answer, Label, Outcome, WayIn
from bot.requests.service import answering, holding, lifecycle, relaying
from bot.requests.viewing import view
from bot.slack.clicks import clicked, named, submitted

Json = dict[str, Any]
ANSWERS = {
    "request.card.back_pick": Answer.BACK_PICK,
    "request.card.your_call": Answer.YOUR_CALL,
    "request.card.handle": Answer.HANDLE,
}
GIVEN = [each for each in Label if each != Label.UNLABELLED]
"""The labels that have a button: that there is none is nobody's choice."""


def register(app: App, desk: Desk) -> None:
    """Register the answers, the labels, how long it took, and how it went later."""
    _register_answers(app, desk)
    _register_playing_out(app, desk)
    _register_minutes(app, desk)
    _register_question(app, desk)


def _register_answers(app: App, desk: Desk) -> None:
    @app.action(named(r"request\.card\.(back_pick|your_call|handle)"))
    def answer(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        given = ANSWERS[body["actions"][0]["action_id"].partition("@")[0]]
        settings = desk.runtime.settings
        desk.do(lambda session, now: answering.answer(session, settings, request_id, by, given, now))
        refresh_home(desk, client, body)
        ack()

    @app.action(named("request.card.park"))
    def park(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        desk.do(lambda session, now: holding.park_by_manager(session, request_id, by, now))
        refresh_home(desk, client, body)
        ack()

    @app.action(named(rf"request\.label\.({'|'.join(GIVEN)})"))
    def label(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        given = Label(body["actions"][0]["action_id"].partition("@")[0].rsplit(".", 1)[1])
        desk.do(lambda session, now: answering.label(session, request_id, by, given, now))
        refresh_home(desk, client, body)
        ack()


def _register_playing_out(app: App, desk: Desk) -> None:
    @app.action(named(playing_out.MENU))
    def let_play(ack: Ack, body: Json, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_option") or {}
        choice, _, request_id = str(chosen.get("value", "")).partition(":")
        by, settings = str(body["user"]["id"]), desk.runtime.settings
        if choice == playing_out.LET_PLAY:
            desk.do(lambda session, now: answering.answer(session, settings, request_id, by, Answer.LET_PLAY, now))
        refresh_home(desk, client, body)
        ack()

    @app.action(named(rf"request\.outcome_seen\.({'|'.join(Outcome)})"))
    def seen(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        how = Outcome(body["actions"][0]["action_id"].partition("@")[0].rsplit(".", 1)[1])
        desk.do(lambda session, now: answering.outcome_seen(session, request_id, by, how, now))
        refresh_home(desk, client, body)
        ack()


def _register_minutes(app: App, desk: Desk) -> None:
    @app.action(card_words.TOOK)
    def took(ack: Ack, body: Json) -> None:
        chosen = body["actions"][0].get("selected_option") or {}
        minutes, _, request_id = str(chosen.get("value", "")).partition(":")
        by = str(body["user"]["id"])
        if minutes.isdecimal():
            desk.do(lambda session, now: answering.took(session, request_id, by, int(minutes), now))
        ack()


def _register_question(app: App, desk: Desk) -> None:
    @app.action(named("request.card.question"))
    def open_question(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        with desk.runtime.sessions.begin() as session:
            now = desk.runtime.clock()
            request = lifecycle.answerable_by(session, request_id, by)
            lifecycle.refuse_if_over(session, request, by, now)
            seen = view(session, desk.runtime.settings, request, by, now)
            own = desk.speaks(session, by) and request.way_in == WayIn.WATCHED_DM
        form = forms.question(seen, card_words.questions(seen), own=own)
        open_form(client, body, form)
        ack()

    @app.view(forms.QUESTION)
    def question(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = submitted(body)
        given = forms.values(body["view"])
        text = given.get("own") or _suggestion(body["view"], given.get("suggested"))
        if not text:
            ack(response_action="errors", errors={"suggested": "Pick one of these, or write your own below."})
            return
        settings = desk.runtime.settings

        def ask(session: Session, now: datetime) -> None:
            own = desk.speaks(session, by)
            relaying.ask_question(session, settings, request_id, by, text, now, as_self=own)

        desk.do(ask)
        refresh_home(desk, client, body)
        ack()


def _suggestion(shown: Json, value: str | None) -> str:
    """The words of the suggestion that was picked, as it was shown."""
    if value is None:
        return ""
    for block in shown["blocks"]:
        for choice in block.get("element", {}).get("options", []):
            if choice["value"] == value:
                return str(choice["text"]["text"])
    raise refusals.gone()
