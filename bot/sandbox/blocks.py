"""Checks Block Kit as strictly as Slack does: messages, modals and home tabs. Never changes what it checks.

`problems` and `view_problems` answer the sentences that Slack puts into response_metadata.messages; none means fine.
"""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from bot.sandbox.block_tables import ELEMENTS, ID, IN_ACTIONS, IN_INPUT, IN_SECTION, TYPE, plain, words
from bot.sandbox.charts import CHART, DATA_TABLE, TABLE
from bot.sandbox.schema import Report, Rule, anything, boolean, by_type, items, number, shape, string, wrong
from bot.sandbox.workspace import Json


class Surface(StrEnum):
    """Where blocks stand."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
LARGEST_VIEW = 250_000
"""In bytes of JSON."""


def _text_or_fields(value: Any, pointer: str, report: Report) -> None:
    if not value.get("text") and not value.get("fields"):
        wrong(report, "must provide either text or fields", pointer)


def _one_image(value: Any, pointer: str, report: Report) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        wrong(report, "must provide either image_url or slack_file", pointer)


BLOCK: dict[str, Rule] = {"block_id": ID}
CONTEXT = by_type({"image": ELEMENTS["image"], "mrkdwn": words(3000), "plain_text": plain(3000)})
LIST = shape(
    TYPE | {"style": anything, "elements": items(anything, 1000)},
    {"indent": number(0, 8, whole=True), "offset": number(0, whole=True), "border": anything},
)
RUN = shape(TYPE | {"elements": items(anything, 1000)}, {"border": anything, "language": anything})
RICH = by_type(
    {"rich_text_section": RUN, "rich_text_list": LIST, "rich_text_preformatted": RUN, "rich_text_quote": RUN}
)


BLOCKS: dict[str, Rule] = {
    "section": shape(
        TYPE,
        BLOCK
        | {
            "text": words(3000),
            "fields": items(words(2000), 10, 1),
            "accessory": by_type(ELEMENTS, IN_SECTION),
            "expand": boolean,
        },
        _text_or_fields,
    ),
    "header": shape(TYPE | {"text": plain(150)}, BLOCK),
    "divider": shape(TYPE, BLOCK),
    "context": shape(TYPE | {"elements": items(CONTEXT, 10, 1)}, BLOCK),
    "actions": shape(TYPE | {"elements": items(by_type(ELEMENTS, IN_ACTIONS), 25, 1)}, BLOCK),
    "input": shape(
        TYPE | {"label": plain(2000), "element": by_type(ELEMENTS, IN_INPUT)},
        BLOCK | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": shape(
        TYPE | {"alt_text": string(2000)},
        BLOCK | {"image_url": string(3000, 1), "slack_file": anything, "title": plain(2000)},
        _one_image,
    ),
    "rich_text": shape(TYPE | {"elements": items(RICH, 1000)}, BLOCK),
    "markdown": shape(TYPE | {"text": string(12_000, 1)}, BLOCK),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "alert": shape(TYPE | {"text": words(200)}, BLOCK | {"level": anything}),
} | dict.fromkeys(("card", "carousel", "container", "context_actions", "file", "plan", "task_card", "video"), anything)

SURFACES: dict[Surface, frozenset[str]] = {
    Surface.MESSAGE: frozenset(BLOCKS) - {"alert"},
    Surface.MODAL: frozenset(
        {"actions", "alert", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
    ),
    Surface.HOME: frozenset(BLOCKS) - {"alert", "context_actions", "file", "markdown", "plan", "task_card"},
}
MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}
"""So many of these in one message. Slack drops the charts beyond two without a word; here they are a mistake."""


def problems(
    blocks: Any, surface: Surface, pointer: str = "/blocks", lacking: frozenset[str] = frozenset()
) -> list[str]:
    """What Slack would say against these blocks on this surface, in a workspace that does not have `lacking` yet."""
    report: Report = []
    items(by_type(BLOCKS, SURFACES[surface] - lacking), MOST_BLOCKS[surface])(blocks, pointer, report)
    if not report:
        _repeated(blocks, pointer, report)
        _too_many(blocks, pointer, report)
    return report


def _repeated(blocks: list[Json], pointer: str, report: Report) -> None:
    """Every block_id and action_id may appear once."""
    for name, found in (("block_id", _block_ids(blocks, pointer)), ("action_id", _action_ids(blocks, pointer))):
        seen: set[str] = set()
        for value, place in found:
            if value in seen:
                wrong(report, f'{name} "{value}" already exists', place)
            seen.add(value)


def _block_ids(blocks: list[Json], pointer: str) -> Iterator[tuple[str, str]]:
    for at, block in enumerate(blocks):
        if block_id := block.get("block_id"):
            yield block_id, f"{pointer}/{at}/block_id"


def _action_ids(blocks: list[Json], pointer: str) -> Iterator[tuple[str, str]]:
    for at, block in enumerate(blocks):
        places = [("accessory", block.get("accessory")), ("element", block.get("element"))]
        if block["type"] == "actions":
            places += [(f"elements/{n}", each) for n, each in enumerate(block["elements"])]
        for place, element in places:
            if element and element.get("action_id"):
                yield element["action_id"], f"{pointer}/{at}/{place}/action_id"


def _too_many(blocks: list[Json], pointer: str, report: Report) -> None:
    for kind, most in MOST_OF_A_KIND.items():
        if sum(block["type"] == kind for block in blocks) > most:
            wrong(report, f"no more than {most} {kind} blocks allowed", pointer)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        wrong(report, "markdown blocks must be less than 12001 characters together", pointer)


def _needs_submit(value: Any, pointer: str, report: Report) -> None:
    blocks = value.get("blocks")
    has_input = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if has_input and not value.get("submit"):
        wrong(report, "missing required field: submit", pointer)


VIEW: dict[str, Rule] = {"private_metadata": string(3000), "callback_id": ID, "external_id": ID}
VIEWS: dict[str, Rule] = {
    "modal": shape(
        TYPE | {"title": plain(24), "blocks": anything},
        VIEW
        | {
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        _needs_submit,
    ),
    "home": shape(TYPE | {"blocks": anything}, VIEW),
}


def view_problems(view: Any, lacking: frozenset[str] = frozenset()) -> list[str]:
    """What Slack would say against this view (a modal or a home tab)."""
    report: Report = []
    by_type(VIEWS)(view, "/view", report)
    if isinstance(view, dict) and str(view.get("type")) in VIEWS and "blocks" in view:
        report += problems(view["blocks"], Surface(view["type"]), "/view/blocks", lacking)
    return report


def view_too_large(view: Json) -> bool:
    """Whether its JSON is above 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW
