"""Blocks and mrkdwn as plain text, for transcripts and tests. Never loses a word that a person could read."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.composer import unescaped
from bot.sandbox.forms import current, elements, options
from bot.sandbox.workspace import Json, Message, View, Workspace

LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
MARKS = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])")


def words(text: str, workspace: Workspace) -> str:
    """mrkdwn as a person reads it: names for mentions, fallbacks for dates, no marks for bold and italics."""
    shown = LINK.sub(lambda match: _link(match[1], match[2], workspace), text)
    for _ in range(3):
        shown = MARKS.sub(r"\2", shown)
    return unescaped(shown)


def _link(target: str, label: str | None, workspace: Workspace) -> str:
    if target.startswith("@"):
        account = workspace.accounts.get(target[1:])
        return "@" + (account.real_name if account else label or target[1:])
    if target.startswith("#"):
        conversation = workspace.conversations.get(target[1:])
        return "#" + (conversation.name if conversation else label or target[1:])
    if target.startswith("!date"):
        return label or ""
    if target.startswith("!"):
        return "@" + (label or target[1:])
    return label or target


def message_text(message: Message, workspace: Workspace) -> str:
    """What a person reads of a message: its blocks, or its text when it has none."""
    text = blocks_text(message.blocks, workspace, message.values) if message.blocks else words(message.text, workspace)
    return "\n".join([text, *(f"({each['name']})" for each in message.files)]).strip()


def view_text(view: View, workspace: Workspace) -> str:
    """What a person reads of a modal or a home tab: title, blocks, buttons, error sentences."""
    lines = [view.title] if view.title else []
    lines.append(blocks_text(view.blocks, workspace, view.values, view.errors))
    ends = [view.body[name]["text"] for name in ("submit", "close") if view.body.get(name)]
    return "\n".join([*lines, " ".join(f"[{each}]" for each in ends)]).strip()


def blocks_text(
    blocks: list[Json],
    workspace: Workspace,
    values: dict[str, dict[str, Json]] | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    """Blocks as lines of text. Buttons look like [this]."""
    lines: list[str] = []
    for block in blocks:
        show = BLOCKS.get(block["type"])
        filled = (values or {}).get(block.get("block_id", ""), {})
        lines += show(block, workspace, filled) if show else [f"({block['type']})"]
        if error := (errors or {}).get(block.get("block_id", "")):
            lines.append(f"! {error}")
    return "\n".join(line for line in lines if line)


def text_of(part: Json | None, workspace: Workspace) -> str:
    """A text object as read; plain_text stays as it is."""
    if not part:
        return ""
    return words(part["text"], workspace) if part["type"] == "mrkdwn" else str(part["text"])


Filled = dict[str, Json]
Lines = list[str]


def _section(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    lines = [text_of(block.get("text"), workspace)]
    lines += [text_of(field, workspace) for field in block.get("fields", [])]
    return lines + [element_text(each, workspace, filled) for each in elements(block)]


def _actions(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    return [" ".join(element_text(each, workspace, filled) for each in block["elements"])]


def _context(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    return [" ".join(e["alt_text"] if e["type"] == "image" else text_of(e, workspace) for e in block["elements"])]


def _input(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    optional = " (optional)" if block.get("optional") else ""
    lines = [block["label"]["text"] + optional, element_text(block["element"], workspace, filled)]
    return [*lines, text_of(block.get("hint"), workspace)]


def _rich_text(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    return "".join(_rich(each, workspace) for each in block["elements"]).rstrip("\n").split("\n")


def _rich(element: Json, workspace: Workspace, bullet: str = "") -> str:
    kind = element["type"]
    if kind == "rich_text_list":
        return "".join(_rich(each, workspace, "• ") for each in element["elements"])
    inside = "".join(_rich_piece(each, workspace) for each in element["elements"])
    if kind == "rich_text_quote":
        return "".join(f"> {line}\n" for line in inside.split("\n"))
    return f"{bullet}{inside}\n"


def _rich_piece(piece: Json, workspace: Workspace) -> str:
    if piece["type"] == "user":
        return _link("@" + piece["user_id"], None, workspace)
    if piece["type"] == "channel":
        return _link("#" + piece["channel_id"], None, workspace)
    if piece["type"] == "emoji":
        return f":{piece['name']}:"
    return str(piece.get("text") or piece.get("fallback") or piece.get("url") or "")


def _chart(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    chart = block["chart"]
    rows = [{"name": "", "data": chart["segments"]}] if chart["type"] == "pie" else chart["series"]
    return [block["title"], *(_series(row) for row in rows)]


def _series(row: Json) -> str:
    points = ", ".join(f"{point['label']} {point['value']:g}" for point in row["data"])
    return f"{row['name']}: {points}" if row["name"] else points


def _table(block: Json, workspace: Workspace, filled: Filled) -> Lines:
    return [" | ".join(_cell(cell, workspace) for cell in row) for row in block["rows"]]


def _cell(cell: Any, workspace: Workspace) -> str:
    if isinstance(cell, dict) and cell.get("type") == "rich_text":
        return " ".join(_rich_text(cell, workspace, {}))
    return str(cell.get("text", cell.get("value", ""))) if isinstance(cell, dict) else str(cell)


BLOCKS: dict[str, Callable[[Json, Workspace, Filled], Lines]] = {
    "section": _section,
    "actions": _actions,
    "context": _context,
    "input": _input,
    "rich_text": _rich_text,
    "data_visualization": _chart,
    "table": _table,
    "data_table": _table,
    "header": lambda block, workspace, filled: [block["text"]["text"]],
    "divider": lambda block, workspace, filled: ["---"],
    "image": lambda block, workspace, filled: [text_of(block.get("title"), workspace), f"({block['alt_text']})"],
    "markdown": lambda block, workspace, filled: [block["text"]],
    "alert": lambda block, workspace, filled: [text_of(block["text"], workspace)],
}


def element_text(element: Json, workspace: Workspace, filled: Filled) -> str:
    """An interactive element: [Button], (options of a menu), or what an input holds."""
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    if element["type"] == "image":
        return f"({element['alt_text']})"
    if element["type"] == "overflow":
        return " ".join(f"[⋯ {each['text']['text']}]" for each in element["options"])
    chosen = _chosen(current(element, filled), workspace)
    if options(element):
        texts = [text_of(each["text"], workspace) for each in options(element)]
        offered = " ".join(f"({'x' if text in chosen else ' '}) {text}" for text in texts)
        return offered if chosen else f"{text_of(element.get('placeholder'), workspace)} {offered}".strip()
    return "{" + ", ".join(chosen) + "}"


def _chosen(value: Any, workspace: Workspace) -> list[str]:
    """What an element holds now, in words."""
    texts = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            texts.append(text_of(each["text"], workspace))
        elif each is not None:
            account = workspace.accounts.get(str(each))
            texts.append(account.real_name if account else str(each))
    return texts
