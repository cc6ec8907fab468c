"""Draws Block Kit as HTML for one reader: dicts in, HTML out. Never asks the workspace, never trusts a text.

One template per block in templates/blocks, one per element in templates/elements. Autoescape is always on; only this
package's own functions hand out Markup. A control's form field is called by `field_name`, a press by `press_value`, so
that whoever reads the form can find the block and the action again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.sandbox.page import charts, mrkdwn, rich_text
from bot.sandbox.page.mrkdwn import Reader

Json = Mapping[str, Any]
State = Mapping[tuple[str, str], Any]
"""What a person has put into the inputs so far, by block id and action id, in the shape of Slack's `state.values`."""

ACTS_AT_ONCE = {
    "checkboxes",
    "datepicker",
    "datetimepicker",
    "multi_static_select",
    "multi_users_select",
    "radio_buttons",
    "static_select",
    "timepicker",
    "users_select",
}
"""Elements that tell the app as soon as something is chosen, unless they sit in an input block."""

TEXT_TYPES = {
    "email_text_input": "email",
    "number_input": "text",
    "plain_text_input": "text",
    "url_text_input": "url",
    "datepicker": "date",
    "timepicker": "time",
}
MANY = ("options", "users", "conversations")
"""What a select of many holds, by the end of its key."""

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)

_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True}).disable("image")


@cache
def kinds(folder: str) -> frozenset[str]:
    """The kinds of "blocks" or "elements" that can be drawn: those that have a template."""
    names = (Path(name) for name in templates.list_templates())
    return frozenset(name.stem for name in names if str(name.parent) == folder and not name.stem.startswith("_"))


def field_name(block_id: str, action_id: str) -> str:
    """The form field's name for one element."""
    return "field:" + json.dumps([block_id, action_id])


def press_value(block_id: str, action_id: str, value: str | None = None) -> str:
    """What the form field `press` says when this button (or this option of an overflow menu) is pressed."""
    return json.dumps([block_id, action_id, value])


@dataclass(frozen=True)
class Drawing:
    """One surface being drawn: a message, a modal or a home tab.

    `people` are the choices of a users select, `channels` those of a conversations select, as (id, name). `state` and
    `errors` (by block id) are what a person has already typed and what the app said of it. `key` tells this surface
    from others, for the ids that labels point at.
    """

    reader: Reader = field(default_factory=Reader)
    key: str = "surface"
    people: Sequence[tuple[str, str]] = ()
    state: State = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    channels: Sequence[tuple[str, str]] = ()

    def blocks(self, blocks: Iterable[Json]) -> Markup:
        """All the blocks, in order."""
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: Json) -> Markup:
        """One block; a kind that this page does not know becomes a line that says so."""
        kind = block.get("type") if block.get("type") in kinds("blocks") else "unknown"
        return self._fill(f"blocks/{kind}.html", b=block)

    def element(self, element: Json, block: Json) -> Markup:
        """One element of a block: something to press, fill in or look at."""
        kind = element.get("type") if element.get("type") in kinds("elements") else "unknown"
        in_input = block.get("type") == "input"
        at_once = kind in ACTS_AT_ONCE and (not in_input or bool(block.get("dispatch_action")))
        return self._fill(
            f"elements/{kind}.html",
            e=element,
            b=block,
            id=self.element_id(element, block),
            name=field_name(str(block.get("block_id", "")), str(element.get("action_id", ""))),
            press=lambda value=None: press_value(str(block.get("block_id")), str(element.get("action_id")), value),
            chosen=_chosen(element, self.state.get((str(block.get("block_id")), str(element.get("action_id"))))),
            at_once=at_once,
            input_type=TEXT_TYPES.get(str(kind), "text"),
        )

    def element_id(self, element: Json, block: Json) -> str:
        """An HTML id for an element that is stable while the page refreshes."""
        return f"{self.key}-{block.get('block_id', '')}-{element.get('action_id', '')}".replace(" ", "_")

    def text(self, text: Json | None) -> Markup:
        """A text object: mrkdwn with its marks, plain_text with nothing but emoji and line breaks."""
        if not text:
            return Markup("")
        if text.get("type") == "mrkdwn":
            return mrkdwn.html(str(text.get("text", "")), self.reader)
        return self.plain(text)

    def plain(self, text: Json | None) -> Markup:
        """A plain_text object for places that take no tags but line breaks."""
        words = mrkdwn.with_emoji(str((text or {}).get("text", "")))
        return Markup("<br>").join(escape(line) for line in words.split("\n"))

    def _fill(self, template: str, **values: Any) -> Markup:
        filled = templates.get_template(template).render(
            draw=self, rich_text=self._rich_text, chart=charts.html, markdown=_markdown, local=self._local, **values
        )
        return Markup(filled)  # noqa: S704  (a template's own output, escaped as it was made)

    def _rich_text(self, block: Json) -> Markup:
        return rich_text.html(block, self.reader)

    def _local(self, timestamp: str) -> str:
        """A Unix time in seconds as the value of a datetime-local field in the reader's zone."""
        return datetime.fromtimestamp(int(timestamp), self.reader.zone).strftime("%Y-%m-%dT%H:%M") if timestamp else ""


def _markdown(text: str) -> Markup:
    """A markdown block's text. HTML inside it stays text, and only plain web links become links."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704  (the renderer escapes; html is off)


def _chosen(element: Json, state: Json | None) -> list[str]:
    """The values an element holds now: what the person put there, else what the app began with."""
    said = element if state is None else state
    prefix = "initial_" if state is None else "selected_"
    for name in ("option", "user", "date", "time", "date_time"):
        found = said.get(prefix + name)
        if found:
            return [str(found["value"]) if isinstance(found, Mapping) else str(found)]
    many = next((found for name in MANY if (found := said.get(prefix + name))), None)
    if many:
        return [str(one["value"]) if isinstance(one, Mapping) else str(one) for one in many]
    typed = said.get("initial_value" if state is None else "value")
    return [] if typed is None or element.get("type") in ("button", "overflow") else [str(typed)]
