"""Block Kit is refused where Slack refuses it, with the place of the mistake, and taken where Slack takes it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slackblocks import ActionsBlock, Button, HeaderBlock, InputBlock, PlainTextInput, SectionBlock

from bot.sandbox.blocks import BLOCKS, LARGEST_VIEW, Surface, problems, view_problems, view_too_large
from bot.sandbox.people import Person
from tests.sandbox.small_app import Json, actions, asks, button, modal, section, text

INPUT = {"type": "plain_text_input", "action_id": "a"}
OPTION = {"text": text("Red"), "value": "red"}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [OPTION], **more}


def header(words: str) -> Json:
    return {"type": "header", "text": text(words)}


def chart(**more: Any) -> Json:
    series = {"name": "Solved", "data": [{"label": "Mon", "value": 3}, {"label": "Tue", "value": 4}]}
    body = {"type": "bar", "series": [series], "axis_config": {"categories": ["Mon", "Tue"]}, **more}
    return {"type": "data_visualization", "title": "Week", "chart": body}


def pie(*values: float) -> Json:
    return {
        "type": "data_visualization",
        "title": "Week",
        "chart": {"type": "pie", "segments": [{"label": f"s{n}", "value": v} for n, v in enumerate(values)]},
    }


FINE: dict[str, Json] = {
    "section": section("x" * 3000, accessory=button("b" * 75, "a")),
    "fields": {"type": "section", "fields": [text("x" * 2000)] * 10},
    "header": header("x" * 150),
    "context": {"type": "context", "elements": [text("x")] * 10},
    "actions": actions(*(button("b", f"a{n}") for n in range(25))),
    "select": actions(select(initial_option=OPTION, placeholder=text("p" * 150))),
    "groups": actions({"type": "static_select", "option_groups": [{"label": text("G"), "options": [OPTION]}]}),
    "date": actions({"type": "datepicker", "initial_date": "2026-02-28"}),
    "input": asks("L", "b", INPUT | {"multiline": True, "max_length": 3000}, hint=text("h"), optional=True),
    "number": asks("L", "b", {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}),
    "people": asks("L", "b", {"type": "multi_users_select", "max_selected_items": 3}),
    "divider": {"type": "divider"},
    "image": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"},
    "chart": chart(),
    "pie": pie(1, 2.5),
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}] * 20] * 100},
    "markdown": {"type": "markdown", "text": "**bold**"},
    "rich text": {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
}


@pytest.mark.parametrize("block", FINE.values(), ids=FINE.keys())
def test_a_block_within_its_limits_is_taken(block: Json) -> None:
    assert problems([block], Surface.MESSAGE) == []


REFUSED: list[tuple[list[Json], str, str]] = [
    ([{"type": "nope"}], "unsupported type: nope", "/blocks/0/type"),
    ([{}], "missing required field: type", "/blocks/0"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed", "/blocks"),
    ([header("x" * 151)], "must be less than 151 characters", "/blocks/0/text/text"),
    ([header("")], "must be more than 0 characters", "/blocks/0/text/text"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn", "/blocks/0/text/type"),
    ([section("x" * 3001)], "must be less than 3001 characters", "/blocks/0/text/text"),
    ([{"type": "section"}], "must provide either text or fields", "/blocks/0"),
    ([section("x", colour="red")], "invalid additional property: colour", "/blocks/0"),
    ([{"type": "section", "fields": [text("x")] * 11}], "no more than 10 items allowed", "/blocks/0/fields"),
    ([section("x", accessory=INPUT)], "unsupported type: plain_text_input", "/blocks/0/accessory/type"),
    ([actions()], "no less than 1 items allowed", "/blocks/0/elements"),
    ([actions(*[button("b", f"a{n}") for n in range(26)])], "no more than 25 items allowed", "/blocks/0/elements"),
    ([actions(button("b" * 76, "a"))], "must be less than 76 characters", "/blocks/0/elements/0/text/text"),
    ([actions(button("b", "a" * 256))], "must be less than 256 characters", "/blocks/0/elements/0/action_id"),
    ([actions(button("b", "a", value="v" * 2001))], "must be less than 2001 characters", "/elements/0/value"),
    ([actions(button("b", "a", style="loud"))], "must be a valid enum value", "/elements/0/style"),
    ([actions(select(options=[OPTION] * 101))], "no more than 100 items allowed", "/elements/0/options"),
    ([actions(select(options=[]))], "no less than 1 items allowed", "/elements/0/options"),
    (
        [actions(select(option_groups=[{"label": text("G"), "options": [OPTION]}]))],
        "must provide either options or option_groups",
        "/elements/0",
    ),
    (
        [actions(select(initial_option={"text": text("Blue"), "value": "blue"}))],
        "initial option was not found in options",
        "/blocks/0/elements/0",
    ),
    (
        [actions({"type": "radio_buttons", "options": [OPTION] * 11})],
        "no more than 10 items allowed",
        "/elements/0/options",
    ),
    ([actions({"type": "overflow", "options": [OPTION] * 6})], "no more than 5 items allowed", "/elements/0/options"),
    ([actions({"type": "datepicker", "initial_date": "2026-02-30"})], "must provide a valid date", "/initial_date"),
    ([actions({"type": "timepicker", "initial_time": "25:00"})], "must provide a valid time", "/initial_time"),
    ([asks("x" * 2001, "b", INPUT)], "must be less than 2001 characters", "/blocks/0/label/text"),
    ([asks("L", "b", button("b", "a"))], "unsupported type: button", "/blocks/0/element/type"),
    ([asks("L", "b", INPUT | {"max_length": 3001})], "must be less than or equal to 3000", "/element/max_length"),
    ([asks("L", "b", {"type": "number_input"})], "missing required field: is_decimal_allowed", "/blocks/0/element"),
    ([{"type": "context", "elements": [text("x")] * 11}], "no more than 10 items allowed", "/blocks/0/elements"),
    ([{"type": "image", "image_url": "https://e.com"}], "missing required field: alt_text", "/blocks/0"),
    ([section("a", block_id="b"), section("c", block_id="b")], 'block_id "b" already exists', "/blocks/1/block_id"),
    (
        [actions(button("1", "a")), section("x", accessory=button("2", "a"))],
        'action_id "a" already exists',
        "/blocks/1/accessory/action_id",
    ),
    ([chart(), chart(), chart()], "no more than 2 data_visualization blocks allowed", "/blocks"),
    ([chart(axis_config={"categories": ["Mon"]})], "exactly one data point for each category", "/chart/series/0/data"),
    ([chart(axis_config={"categories": ["M" * 21, "Tue"]})], "must be less than 21 characters", "/categories/0"),
    ([pie(1, 0)], "must be greater than 0", "/chart/segments/1/value"),
    ([pie(*[1] * 13)], "no more than 12 items allowed", "/chart/segments"),
    ([{"type": "table", "rows": [[1], [1, 2]]}], "the same number of cells in every row", "/blocks/0/rows"),
    ([{"type": "markdown", "text": "x" * 6001}] * 2, "must be less than 12001 characters together", "/blocks"),
]


@pytest.mark.parametrize(("blocks", "words", "pointer"), REFUSED)
def test_a_block_beyond_a_limit_is_refused_with_its_place(blocks: list[Json], words: str, pointer: str) -> None:
    found = problems(blocks, Surface.MESSAGE)
    assert len(found) == 1
    assert words in found[0] and found[0].endswith(f"{pointer}]") and "[json-pointer:/blocks" in found[0]


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("markdown", {Surface.MESSAGE}),
        ("chart", {Surface.MESSAGE, Surface.HOME}),
        ("table", {Surface.MESSAGE, Surface.HOME}),
        ("section", set(Surface)),
    ],
)
def test_some_blocks_stand_only_on_some_surfaces(kind: str, where: set[Surface]) -> None:
    assert {surface for surface in Surface if not problems([FINE[kind]], surface)} == where


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        (modal(title="x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(close=text("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(FINE["markdown"]), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
        (
            {"type": "modal", "title": text("T"), "blocks": [asks("L", "b", INPUT)]},
            "missing required field: submit [json-pointer:/view]",
        ),
        ({"type": "home", "title": text("T"), "blocks": []}, "invalid additional property: title [json-pointer:/view]"),
        ({"type": "page"}, "unsupported type: page [json-pointer:/view/type]"),
    ],
)
def test_a_view_beyond_a_limit_is_refused_with_its_place(view: Json, problem: str) -> None:
    assert view_problems(view) == [problem]


def test_a_view_is_too_large_above_250_kilobytes() -> None:
    view = modal(private_metadata="")
    assert not view_too_large(view)
    assert view_too_large(view | {"callback_id": "é" * (LARGEST_VIEW // 2)})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "element", "options", "blocks", "value"]), inner)
        | st.builds(lambda kind, more: {**more, "type": kind}, st.sampled_from(sorted(BLOCKS)), st.just({}))
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_json_at_all_breaks_the_check(value: Any) -> None:
    for surface in Surface:
        assert all(isinstance(each, str) for each in problems(value, surface))
    assert isinstance(view_problems(value), list)


def test_an_independent_builder_of_blocks_agrees() -> None:
    built = [
        HeaderBlock("Hello"),
        SectionBlock("Some *words*"),
        ActionsBlock([Button("Go", "go", value="1")]),
        InputBlock("Why?", PlainTextInput(action_id="why", multiline=True)),
    ]
    assert problems([block._resolve() for block in built], Surface.MESSAGE) == []


def test_the_web_api_passes_the_sentences_on(client: WebClient, riya: Person) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=riya.id, text="x", blocks=[header("x" * 151)])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    sentence = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [sentence]


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("blocks", [header("fine")], None),
        ("blocks", [header("")], "invalid_blocks"),
        ("view", modal(title=""), "invalid_view"),
        ("message", {"blocks": [header("")]}, "invalid_message"),
    ],
)
def test_blocks_validate_checks_without_sending(client: WebClient, name: str, value: Any, error: str | None) -> None:
    if error is None:
        assert client.api_call("blocks.validate", json={name: value})["ok"] is True
        return
    with pytest.raises(SlackApiError, match=error):
        client.api_call("blocks.validate", json={name: value})
