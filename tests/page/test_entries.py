"""What a form says becomes the state that Slack would have; what was never offered is ignored."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import FormData

from bot.sandbox.clock import MovableClock
from bot.sandbox.page.entries import entered, pressed
from bot.sandbox.page.render import field_name, press_value
from bot.sandbox.workspace import Message, Workspace

Json = dict[str, Any]
RED = {"text": {"type": "plain_text", "text": "Red"}, "value": "r"}
GREEN = {"text": {"type": "plain_text", "text": "Green"}, "value": "g"}
OPTIONS = {"options": [RED, GREEN]}


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace(MovableClock(datetime(2026, 11, 16, tzinfo=UTC)))
    made.add_account("riya", "Riya Shah")
    made.add_channel("wins", ["U0RIYA000"], private=True)
    return made


@pytest.mark.parametrize(
    ("kind", "more", "given", "state"),
    [
        ("plain_text_input", {}, ["one\r\ntwo "], {"value": "one\ntwo"}),
        ("plain_text_input", {}, ["  "], {"value": None}),
        ("number_input", {}, ["a dozen"], {"value": "a dozen"}),
        ("datepicker", {}, ["2026-11-16"], {"selected_date": "2026-11-16"}),
        ("timepicker", {}, [""], {"selected_time": None}),
        ("datetimepicker", {}, ["2026-11-23T11:00"], {"selected_date_time": 1795428000}),
        ("datetimepicker", {}, ["soon"], {"selected_date_time": None}),
        ("static_select", OPTIONS, ["g"], {"selected_option": GREEN}),
        ("static_select", OPTIONS, ["blue"], {"selected_option": None}),
        ("static_select", {"option_groups": [OPTIONS]}, ["r"], {"selected_option": RED}),
        ("radio_buttons", OPTIONS, [], {"selected_option": None}),
        ("checkboxes", OPTIONS, ["r", "g"], {"selected_options": [RED, GREEN]}),
        ("checkboxes", OPTIONS, [], {"selected_options": []}),
        ("users_select", {}, ["U0RIYA000"], {"selected_user": "U0RIYA000"}),
        ("users_select", {}, ["U0NOBODY0"], {"selected_user": None}),
        ("multi_users_select", {}, ["U0RIYA000", "U0NOBODY0"], {"selected_users": ["U0RIYA000"]}),
        ("multi_conversations_select", {}, ["C0WINS000", "C0NONE000"], {"selected_conversations": ["C0WINS000"]}),
    ],
)
def test_fields_become_state(workspace: Workspace, kind: str, more: Json, given: list[str], state: Json) -> None:
    element = {"type": kind, "action_id": "a", **more}
    form = FormData([(field_name("b", "a"), each) for each in given])
    found = entered(
        form, [{"type": "input", "block_id": "b", "element": element}], workspace, ZoneInfo("Europe/Berlin")
    )
    assert found == {"b": {"a": {"type": kind, **state}}}


def message(*elements: Json) -> Message:
    return Message("1.2", "D0", "U0", "x", blocks=[{"type": "actions", "block_id": "b", "elements": list(elements)}])


def press(value: str) -> FormData:
    return FormData([("press", value)])


def test_a_button_is_pressed_with_its_value() -> None:
    button = {"type": "button", "action_id": "a", "value": "7", "text": RED["text"]}
    assert pressed(press(press_value("b", "a")), message(button))[1] == button


def test_a_menu_gives_the_option_and_a_select_its_state() -> None:
    menu = {"type": "overflow", "action_id": "a", **OPTIONS}
    assert pressed(press(press_value("b", "a", "g")), message(menu))[1]["selected_option"] == GREEN
    select = message({"type": "static_select", "action_id": "a", **OPTIONS})
    select.values = {"b": {"a": {"type": "static_select", "selected_option": RED}}}
    assert pressed(press(press_value("b", "a")), select)[1]["selected_option"] == RED


@pytest.mark.parametrize(
    "value", ["", "[]", "nonsense", "null", press_value("b", "gone"), press_value("b", "a", "blue")]
)
def test_what_is_not_there_any_more_cannot_be_pressed(value: str) -> None:
    with pytest.raises(LookupError):
        pressed(press(value), message({"type": "overflow", "action_id": "a", **OPTIONS}))
