"""Blocks, mrkdwn and inputs as people read and fill them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.composer import escaped, unescaped
from bot.sandbox.forms import PLEASE_COMPLETE, filled, mistakes, state_of
from bot.sandbox.plain import blocks_text, words
from bot.sandbox.workspace import Workspace
from tests.sandbox.small_app import Json, actions, asks, button, section, text
from tests.sandbox.test_blocks import chart, pie

OPTIONS = [{"text": text(name), "value": name.lower()} for name in ("Red", "Green")]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    workspace = Workspace(lambda: datetime(2026, 11, 2, 9, 40, tzinfo=UTC), "Smalltalk")
    workspace.add_account("riya", "Riya Shah")
    workspace.add_channel("help", ["U0RIYA000"])
    return workspace


@pytest.mark.parametrize(
    ("mrkdwn", "read"),
    [
        ("*Bold* _italic_ ~gone~ `code`", "Bold italic gone `code`"),
        ("*_both_*", "both"),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        ("<@U0RIYA000> in <#C0HELP000>", "@Riya Shah in #help"),
        ("<@U0GHOST00|ghost>", "@ghost"),
        ("<!here> <!channel>", "@here @channel"),
        ("<https://example.com|a page> <https://example.com>", "a page https://example.com"),
        ("<!date^1793612400^{time}|11:40>", "11:40"),
        ("R&amp;D &lt;20", "R&D <20"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_mrkdwn_reads_as_plain_words(workspace: Workspace, mrkdwn: str, read: str) -> None:
    assert words(mrkdwn, workspace) == read


@given(st.text())
def test_what_was_typed_is_what_is_read(typed: str) -> None:
    assert unescaped(escaped(typed)) == typed


@pytest.mark.parametrize(
    ("block", "read"),
    [
        (section("Well?", accessory=button("Yes", "y")), "Well?\n[Yes]"),
        ({"type": "section", "fields": [text("One"), text("Two")]}, "One\nTwo"),
        (actions(button("Yes", "y"), button("No", "n")), "[Yes] [No]"),
        (actions({"type": "overflow", "options": OPTIONS}), "[⋯ Red] [⋯ Green]"),
        (actions({"type": "radio_buttons", "action_id": "r", "options": OPTIONS}), "( ) Red ( ) Green"),
        (
            actions({"type": "static_select", "action_id": "r", "options": OPTIONS, "initial_option": OPTIONS[1]}),
            "( ) Red (x) Green",
        ),
        (asks("Why?", "w", {"type": "plain_text_input", "action_id": "a"}, optional=True), "Why? (optional)\n{}"),
        (
            asks("Who?", "w", {"type": "users_select", "action_id": "a", "initial_user": "U0RIYA000"}),
            "Who?\n{Riya Shah}",
        ),
        ({"type": "context", "elements": [text("Small"), {"type": "image", "alt_text": "sun"}]}, "Small sun"),
        ({"type": "header", "text": text("Hello")}, "Hello"),
        ({"type": "image", "image_url": "u", "alt_text": "A cat"}, "(A cat)"),
        (chart(), "Week\nSolved: Mon 3, Tue 4"),
        (pie(1, 2.5), "Week\ns0 1, s1 2.5"),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": "A"}, {"type": "raw_text", "text": "B"}]]}, "A | B"),
        ({"type": "plan"}, "(plan)"),
    ],
)
def test_a_block_reads_as_plain_words(workspace: Workspace, block: Json, read: str) -> None:
    assert blocks_text([block], workspace) == read


def test_rich_text_keeps_quotes_and_lists_apart(workspace: Workspace) -> None:
    def line(kind: str, *pieces: Json) -> Json:
        return {"type": kind, "elements": list(pieces)}

    said = line("rich_text_section", {"type": "text", "text": "He said "}, {"type": "user", "user_id": "U0RIYA000"})
    quote = line("rich_text_quote", {"type": "text", "text": "two\nlines"})
    points = line("rich_text_list", line("rich_text_section", {"type": "text", "text": "one"}))
    block = line("rich_text", said, quote, points)
    assert blocks_text([block], workspace) == "He said @Riya Shah\n> two\n> lines\n• one"


FILLED: list[tuple[Json, Any, Json]] = [
    ({"type": "plain_text_input"}, "Hi", {"value": "Hi"}),
    ({"type": "plain_text_input"}, None, {"value": None}),
    ({"type": "number_input"}, 12, {"value": "12"}),
    ({"type": "datepicker"}, date(2026, 11, 5), {"selected_date": "2026-11-05"}),
    ({"type": "datepicker"}, "2026-11-05", {"selected_date": "2026-11-05"}),
    ({"type": "timepicker"}, time(9, 5), {"selected_time": "09:05"}),
    ({"type": "static_select", "options": OPTIONS}, "Red", {"selected_option": OPTIONS[0]}),
    ({"type": "radio_buttons", "options": OPTIONS}, "Green", {"selected_option": OPTIONS[1]}),
    ({"type": "checkboxes", "options": OPTIONS}, ["Red", "Green"], {"selected_options": OPTIONS}),
    ({"type": "checkboxes", "options": OPTIONS}, [], {"selected_options": []}),
    ({"type": "multi_static_select", "options": OPTIONS}, "Red", {"selected_options": OPTIONS[:1]}),
    ({"type": "users_select"}, "riya", {"selected_user": "U0RIYA000"}),
    ({"type": "multi_users_select"}, ["Riya Shah"], {"selected_users": ["U0RIYA000"]}),
    ({"type": "conversations_select"}, "#help", {"selected_conversation": "C0HELP000"}),
]


@pytest.mark.parametrize(("element", "answer", "state"), FILLED)
def test_an_answer_becomes_the_state_slack_sends(workspace: Workspace, element: Json, answer: Any, state: Json) -> None:
    assert filled(element, answer, workspace) == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "answer"),
    [
        ({"type": "static_select", "options": OPTIONS}, "Blue"),
        ({"type": "users_select"}, "ghost"),
        ({"type": "datepicker"}, "tomorrow"),
        ({"type": "conversations_select"}, "#nowhere"),
    ],
)
def test_what_nobody_could_choose_is_refused(workspace: Workspace, element: Json, answer: Any) -> None:
    with pytest.raises(ValueError):
        filled(element, answer, workspace)


def test_untouched_inputs_send_their_initial_value_or_nothing() -> None:
    blocks = [
        asks("A", "a", {"type": "plain_text_input", "action_id": "x", "initial_value": "as before"}),
        asks("B", "b", {"type": "checkboxes", "action_id": "x", "options": OPTIONS}),
        actions({"type": "datepicker", "action_id": "d"}, button("Go", "g"), block_id="c"),
    ]
    assert state_of(blocks, {}) == {
        "a": {"x": {"type": "plain_text_input", "value": "as before"}},
        "b": {"x": {"type": "checkboxes", "selected_options": []}},
        "c": {"d": {"type": "datepicker", "selected_date": None}},
    }


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ({"type": "plain_text_input"}, None, PLEASE_COMPLETE),
        ({"type": "plain_text_input"}, "", PLEASE_COMPLETE),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "Please enter no more than 3 characters."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "Please enter a valid number."),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "1"},
            "0.5",
            "Please enter a number greater than or equal to 1.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"},
            "10",
            "Please enter a number less than or equal to 9.",
        ),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}, "1.5", None),
    ],
)
def test_the_client_complains_before_anything_is_sent(element: Json, value: Any, complaint: str | None) -> None:
    block = asks("Q", "q", {**element, "action_id": "x"})
    values = {"q": {"x": {"type": element["type"], "value": value}}}
    assert mistakes([block], values) == ({"q": complaint} if complaint else {})
    assert mistakes([block | {"optional": True}], {}) == {}


def test_too_many_choices_are_refused() -> None:
    element = {"type": "multi_users_select", "action_id": "x", "max_selected_items": 1}
    values = {"q": {"x": {"type": "multi_users_select", "selected_users": ["U1", "U2"]}}}
    assert mistakes([asks("Q", "q", element)], values) == {"q": "Please select no more than 1 items."}
