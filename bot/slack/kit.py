"""Pieces of Block Kit, clipped to Slack's limits. Pure: values in, dicts out; knows no feature's words.

Limits are Slack's own: https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

Block = dict[str, Any]

SECTION, BUTTON, OPTION, CONTEXT, TITLE, HEADER, VALUE, PLACEHOLDER = 3000, 75, 75, 2000, 24, 150, 2000, 150
BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW, TEXT, CHOICES = 50, 100, 3900, 100
PARAGRAPH = SECTION - 200
MESSAGE = 9000
"""Characters of all texts in a message's blocks together. Slack refuses a message from some 11,000 on
(`msg_blocks_too_long`) without saying how it counts: https://github.com/slackapi/bolt-js/issues/2867
"""
SHORTENED = "_This was too long for one message: there is more than fits here. Ask for the rest._"


class Words(NamedTuple):
    """What a message says: `text` alone must tell it all (notifications and screen readers get no more)."""

    text: str
    blocks: list[Block]


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, ending in an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str) -> str:
    """A person's words as they were typed: no mention, link or broadcast in them fires."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": clip(text, limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = SECTION) -> Block:
    return {"type": "mrkdwn", "text": clip(text, limit) or " "}


def section(text: str, accessory: Block | None = None) -> Block:
    return {"type": "section", "text": mrkdwn(text)} | ({"accessory": accessory} if accessory else {})


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """Lines, each on its own, in as few sections as hold them: a message has fifty blocks."""
    pieces: list[str] = []
    for each in lines:
        if pieces and len(pieces[-1]) + len(each) < PARAGRAPH:
            pieces[-1] = f"{pieces[-1]}\n{each}"
        else:
            pieces.append(each)
    return [section(piece) for piece in pieces]


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def divider() -> Block:
    return {"type": "divider"}


def context(*lines: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(line, CONTEXT) for line in lines[:10]]}


def behind(left: int) -> list[Block]:
    """Below a list of things to be settled that is cut: how many more there are, and when they come into view."""
    return [context(f"And {left} more, once these are settled.")] if left > 0 else []


def quote(text: str, limit: int = 2800) -> Block:
    """Somebody's own words, set apart. Rich text: nothing in them is read as markup."""
    words = [{"type": "text", "text": clip(text, limit) or " "}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": words}]}


def quotes(text: str, piece: int = 2800, most: int = 3) -> list[Block]:
    """Somebody's own words in as many pieces as they need; past `most` pieces a line says that there is more."""
    pieces = [text[start : start + piece] for start in range(0, len(text), piece)]
    more = [context("_There is more than fits here; ask for the rest._")] if len(pieces) > most else []
    return [*(quote(each) for each in pieces[:most] if each.strip()), *more]


def fitting(blocks: Sequence[Block]) -> list[Block]:
    """What Slack takes in one message: where it is too much, the longest texts are cut, and the last line says so."""
    if _over(blocks) <= 0:
        return list(blocks[:BLOCKS_IN_MESSAGE])
    found = [deepcopy(each) for each in blocks[: BLOCKS_IN_MESSAGE - 1]]
    texts, over = list(_texts(found)), _over(found)
    while over > 0:
        longest = max(texts, key=lambda each: len(each["text"]))
        before = len(longest["text"])
        longest["text"] = clip(longest["text"], max(before - over, before // 2))
        over -= before - len(longest["text"])
    return [*found, context(SHORTENED)]


def _over(blocks: Sequence[Block]) -> int:
    return sum(len(each["text"]) for each in _texts(list(blocks))) - MESSAGE


def _texts(piece: Any) -> Iterator[Block]:
    """Everything with words in it: text objects, and the pieces of rich text."""
    if isinstance(piece, dict):
        if isinstance(piece.get("text"), str):
            yield piece
        piece = list(piece.values())
    if isinstance(piece, list):
        for each in piece:
            yield from _texts(each)


def button(label: str, action: str, value: str, *, style: str | None = None, confirm: Block | None = None) -> Block:
    """One button. `value` carries an opaque id, never anybody's words."""
    block: Block = {"type": "button", "text": plain(label, BUTTON), "action_id": action, "value": value[:VALUE]}
    return block | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def link_button(label: str, url: str, action: str) -> Block:
    return {"type": "button", "text": plain(label, BUTTON), "url": url[:3000], "action_id": action}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def actions(*elements: Block | None, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": [element for element in elements if element][:25]}
    return block | ({"block_id": block_id} if block_id else {})


def option(label: str, value: str, description: str = "") -> Block:
    """One choice of a menu; `value` is at most 150 characters."""
    block: Block = {"text": plain(label, OPTION), "value": value}
    return block | ({"description": plain(description, 75)} if description else {})


def overflow(action: str, options: Sequence[Block]) -> Block:
    return {"type": "overflow", "action_id": action, "options": list(options)}


def field(label: str, name: str, element: Block, *, hint: str = "", optional: bool = True) -> Block:
    """An input with its label. `name` is the block's id and its element's action id: see `answers`."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def line(value: str = "", *, placeholder: str = "", longest: int = 300) -> Block:
    return _typed({"type": "plain_text_input", "max_length": longest}, value, placeholder)


def lines(value: str = "", *, placeholder: str = "", longest: int = 3000) -> Block:
    return _typed({"type": "plain_text_input", "max_length": longest, "multiline": True}, value, placeholder)


def _typed(block: Block, value: str, placeholder: str) -> Block:
    if value:
        block["initial_value"] = clip(value, block["max_length"])
    if placeholder:
        block["placeholder"] = plain(placeholder, PLACEHOLDER)
    return block


def choice(options: Sequence[Block], chosen: str | None = None, *, kind: str = "static_select") -> Block:
    """A menu or, with kind="radio_buttons", a list to pick one from."""
    found = next((each for each in options if each["value"] == chosen), None)
    return {"type": kind} | choices(options) | ({"initial_option": found} if found else {})


def choices(options: Sequence[Block]) -> Block:
    """The choices of a menu: up to a hundred as they are, more of them in groups of a hundred, as Slack wants it."""
    if len(options) <= CHOICES:
        return {"options": list(options)}
    groups = [options[at : at + CHOICES] for at in range(0, len(options), CHOICES)][:CHOICES]
    return {"option_groups": [{"label": plain(_span(group), 75), "options": list(group)} for group in groups]}


def _span(options: Sequence[Block]) -> str:
    letters = sorted(str(each["text"]["text"])[:1].upper() for each in options)
    return f"{letters[0]} to {letters[-1]}"


def people_menu(chosen: Iterable[str] = ()) -> Block:
    people = list(chosen)
    return {"type": "multi_users_select"} | ({"initial_users": people} if people else {})


def modal(title: str, callback: str, blocks: Sequence[Block], *, submit: str | None = None, data: str = "") -> Block:
    """A modal view; where it is too long, its last line says so. `data` (private_metadata) carries opaque ids only."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "close": plain("Cancel" if submit else "Close", TITLE),
        "blocks": _in_view(list(blocks)),
        "private_metadata": data,
    }
    return view | ({"submit": plain(submit, TITLE)} if submit else {})


def _in_view(blocks: list[Block]) -> list[Block]:
    if len(blocks) <= BLOCKS_IN_VIEW:
        return blocks
    shown = blocks[: BLOCKS_IN_VIEW - 1]
    return [*shown, context(f"And {len(blocks) - len(shown)} more that didn't fit here.")]


def notice(sentence: str, title: str = "Kickstand") -> Block:
    """A modal that says one thing."""
    return modal(title, "notice", [section(escape(sentence))])
