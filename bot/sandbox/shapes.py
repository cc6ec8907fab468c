"""How Slack writes accounts, conversations, messages and views as JSON. Never changes anything."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.forms import state_of
from bot.sandbox.workspace import (
    EPOCH,
    SLACKBOT,
    Account,
    Conversation,
    Json,
    Kind,
    Message,
    OtherApp,
    View,
    Workspace,
)


def seconds(moment: datetime | None) -> int:
    """A moment in whole seconds since 1970; 0 for none."""
    return int((moment - EPOCH).total_seconds()) if moment else 0


def account_json(workspace: Workspace, account: Account, with_email: bool) -> Json:
    """A user object as in users.info; the address only for apps that may read it."""
    offset = workspace.clock().astimezone(ZoneInfo(account.tz)).utcoffset()
    json: Json = {
        "id": account.id,
        "team_id": account.team_id or workspace.team_id,
        "name": account.key,
        "deleted": account.deleted,
        "profile": profile_json(workspace, account, with_email),
        "is_bot": account.is_bot,
        "is_app_user": False,
        "updated": account.updated,
    }
    if account.deleted:
        return json
    return json | {
        "color": "1f3a34",
        "real_name": account.real_name,
        "tz": account.tz,
        "tz_label": account.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": account.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": account.is_guest or account.is_single_channel_guest,
        "is_ultra_restricted": account.is_single_channel_guest,
        "is_email_confirmed": bool(account.email),
        "who_can_share_contact_card": "EVERYONE",
    }


def profile_json(workspace: Workspace, account: Account, with_email: bool) -> Json:
    """The profile inside a user object. No address of somebody of another company (unverified)."""
    first, _, last = account.real_name.partition(" ")
    profile: Json = {
        "title": account.title,
        "phone": "",
        "skype": "",
        "real_name": account.real_name,
        "real_name_normalized": account.real_name,
        "display_name": account.key if not account.is_bot else "",
        "display_name_normalized": account.key if not account.is_bot else "",
        "first_name": first,
        "last_name": last,
        "status_text": account.status_text,
        "status_emoji": account.status_emoji,
        "status_expiration": seconds(account.status_until),
        "team": account.team_id or workspace.team_id,
    }
    if account.is_bot:
        app = account.app or OtherApp(workspace.app_id, workspace.bot_id, workspace.bot_name)
        profile |= {"api_app_id": app.id, "bot_id": app.bot_id, "always_active": True}
    if with_email and account.email and not account.team_id:
        profile["email"] = account.email
    return profile


def dnd_json(workspace: Workspace, account: Account) -> Json:
    """Do-not-disturb as others may see it. Slack writes 1 for "no such time"."""
    if account.dnd_until is None or account.dnd_until <= workspace.clock():
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": workspace.now_seconds(),
        "next_dnd_end_ts": seconds(account.dnd_until),
    }


def is_shared(workspace: Workspace, conversation: Conversation) -> bool:
    """Whether somebody of another company is in it (Slack Connect)."""
    accounts = (workspace.accounts.get(member) for member in conversation.members)
    return any(account is not None and account.team_id for account in accounts)


def conversation_json(workspace: Workspace, conversation: Conversation, reader: str) -> Json:
    """A conversation as `reader` (an account id) sees it; of a direct message it names the other party."""
    json: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.is_archived,
        "is_im": conversation.kind is Kind.IM,
        "is_org_shared": False,
        "is_ext_shared": is_shared(workspace, conversation),
        "context_team_id": workspace.team_id,
        "updated": conversation.created * 1000,
    }
    if conversation.kind is Kind.IM:
        other = conversation.other(reader)
        deleted = workspace.accounts.get(other, SLACKBOT).deleted
        return json | {"user": other, "is_user_deleted": deleted, "priority": 0, "is_open": True}
    return json | {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": conversation.kind is Kind.CHANNEL,
        "is_group": conversation.kind is Kind.GROUP,
        "is_mpim": conversation.kind is Kind.MPIM,
        "is_private": conversation.kind is not Kind.CHANNEL,
        "is_general": False,
        "is_shared": is_shared(workspace, conversation),
        "is_member": reader in conversation.members,
        "creator": conversation.members[0] if conversation.members else "",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def bot_profile_json(workspace: Workspace) -> Json:
    """The short description of the app that its messages carry."""
    return {
        "id": workspace.bot_id,
        "deleted": False,
        "name": workspace.bot_name,
        "updated": 0,
        "app_id": workspace.app_id,
        "icons": {},
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user_id,
    }


def _author_json(workspace: Workspace, message: Message) -> Json:
    """Who wrote it: a person, our app, another app, or an app in a person's name.

    In a person's name: `user` is the person, `bot_id`, `app_id` and `bot_profile` are the app's (met in the field,
    documented nowhere). Of another app's bot_profile nothing is told here.
    """
    if message.is_tombstone:
        return {"hidden": True}
    author = workspace.accounts.get(message.user)
    foreign = author.team_id if author else ""
    json: Json = {"team": foreign or workspace.team_id}
    if foreign:
        json |= {"user_team": foreign, "source_team": foreign}
    if message.client_msg_id:
        json["client_msg_id"] = message.client_msg_id
    if message.bot_id:
        own = {"bot_id": message.bot_id, "app_id": workspace.app_id, "bot_profile": bot_profile_json(workspace)}
        json |= own
    if message.app:
        json |= {"bot_id": message.app.bot_id, "app_id": message.app.id}
    if message.app and message.subtype == "bot_message":
        json["username"] = message.app.name
    return json


def message_json(workspace: Workspace, message: Message, *, all_metadata: bool = False) -> Json:
    """A message as history and events show it. Without `all_metadata` only the type of its metadata is told."""
    json: Json = {"type": "message", "text": message.text, "ts": message.ts}
    if message.user:
        json["user"] = message.user
    if message.subtype:
        json["subtype"] = message.subtype
    json |= _author_json(workspace, message) | message.extra
    for name in ("blocks", "attachments", "files"):
        if value := getattr(message, name):
            json[name] = value
    if message.edited_ts:
        json["edited"] = {"user": message.edited_by or message.user, "ts": message.edited_ts}
    if message.metadata:
        json["metadata"] = message.metadata if all_metadata else {"event_type": message.metadata["event_type"]}
    return json | _thread_json(workspace, message)


def _thread_json(workspace: Workspace, message: Message) -> Json:
    conversation = workspace.conversations[message.channel]
    if message.is_reply:
        parent = conversation.find(message.thread_ts or "")
        return {"thread_ts": message.thread_ts} | ({"parent_user_id": parent.user} if parent else {})
    replies = [reply for reply in conversation.replies(message.ts) if not reply.only_for]
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def view_json(workspace: Workspace, view: View) -> Json:
    """A view as methods return it and interactions carry it."""
    body = view.body
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": state_of(view.blocks, view.values)},
        "hash": view.hash,
        "title": body.get("title"),
        "clear_on_close": bool(body.get("clear_on_close", False)),
        "notify_on_close": bool(body.get("notify_on_close", False)),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": workspace.app_id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }
