"""What people do with commands, shortcuts, buttons and modals: builds the payload, sends it, acts on the answer.

Everything here is sent once. When the app does not acknowledge in time, the person reads a notice and nothing else
happens. Never waits while the workspace is locked.
"""

import json
from typing import Any

from bot.sandbox.answers import act_on_submission, answer_command, use_response_url
from bot.sandbox.composer import command_text
from bot.sandbox.delivery import Delivery, Envelope, Outcome
from bot.sandbox.forms import state_of
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import message_json, view_json
from bot.sandbox.workspace import Account, Json, Kind, Message, View

NOT_CONNECTED = "We had some trouble connecting. Try again?"
HIDDEN_NAMES: dict[Kind, str] = {Kind.IM: "directmessage", Kind.GROUP: "privategroup"}
"""What Slack says instead of the names of conversations that are not public."""
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


def notice(platform: Platform, account: Account, words: str) -> None:
    """Shows a person an error banner."""
    with platform.workspace.lock:
        account.notices.append(words)
        platform.workspace.changed()


def _common(platform: Platform, account: Account, kind: str, view_id: str | None = None) -> Json:
    workspace, org = platform.workspace, platform.workspace.org
    whole = org is not None and org.whole
    return {
        "type": kind,
        "token": "sandbox",
        "api_app_id": workspace.app_id,
        "team": None if whole else {"id": workspace.team_id, "domain": workspace.team_domain},
        "enterprise": {"id": org.id, "name": org.name} if org else None,
        "is_enterprise_install": whole,
        "user": {
            "id": account.id,
            "username": account.key,
            "name": account.key,
            "team_id": account.team_id or workspace.team_id,
        },
        "trigger_id": platform.triggers.issue(account.id, view_id),
        "action_ts": workspace.next_ts(),
    }


def _org(platform: Platform) -> Json:
    """What a slash command tells about the organisation, if there is one."""
    org = platform.workspace.org
    if org is None:
        return {}
    whole = {"is_enterprise_install": "true"} if org.whole else {}
    return {"enterprise_id": org.id, "enterprise_name": org.name} | whole


def _response_url(platform: Platform, key: str) -> str:
    return f"{platform.url}/respond/{platform.workspace.team_id}/{key}"


def _channel(platform: Platform, channel: str) -> Json:
    conversation = platform.workspace.conversations[channel]
    return {"id": channel, "name": HIDDEN_NAMES.get(conversation.kind, conversation.name)}


def _send(platform: Platform, account: Account, payload: Json, story: str, accepts_answer: bool = False) -> Outcome:
    """Sends an interaction and waits; a failure becomes a notice for the person."""
    if not platform.manifest.interactivity:
        notice(platform, account, NOT_INTERACTIVE)
        return Outcome(False, reason="interactivity is off")
    outcome = platform.courier.ask(Delivery(Envelope.INTERACTIVE, payload, story, accepts_answer))
    if not outcome.acked:
        notice(platform, account, NOT_CONNECTED)
    return outcome


def click(platform: Platform, account: Account, where: Message | View, block: Json, action: Json) -> None:
    """Sends block_actions for one element of a message or a view. `action` is its part of `actions`."""
    view_id = where.id if isinstance(where, View) else None
    payload = _common(platform, account, "block_actions", view_id)
    action_ts = payload.pop("action_ts")
    payload["actions"] = [{**action, "block_id": block["block_id"], "action_ts": action_ts}]
    payload["state"] = {"values": state_of(where.blocks, where.values)}
    if isinstance(where, View):
        payload |= {"container": {"type": "view", "view_id": where.id}, "view": view_json(platform.workspace, where)}
    else:
        payload |= _message_part(platform, account, where)
    _send(platform, account, payload, f"{account.key} uses {action['action_id']}")


def _message_part(platform: Platform, account: Account, message: Message) -> Json:
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.only_for is not None,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    key = platform.response_urls.issue(account.id, message.channel, message.ts, message.thread_ts)
    part = {
        "container": container,
        "channel": _channel(platform, message.channel),
        "response_url": _response_url(platform, key),
    }
    if message.only_for is None:
        part["message"] = message_json(platform.workspace, message)
    return part


