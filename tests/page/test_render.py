"""Every block and element is drawn, with its words escaped and its field named so that a click finds its way back."""

import json
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.forms import FIELDS
from bot.sandbox.page.mrkdwn import Reader
from bot.sandbox.page.render import Drawing, field_name, kinds, press_value

Json = dict[str, Any]
EVIL = "<script>alert('x')</script>"
DRAW = Drawing(
    Reader({}, ZoneInfo("Europe/Berlin")),
    "s",
    [("U0RIYA000", "Riya Shah"), ("U0OMAR000", f"Omar {EVIL}")],
    channels=[("C0WINS000", "#wins"), ("C0EVIL000", EVIL)],
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, **more: Any) -> Json:
    return {"text": plain(text), "value": text.lower(), **more}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "act", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "b", "elements": list(elements)}


def asked(inside: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "b", "label": plain("Label"), "element": inside, **more}


RED_GREEN = [option("Red"), option("Green", description=plain("like grass"))]
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("*Really*"), "confirm": plain("Yes"), "deny": plain("No")}
SECTION = {"type": "rich_text_section", "elements": [{"type": "text", "text": "rich", "style": {"bold": True}}]}
FIELD = 'name="field:[&#34;b&#34;, &#34;act&#34;]"'


@pytest.mark.parametrize(
    ("block", "parts"),
    [
        ({"type": "section", "text": mrkdwn("*hi*")}, ["<strong>hi</strong>"]),
        ({"type": "section", "text": plain("*hi*\nyou")}, ["*hi*<br>you"]),
        ({"type": "section", "fields": [mrkdwn("_a_"), plain("b")]}, ["fields", "<em>a</em>", ">b<"]),
        (
            {"type": "section", "text": plain("x"), "accessory": element("button", text=plain("Go"))},
            ["accessory", "Go</button>"],
        ),
        ({"type": "context", "elements": [mrkdwn("_small_"), plain("words")]}, ["<em>small</em>", "words"]),
        ({"type": "divider"}, ["<hr"]),
        ({"type": "header", "text": plain("Head")}, ["<h3", "Head"]),
        (
            {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "An i", "title": plain("Pic")},
            ['src="https://a.example/i.png"', 'alt="An i"', "Pic"],
        ),
        ({"type": "rich_text", "elements": [SECTION]}, ["<strong>rich</strong>"]),
        (
            {"type": "markdown", "text": "**bold** [x](https://a.example)"},
            ["<strong>bold</strong>", "https://a.example"],
        ),
        ({"type": "alert", "text": mrkdwn("*Careful*")}, ["<strong>Careful</strong>"]),
        (
            {
                "type": "table",
                "rows": [[{"type": "raw_text", "text": "Head"}], [{"type": "rich_text", "elements": [SECTION]}]],
            },
            [">Head</th>", "<strong>rich</strong>", "</td>"],
        ),
        ({"type": "from_the_future"}, ["from_the_future", "cannot draw"]),
        (
            actions(element("button", text=plain("Go"), style="primary")),
            ["button primary", "Go</button>", 'name="press"'],
        ),
        (actions(element("button", text=plain("No"), style="danger")), ["button danger"]),
        (
            actions(element("button", text=plain("Go"), confirm=CONFIRM)),
            ["popovertarget", "Sure?", "<strong>Really</strong>", "Yes</button>", "No</button>"],
        ),
        (
            actions(element("button", text=plain("Site"), url="https://a.example")),
            ['href="https://a.example"', "noopener"],
        ),
        (
            actions(element("overflow", options=RED_GREEN)),
            ["<details", "Red", "like grass", "&#34;green&#34;]"],
        ),
        (
            actions(element("static_select", options=RED_GREEN)),
            ["<select", FIELD, 'value="green"', "data-at-once", "Choose"],
        ),
        (
            actions(element("static_select", option_groups=[{"label": plain("Warm"), "options": [option("Red")]}])),
            ['<optgroup label="Warm">', 'value="red"'],
        ),
        (actions(element("users_select")), ["<select", 'value="U0RIYA000"', "Riya Shah"]),
        (actions(element("multi_static_select", options=RED_GREEN)), ['type="checkbox"', 'value="red"']),
        (actions(element("multi_users_select")), ['type="checkbox"', 'value="U0RIYA000"']),
        (actions(element("multi_conversations_select")), ['type="checkbox"', 'value="C0WINS000"', "#wins"]),
        (actions(element("datepicker", initial_date="2026-11-16")), ['type="date"', 'value="2026-11-16"']),
        (actions(element("timepicker", initial_time="15:30")), ['type="time"', 'value="15:30"']),
        (actions(element("datetimepicker", initial_date_time=1795428000)), ['value="2026-11-23T11:00"']),
        (actions(element("radio_buttons", options=RED_GREEN)), ['type="radio"', "like grass"]),
        (
            actions(element("checkboxes", options=RED_GREEN, initial_options=[RED_GREEN[0]])),
            ['value="red" checked', 'value="green" data-at-once'],
        ),
        (actions(element("telepathy")), ["telepathy", "cannot draw"]),
        (
            asked(element("plain_text_input", placeholder=plain("Say"))),
            ["<label", 'for="s-b-act"', FIELD, 'placeholder="Say"'],
        ),
        (asked(element("plain_text_input", multiline=True, initial_value="a\nb")), ["<textarea", "a\nb</textarea>"]),
        (asked(element("plain_text_input"), dispatch_action=True), ["Apply</button>"]),
        (asked(element("number_input", initial_value="7")), ['inputmode="decimal"', 'value="7"']),
        (asked(element("email_text_input")), ['type="email"']),
        (asked(element("url_text_input")), ['type="url"']),
        (asked(element("checkboxes", options=RED_GREEN)), ['role="group"', 'aria-labelledby="s-b-act-label"']),
        (asked(element("users_select"), optional=True, hint=plain("Anyone")), ["(optional)", "Anyone"]),
    ],
)
def test_each_block_is_drawn(block: Json, parts: list[str]) -> None:
    html = DRAW.block(block)
    for part in parts:
        assert part in html


