"""Reads messages and modals through slackblocks, which refuses what Slack would refuse. Knows no word of Kickstand.

slackblocks cannot read interactive elements from JSON, only build them: so each is built anew from its JSON here.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    InputBlock,
    Message,
    ModalView,
    RichTextBlock,
    SectionBlock,
    elements,
)
from slackblocks.objects import ConfirmationDialogue, ConversationFilter, Option, OptionGroup, Text
from slackblocks.rich_text.elements import RichText
from slackblocks.rich_text.objects import RichTextObject, RichTextQuote

Json = dict[str, Any]
ELEMENTS: dict[str, Callable[..., elements.Element]] = {
    "button": elements.Button,
    "checkboxes": elements.CheckboxGroup,
    "datepicker": elements.DatePicker,
    "datetimepicker": elements.DateTimePicker,
    "multi_conversations_select": elements.ConversationMultiSelectMenu,
    "multi_static_select": elements.StaticMultiSelectMenu,
    "multi_users_select": elements.UserMultiSelectMenu,
    "number_input": elements.NumberInput,
    "overflow": elements.OverflowMenu,
    "plain_text_input": elements.PlainTextInput,
    "radio_buttons": elements.RadioButtonGroup,
    "static_select": elements.StaticSelectMenu,
    "timepicker": elements.TimePicker,
    "users_select": elements.UserSelectMenu,
}


def read_modal(view: Json) -> ModalView:
    """The modal as slackblocks reads it, with Slack's limits on whole views."""
    assert len(json.dumps(view)) < 250_000
    assert len(view.get("private_metadata", "")) <= 3000
    _no_name_twice(view["blocks"])
    titles = {key: view[key]["text"] for key in ("title", "submit", "close") if key in view}
    return ModalView(blocks=[read_block(block) for block in view["blocks"]], callback_id=view["callback_id"], **titles)


def read_message(text: str, blocks: list[Json]) -> Message:
    """The message as slackblocks reads it."""
    _no_name_twice(blocks)
    return Message(channel="D1", text=text, blocks=[read_block(block) for block in blocks])


def read_block(block: Json) -> Block:
    """One block, with its elements."""
    if block["type"] == "actions":
        return ActionsBlock([read_element(each) for each in block["elements"]], block.get("block_id"))
    if block["type"] == "input":
        return InputBlock(
            label=Text.from_dict(block["label"]),
            element=read_element(block["element"]),
            block_id=block.get("block_id"),
            hint=Text.from_dict(block["hint"]) if "hint" in block else None,
            optional=block["optional"],
        )
    if block["type"] == "section" and "accessory" in block:
        return SectionBlock(Text.from_dict(block["text"]), accessory=read_element(block["accessory"]))
    if block["type"] == "rich_text":
        # slackblocks cannot read rich text back, and builds only what the bot uses of it: quotes of plain text.
        return RichTextBlock([_quote(each) for each in block["elements"]])
    return Block.from_dict(block)


def _quote(part: Json) -> RichTextObject:
    assert part["type"] == "rich_text_quote"
    return RichTextQuote([RichText(piece["text"]) for piece in part["elements"]])


def read_element(element: Json) -> elements.Element:
    """One element, built anew."""
    given = {key: _part(key, value) for key, value in element.items() if key != "type"}
    if "option_groups" in given:
        # slackblocks wants a whole group picked at first; Slack wants an option that stands in one of them.
        first, groups = element.get("initial_option"), element["option_groups"]
        assert first is None or any(first in group["options"] for group in groups)
        given.pop("initial_option", None)
        given.setdefault("options", None)
    if "initial_date_time" in given:
        given["initial_datetime"] = given.pop("initial_date_time")  # slackblocks' own name for it
    return ELEMENTS[element["type"]](**given)


def _part(key: str, value: Any) -> Any:
    if key in {"text", "placeholder"}:
        return Text.from_dict(value)
    if key in {"options", "initial_options"}:
        return [Option.from_dict(each) for each in value]
    if key == "option_groups":
        return [OptionGroup.from_dict(each) for each in value]
    if key == "filter":
        return ConversationFilter(**value)
    if key == "initial_option":
        return Option.from_dict(value)
    return ConfirmationDialogue.from_dict(value) if key == "confirm" else value


def _no_name_twice(blocks: list[Json]) -> None:
    """Slack wants each block_id once, and each action_id once within its block."""
    names = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(names) == len(set(names))
    for block in blocks:
        actions = [each["action_id"] for each in block.get("elements", []) if "action_id" in each]
        assert len(actions) == len(set(actions))


def words_in(blocks: list[Json]) -> Iterator[str]:
    """Every line of words that the blocks show, button labels included."""
    for block in blocks:
        for shown in [block.get("text"), block.get("accessory"), *block.get("elements", [])]:
            text = shown.get("text") if shown else None
            words = text["text"] if isinstance(text, dict) else text
            yield from (words or "").splitlines()
