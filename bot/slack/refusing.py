"""Shows a Refusal where the person is looking, and answers Slack so that nothing is lost. Logs ids, never words.

A Refusal is handled: 200. Any other error answers 500 before Slack's acknowledgement, so that an event comes again.
"""

import json
import logging
import traceback
from typing import Any

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackClientError

from bot.slack.errors import Refusal
from bot.slack.kit import escape, notice

log = logging.getLogger(__name__)
SORRY = "Something went wrong on my side. Nothing was changed; please try again in a moment."


def register(app: App) -> None:
    """Have this module show every error that a listener raises."""

    @app.error
    def show(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
        if isinstance(error, Refusal):
            return _show(str(error), body, client)
        # The frames only: the message of a database error quotes the statement's values.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("a listener failed on %s: %s\n%s", _what(body), type(error).__name__, frames)
        if body.get("type") != "event_callback" and "event" not in body:
            _show(SORRY, body, client)
        return BoltResponse(status=500)


def _what(body: dict[str, Any]) -> str:
    event = body.get("event") or {}
    action = (body.get("actions") or [{}])[0]
    known = (body.get("type"), event.get("type"), body.get("command"), body.get("callback_id"), action.get("action_id"))
    return " ".join(str(each) for each in known if each)


def _show(sentence: str, body: dict[str, Any], client: WebClient) -> BoltResponse:
    try:
        return BoltResponse(status=200, body=_say(sentence, body, client))
    except (SlackClientError, OSError):
        log.warning("a refusal could not be shown on %s", _what(body))
        return BoltResponse(status=200)


def _say(sentence: str, body: dict[str, Any], client: WebClient) -> str:
    if body.get("type") == "view_submission":
        return _on_view(sentence, body["view"])
    if "command" in body:
        return json.dumps({"response_type": "ephemeral", "text": escape(sentence)})
    if "event" in body:
        event = body["event"]
        if "channel" not in event:
            return ""  # nobody is looking anywhere: Slack told of a change
        client.chat_postMessage(channel=event["channel"], text=escape(sentence), thread_ts=event.get("thread_ts"))
    elif body.get("response_url"):
        WebhookClient(body["response_url"]).send(
            text=escape(sentence), response_type="ephemeral", replace_original=False
        )
    elif body.get("trigger_id"):
        client.views_open(trigger_id=body["trigger_id"], view=notice(sentence))
    return ""


def _on_view(sentence: str, view: dict[str, Any]) -> str:
    """Beside the first field, so that nothing typed is lost; a form without fields becomes the notice."""
    sentence = sentence.replace("`", "")  # plain text there
    field = next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)
    if field:
        return json.dumps({"response_action": "errors", "errors": {field: sentence}})
    return json.dumps({"response_action": "update", "view": notice(sentence)})
