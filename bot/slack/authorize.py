"""Whose token answers an event. Asks Slack once who the bot is, not at every event; never answers None.

Bolt turns a missing authorization into HTTP 200, and the event is lost: raising makes Slack deliver it again.
"""

import threading
from collections.abc import Callable
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient


def single_workspace(client: WebClient, token: str) -> Callable[..., AuthorizeResult]:
    """An `authorize` for Bolt that knows one workspace's bot. Raises SlackApiError while Slack does not accept it."""
    known: list[AuthorizeResult] = []
    lock = threading.Lock()

    def authorize(**_: Any) -> AuthorizeResult:
        with lock:
            if not known:
                known.append(_ask(client, token))
        return known[0]

    return authorize


def _ask(client: WebClient, token: str) -> AuthorizeResult:
    who: Any = client.auth_test()
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who["team_id"],
        bot_user_id=who["user_id"],
        bot_id=who["bot_id"],
        bot_token=token,
        bot_scopes=who.headers.get("x-oauth-scopes", ""),
    )
