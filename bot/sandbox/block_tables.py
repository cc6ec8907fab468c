"""Block Kit as tables: which fields each block and element has, and their limits. Decides nothing about surfaces.

Limits: docs.slack.dev, reference of Block Kit, read in 2026. Blocks that this workspace only passes on (cards, plans,
videos ...) are checked for their type alone.
"""

import re
from datetime import date
from typing import Any

from bot.sandbox.schema import Report, Rule, anything, boolean, by_type, items, matching, number, one_of, shape, string
from bot.sandbox.schema import wrong as report_wrong

ID = string(255)
TYPE: dict[str, Rule] = {"type": anything}


def plain(most: int, least: int = 1) -> Rule:
    """A plain_text object."""
    return by_type({"plain_text": shape(TYPE | {"text": string(most, least)}, {"emoji": boolean})})


def words(most: int, least: int = 1) -> Rule:
    """A text object of either kind."""
    mrkdwn = shape(TYPE | {"text": string(most, least)}, {"verbatim": boolean})
    return by_type({"mrkdwn": mrkdwn, "plain_text": plain(most, least)})


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None


URL = string(3000, 1)
STYLE = one_of("primary", "danger")
CONFIRM = shape(
    {"text": words(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": STYLE},
)
OPTION = shape({"text": words(75), "value": string(150)}, {"description": words(75), "url": URL})
GROUP = shape({"label": plain(75), "options": items(OPTION, 100, 1)})
COMMON: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
PICK: dict[str, Rule] = COMMON | {"placeholder": plain(150)}
DISPATCH = shape({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2, 1)})
TYPED: dict[str, Rule] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH,
}
FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4, 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def _options_or_groups(value: Any, pointer: str, report: Report) -> None:
    if ("options" in value) == ("option_groups" in value):
        report_wrong(report, "must provide either options or option_groups", pointer)


def _initial_among_options(value: Any, pointer: str, report: Report) -> None:
    """Slack refuses an initial option that is not exactly one of the options."""
    groups = [group["options"] for group in value.get("option_groups", [])]
    offered = [*value.get("options", []), *(each for group in groups for each in group)]
    initial = value.get("initial_options") or ([value["initial_option"]] if "initial_option" in value else [])
    if any(each not in offered for each in initial):
        report_wrong(report, "initial option was not found in options", pointer)


def _static(value: Any, pointer: str, report: Report) -> None:
    _options_or_groups(value, pointer, report)
    _initial_among_options(value, pointer, report)


def _lengths(value: Any, pointer: str, report: Report) -> None:
    if value.get("min_length", 0) > value.get("max_length", 3000):
        report_wrong(report, "min_length must be less than or equal to max_length", pointer)


MANY: dict[str, Rule] = {"max_selected_items": number(1, whole=True)}
CHOICES: dict[str, Rule] = {"options": items(OPTION, 100, 1), "option_groups": items(GROUP, 100, 1)}
FEW_OPTIONS = items(OPTION, 10, 1)

ELEMENTS: dict[str, Rule] = {
    "button": shape(
        TYPE | {"text": plain(75)},
        {
            "action_id": ID,
            "url": URL,
            "value": string(2000),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "agent_prompt": string(4000),
        },
    ),
    "overflow": shape(TYPE | {"options": items(OPTION, 5, 1)}, {"action_id": ID, "confirm": CONFIRM}),
    "image": shape(
        TYPE | {"alt_text": string(2000)}, {"image_url": URL, "slack_file": anything, "image_height": anything}
    ),
    "datepicker": shape(TYPE, PICK | {"initial_date": matching(_is_date, "date")}),
    "timepicker": shape(TYPE, PICK | {"initial_time": matching(_is_time, "time"), "timezone": string(100)}),
    "datetimepicker": shape(TYPE, COMMON | {"initial_date_time": number(0, whole=True)}),
    "static_select": shape(TYPE, PICK | CHOICES | {"initial_option": OPTION}, _static),
    "multi_static_select": shape(TYPE, PICK | CHOICES | MANY | {"initial_options": items(OPTION, 100, 1)}, _static),
    "users_select": shape(TYPE, PICK | {"initial_user": string(20)}),
    "multi_users_select": shape(TYPE, PICK | MANY | {"initial_users": items(string(20), 100)}),
    "conversations_select": shape(
        TYPE,
        PICK
        | {
            "initial_conversation": string(20),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "multi_conversations_select": shape(
        TYPE,
        PICK
        | MANY
        | {
            "initial_conversations": items(string(20), 100),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "channels_select": shape(TYPE, PICK | {"initial_channel": string(20), "response_url_enabled": boolean}),
    "multi_channels_select": shape(TYPE, PICK | MANY | {"initial_channels": items(string(20), 100)}),
    "checkboxes": shape(
        TYPE | {"options": FEW_OPTIONS}, COMMON | {"initial_options": FEW_OPTIONS}, _initial_among_options
    ),
    "radio_buttons": shape(
        TYPE | {"options": FEW_OPTIONS}, COMMON | {"initial_option": OPTION}, _initial_among_options
    ),
    "plain_text_input": shape(
        TYPE,
        TYPED
        | {
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": number(0, 3000, whole=True),
            "max_length": number(1, 3000, whole=True),
        },
        _lengths,
    ),
    "number_input": shape(
        TYPE | {"is_decimal_allowed": boolean},
        TYPED | {"initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "email_text_input": shape(TYPE, TYPED | {"initial_value": string(3000)}),
    "url_text_input": shape(TYPE, TYPED | {"initial_value": string(3000)}),
}

SINGLE_SELECTS = frozenset({"static_select", "users_select", "conversations_select", "channels_select"})
MULTI_SELECTS = frozenset(f"multi_{each}" for each in SINGLE_SELECTS)
PICKERS = frozenset({"datepicker", "timepicker", "checkboxes", "radio_buttons"}) | SINGLE_SELECTS
IN_SECTION = PICKERS | MULTI_SELECTS | {"button", "overflow", "image"}
IN_ACTIONS = PICKERS | {"button", "overflow", "datetimepicker"}
IN_INPUT = (
    PICKERS
    | MULTI_SELECTS
    | {"datetimepicker", "plain_text_input", "number_input", "email_text_input", "url_text_input"}
)
