"""What a payload of Slack's must look like before a listener reads it. Knows shapes only: no listener, row or word.

What lacks a key that a listener reads, or has it in another type, is found here, once. Other keys may be anything.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.slack.receiving import shapes
from bot.slack.receiving.shapes import Shape

Json = dict[str, Any]
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database takes: NUL (PostgreSQL) and halves of surrogate pairs, which JSON can write alone."""

EVENTS: Mapping[str, type[Shape]] = {
    "message": shapes.NewMessage,
    "message message_changed": shapes.ChangedMessage,
    "message message_deleted": shapes.DeletedMessage,
    "app_home_opened": shapes.HomeOpened,
    "user_change": shapes.UserChange,
    "dnd_updated_user": shapes.DndUpdated,
    "function_executed": shapes.FunctionExecuted,
    **dict.fromkeys(("channel_left", "channel_archive", "channel_deleted"), shapes.ChannelGone),
    **dict.fromkeys(("group_left", "group_archive", "group_deleted"), shapes.ChannelGone),
}
"""The events that a listener reads, by type and, for the messages that are told otherwise, subtype."""

OTHERS: Mapping[str, type[Shape]] = {
    "block_actions": shapes.BlockActions,
    "view_submission": shapes.Submission,
    "shortcut": shapes.Shortcut,
    "message_action": shapes.MessageShortcut,
}
NAMED = {name.split()[0] for name in EVENTS} | {"app_uninstalled", "tokens_revoked", *OTHERS}
"""Kinds of payloads that have a name in what is counted."""
KNOWN = {"event_callback", "url_verification", "ssl_check", *OTHERS}


def wrong_with(body: object) -> str:
    """What is wrong with a payload, by keys and types, never by values; empty: listeners can read it."""
    if not isinstance(body, dict):
        return "no object"
    if "command" in body:
        return _misfit(shapes.Command, body)
    if not isinstance(kind := body.get("type"), str):
        return "" if body.get("ssl_check") == "1" and "type" not in body else "no type"
    if kind == "event_callback":
        return _misfit(shapes.EventCallback, body) or _wrong_with_event(body["event"])
    return _misfit(OTHERS[kind], body) if kind in OTHERS else ""


def is_event(body: object) -> bool:
    """Whether this is told once and again until it is acknowledged, rather than done by somebody who waits."""
    return isinstance(body, dict) and body.get("type") == "event_callback"


def is_asked(body: Json) -> bool:
    """Whether somebody waits for an answer to this."""
    return "command" in body or body.get("type") in OTHERS


def is_listened_to(body: Json) -> bool:
    """Whether this is of a kind that anybody here reads."""
    return "command" in body or body.get("type", "ssl_check") in KNOWN


def kind_of(body: object) -> str:
    """What a payload is, in one of a few words: the event that it tells of, or what somebody did."""
    if not isinstance(body, dict):
        return "other"
    if "command" in body:
        return "command"
    event = body.get("event") if is_event(body) else None
    kind = event.get("type") if isinstance(event, dict) else body.get("type")
    return kind if isinstance(kind, str) and kind in NAMED else "other"


def storable(value: Any) -> Any:
    """The same payload without characters that no database takes. Raises RecursionError for absurd nesting."""
    # Nearly every payload is sound, and one look at all of it is many times quicker than a look at each part.
    written = json.dumps(value, ensure_ascii=False)
    return _stored(value) if "\\u0000" in written or UNSTORABLE.search(written) else value


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_stored(key): _stored(each) for key, each in value.items()}
    return [_stored(each) for each in value] if isinstance(value, list) else value


def _wrong_with_event(event: Json) -> str:
    kind = event["type"]
    shape = EVENTS.get(f"{kind} {event.get('subtype')}") or EVENTS.get(kind)
    return _misfit(shape, event) if shape else ""


def _misfit(shape: type[Shape], value: Json) -> str:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        return f"{shape.__name__}: {'.'.join(map(str, first['loc']))}: {first['type']}"[:200]
    return ""
