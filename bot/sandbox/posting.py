"""Posting, editing and deleting, whoever does it: changes the workspace and tells the app. Never checks a right."""

import mimetypes
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sandbox import message_events
from bot.sandbox.composer import message_text, rich_text
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import message_json
from bot.sandbox.workspace import SLACKBOT, Account, Conversation, Json, Message, OtherApp, Workspace


@dataclass
class Draft:
    """What is to be posted. `text` is escaped as Slack keeps it. `by_app`: our app says it, as itself or for somebody;
    `app`: another one does. Not `spoken`: Slack notes what somebody did, with `extra` beside the usual fields."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    subtype: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    app: OtherApp | None = None
    by_app: bool = False
    spoken: bool = True
    extra: Json = field(default_factory=dict)


def typed(workspace: Workspace, author: Account, text: str, files: Sequence[str] = ()) -> Draft:
    """What a person types, with the rich_text block that Slack's composer makes of it, and files dragged in."""
    blocks = with_block_ids(workspace, [rich_text(workspace, text)]) if text else []
    draft = Draft(message_text(workspace, text), blocks, subtype="file_share" if files else None)
    draft.files = [_attached(workspace, name, author) for name in files]
    return draft


def _attached(workspace: Workspace, name: str, owner: Account) -> Json:
    """A file that a person drags into a message."""
    ending = name.rpartition(".")[2].lower()
    return {
        "id": f"F{workspace.mark}{workspace.number():07X}",
        "created": workspace.now_seconds(),
        "name": name,
        "title": name,
        "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "filetype": ending,
        "user": owner.id,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "size": 1024,
    }


def with_block_ids(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """The blocks, each with a block_id; Slack gives one to those that have none. Same for action_ids."""
    named = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or f"b{workspace.number():x}"}
        if "elements" in block and block["type"] == "actions":
            block["elements"] = [_with_action_id(workspace, each) for each in block["elements"]]
        for place in ("accessory", "element"):
            if place in block:
                block[place] = _with_action_id(workspace, block[place])
        named.append(block)
    return named


def _with_action_id(workspace: Workspace, element: Json) -> Json:
    if element.get("type") == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": f"a{workspace.number():x}"}


def post(platform: Platform, conversation: Conversation, author: Account, draft: Draft) -> Message:
    """Adds a message and tells the app, unless it is ephemeral."""
    workspace = platform.workspace
    with workspace.lock:
        message = Message(
            ts=workspace.next_ts(),
            channel=conversation.id,
            user=author.id,
            text=draft.text,
            blocks=draft.blocks,
            attachments=draft.attachments,
            files=draft.files,
            subtype=draft.subtype,
            bot_id=workspace.bot_id if _is_ours(workspace, author, draft) else None,
            app=draft.app,
            thread_ts=draft.thread_ts,
            metadata=draft.metadata,
            client_msg_id=str(uuid.uuid4()) if _is_typed(author, draft) else None,
            only_for=draft.only_for,
            extra=draft.extra,
        )
        conversation.messages.append(message)
        workspace.changed()
        message_events.posted(platform, message)
        return message


def _is_typed(author: Account, draft: Draft) -> bool:
    """Whether a person at a client says it."""
    return draft.spoken and not (author.is_bot or author is SLACKBOT or draft.app or draft.by_app)


def _is_ours(workspace: Workspace, author: Account, draft: Draft) -> bool:
    """Whether our app says it, as itself or for somebody."""
    return draft.spoken and (draft.by_app or author.id == workspace.bot_user_id)


def edit(platform: Platform, message: Message, by: str, draft: Draft) -> None:
    """Replaces text, blocks and attachments; metadata only when the draft has some. Marks the message as edited."""
    workspace = platform.workspace
    with workspace.lock:
        before = message_json(workspace, message)
        message.text, message.blocks, message.attachments = draft.text, draft.blocks, draft.attachments
        message.metadata = draft.metadata or message.metadata
        message.edited_ts, message.edited_by = workspace.next_ts(), by
        workspace.changed()
        message_events.changed(platform, message, before)


def delete(platform: Platform, message: Message) -> None:
    """Removes a message. The head of a thread leaves a tombstone, told as a change and not as a removal."""
    workspace = platform.workspace
    with workspace.lock:
        conversation = workspace.conversations[message.channel]
        before = message_json(workspace, message)
        if [reply for reply in conversation.replies(message.ts) if not reply.only_for]:
            message.subtype, message.user, message.text = "tombstone", "USLACKBOT", "This message was deleted."
            message.blocks, message.attachments, message.files = [], [], []
            message.bot_id, message.app, message.client_msg_id, message.metadata = None, None, None, None
            message_events.changed(platform, message, before)
        else:
            conversation.messages.remove(message)
            message_events.deleted(platform, message, before)
        workspace.changed()
