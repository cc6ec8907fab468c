"""Inputs and selects: what a person may fill in, and the `state.values` Slack makes of it. Never sends anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.sandbox.workspace import Json, Workspace

PLEASE_COMPLETE = "Please complete this required field."


@dataclass(frozen=True)
class Field:
    """How Slack writes the state of one kind of element: the key of its value, of its initial value, and "nothing"."""

    key: str
    initial: str
    many: bool = False

    @property
    def nothing(self) -> Any:
        """The value of an untouched element."""
        return [] if self.many else None


FIELDS: dict[str, Field] = {
    "plain_text_input": Field("value", "initial_value"),
    "number_input": Field("value", "initial_value"),
    "email_text_input": Field("value", "initial_value"),
    "url_text_input": Field("value", "initial_value"),
    "datepicker": Field("selected_date", "initial_date"),
    "timepicker": Field("selected_time", "initial_time"),
    "datetimepicker": Field("selected_date_time", "initial_date_time"),
    "static_select": Field("selected_option", "initial_option"),
    "multi_static_select": Field("selected_options", "initial_options", many=True),
    "radio_buttons": Field("selected_option", "initial_option"),
    "checkboxes": Field("selected_options", "initial_options", many=True),
    "users_select": Field("selected_user", "initial_user"),
    "multi_users_select": Field("selected_users", "initial_users", many=True),
    "conversations_select": Field("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Field("selected_conversations", "initial_conversations", many=True),
    "channels_select": Field("selected_channel", "initial_channel"),
    "multi_channels_select": Field("selected_channels", "initial_channels", many=True),
}
TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input")

Values = dict[str, dict[str, Json]]


def elements(block: Json) -> Iterator[Json]:
    """The interactive elements of a block."""
    if element := block.get("element"):
        yield element
    if accessory := block.get("accessory"):
        yield accessory
    if block.get("type") == "actions":
        yield from block.get("elements", [])


def state_of(blocks: list[Json], values: Values) -> Values:
    """`state.values`: everything that can hold a value, with what was filled in, the initial value, or nothing."""
    state: Values = {}
    for block in blocks:
        for element in elements(block):
            if element.get("type") in FIELDS:
                filled = values.get(block["block_id"], {}).get(element["action_id"])
                state.setdefault(block["block_id"], {})[element["action_id"]] = filled or untouched(element)
    return state


def current(element: Json, values: dict[str, Json]) -> Any:
    """What an element holds now: filled in, initial, or nothing. `values` are those of its block."""
    state = values.get(element.get("action_id", "")) or untouched(element)
    return state[FIELDS[element["type"]].key]


def untouched(element: Json) -> Json:
    """The state of an element that nobody touched."""
    field = FIELDS[element["type"]]
    return {"type": element["type"], field.key: element.get(field.initial, field.nothing)}


def filled(element: Json, answer: Any, workspace: Workspace) -> Json:
    """The state of an element after a person answers it.

    Text for texts; int or Decimal or text for numbers; date and time or ISO text; option texts (a list for many);
    people by key or real name. None or an empty list empties it. Raises ValueError for what Slack's client would not
    let a person choose.
    """
    field = FIELDS[element["type"]]
    if answer is None or answer == []:
        return {"type": element["type"], field.key: field.nothing}
    if field.many:
        answers = answer if isinstance(answer, list | tuple) else [answer]
        return {"type": element["type"], field.key: [_one(element, each, workspace) for each in answers]}
    return {"type": element["type"], field.key: _one(element, answer, workspace)}


def _one(element: Json, answer: Any, workspace: Workspace) -> Any:
    kind: str = element["type"]
    if kind in TYPED:
        return str(answer)
    if kind == "datepicker":
        return (answer if isinstance(answer, date) else date.fromisoformat(answer)).isoformat()
    if kind == "timepicker":
        return (answer if isinstance(answer, time) else time.fromisoformat(answer)).strftime("%H:%M")
    if kind == "datetimepicker":
        return int(answer)
    if "users" in kind:
        return _person(answer, workspace)
    if "conversations" in kind or "channels" in kind:
        return _conversation(answer, workspace)
    return option(element, answer)


def options(element: Json) -> list[Json]:
    """All options of an element, groups opened."""
    groups = [group["options"] for group in element.get("option_groups", [])]
    return [*element.get("options", []), *(each for group in groups for each in group)]


def option(element: Json, label: str) -> Json:
    """The option with this text. Raises ValueError."""
    for each in options(element):
        if each["text"]["text"] == label:
            return {key: each[key] for key in ("text", "value", "description") if key in each}
    offered = ", ".join(repr(each["text"]["text"]) for each in options(element))
    raise ValueError(f"There is no option {label!r}; offered are {offered}")


def _person(answer: Any, workspace: Workspace) -> str:
    for account in workspace.accounts.values():
        if getattr(answer, "id", answer) in (account.id, account.key, account.real_name):
            return account.id
    raise ValueError(f"There is nobody called {answer!r}")


def _conversation(answer: Any, workspace: Workspace) -> str:
    for conversation in workspace.conversations.values():
        if str(answer).lstrip("#") in (conversation.id, conversation.name):
            return conversation.id
    raise ValueError(f"There is no conversation {answer!r}")


def mistakes(blocks: list[Json], values: Values) -> dict[str, str]:
    """What Slack's client complains about before it sends a modal: block_id -> sentence."""
    state = state_of(blocks, values)
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") == "input" and block["element"]["type"] in FIELDS:
            element = block["element"]
            value = state[block["block_id"]][element["action_id"]][FIELDS[element["type"]].key]
            if complaint := _complaint(element, value, bool(block.get("optional"))):
                found[block["block_id"]] = complaint
    return found


def _complaint(element: Json, value: Any, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else PLEASE_COMPLETE
    if element["type"] == "plain_text_input":
        return _length_complaint(element, str(value))
    if element["type"] == "number_input":
        return _number_complaint(element, str(value))
    most = element.get("max_selected_items")
    return f"Please select no more than {most} items." if most and len(value) > most else ""


def _length_complaint(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return ""


def _number_complaint(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number greater than or equal to {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number less than or equal to {element['max_value']}."
    return ""
