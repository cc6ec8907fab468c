"""Web API methods about files: getUploadURLExternal, completeUploadExternal, info. Never shares what was not uploaded.

app                                    sandbox
 | files.getUploadURLExternal ------------> upload_url, file_id
 | POST upload_url (the bytes) -----------> OK
 | files.completeUploadExternal ----------> a message with the file in each conversation

Slack shares a little later and does not tell the message's ts; here it is shared when the method answers.
"""

from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Call, Key, Method, SlackError, invalid_arguments
from bot.sandbox.chat import checked, open_for_posting, thread_of
from bot.sandbox.posting import Draft
from bot.sandbox.uploads import Upload
from bot.sandbox.workspace import Conversation, Json

LONGEST_ALT_TEXT = 1_000
LARGEST_SNIPPET = 1_000_000
LARGEST = 1_000_000_000
"""In bytes, like LARGEST_SNIPPET. That it is a round thousand million, not 2**30, is unverified."""
MOST_CHANNELS = 100


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    name, length = call.needed("filename"), _length(call)
    if len(call.text("alt_txt")) > LONGEST_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    if call.text("snippet_type") and length > LARGEST_SNIPPET:
        raise SlackError("snippet_too_large")
    workspace = call.workspace
    upload = Upload(
        id=f"F{workspace.mark}{workspace.number():08X}",
        name=name,
        length=length,
        owner=call.bot.id,
        created=workspace.now_seconds(),
        alt_text=call.text("alt_txt"),
    )
    call.platform.uploads.add(upload)
    return {"upload_url": f"{call.platform.url}/upload/v1/{upload.key}", "file_id": upload.id}


def _length(call: Call) -> int:
    try:
        length = int(call.needed("length"))
    except ValueError:
        raise invalid_arguments("must be an integer: length") from None
    if length <= 0:
        raise SlackError("missing_argument")
    if length > LARGEST:
        raise SlackError("file_upload_size_restricted")
    return length


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: all files in one message, in each conversation; without one they stay private."""
    titles = _titles(call)
    uploads = [_uploaded(call, id) for id in titles]
    conversations = _conversations(call)
    drafts = [(each, _draft(call, each)) for each in conversations]
    for upload in uploads:
        upload.title, upload.shared = titles[upload.id], True
    files = [upload.json(call.platform.url) for upload in uploads]
    for conversation, draft in drafts:
        draft.files = files
        posting.post(call.platform, conversation, call.bot, draft)
    return {"files": files}


def _titles(call: Call) -> dict[str, str]:
    """The titles by id of the files that are named."""
    named: Any = call.structure("files")
    if not isinstance(named, list) or not named or not all(isinstance(each, dict) and "id" in each for each in named):
        raise invalid_arguments("must be a list of objects with an id: files")
    return {str(each["id"]): str(each.get("title") or "") for each in named}


def _uploaded(call: Call, id: str) -> Upload:
    upload = call.platform.uploads.get(id)
    if upload is None or upload.content is None or upload.shared:
        raise SlackError("file_not_found")
    return upload


def _conversations(call: Call) -> list[Conversation]:
    """Where to share: `channel_id` is a conversation's id; `channels` may also name people."""
    ids = [each.strip() for each in call.text("channels").split(",") if each.strip()]
    if len(ids) > MOST_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    found = [_conversation(call, each, people=True) for each in ids]
    if call.text("channel_id"):
        found.append(_conversation(call, call.text("channel_id"), people=False))
    if call.text("thread_ts") and len(found) > 1:
        raise invalid_arguments("provide only one channel when using thread_ts")
    return found


def _conversation(call: Call, id: str, *, people: bool) -> Conversation:
    workspace = call.workspace
    if people and id in workspace.accounts and id != call.bot.id:
        return open_for_posting(call, workspace.bot_direct(id))
    conversation = workspace.visible(id, call.bot.id)
    if conversation is None:
        raise SlackError("channel_not_found")
    if call.bot.id not in conversation.members:
        raise SlackError("not_in_channel")
    return open_for_posting(call, conversation)


def _draft(call: Call, conversation: Conversation) -> Draft:
    """The message around the files. A comment beats blocks."""
    text = call.text("initial_comment")
    blocks = [] if text else checked(call, call.structure("blocks", "invalid_blocks") or [])
    return Draft(text, blocks, subtype="file_share", thread_ts=thread_of(call, conversation))


def info(call: Call) -> Json:
    """files.info: of a file in a conversation that the holder of the token sees. A file has no comments here."""
    seen = (each for each in call.workspace.conversations if call.workspace.visible(each, call.caller.id))
    messages = (message for id in seen for message in call.workspace.conversations[id].messages)
    files = (file for message in messages if message.only_for is None for file in message.files)
    found = next((file for file in files if file["id"] == call.needed("file")), None)
    if found is None:
        raise SlackError("file_not_found")
    return {"file": found, "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.info": Method(info, ("files:read",), Key.TOKEN),
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
}
