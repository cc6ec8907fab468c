"""What a person sees of a message, and what they can click. Never clicks."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.forms import elements, options
from bot.sandbox.plain import message_text, text_of
from bot.sandbox.workspace import Json, Message, View, Workspace


@dataclass(frozen=True)
class Seen:
    """A message as one person sees it. `sender` is the key of its author; `plain` its blocks as plain text."""

    ts: str
    sender: str
    text: str
    plain: str
    buttons: tuple[str, ...]
    edited: bool
    ephemeral: bool
    replies: "tuple[Seen, ...]"
    message: Message

    def __str__(self) -> str:
        return self.plain


@dataclass(frozen=True)
class Clickable:
    """One thing that can be clicked or chosen outside an input: where it is, and its part of `actions`."""

    where: Message | View
    block: Json
    element: Json
    label: str
    option: Json | None = None

    @property
    def value(self) -> str | None:
        """The value that comes with it, of the button or of the option."""
        value: str | None = (self.option or self.element).get("value")
        return value


def see(workspace: Workspace, message: Message) -> Seen:
    """A message with the replies in its thread."""
    conversation = workspace.conversations[message.channel]
    author = workspace.accounts.get(message.user)
    replies = [] if message.is_reply else conversation.replies(message.ts)
    return Seen(
        ts=message.ts,
        sender=author.key if author else message.user,
        text=message.text,
        plain=message_text(message, workspace),
        buttons=tuple(each.label for each in clickables(message, workspace)),
        edited=message.edited_ts is not None,
        ephemeral=message.only_for is not None,
        replies=tuple(see(workspace, reply) for reply in replies),
        message=message,
    )


def clickables(where: Message | View, workspace: Workspace) -> Iterator[Clickable]:
    """Everything in a message or a view that tells the app at once when it is used."""
    for block in where.blocks:
        if block["type"] == "input" and not block.get("dispatch_action"):
            continue
        for element in elements(block):
            if element["type"] == "button":
                yield Clickable(where, block, element, element["text"]["text"])
            for option in options(element):
                yield Clickable(where, block, element, text_of(option["text"], workspace), option)


def transcript(workspace: Workspace, messages: list[Message]) -> str:
    """A conversation as plain text, the replies of a thread indented below its head."""
    lines: list[str] = []
    heads = [m for m in messages if not m.is_reply]
    for message in heads:
        lines += _told(workspace, message, "")
        for reply in messages:
            if reply.is_reply and reply.thread_ts == message.ts:
                lines += _told(workspace, reply, "    ")
    return "\n".join(lines)


def _told(workspace: Workspace, message: Message, indent: str) -> list[str]:
    author = workspace.accounts.get(message.user)
    name = author.real_name if author else message.user
    marks = " (only you can see this)" if message.only_for else ""
    head, *rest = message_text(message, workspace).split("\n")
    edited = " (edited)" if message.edited_ts and not message.bot_id else ""
    lines = [f"{indent}{name}{marks}: {head}", *(f"{indent}  {line}" for line in rest)]
    lines[-1] += edited
    return lines
