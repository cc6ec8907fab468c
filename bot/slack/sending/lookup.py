"""Finds a message of ours in Slack by the opaque id that it carries. Never posts; the id tells nobody anything.

Anybody in the workspace can read metadata, so it holds an id and nothing else.
"""

from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

METADATA_TYPE = "kickstand_post"
SKEW = timedelta(minutes=5)
"""How far Slack's clock and ours may be apart when a lost message is looked for."""
PAGE = 200


def find_own(client: WebClient, channel: str, id_: str, since: datetime, thread_ts: str | None = None) -> str | None:
    """Where a message that may have been posted since then stands; None: Slack does not have it.

    Raises SlackApiError, SlackClientError or OSError when Slack cannot tell: then nobody knows, and nothing is posted.
    """
    oldest, cursor = str((since - SKEW).timestamp()), ""
    while True:
        page = _page(client, channel, thread_ts, oldest=oldest, limit=PAGE, cursor=cursor, include_all_metadata=True)
        mine = (each for each in page["messages"] if _id_of(each) == id_)
        if found := next((str(each["ts"]) for each in mine), None):
            return found
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


def _page(client: WebClient, channel: str, thread_ts: str | None, **how: Any) -> Any:
    if thread_ts:
        return client.conversations_replies(channel=channel, ts=thread_ts, **how)
    return client.conversations_history(channel=channel, **how)


def _id_of(message: dict[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("id")
