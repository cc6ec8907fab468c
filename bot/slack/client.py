"""The Web API's client, with each call counted and timed. Never tries a call again, never keeps what it says."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.failures import WORD, failure
from bot.telemetry import record


class Client(WebClient):
    """slack_sdk's client, which says how each call went."""

    def api_call(self, api_method: str, **how: Any) -> SlackResponse:
        """Every method goes through here. Raises as slack_sdk's does."""
        with record.call(api_method, _word):
            return super().api_call(api_method, **how)


def counted(context: BoltContext, next: Callable[[], None]) -> None:
    """Middleware for Bolt, which makes a plain client for each request: the listeners get one of ours instead."""
    plain = context.client
    context["client"] = Client(
        token=plain.token,
        base_url=plain.base_url,
        timeout=plain.timeout,
        team_id=context.team_id,  # whose members are meant, where the token is of a whole organisation
        retry_handlers=[],
    )
    next()


def _word(error: Exception) -> str:
    code = failure(error).code
    return code if WORD.fullmatch(code) else "other"
