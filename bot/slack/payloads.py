"""What a payload of Slack's must look like before a listener reads it. Knows shapes only: no listener, row or word.

What lacks a key that a listener reads, or has it in another type, is found here, once. Other keys may be anything.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Json = dict[str, Any]
LATEST = 9_999_999_999
"""Seconds since 1970 until the year 2286: later ones are no time that anybody meant."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database takes: NUL (PostgreSQL) and halves of surrogate pairs, which JSON can write alone."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}\.[0-9]{1,9}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+/\S*$")]
Moment = Annotated[int, Field(ge=0, le=LATEST)]


def _day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


Day = Annotated[str, AfterValidator(_day)]


class Shape(BaseModel):
    """Keys that are read, in the types in which they are read."""

    model_config = ConfigDict(strict=True)


class Someone(Shape):
    id: Id


class Edited(Shape):
    ts: Ts


class Message(Shape):
    ts: Ts
    user: Id | None = None
    bot_id: str | None = None
    text: str | None = None
    thread_ts: Ts | None = None
    subtype: str | None = None
    edited: Edited | None = None


class NewMessage(Message):
    channel: Id


class ChangedMessage(Shape):
    channel: Id
    message: Message
    ts: Ts
    event_ts: Ts | None = None


class DeletedMessage(Shape):
    channel: Id
    deleted_ts: Ts
    ts: Ts
    event_ts: Ts | None = None


class HomeOpened(Shape):
    user: Id
    tab: str | None = None


class Details(Shape):
    real_name: str | None = None
    status_text: str | None = None
    status_emoji: str | None = None
    status_expiration: Moment | None = None


class Account(Someone):
    name: str | None = None
    real_name: str | None = None
    tz: str | None = None
    profile: Details | None = None


class UserChange(Shape):
    user: Account


class DoNotDisturb(Shape):
    next_dnd_start_ts: Moment | None = None
    next_dnd_end_ts: Moment | None = None


class DndUpdated(Shape):
    user: Id
    dnd_status: DoNotDisturb


class Event(Shape):
    type: str
    subtype: str | None = None


class EventCallback(Shape):
    event: Event
    event_id: str | None = None
    event_time: Moment | None = None


class Option(Shape):
    value: str


class Text(Shape):
    text: str


class Choice(Option):
    text: Text


class Element(Shape):
    options: list[Choice] | None = None


class Block(Shape):
    type: str
    block_id: str | None = None
    text: Text | None = None
    element: Element | None = None


class Filled(Shape):
    """What one field of a form holds."""

    value: str | None = None
    selected_date: Day | None = None
    selected_time: str | None = None
    selected_user: Id | None = None
    selected_users: list[Id] | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None


class State(Shape):
    values: dict[str, dict[str, Filled]]


class View(Shape):
    id: str
    callback_id: str
    blocks: list[Block]
    type: str | None = None
    hash: str | None = None
    private_metadata: str | None = None
    state: State | None = None


class FormBlock(Block):
    """What is wrong with a form is said at one of these."""

    block_id: str


class Form(View):
    blocks: list[FormBlock]  # type: ignore[assignment]
    state: State


class Submission(Shape):
    user: Someone
    view: Form
    trigger_id: str | None = None
    response_url: Url | None = None


class Action(Shape):
    action_id: str
    action_ts: str | None = None
    value: str | None = None
    selected_option: Option | None = None


class Shown(Shape):
    ts: Ts
    blocks: list[Block] | None = None


class BlockActions(Shape):
    user: Someone
    actions: Annotated[list[Action], Field(min_length=1)]
    trigger_id: str
    response_url: Url | None = None
    channel: Someone | None = None
    message: Shown | None = None
    view: View | None = None


class Shortcut(Shape):
    user: Someone
    callback_id: str
    trigger_id: str
    response_url: Url | None = None


class About(Shape):
    text: str | None = None


class MessageShortcut(Shortcut):
    message: About


class Command(Shape):
    command: str
    user_id: Id
    text: str
    trigger_id: str
    response_url: Url | None = None


EVENTS: Mapping[str, type[Shape]] = {
    "message": NewMessage,
    "message message_changed": ChangedMessage,
    "message message_deleted": DeletedMessage,
    "app_home_opened": HomeOpened,
    "user_change": UserChange,
    "dnd_updated_user": DndUpdated,
}
"""The events that a listener reads, by type and, for the messages that are told otherwise, subtype."""

OTHERS: Mapping[str, type[Shape]] = {
    "block_actions": BlockActions,
    "view_submission": Submission,
    "shortcut": Shortcut,
    "message_action": MessageShortcut,
}
KNOWN = {"event_callback", "url_verification", "ssl_check", *OTHERS}


def wrong_with(body: object) -> str:
    """What is wrong with a payload, by keys and types, never by values; empty: listeners can read it."""
    if not isinstance(body, dict):
        return "no object"
    if "command" in body:
        return _misfit(Command, body)
    if not isinstance(kind := body.get("type"), str):
        return "" if body.get("ssl_check") == "1" and "type" not in body else "no type"
    if kind == "event_callback":
        return _misfit(EventCallback, body) or _wrong_with_event(body["event"])
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


def storable(value: Any) -> Any:
    """The same payload without characters that no database takes. Raises RecursionError for absurd nesting."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    return [storable(each) for each in value] if isinstance(value, list) else value


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
