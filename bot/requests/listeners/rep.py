"""The rep's buttons and forms. Each opens a transaction and calls one service."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.blocks import forms, own
from bot.requests.blocks import rep as rep_words
from bot.requests.blocks.view import RequestView
from bot.requests.listeners import personal
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import open_form, refresh_home
from bot.requests.models import Request
from bot.requests.rules import DecidedBy, Outcome, Status
from bot.requests.service import answering, briefing, choosing, going_alone, holding, lifecycle, telling
from bot.requests.viewing import view
from bot.settings import Settings
from bot.slack.clicks import clicked, named, submitted
from bot.team.amounts import plain_amount
from bot.team.rules import Topic

Json = dict[str, Any]
Act = Callable[[Session, str, str, datetime], None]


def register(app: App, desk: Desk) -> None:
    """Register what a rep can do about their own request."""
    acts: dict[str, Act] = {
        "request.solve": holding.solve,
        "request.decide": _with(desk.runtime.settings, going_alone.decide),
        own.ASK_ANYWAY: choosing.ask_anyway,
        own.NOT_ABOUT: choosing.not_about,
        own.TELL: _with(desk.runtime.settings, telling.tell),
        "request.still_need": holding.still_needed,
        "request.park": holding.park,
        "request.send_now": _with(desk.runtime.settings, holding.send_now),
        "request.hand_over": _with(desk.runtime.settings, holding.hand_over),
    }
    for action, act in acts.items():
        app.action(named(action))(_button(desk, act))
    _register_menu(app, desk)
    _register_choices(app, desk)
    _register_forms(app, desk)


def _with(settings: Settings, act: Callable[[Session, Settings, str, str, datetime], None]) -> Act:
    return lambda session, request_id, by, now: act(session, settings, request_id, by, now)


def _button(desk: Desk, act: Act) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        desk.do(lambda session, now: act(session, request_id, by, now))
        refresh_home(desk, client, body)
        ack()

    return listener


def _register_menu(app: App, desk: Desk) -> None:
    @app.action(named("request.more"))
    def more(ack: Ack, body: Json, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_option") or {}
        choice, _, request_id = str(chosen.get("value")).partition(":")
        by = str(body["user"]["id"])
        if choice == "personal":
            personal.forget(desk, client, request_id, by, said_so=True)
        elif choice == "take_back":
            desk.do(lambda session, now: holding.take_back(session, request_id, by, now))
        refresh_home(desk, client, body)
        ack()

    @app.action(named(rep_words.TOPIC))
    def topic(ack: Ack, body: Json, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_option") or {}
        name, _, request_id = str(chosen.get("value")).partition(":")
        by, about = str(body["user"]["id"]), next((each for each in Topic if each == name), None)
        if about is None:
            raise refusals.gone()
        desk.do(lambda session, now: briefing.name_topic(session, request_id, by, about, now))
        refresh_home(desk, client, body)
        ack()


def _register_choices(app: App, desk: Desk) -> None:
    @app.action(named(rf"request\.decided\.({'|'.join(DecidedBy)})"))
    def decided(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        who = DecidedBy(body["actions"][0]["action_id"].partition("@")[0].rsplit(".", 1)[1])
        desk.do(lambda session, now: answering.decided(session, request_id, by, who, now))
        refresh_home(desk, client, body)
        ack()

    @app.action(named(rf"request\.outcome\.({'|'.join(Outcome)})"))
    def outcome(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        how = Outcome(body["actions"][0]["action_id"].partition("@")[0].rsplit(".", 1)[1])
        desk.do(lambda session, now: answering.outcome(session, request_id, by, how, now))
        refresh_home(desk, client, body)
        ack()


def _register_forms(app: App, desk: Desk) -> None:
    @app.action(named("request.brief"))
    def open_brief(ack: Ack, body: Json, client: WebClient) -> None:
        request, seen = _own(desk, body, Status.HELD, Status.DELIVERED)
        form = forms.brief(seen, plain_amount(request.amount), request.needed_by, request.topic)
        open_form(client, body, form)
        ack()

    @app.view(forms.BRIEF)
    def brief(ack: Ack, body: Json, client: WebClient) -> None:
        given, errors = forms.read_brief(forms.values(body["view"]))
        if errors:
            ack(response_action="errors", errors=errors)
            return
        by, request_id = submitted(body)
        if desk.is_personal(given.tried, *given.options):
            personal.forget(desk, client, request_id, by, given.tried, *given.options)
        else:
            settings = desk.runtime.settings
            desk.do(lambda session, now: briefing.brief(session, settings, request_id, by, given, now))
        refresh_home(desk, client, body)
        ack()

    @app.action(named("request.urgent"))
    def open_urgent(ack: Ack, body: Json, client: WebClient) -> None:
        _, seen = _own(desk, body, Status.HELD)
        open_form(client, body, forms.urgent(seen))
        ack()

    @app.view(forms.URGENT)
    def urgent(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = submitted(body)
        why = forms.values(body["view"]).get("why", "")
        if desk.is_personal(why):
            personal.forget(desk, client, request_id, by, why)
        else:
            settings = desk.runtime.settings
            desk.do(lambda session, now: holding.urgent(session, settings, request_id, by, why, now))
        refresh_home(desk, client, body)
        ack()


def _own(desk: Desk, body: Json, *allowed: Status) -> tuple[Request, RequestView]:
    """The rep's own request, as they see it; a form is not opened on one that is out of their hands."""
    by, request_id = clicked(body)
    with desk.runtime.sessions.begin() as session:
        request = lifecycle.asked_by(session, request_id, by)
        lifecycle.refuse_unless(request, *allowed)
        seen = view(session, desk.runtime.settings, request, by, desk.runtime.clock())
        session.expunge(request)
        return request, seen
