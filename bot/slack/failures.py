"""What a call to Slack that failed means, and when to try again. Never calls Slack, never tries again by itself."""

import random
import re
from datetime import timedelta
from http.client import HTTPException
from typing import NamedTuple

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack import conversations
from bot.slack.outbox import LIMITED

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=15)
LONGEST_PAUSE = int(conversations.LONGEST_WAIT.total_seconds())
NO_ANSWER_WAIT = timedelta(seconds=12)
"""Longer than our own time-out: what Slack still works on must have become visible before it is looked for."""
NO_ANSWER = "no_answer"
"""Our own word for it: the connection broke or timed out."""
UNCLEAR = {NO_ANSWER, "internal_error", "fatal_error", "request_timeout"}
"""Slack may have done it all the same: https://docs.slack.dev/reference/methods/chat.postMessage#errors"""
UNREACHED = (SlackClientError, OSError, HTTPException)
"""What slack_sdk raises when a connection breaks, times out or never comes about; SlackApiError is one of them too."""
WORD = re.compile("[a-z_]{1,60}")
"""What Slack's words for errors look like; slack_sdk puts a page there that is no JSON, a proxy's say."""
PASSING = LIMITED | UNCLEAR | {"service_unavailable", "team_added_to_org"}


class Failure(NamedTuple):
    """Slack's word for what went wrong, the method that it asked us to leave alone, and for how many seconds."""

    code: str
    method: str = ""
    wait: int = 0


def failure(error: Exception) -> Failure:
    """Slack's own word where it gave a clear answer; everything else counts as none."""
    if not isinstance(error, SlackApiError):
        return Failure(NO_ANSWER)
    answer = error.response
    if answer.status_code == 429:
        method = str(answer.api_url).rsplit("/", 1)[-1]
        return Failure("ratelimited", method, min(int(answer.headers.get("Retry-After", 30)), LONGEST_PAUSE))
    if answer.status_code >= 500 or not isinstance(answer.data, dict):
        return Failure("internal_error")
    return Failure(str(answer.data.get("error", "internal_error")))


def refusal(error: Exception) -> str:
    """Slack's own word when it was reached and said no; nothing when somebody else answered, or nobody."""
    if not isinstance(error, SlackApiError) or error.response.status_code >= 500:
        return ""
    code = str(error.response.get("error", ""))
    return code if WORD.fullmatch(code) else ""


def wait(attempts: int, code: str) -> timedelta:
    """Doubles from two seconds to a quarter of an hour, with up to a quarter of it more at random."""
    span: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    least = NO_ANSWER_WAIT if code == NO_ANSWER else FIRST_WAIT
    return max(span, least) * (1 + random.random() / 4)  # noqa: S311 - spreads retries, guards nothing
