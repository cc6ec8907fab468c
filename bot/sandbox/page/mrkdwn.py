"""Turns Slack's mrkdwn into safe HTML. Never trusts a character of it: whatever is not a known mark is escaped.

text   --(fences)-->  ```pre``` | lines
lines  --(> at the start)-->  blockquote | lines
line   --(one pass, left to right)-->  `code`  <reference>  bare link  *bold*  _italic_  ~strike~  :emoji:
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import groupby

from markupsafe import Markup, escape
from rich.emoji import Emoji, NoEmoji

SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
"""The only links that become links. Anything else (javascript:, data:, file:) is shown as the text it is."""

FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<reference>[^<>\n]+)>"
    r"|(?P<link>https?://[^\s<>|]*[^\s<>|.,:;!?)\"'*_~])"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+):",
)
DATE_PIECES = {
    "{date_num}": "%Y-%m-%d",
    "{date_slash}": "%d/%m/%Y",
    "{date_short}": "%-d %b %Y",
    "{date_short_pretty}": "%-d %b %Y",
    "{date_long}": "%A, %-d %B %Y",
    "{date_long_pretty}": "%A, %-d %B %Y",
    "{date}": "%-d %B %Y",
    "{date_pretty}": "%-d %B %Y",
    "{time}": "%H:%M",
    "{time_secs}": "%H:%M:%S",
}


@dataclass(frozen=True)
class Reader:
    """Whose eyes the text is for: the names they know people and channels by, and the zone their clock runs in."""

    names: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


def html(text: str, reader: Reader) -> Markup:
    """The mrkdwn of a message or a text object as HTML. It carries Slack's own escapes of &, < and >."""
    pieces = FENCE.split(text)
    out = (
        Markup("<pre>{}</pre>").format(unescaped(piece)) if at % 2 else _lines(piece.strip("\n"), reader)
        for at, piece in enumerate(pieces)
        if piece.strip() or at % 2
    )
    return Markup("").join(out)


def unescaped(text: str) -> str:
    """What was typed. Slack escapes exactly these three, so exactly these three come back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def emoji(name: str) -> str:
    """The character for an emoji's short name, or the short name with its colons when it is not known."""
    try:
        return str(Emoji(name.lower()))
    except NoEmoji:
        return f":{name}:"


def with_emoji(text: str) -> str:
    """Plain text with its known :short_names: replaced by their characters; still plain text."""
    return re.sub(r":([a-z0-9_+'-]+):", lambda found: emoji(found.group(1)), text)


def link(url: str, label: str | Markup) -> Markup:
    """A link that opens in a new tab, or the bare label and address when the address is not one to follow."""
    if SAFE_LINK.match(url):
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)
    return escape(label) if label == url else Markup("{} ({})").format(label, url)


def date(timestamp: str, pattern: str, fallback: str, reader: Reader) -> Markup:
    """Slack's date formatting, in the reader's own zone; the fallback when the timestamp is no number."""
    try:
        moment = datetime.fromtimestamp(int(timestamp), reader.zone)
    except (ValueError, OverflowError, OSError):
        return escape(fallback)
    filled = re.sub(r"\{\w+\}", lambda found: _piece(found.group(), moment), pattern)
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), filled)


def mention(user_id: str, reader: Reader) -> Markup:
    """A person's name with an @, or the bare id when nobody here has it."""
    return chip("@" + reader.names.get(user_id, user_id))


def chip(text: str) -> Markup:
    """Somebody or some place that is named in a text."""
    return Markup('<span class="mention">{}</span>').format(text)


def _lines(text: str, reader: Reader) -> Markup:
    parts = []
    for quoted, lines in groupby(text.split("\n"), lambda line: line.startswith(("&gt;", ">"))):
        if quoted:
            bare = (re.sub(r"^(?:&gt;|>) ?", "", line) for line in lines)
            parts.append(Markup("<blockquote>{}</blockquote>").format(_joined(bare, reader)))
        else:
            parts.append(_joined(lines, reader))
    return Markup("").join(parts)


def _joined(lines: Iterable[str], reader: Reader) -> Markup:
    return Markup("<br>").join(_inline(line, reader) for line in lines)


def _inline(text: str, reader: Reader) -> Markup:
    out, done = Markup(""), 0
    for found in INLINE.finditer(text):
        out += escape(unescaped(text[done : found.start()])) + _mark(found, reader)
        done = found.end()
    return out + escape(unescaped(text[done:]))


def _mark(found: re.Match[str], reader: Reader) -> Markup:
    kind, inside = found.lastgroup, found.group(found.lastgroup or 0)
    if kind == "code":
        return Markup("<code>{}</code>").format(unescaped(inside))
    if kind == "reference":
        return _reference(inside, reader)
    if kind == "link":
        return link(unescaped(inside), unescaped(inside))
    if kind == "emoji":
        return escape(emoji(inside))
    tag = {"bold": "strong", "italic": "em", "strike": "s"}[str(kind)]
    return Markup("<{0}>{1}</{0}>").format(tag, _inline(inside, reader))


def _reference(inside: str, reader: Reader) -> Markup:
    target, _, label = (unescaped(part) for part in inside.partition("|"))
    if target.startswith("@"):
        return mention(target[1:], reader) if target[1:] in reader.names or not label else chip(f"@{label}")
    if target.startswith("#"):
        return chip("#" + (label or reader.names.get(target[1:], target[1:])))
    if target.startswith("!date^"):
        timestamp, pattern, *_ = [*target.removeprefix("!date^").split("^"), ""]
        return date(timestamp, pattern, label, reader)
    if target.startswith("!"):
        return chip(label or "@" + target[1:].split("^")[0])
    if not label and not SAFE_LINK.match(target):
        return escape(f"<{target}>")
    return link(target, label or target)


def _piece(name: str, moment: datetime) -> str:
    return moment.strftime(DATE_PIECES[name]) if name in DATE_PIECES else name
