"""What rep and manager click about a message that was read: not a request, not for me, reply now, solved with help."""

import contextlib
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.requests.blocks import seen
from bot.requests.blocks.line import NOT_A_REQUEST, REOPEN, REPLY_NOW
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import refresh_home
from bot.requests.rules import Status
from bot.requests.service import holding, lifecycle, outside
from bot.slack.clicks import clicked, named
from bot.slack.kit import escape
from bot.slack.times import when
from bot.store.workspace import current
from bot.team import directory
from bot.team import service as team
from bot.watch.blocks import asides
from bot.watch.listeners.hearing import Hearing
from bot.watch.service import intake, watching

Json = dict[str, Any]


def register(app: App, hearing: Hearing) -> None:
    """Register the buttons of the manager's line and of the rep's message."""
    _register_line(app, hearing.desk)
    _register_menu(app, hearing)
    _register_helped(app, hearing.desk)


def _register_line(app: App, desk: Desk) -> None:
    @app.action(named(NOT_A_REQUEST))
    def none(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        _aside(body, _was_none(desk, request_id, by))
        refresh_home(desk, client, body)
        ack()

    @app.action(named(REPLY_NOW))
    def reply(ack: Ack, body: Json, client: WebClient) -> None:
        """The button leads to the conversation; what is written there is the answer."""
        by, request_id = clicked(body)
        settings = desk.runtime.settings

        def act(session: Session, now: datetime) -> None:
            request = lifecycle.answerable_by(session, request_id, by)
            lifecycle.refuse_unless(request, Status.HELD)
            outside.answered(session, settings, request, by, now)

        desk.do(act)
        refresh_home(desk, client, body)
        ack()

    @app.action(named(REOPEN))
    def reopen(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        settings = desk.runtime.settings
        desk.do(lambda session, now: outside.was_no_answer(session, settings, request_id, by, now))
        refresh_home(desk, client, body)
        ack()


def _register_menu(app: App, hearing: Hearing) -> None:
    desk = hearing.desk

    @app.action(named(seen.MENU))
    def more(ack: Ack, body: Json, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_option") or {}
        choice, _, request_id = str(chosen.get("value")).partition(":")
        by = str(body["user"]["id"])
        if choice == seen.NOT_A_REQUEST:
            _aside(body, _was_none(desk, request_id, by))
        elif choice == seen.NOT_FOR_ME:
            desk.do(lambda session, now: watching.decline(session, by, now))
            _aside(body, asides.DECLINED)
        elif choice == seen.PERSONAL:
            _aside(body, _was_personal(hearing, request_id, by))
        refresh_home(desk, client, body)
        ack()


def _register_helped(app: App, desk: Desk) -> None:
    @app.action(named(seen.SOLVED))
    def open_helped(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        with desk.runtime.sessions.begin() as session:
            request = lifecycle.asked_by(session, request_id, by)
            lifecycle.refuse_unless(request, Status.HELD, Status.DELIVERED)
        client.views_open(trigger_id=body["trigger_id"], view=seen.helped(request_id))
        ack()

    @app.view(seen.HELPED)
    def helped(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = str(body["user"]["id"]), str(body["view"]["private_metadata"])
        helper = seen.helper_of(body["view"])
        if helper == by:
            ack(response_action="errors", errors={seen.WHO: "That's you. Leave it empty if nobody helped."})
            return
        if helper and (wrong := directory.unfit(desk.runtime, client, [helper])):
            ack(response_action="errors", errors={seen.WHO: wrong[0]})
            return
        desk.do(lambda session, now: holding.solve(session, request_id, by, now, helped_by=helper))
        ack()


def _was_none(desk: Desk, request_id: str, by: str) -> str:
    """Forget it, be silent there for a while; answers the sentence for whoever said so."""
    with desk.runtime.handling() as session:
        now = desk.runtime.clock()
        request = outside.was_no_request(session, request_id, by, now)
        until = intake.be_silent(session, request, now)
        here = team.zone(team.person(session, by))
        said = asides.not_a_request(when(until, now, here))
    desk.runtime.wake()
    return said


def _was_personal(hearing: Hearing, request_id: str, by: str) -> str:
    """The rep says that it is personal: nothing of it stays, and what follows there is left alone too."""
    desk = hearing.desk
    with desk.runtime.sessions.begin() as session:
        channel = str(lifecycle.asked_by(session, request_id, by).place)
    with desk.runtime.handling() as session:
        holding.erase(session, request_id, by, desk.runtime.clock())
    hearing.confided[current(), channel, by] = desk.runtime.clock()
    desk.runtime.wake()
    return asides.PERSONAL


def _aside(body: Json, sentence: str) -> None:
    """Said to whoever clicked, in passing; where there is no place for it (App Home), what they see says it."""
    if body.get("response_url"):
        with contextlib.suppress(SlackClientError, OSError):  # it was done all the same
            WebhookClient(body["response_url"]).send(
                text=escape(sentence), response_type="ephemeral", replace_original=False
            )
