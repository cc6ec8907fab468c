"""The Web API's client, with each call counted and timed. Never tries a call again, never keeps what it says."""

import re
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.failures import failure
from bot.telemetry import record

WORD = re.compile("[a-z_]{1,60}")
"""What Slack's words for errors look like; whatever else an answer holds is no word to count by."""


class Client(WebClient):
    """slack_sdk's client, which says how each call went."""

    def api_call(self, api_method: str, **how: Any) -> SlackResponse:
        """Every method goes through here. Raises as slack_sdk's does."""
        with record.call(api_method, _word):
            return super().api_call(api_method, **how)


def _word(error: Exception) -> str:
    code = failure(error).code
    return code if WORD.fullmatch(code) else "other"
