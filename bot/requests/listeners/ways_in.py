"""The ways in: a message to the bot, /ask, the two shortcuts, the App Home button. All of them true holds."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.requests.blocks import forms, greeting
from bot.requests.listeners import personal
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import refresh_home
from bot.requests.models import Request
from bot.requests.openings import is_help, is_small_talk
from bot.requests.rules import Brief, WayIn
from bot.requests.service.asking import Question, ask
from bot.slack.errors import Refusal
from bot.slack.kit import Words, clip, escape, quote, section
from bot.slack.once import post_once
from bot.team import service as team

Json = dict[str, Any]
Taken = Callable[[Session, Request], object]
"""What else becomes true when a question is taken, in the same transaction."""


def register(app: App, desk: Desk) -> None:
    """Register the ways in that are no message; a message's way in is `message`, called by the thread room."""

    @app.command("/ask")
    def command(ack: Ack, body: Json, client: WebClient) -> None:
        text = desk.words(str(body.get("text", ""))).strip()
        if not text:
            client.views_open(trigger_id=body["trigger_id"], view=forms.ask(data=WayIn.COMMAND))
            ack()
            return
        desk.know(client, body["user_id"])
        question = Question(body["user_id"], text, WayIn.COMMAND)
        try:
            ack(text=take(desk, client, question))
        except Refusal as refusal:  # Slack has cleared the line that it was typed in
            said = escape(str(refusal))
            ack(text=f"{said}\n\n{escape(clip(text, 3000))}", blocks=[section(said), quote(text)])

    @app.shortcut("ask_my_manager")
    def shortcut(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=forms.ask(data=WayIn.SHORTCUT))
        ack()

    @app.shortcut("ask_about_message")
    def message_shortcut(ack: Ack, body: Json, client: WebClient) -> None:
        text = desk.words(str(body["message"].get("text") or ""))
        client.views_open(trigger_id=body["trigger_id"], view=forms.ask(text, WayIn.MESSAGE_SHORTCUT))
        ack()

    @app.action("home.ask")
    def home_button(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=forms.ask(data=WayIn.HOME))
        ack()

    @app.view(forms.ASK)
    def form(ack: Ack, body: Json, client: WebClient) -> None:
        given = forms.values(body["view"])
        brief, errors = forms.read_brief(given)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        user = str(body["user"]["id"])
        desk.know(client, user)
        way_in = next((each for each in WayIn if each == body["view"].get("private_metadata")), WayIn.SHORTCUT)
        question = Question(user, given.get("text", ""), way_in, brief=brief if brief != Brief() else None)
        take(desk, client, question)
        refresh_home(desk, client, body)
        ack()


def take(desk: Desk, client: WebClient, question: Question, taken: Taken = lambda session, request: None) -> str:
    """Hold a question, once however often Slack delivers it; what is personal is not taken at all.

    Answers a line for those who asked outside the bot's conversation: where to look.
    """
    brief = question.brief or Brief()
    said = (question.text, brief.tried, *brief.options)
    more = question.way_in == WayIn.DM and desk.still_confiding(question.rep_id)
    if more or desk.is_personal(*said):
        personal.stop_all(desk, client, question, *said)
    else:
        desk.do(lambda session, now: taken(session, ask(session, desk.runtime.settings, question, now)))
    return greeting.LOOK


def message(desk: Desk, client: WebClient, event: Json) -> None:
    """A message to the bot, outside any thread: a question, a greeting, or a call for help."""
    user, channel, ts = str(event["user"]), str(event["channel"]), str(event["ts"])
    text = desk.words(str(event.get("text") or ""))
    desk.know(client, user)
    hello = is_help(text) or is_small_talk(text)
    if hello or _leads_only(desk, user):
        words = escape(_hello(desk, user)) if hello else greeting.FOR_MANAGERS
        post_once(desk.runtime, client, f"hello:{channel}:{ts}", user, Words(words, []))
        return
    question = Question(user, text, WayIn.DM, channel, ts, has_files=bool(event.get("files")))
    take(desk, client, question)


def _hello(desk: Desk, user: str) -> str:
    with desk.runtime.sessions.begin() as session:
        manager = team.manager_of(session, user)
        if manager:
            return greeting.for_rep(manager.first_name)
        return greeting.FOR_MANAGERS if team.reps_of(session, user) else greeting.FOR_STRANGERS


def _leads_only(desk: Desk, user: str) -> bool:
    """Whether this is a manager without a manager of their own: nobody to bring a question to."""
    with desk.runtime.sessions.begin() as session:
        return team.manager_of(session, user) is None and bool(team.reps_of(session, user))
