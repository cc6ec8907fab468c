"""Turns a rich_text block into safe HTML. Never builds a tag from the block's own words."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.page import mrkdwn
from bot.sandbox.page.mrkdwn import Reader

STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code"}


def html(block: Mapping[str, Any], reader: Reader) -> Markup:
    """All the sections, lists, quotes and preformatted parts of one rich_text block (or rich_text table cell)."""
    return _joined(block.get("elements", ()), reader)


def _joined(elements: Sequence[Mapping[str, Any]], reader: Reader) -> Markup:
    return Markup("").join(_element(element, reader) for element in elements)


def _element(element: Mapping[str, Any], reader: Reader) -> Markup:
    kind = element.get("type")
    if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        tag = {"rich_text_section": "div", "rich_text_quote": "blockquote"}.get(kind, "pre")
        return Markup("<{0}>{1}</{0}>").format(tag, _joined(element.get("elements", ()), reader))
    if kind == "rich_text_list":
        return _list(element, reader)
    return _styled(_leaf(element, reader), element.get("style") or {})


def _list(element: Mapping[str, Any], reader: Reader) -> Markup:
    tag = "ol" if element.get("style") == "ordered" else "ul"
    items = Markup("").join(Markup("<li>{}</li>").format(_element(e, reader)) for e in element.get("elements", ()))
    indent = min(int(element.get("indent") or 0), 8)
    start = int(element.get("offset") or 0) + 1
    number = Markup(' start="{}"').format(start) if tag == "ol" and start > 1 else Markup("")
    return Markup('<{0} class="indent-{1}"{2}>{3}</{0}>').format(tag, indent, number, items)


def _leaf(element: Mapping[str, Any], reader: Reader) -> Markup:
    kind = element.get("type")
    if kind == "link":
        url = str(element.get("url", ""))
        return mrkdwn.link(url, str(element.get("text") or url))
    if kind == "emoji":
        return escape(mrkdwn.emoji(str(element.get("name", ""))))
    if kind == "user":
        return mrkdwn.mention(str(element.get("user_id", "")), reader)
    if kind == "date":
        moment, pattern = str(element.get("timestamp", "")), str(element.get("format", ""))
        return mrkdwn.date(moment, pattern, str(element.get("fallback", "")), reader)
    if kind in ("broadcast", "channel", "usergroup"):
        named = str(element.get("range") or element.get("channel_id") or element.get("usergroup_id") or "")
        return mrkdwn.chip(("#" if kind == "channel" else "@") + reader.names.get(named, named))
    return Markup("<br>").join(str(element.get("text") or element.get("value") or "").split("\n"))


def _styled(inside: Markup, style: Mapping[str, Any]) -> Markup:
    for name, tag in STYLES.items():
        if style.get(name):
            inside = Markup("<{0}>{1}</{0}>").format(tag, inside)
    return inside
