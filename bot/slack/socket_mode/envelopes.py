"""What comes and goes on a Socket Mode line: requests out of envelopes, acknowledgements. Knows no connection."""

import json
from collections.abc import Sequence
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

Json = dict[str, Any]


def read(text: str | bytes) -> Json:
    """A message of Slack's; an empty one for what is not a JSON object."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def request(envelope: Json) -> BoltRequest:
    """What Bolt is to dispatch. Raises KeyError for an envelope without a payload."""
    named = {"x-slack-retry-num": "retry_attempt", "x-slack-retry-reason": "retry_reason"}
    headers: dict[str, str | Sequence[str]] = {
        header: str(envelope[name]) for header, name in named.items() if envelope.get(name) is not None
    }
    return BoltRequest(mode="socket_mode", body=envelope["payload"], headers=headers or None)


def acknowledgement(envelope: Json, response: BoltResponse) -> str | None:
    """What Slack is told; None when the response is no success, so that Slack sends the envelope again."""
    if response.status != 200:
        return None
    answer: Json = {"envelope_id": envelope["envelope_id"]}
    if response.body and envelope.get("accepts_response_payload", True):
        answer["payload"] = _payload(response)
    return json.dumps(answer)


def _payload(response: BoltResponse) -> Json:
    kind = response.headers.get("content-type", [""])[0]
    found: Json = json.loads(response.body) if kind.startswith("application/json") else {"text": response.body}
    return found
