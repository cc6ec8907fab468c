"""What Slack makes of typed words: escapes, links, addresses, mentions, and a rich_text block. Never sends them.

`@riya` (a key) stands for picking a person from the list that pops up, `#help` for picking a channel. The name of a
private channel is not passed on (met in the field, documented nowhere).
"""

import re
from collections.abc import Iterator

from bot.sandbox.workspace import Account, Conversation, Json, Kind, Workspace

TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?)])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<!\w)@(?P<person>[\w.-]*\w)"
    r"|(?<!\w)#(?P<channel>[\w-]+)"
)


def escaped(text: str) -> str:
    """Text as Slack passes it on: &, < and > as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The reverse of `escaped`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def message_text(workspace: Workspace, typed: str) -> str:
    """The `text` of a message."""
    return "".join(_marked(workspace, piece, with_names=False) for piece in _pieces(typed))


def command_text(workspace: Workspace, typed: str, should_escape: bool) -> str:
    """The `text` of a slash command: mentions and links are marked only if its manifest says should_escape."""
    if not should_escape:
        return escaped(typed)
    return "".join(_marked(workspace, piece, with_names=True) for piece in _pieces(typed))


def rich_text(workspace: Workspace, typed: str) -> Json:
    """The block that Slack's composer makes of a message."""
    elements = [_element(workspace, piece) for piece in _pieces(typed)]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


Piece = tuple[str, str]
"""What a piece is (text, or a group of TOKEN), and how it was typed."""


def _pieces(typed: str) -> Iterator[Piece]:
    start = 0
    for match in TOKEN.finditer(typed):
        if match.start() > start:
            yield "text", typed[start : match.start()]
        yield str(match.lastgroup), match[0]
        start = match.end()
    if start < len(typed):
        yield "text", typed[start:]


def _marked(workspace: Workspace, piece: Piece, with_names: bool) -> str:
    kind, typed = piece
    if kind == "url":
        return f"<{escaped(typed)}>"
    if kind == "mail":
        return f"<mailto:{typed}|{typed}>"
    if account := _account(workspace, piece):
        return f"<@{account.id}|{account.key}>" if with_names else f"<@{account.id}>"
    if channel := _channel(workspace, piece):
        return f"<#{channel.id}|{channel.name if channel.kind is Kind.CHANNEL else ''}>"
    return escaped(typed)


def _element(workspace: Workspace, piece: Piece) -> Json:
    kind, typed = piece
    if kind == "url":
        return {"type": "link", "url": typed}
    if kind == "mail":
        return {"type": "link", "url": f"mailto:{typed}", "text": typed}
    if account := _account(workspace, piece):
        return {"type": "user", "user_id": account.id}
    if channel := _channel(workspace, piece):
        return {"type": "channel", "channel_id": channel.id}
    return {"type": "text", "text": typed}


def _account(workspace: Workspace, piece: Piece) -> Account | None:
    kind, typed = piece
    return next((a for a in workspace.accounts.values() if kind == "person" and a.key == typed[1:]), None)


def _channel(workspace: Workspace, piece: Piece) -> Conversation | None:
    kind, typed = piece
    return next((c for c in workspace.conversations.values() if kind == "channel" and c.name == typed[1:]), None)