def submit(platform: Platform, account: Account, view: View) -> None:
    """Sends view_submission and does what the answer says to the stack of modals."""
    payload = _common(platform, account, "view_submission", view.id)
    payload |= {"view": view_json(platform.workspace, view), "response_urls": []}
    del payload["action_ts"]
    story = f"{account.key} submits {view.title!r}"
    outcome = _send(platform, account, payload, story, accepts_answer=True)
    if outcome.acked:
        for words in act_on_submission(platform, account, view, outcome.answer):
            notice(platform, account, words)


def close(platform: Platform, account: Account, view: View, *, everything: bool = False) -> None:
    """Closes the top modal (or all), and tells the app about each that asked with notify_on_close."""
    workspace = platform.workspace
    with workspace.lock:
        stack = workspace.modals.get(account.id, [])
        gone = list(reversed(stack)) if everything or view.body.get("clear_on_close") else [view]
        workspace.modals[account.id] = [each for each in stack if each not in gone]
        workspace.changed()
    for each in gone:
        if each.body.get("notify_on_close"):
            payload = _common(platform, account, "view_closed") | {"is_cleared": everything}
            payload["view"] = view_json(workspace, each)
            del payload["trigger_id"], payload["action_ts"]
            _send(platform, account, payload, f"{account.key} closes {each.title!r}")


def command(platform: Platform, account: Account, line: str, channel: str) -> None:
    """Sends a slash command that the manifest declares; shows the person what Slack shows otherwise."""
    name, _, text = line.strip().partition(" ")
    if name not in platform.manifest.commands or "commands" not in platform.scopes:
        notice(platform, account, f"{name} is not a valid command.")
        return
    workspace = platform.workspace
    where = _channel(platform, channel)
    key = platform.response_urls.issue(account.id, channel)
    payload = {
        "token": "sandbox",
        "team_id": workspace.team_id,
        "team_domain": workspace.team_domain,
        "channel_id": channel,
        "channel_name": where["name"],
        "user_id": account.id,
        "user_name": account.key,
        "command": name,
        "text": command_text(workspace, text.strip(), bool(platform.manifest.commands[name].get("should_escape"))),
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        **_org(platform),
        "response_url": _response_url(platform, key),
        "trigger_id": platform.triggers.issue(account.id),
    }
    story = f"{account.key} types {name}"
    outcome = platform.courier.ask(Delivery(Envelope.COMMAND, payload, story, accepts_answer=True))
    if not outcome.acked:
        error = "operation_timeout" if "timeout" in outcome.reason else "dispatch_failed"
        notice(platform, account, f'{name} failed with the error "{error}"')
    elif words := answer_command(platform, account, channel, outcome.answer):
        notice(platform, account, f"{name}: {words}")


def shortcut(platform: Platform, account: Account, name: str, message: Message | None = None) -> None:
    """Sends a global or a message shortcut. Raises LookupError when the manifest declares none of that name."""
    declared = platform.manifest.shortcut(name, "message" if message else "global")
    if declared is None or "commands" not in platform.scopes:
        raise LookupError(f"The app has no {'message' if message else 'global'} shortcut {name!r}")
    payload = _common(platform, account, "message_action" if message else "shortcut")
    payload["callback_id"] = declared["callback_id"]
    if message:
        key = platform.response_urls.issue(account.id, message.channel, thread_ts=message.thread_ts)
        payload |= {
            "message_ts": message.ts,
            "message": message_json(platform.workspace, message),
            "channel": _channel(platform, message.channel),
            "response_url": _response_url(platform, key),
        }
    _send(platform, account, payload, f"{account.key} uses the shortcut {name!r}")


def respond(platform: Platform, key: str, body: bytes) -> None:
    """Serves a response URL: posts, replaces or removes. Raises Refused, ValueError, or the errors of chat methods."""
    grant = platform.response_urls.use(key)
    answer: Any = json.loads(body)
    if not isinstance(answer, dict):
        raise ValueError("invalid_payload")
    with platform.workspace.lock:
        use_response_url(platform, grant, answer)