def test_an_input_waits_for_submit_and_a_section_acts_at_once() -> None:
    select = element("static_select", options=RED_GREEN)
    assert "data-at-once" in DRAW.block(actions(select))
    assert "data-at-once" not in DRAW.block(asked(select))
    assert "data-at-once" in DRAW.block(asked(select, dispatch_action=True))


def test_every_input_that_the_sandbox_knows_can_be_drawn_or_says_that_it_cannot() -> None:
    not_here = {kind for kind in FIELDS if "conversations" in kind or "channels" in kind}
    assert set(FIELDS) - not_here <= kinds("elements")


def test_errors_stand_at_their_input() -> None:
    html = Drawing(key="s", errors={"b": f"Too short {EVIL}"}).block(asked(element("plain_text_input")))
    assert 'aria-invalid="true"' in html
    assert 'id="s-b-act-error"' in html
    assert "Too short &lt;script&gt;" in html


@pytest.mark.parametrize(
    ("inside", "state", "part"),
    [
        (element("plain_text_input", initial_value="old"), {"value": "new"}, 'value="new"'),
        (element("plain_text_input", initial_value="old"), {"value": None}, 'value=""'),
        (element("static_select", options=RED_GREEN), {"selected_option": RED_GREEN[1]}, 'value="green" selected'),
        (element("users_select"), {"selected_user": "U0RIYA000"}, 'value="U0RIYA000" selected'),
        (element("multi_users_select"), {"selected_users": ["U0RIYA000"]}, 'value="U0RIYA000" checked'),
        (
            element("multi_conversations_select"),
            {"selected_conversations": ["C0WINS000"]},
            'value="C0WINS000" checked',
        ),
        (element("checkboxes", options=RED_GREEN), {"selected_options": [RED_GREEN[1]]}, 'value="green" checked'),
        (element("datepicker"), {"selected_date": "2026-12-01"}, 'value="2026-12-01"'),
        (element("timepicker"), {"selected_time": "08:15"}, 'value="08:15"'),
    ],
)
def test_what_somebody_entered_is_still_there_when_it_is_drawn_again(inside: Json, state: Json, part: str) -> None:
    drawing = Drawing(
        key="s", people=DRAW.people, channels=DRAW.channels, state={("b", "act"): {"type": inside["type"], **state}}
    )
    assert part in drawing.block(asked(inside))


