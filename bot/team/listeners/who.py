"""Who did something, whichever way Slack says it. Reads a payload; nothing else."""

from typing import Any


def who(body: dict[str, Any]) -> str:
    """The person's id: a slash command carries it flat, everything else inside `user`."""
    return str(body.get("user_id") or body["user"]["id"])
