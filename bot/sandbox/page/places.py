"""Finds the place that an address names: as whom, talking with whom. Never changes anything."""

import re
from collections.abc import Mapping

from bot.sandbox.page.scene import Place
from bot.sandbox.workspace import Account, Conversation, Kind, Workspace

PATH = re.compile(r"^/as/(?P<who>[\w.-]+)/(?P<whom>[\w.-]+?)(?P<home>/home)?$")


class Nowhere(LookupError):
    """The address names nobody, or a conversation that this person is not in."""


def place(workspace: Workspace, path: str, asked: Mapping[str, str] | None = None) -> Place:
    """The place of a path like /as/riya/kickstand/home. Raises Nowhere."""
    found = PATH.match(path)
    if not found:
        raise Nowhere(path)
    viewer = account(workspace, found["who"])
    other, conversation = _talk(workspace, viewer, found["whom"])
    tab = "home" if found["home"] and other is not None and other.is_bot else "messages"
    asked = asked or {}
    return Place(viewer, conversation, other, tab, asked.get("thread"), asked.get("edit"))


def account(workspace: Workspace, key: str) -> Account:
    """The active account with this key. Raises Nowhere."""
    for each in workspace.accounts.values():
        if each.key == key and not each.deleted:
            return each
    raise Nowhere(key)


def bot(workspace: Workspace) -> Account:
    """The app's own account."""
    return workspace.accounts[workspace.bot_user_id]


def first(workspace: Workspace, viewer: Account | None = None) -> str | None:
    """The address where a person's (else the first person's) conversation with the app is; None when nobody is here."""
    viewer = viewer or next((p for p in workspace.people() if not p.deleted), None)
    return f"/as/{viewer.key}/{bot(workspace).key}" if viewer else None


def _talk(workspace: Workspace, viewer: Account, key: str) -> tuple[Account | None, Conversation | None]:
    if key.startswith("channel-"):
        for channel in workspace.conversations.values():
            if f"channel-{channel.name}" == key and viewer.id in channel.members:
                return None, channel
        raise Nowhere(key)
    other = account(workspace, key)
    for direct in workspace.conversations.values():
        if direct.kind is Kind.IM and sorted(direct.members) == sorted([viewer.id, other.id]):
            return other, direct
    return other, None
