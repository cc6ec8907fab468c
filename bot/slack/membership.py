"""Whether the bot may post in a channel that somebody picked: asks Slack, answers with a sentence. Joins nothing."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

NOT_IN = "I'm not in that channel. Type `/invite @Kickstand` there first, then try again."
SHARED = "That channel is shared with another company. Pick one of your own."
ARCHIVED = "That channel is archived. Pick one that is in use."
_HIDDEN = {"channel_not_found", "not_in_channel", "missing_scope", "method_not_supported_for_channel_type"}


def why_not(client: WebClient, channel: str) -> str:
    """Why the bot cannot post there, as a sentence; empty when it can. Raises SlackApiError for any other trouble."""
    try:
        answer: Any = client.conversations_info(channel=channel)
    except SlackApiError as error:
        if error.response.get("error") in _HIDDEN:
            return NOT_IN
        raise
    found = answer["channel"]
    if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
        return SHARED
    if found.get("is_archived"):
        return ARCHIVED
    return "" if found.get("is_member") else NOT_IN
