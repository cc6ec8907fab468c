"""What a person sees of a message, and what they can click. Never clicks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.sandbox.forms import FIELDS, current, elements, options
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

    def used(self) -> tuple[Json, Json | None]:
        """The part of `actions` when it is used, and the new state of its element where there is one."""
        action: Json = {"action_id": self.element["action_id"], "type": self.element["type"]}
        if self.option is None:
            shown = {name: self.element[name] for name in ("text", "value", "style", "url") if name in self.element}
            return action | shown, None
        option: Json = {name: self.option[name] for name in ("text", "value", "description") if name in self.option}
        if self.element["type"] == "overflow":
            return action | {"selected_option": option}, None
        key = FIELDS[self.element["type"]].key
        choice = {key: self._toggled(option) if FIELDS[self.element["type"]].many else option}
        return action | choice, {"type": self.element["type"]} | choice

    def _toggled(self, option: Json) -> list[Json]:
        """The options of a checkbox group or multi-select after a click on this one."""
        chosen = current(self.element, self.where.values.get(self.block["block_id"], {}))
        return [each for each in chosen if each != option] if option in chosen else [*chosen, option]


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


Field = tuple[Message | View, Json, Json]


def find_field(places: Sequence[Message | View], label: str, workspace: Workspace) -> Field:
    """The first element with a value that goes by this label, with its block and place. Raises LookupError."""
    fields = [(place, block, element) for place in places for block in place.blocks for element in elements(block)]
    fields = [found for found in fields if found[2]["type"] in FIELDS]
    for found in fields:
        if label in _labels(found[1], found[2], workspace):
            return found
    could = ", ".join(_labels(block, element, workspace)[0] for _, block, element in fields) or "nothing"
    raise LookupError(f"Nothing to fill in is called {label!r}; there is: {could}")


def _labels(block: Json, element: Json, workspace: Workspace) -> list[str]:
    if block["type"] == "input":
        return [block["label"]["text"]]
    texts = [text_of(element.get("placeholder"), workspace), text_of(block.get("text"), workspace)]
    return [text for text in texts if text] or [element["action_id"]]


def transcript(workspace: Workspace, messages: list[Message]) -> str:
    """A conversation as plain text, the replies of a thread indented below its head."""
    lines: list[str] = []
    known = {m.ts for m in messages}
    heads = [m for m in messages if not m.is_reply or m.thread_ts not in known]
    for message in heads:
        lines += _told(workspace, message, "")
        for reply in messages:
            if reply.is_reply and reply.thread_ts == message.ts:
                lines += _told(workspace, reply, "    ")
    return "\n".join(lines)


def _told(workspace: Workspace, message: Message, indent: str) -> list[str]:
    author = workspace.accounts.get(message.user)
    name = author.real_name if author else "Slackbot"
    marks = " (only you can see this)" if message.only_for else ""
    head, *rest = message_text(message, workspace).split("\n")
    edited = " (edited)" if message.edited_ts and not message.bot_id else ""
    lines = [f"{indent}{name}{marks}: {head}", *(f"{indent}  {line}" for line in rest)]
    lines[-1] += edited
    return lines
