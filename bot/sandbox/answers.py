"""What the app may answer: response_action, command answers, response URLs. Never sends anything to the app itself
except the events that its messages cause."""

from typing import Any

from bot.sandbox import posting, views
from bot.sandbox.call import Call, SlackError
from bot.sandbox.chat import drafted
from bot.sandbox.platform import Platform
from bot.sandbox.posting import Draft
from bot.sandbox.triggers import Grant, Refused
from bot.sandbox.workspace import Account, Json, Message, View


def act_on_submission(platform: Platform, account: Account, view: View, answer: Any) -> list[str]:
    """Does what the acknowledgement of a view_submission says; answers what is wrong with it, as a person sees it."""
    workspace = platform.workspace
    with workspace.lock:
        stack = workspace.modals.get(account.id, [])
        if answer in (None, "", {}):
            workspace.modals[account.id] = [each for each in stack if each is not view]
            found = []
        elif not isinstance(answer, dict) or answer.get("response_action") not in ANSWERS:
            found = [f"The app answered the modal with something Slack does not understand: {str(answer)[:200]}"]
        else:
            found = ANSWERS[answer["response_action"]](platform, account, view, answer)
        workspace.changed()
    return found


def _errors(platform: Platform, account: Account, view: View, answer: Json) -> list[str]:
    errors = answer.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        return ["The app answered with errors, but named none"]
    if unknown := sorted(set(errors) - inputs):
        return [f"The app reported errors for blocks that are not inputs of this modal: {', '.join(unknown)}"]
    view.errors = {block_id: str(words) for block_id, words in errors.items()}
    return []


def _update(platform: Platform, account: Account, view: View, answer: Json) -> list[str]:
    try:
        body = views.check_body(platform, answer.get("view"), "modal", of=view)
    except SlackError as error:
        return [_complaint(error)]
    views.replace(platform.workspace, view, body)
    return []


def _push(platform: Platform, account: Account, view: View, answer: Json) -> list[str]:
    try:
        body = views.check_body(platform, answer.get("view"), "modal")
    except SlackError as error:
        return [_complaint(error)]
    if len(platform.workspace.modals.get(account.id, [])) >= views.MOST_VIEWS:
        return ["The app tried to open a fourth modal on top of three"]
    views.push(platform.workspace, account.id, body)
    return []


def _clear(platform: Platform, account: Account, view: View, answer: Json) -> list[str]:
    platform.workspace.modals[account.id] = []
    return []


ANSWERS = {"errors": _errors, "update": _update, "push": _push, "clear": _clear}


def _complaint(error: SlackError) -> str:
    details = error.details.get("response_metadata", {}).get("messages", [])
    return f"The app answered with a view that Slack refuses: {error.code} {' '.join(details)}".strip()


def answer_command(platform: Platform, account: Account, channel: str, answer: Any) -> str:
    """Shows the text that a command was answered with; answers what is wrong with it, or nothing."""
    if answer in (None, "", {}):
        return ""
    with platform.workspace.lock:
        try:
            _say(platform, account.id, channel, answer, None)
        except SlackError as error:
            return _complaint(error).replace("a view", "a message")
    return ""


def use_response_url(platform: Platform, grant: Grant, answer: Json) -> None:
    """Posts, replaces or removes as the body of a response URL says. Raises SlackError or Refused."""
    source = _source(platform, grant)
    if answer.get("delete_original"):
        if source is None:
            raise Refused("message_not_found")
        posting.delete(platform, source)
    elif answer.get("replace_original") and source is not None:
        posting.edit(platform, source, platform.workspace.bot_user_id, _draft(platform, answer))
    else:
        thread = str(answer["thread_ts"]) if answer.get("thread_ts") else None
        _say(platform, grant.user, grant.channel, answer, thread)


def _source(platform: Platform, grant: Grant) -> Message | None:
    """The message that was acted on, when the app may change it: its own ones."""
    message = platform.workspace.conversations[grant.channel].find(grant.ts or "")
    return message if message is not None and message.user == platform.workspace.bot_user_id else None


def _say(platform: Platform, user: str, channel: str, answer: Json, thread_ts: str | None) -> None:
    draft = _draft(platform, answer)
    draft.thread_ts = thread_ts
    draft.only_for = None if answer.get("response_type") == "in_channel" else user
    workspace = platform.workspace
    posting.post(platform, workspace.conversations[channel], workspace.accounts[workspace.bot_user_id], draft)


def _draft(platform: Platform, answer: Json) -> Draft:
    return drafted(Call(platform, "response_url", answer))
