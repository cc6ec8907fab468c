"""The shapes of what Slack sends: the keys that listeners read, in the types they read them in. Checks nothing."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

LATEST = 9_999_999_999
"""Seconds since 1970 until the year 2286: later ones are no time that anybody meant."""

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


class ChannelGone(Shape):
    channel: Id


class DndUpdated(Shape):
    user: Id
    dnd_status: DoNotDisturb


class Function(Shape):
    callback_id: str


class Inputs(Shape):
    """What a workflow gives to the step; Slack leaves out what is empty, or sends it as nothing."""

    person: str | None = None
    question: str | None = None
    tried: str | None = None
    considering: str | None = None


class FunctionExecuted(Shape):
    function: Function
    function_execution_id: Id
    inputs: Inputs


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
    selected_date_time: Moment | None = None
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
    type: str
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
    selected_options: list[Option] | None = None


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
