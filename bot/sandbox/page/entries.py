"""Reads what a person entered into a drawn message, modal or home tab. Never sends anything.

The form carries option values and account ids; Slack's state carries whole options. What was not offered is ignored.
"""

import json
from datetime import datetime, tzinfo
from typing import Any

from starlette.datastructures import FormData

from bot.sandbox.forms import FIELDS, TYPED, Values, elements, options
from bot.sandbox.page.render import field_name, kinds
from bot.sandbox.workspace import Json, Message, View, Workspace


def entered(form: FormData, blocks: list[Json], workspace: Workspace, zone: tzinfo) -> Values:
    """The state of every input and select among these blocks, as the form has it."""
    state: Values = {}
    for block in blocks:
        for element in elements(block):
            if element.get("type") in FIELDS and element["type"] in kinds("elements"):
                given = [str(each) for each in form.getlist(field_name(block["block_id"], element["action_id"]))]
                state.setdefault(block["block_id"], {})[element["action_id"]] = _state(element, given, workspace, zone)
    return state


def pressed(form: FormData, where: Message | View) -> tuple[Json, Json]:
    """The block and the `actions` entry of what was pressed. Raises LookupError when it is no longer there."""
    try:
        block_id, action_id, value = json.loads(str(form.get("press")))
    except (ValueError, TypeError):
        raise LookupError("nothing was pressed") from None
    for block in where.blocks:
        for element in elements(block):
            if (block.get("block_id"), element.get("action_id")) == (block_id, action_id):
                return block, _action(element, where.values.get(block_id, {}).get(action_id), value)
    raise LookupError(action_id)


def _action(element: Json, state: Json | None, value: str | None) -> Json:
    action = {"type": element["type"], "action_id": element["action_id"]}
    if element["type"] == "overflow":
        if (option := _option(element, value or "")) is None:
            raise LookupError(value)
        return action | {"selected_option": option}
    kept = {key: element[key] for key in ("text", "value", "style", "placeholder") if key in element}
    return action | kept | (state or {})


def _state(element: Json, given: list[str], workspace: Workspace, zone: tzinfo) -> Json:
    kind, field = element["type"], FIELDS[element["type"]]
    found = [one for text in given if (one := _value(element, text, workspace, zone)) is not None]
    return {"type": kind, field.key: found if field.many else (found[0] if found else None)}


def _value(element: Json, text: str, workspace: Workspace, zone: tzinfo) -> Any:
    kind = element["type"]
    if kind in TYPED:
        return text.replace("\r\n", "\n").strip() or None
    if kind in ("datepicker", "timepicker"):
        return text or None
    if kind == "datetimepicker":
        return _timestamp(text, zone)
    if "users" in kind:
        return text if text in workspace.accounts else None
    if "conversations" in kind:
        return text if text in workspace.conversations else None
    return _option(element, text)


def _option(element: Json, value: str) -> Json | None:
    for each in options(element):
        if each.get("value") == value:
            return {key: each[key] for key in ("text", "value", "description") if key in each}
    return None


def _timestamp(text: str, zone: tzinfo) -> int | None:
    """Unix seconds of what a datetime-local field says, which is the person's own wall clock."""
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())
    except ValueError:
        return None
