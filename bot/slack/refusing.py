"""Shows a Refusal where the person is looking, and answers Slack so that nothing is lost. Logs ids, never words.

A Refusal is handled: 200. So is what Slack itself refuses for good: it would do so again. Any other error answers 500
before Slack's acknowledgement, so that an event comes again.
"""

import json
import logging
from typing import Any

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.clicks import Refresh
from bot.slack.errors import Refusal
from bot.slack.kit import Words, escape, notice
from bot.slack.once import Busy, post_once
from bot.slack.outbox import AUTHORIZATION, LIMITED
from bot.slack.receiving.inbox import AlreadyHandled, current_keys
from bot.slack.receiving.payloads import is_event
from bot.slack.receiving.runtime import Runtime
from bot.slack.receiving.seen import was_seen

Json = dict[str, Any]

log = logging.getLogger(__name__)
PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"}) | LIMITED
"""Answers of Slack's that another try may not get."""
SORRY = "Something went wrong on my side. Nothing was changed; please try again in a moment."


def register(app: App, runtime: Runtime, refresh: Refresh) -> None:
    """Have this module show every error that a listener raises. `refresh`: a page that let somebody click what is
    refused now was old.
    """

    @app.error
    def show(error: Exception, body: Json, client: WebClient) -> BoltResponse:
        if isinstance(error, AlreadyHandled) or (isinstance(error, Refusal) and _was_handled(runtime)):
            return BoltResponse(status=200)
        if isinstance(error, Busy):
            return BoltResponse(status=503)
        if isinstance(error, Refusal):
            answer = _show(str(error), body, client, runtime)
            refresh(client, body)
            return answer
        log.error("a listener failed on %s: %s", _what(body), type(error).__name__, exc_info=error)
        shown = None if is_event(body) else _show(SORRY, body, client, runtime)
        if _is_for_good(error):
            return shown or BoltResponse(status=200)
        return BoltResponse(status=500)


def _is_for_good(error: Exception) -> bool:
    """Whether Slack understood and said no, and will again: a conversation that is gone, a form opened too late."""
    if not isinstance(error, SlackApiError):
        return False
    code, status = error.response.get("error"), getattr(error.response, "status_code", 200)
    return status == 200 and bool(code) and code not in PASSING | AUTHORIZATION


def _was_handled(runtime: Runtime) -> bool:
    """Whether this is a delivery that had its effect before: what it asks for cannot be done again."""
    with runtime.sessions.begin() as session:
        return any(was_seen(session, key) for key in current_keys())


def _what(body: Json) -> str:
    event = body["event"] if is_event(body) else {}
    action = body["actions"][0] if body.get("type") == "block_actions" else {}
    known = (body.get("type"), event.get("type"), body.get("command"), body.get("callback_id"), action.get("action_id"))
    return " ".join(str(each) for each in known if each)


def _show(sentence: str, body: Json, client: WebClient, runtime: Runtime) -> BoltResponse:
    if is_event(body):
        return answer_message(sentence, body["event"], client, runtime)
    try:
        return BoltResponse(status=200, body=_say(sentence, body, client))
    except (SlackClientError, OSError):
        log.warning("a refusal could not be shown on %s", _what(body))
        return BoltResponse(status=200)


def answer_message(sentence: str, event: Json, client: WebClient, runtime: Runtime) -> BoltResponse:
    """In the conversation, once for each message; while Slack is out of reach it is to be delivered again."""
    message = event.get("message") or event
    if "channel" not in event or not message.get("user"):
        return BoltResponse(status=200)  # nobody is looking anywhere: Slack told of a change
    key = f"refusal:{event['channel']}:{message.get('ts')}"
    said = Words(escape(sentence), [])
    try:
        post_once(runtime, client, key, message["user"], said, message.get("thread_ts"))
    except AlreadyHandled:
        return BoltResponse(status=200)
    except (Busy, SlackClientError, OSError) as error:
        return BoltResponse(status=200 if _is_for_good(error) else 503)
    return BoltResponse(status=200)


def _say(sentence: str, body: Json, client: WebClient) -> str:
    if body.get("type") == "view_submission":
        return _on_view(sentence, body["view"])
    if "command" in body:
        return json.dumps({"response_type": "ephemeral", "text": escape(sentence)})
    if body.get("response_url"):
        WebhookClient(body["response_url"]).send(
            text=escape(sentence), response_type="ephemeral", replace_original=False
        )
    elif body.get("trigger_id"):
        client.views_open(trigger_id=body["trigger_id"], view=notice(sentence))
    return ""


def _on_view(sentence: str, view: Json) -> str:
    """Beside the first field, so that nothing typed is lost; a form without fields becomes the notice."""
    sentence = sentence.replace("`", "")  # plain text there
    field = next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)
    if field:
        return json.dumps({"response_action": "errors", "errors": {field: sentence}})
    return json.dumps({"response_action": "update", "view": notice(sentence)})
