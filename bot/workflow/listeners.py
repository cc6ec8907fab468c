"""A workflow comes to the step: parses the event, hands on the question, keeps what is to be told. Decides nothing.

expected (transaction) -> taken: the step waits with its request (the request's own transaction)
                       -> personal, refused: the workflow is told at once, the person in private
"""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.requests.listeners.desk import Desk
from bot.requests.listeners.ways_in import take
from bot.requests.rules import WayIn
from bot.requests.service.asking import Question
from bot.slack.errors import Refusal
from bot.slack.kit import Words, clip, escape, quote, section
from bot.slack.once import post_once
from bot.slack.receiving.inbox import AlreadyHandled, current_keys
from bot.slack.receiving.seen import was_seen
from bot.workflow import blocks, rules, service

Json = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Register the step. Bolt acknowledges it when the listener is done, and not when that fails."""

    @app.function(rules.STEP)
    def step(event: Json, client: WebClient) -> None:
        execution_id, asked = str(event["function_execution_id"]), rules.read(event["inputs"])
        _expect(desk, execution_id)
        try:
            if not asked.person:
                raise Refusal(blocks.NOBODY)
            desk.know(client, asked.person)
        except Refusal:
            desk.do(lambda session, now: service.refuse(session, execution_id, blocks.NOBODY, now))
            return
        _ask(desk, client, execution_id, asked)


def _expect(desk: Desk, execution_id: str) -> None:
    with desk.runtime.sessions.begin() as session:
        if any(was_seen(session, key) for key in current_keys()):
            raise AlreadyHandled
        service.expect(session, execution_id, desk.runtime.clock())


def _ask(desk: Desk, client: WebClient, execution_id: str, asked: rules.Asked) -> None:
    text = desk.words(asked.question)
    question = Question(asked.person, text, WayIn.WORKFLOW, brief=asked.brief)
    try:
        take(desk, client, question, lambda session, request: service.hold(session, execution_id, request))
    except Refusal as refusal:
        _not_taken(desk, execution_id, str(refusal))
        said = escape(str(refusal))
        words = Words(f"{said}\n\n{escape(clip(text, 3000))}", [section(said), *([quote(text)] if text else [])])
        post_once(desk.runtime, client, f"refusal:step:{execution_id}", asked.person, words)
    else:
        _not_taken(desk, execution_id, None)  # unless it was


def _not_taken(desk: Desk, execution_id: str, sentence: str | None) -> None:
    with desk.runtime.sessions.begin() as session:
        service.refuse(session, execution_id, sentence, desk.runtime.clock())
    desk.runtime.wake()