def evil_blocks() -> list[Json]:
    """Every place where words can stand, with a script in it."""
    bad = option(EVIL, description=plain(EVIL))
    confirm = dict.fromkeys(("title", "text", "confirm", "deny"), plain(EVIL))
    pressable = [
        element("button", text=plain(EVIL), value=EVIL, confirm=confirm, accessibility_label=EVIL, style=EVIL),
        element("button", text=plain(EVIL), url=f"https://a.example/{EVIL}"),
        element("overflow", options=[bad]),
        element("users_select", placeholder=plain(EVIL)),
        element("static_select", placeholder=plain(EVIL), options=[bad]),
        element("static_select", option_groups=[{"label": plain(EVIL), "options": [bad]}]),
    ]
    fillable = [
        element("plain_text_input", initial_value=EVIL, placeholder=plain(EVIL)),
        element("plain_text_input", initial_value=f"</textarea>{EVIL}", multiline=True),
        *(element(kind, options=[bad]) for kind in ("checkboxes", "radio_buttons", "multi_static_select")),
        element("datepicker", initial_date=EVIL),
        element("multi_users_select"),
        element("multi_conversations_select"),
    ]
    point = {"label": EVIL, "value": 1}
    bars = {
        "type": "bar",
        "series": [{"name": EVIL, "data": [point]}],
        "axis_config": {"categories": [EVIL], "x_label": EVIL},
    }
    leaf = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": EVIL, "style": {"code": True}},
            {"type": "link", "url": "javascript:alert(1)", "text": EVIL},
            {"type": "emoji", "name": EVIL},
            {"type": "user", "user_id": EVIL},
            {"type": "channel", "channel_id": EVIL},
            {"type": "date", "timestamp": 1795428000, "format": EVIL, "fallback": EVIL},
        ],
    }
    rich = [
        leaf,
        {"type": "rich_text_list", "style": EVIL, "elements": [leaf]},
        {"type": "rich_text_preformatted", "elements": leaf["elements"]},
    ]
    return [
        actions(*({**each, "action_id": EVIL} for each in pressable)),
        *(asked(each, label=plain(EVIL), hint=plain(EVIL), block_id=EVIL) for each in fillable),
        {"type": "section", "text": mrkdwn(EVIL), "fields": [plain(EVIL)]},
        {
            "type": "context",
            "elements": [mrkdwn(EVIL), {"type": "image", "image_url": f"javascript:{EVIL}", "alt_text": EVIL}],
        },
        {"type": "header", "text": plain(EVIL)},
        {"type": "image", "image_url": f'https://a.example/"{EVIL}', "alt_text": EVIL, "title": plain(EVIL)},
        {"type": "markdown", "text": f"{EVIL} [x](javascript:alert(1)) ![x](https://a.example/{EVIL})"},
        {"type": "rich_text", "elements": rich},
        {"type": "table", "rows": [[{"type": "raw_text", "text": EVIL}]], "column_settings": [{"align": EVIL}]},
        {"type": "data_visualization", "title": EVIL, "chart": bars},
        {
            "type": "data_visualization",
            "title": EVIL,
            "chart": {"type": "pie", "segments": [{"label": EVIL, "value": 1}]},
        },
        {"type": EVIL},
    ]


@pytest.mark.parametrize("block", evil_blocks(), ids=lambda block: str(block["type"])[:20])
def test_no_block_lets_words_become_markup(block: Mapping[str, Any]) -> None:
    html = DRAW.block(block).lower()
    assert "<script" not in html
    assert "</textarea><" not in html.replace("</textarea>\n", "")
    assert not re.search(r"""(?:href|src)\s*=\s*["']?\s*javascript:""", html)
    assert not re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', html))


def test_a_press_says_block_action_and_option() -> None:
    assert json.loads(press_value("b", "a")) == ["b", "a", None]
    assert json.loads(press_value("b", "a", "v")) == ["b", "a", "v"]
    assert field_name('b"', "a") == 'field:["b\\"", "a"]'
