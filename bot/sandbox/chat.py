"""Web API methods that post, change and remove messages. A token never touches a message that is not its holder's.

With a person's token the app speaks as that person.
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.sandbox import posting
from bot.sandbox.blocks import Surface, problems
from bot.sandbox.call import Call, Key, Method, SlackError
from bot.sandbox.posting import Draft
from bot.sandbox.shapes import message_json
from bot.sandbox.workspace import Conversation, Json, Kind, Message

LONGEST_TEXT = 40_000
"""Slack cuts what is longer, without a word."""
LONGEST_UPDATE = 4_000
LONGEST_EPHEMERAL_BYTES = 4_000
MOST_ATTACHMENTS = 100
LONGEST_MARKDOWN = 12_000
MOST_IN_BLOCKS = 11_000
"""Characters of all texts in a message's blocks. Slack tells no number, nor how it counts; more was refused."""
LONGEST_METADATA = 8_000
"""In characters of JSON. Slack documents metadata_too_large, but no number; this is the commonly met one."""


def post_message(call: Call) -> Json:
    """chat.postMessage. A person's id as the channel opens the direct message with them."""
    conversation = target(call)
    draft = drafted(call)
    draft.thread_ts = thread_of(call, conversation)
    draft.metadata = _metadata(call)
    if call.platform.faults.post_too_soon(conversation.id):
        raise SlackError("rate_limited")
    message = posting.post(call.platform, conversation, call.caller, draft)
    shown = message_json(call.workspace, message, all_metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral. What it looks like with a person's token is unverified: here it comes from that person."""
    conversation = open_for_posting(call, call.conversation())
    reader = call.text("user")
    if reader not in conversation.members:
        raise SlackError("user_not_in_channel")
    draft = drafted(call)
    if len(draft.text.encode()) > LONGEST_EPHEMERAL_BYTES:
        raise SlackError("msg_too_long")
    draft.thread_ts, draft.only_for = thread_of(call, conversation), reader
    return {"message_ts": posting.post(call.platform, conversation, call.caller, draft).ts}


def update(call: Call) -> Json:
    """chat.update. Text without blocks removes the blocks."""
    message = _own(call, "cant_update_message")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    draft = drafted(call)
    draft.metadata = _metadata(call)
    posting.edit(call.platform, message, call.caller.id, draft)
    shown = message_json(call.workspace, message, all_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    """chat.delete."""
    message = _own(call, "cant_delete_message")
    posting.delete(call.platform, message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> Json:
    """chat.getPermalink."""
    conversation = call.conversation()
    message = conversation.find(call.ts("message_ts") or "")
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    link = f"https://{call.workspace.team_domain}.slack.com/archives/{conversation.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={conversation.id}"
    return {"channel": conversation.id, "permalink": link}


def target(call: Call) -> Conversation:
    """Where chat.postMessage posts: a conversation id, or a person's id. Raises SlackError."""
    place = call.text("channel")
    account = call.workspace.accounts.get(place)
    if account is None:
        return open_for_posting(call, call.conversation())
    if account.deleted or account.id == call.caller.id == call.bot.id:
        raise SlackError("channel_not_found")
    return open_for_posting(call, call.workspace.direct(call.caller.id, account.id))


def open_for_posting(call: Call, conversation: Conversation) -> Conversation:
    """The conversation, if the holder of the token may post in it. Raises SlackError."""
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.kind is Kind.IM:
        _check_direct(call, conversation)
    elif call.caller.id not in conversation.members and not (
        call.caller.is_bot and "chat:write.public" in call.scopes and conversation.kind is Kind.CHANNEL
    ):
        raise SlackError("not_in_channel")
    return conversation


def _check_direct(call: Call, conversation: Conversation) -> None:
    """Nobody writes to somebody who has left, nor to an app without a Messages tab."""
    if call.bot.id in conversation.members and not call.platform.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    other = call.workspace.accounts.get(conversation.other(call.caller.id))
    if other is None or other.deleted:
        raise SlackError("channel_not_found")


def drafted(call: Call) -> Draft:
    """Text, blocks and attachments of a call, checked as Slack checks them. Raises SlackError."""
    text, markdown = call.text("text"), call.text("markdown_text")
    blocks = call.structure("blocks", "invalid_blocks_format")
    attachments = call.structure("attachments", "invalid_attachments") or []
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if not (text.strip() or markdown.strip() or blocks or attachments):
        raise SlackError("no_text")
    return Draft((text or markdown)[:LONGEST_TEXT], checked(call, blocks or []), attachments, by_app=True)


def checked(call: Call, blocks: Any) -> list[Json]:
    """The blocks with ids, if Slack would take them in a message. Raises invalid_blocks."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if found := problems(blocks, Surface.MESSAGE, lacking=call.platform.faults.lacking_blocks):
        raise SlackError(
            "invalid_blocks", errors=found, response_metadata={"messages": [f"[ERROR] {each}" for each in found]}
        )
    if sum(len(each) for each in _texts(blocks)) > MOST_IN_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    return posting.with_block_ids(call.workspace, blocks)


def _texts(piece: Any) -> Iterator[str]:
    """Every text in the blocks, in whatever they are nested."""
    if isinstance(piece, dict):
        if isinstance(piece.get("text"), str):
            yield piece["text"]
        piece = list(piece.values())
    if isinstance(piece, list):
        for each in piece:
            yield from _texts(each)


def thread_of(call: Call, conversation: Conversation) -> str | None:
    """The head of the thread to post in. Slack accepts a thread that is gone; it refuses what cannot be one."""
    ts = call.ts("thread_ts")
    head = conversation.find(ts) if ts else None
    if ts and head is not None and head.only_for:
        raise SlackError("cannot_reply_to_message")
    return (head.thread_ts or head.ts) if head else ts or None


def _metadata(call: Call) -> Json | None:
    metadata = call.structure("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LONGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def _own(call: Call, refusal: str) -> Message:
    conversation = call.conversation()
    message = conversation.find(call.ts("ts") or "")
    if message is None or message.only_for or message.is_tombstone:
        raise SlackError("message_not_found")
    if message.user != call.caller.id:
        raise SlackError(refusal)
    return message


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), Key.TOKEN),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), Key.TOKEN),
    "chat.update": Method(update, ("chat:write",), Key.TOKEN),
    "chat.delete": Method(delete, ("chat:write",), Key.TOKEN),
    "chat.getPermalink": Method(permalink, key=Key.TOKEN),
}
