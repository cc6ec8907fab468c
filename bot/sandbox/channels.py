"""Who is in a channel, what it is called, archived or gone: changes it and tells the app. Checks no right.

What happens        in the channel      to an app that is in it            to an app that had to go
somebody joins      channel_join        member_joined_channel (also of itself)
somebody leaves     channel_leave       member_left_channel                channel_left, and a word from Slackbot
archived, and back  channel_archive     channel_archive, channel_unarchive
renamed             channel_name        channel_rename
deleted             (gone with it)      channel_deleted

The second column are subtypes of messages, the others events, which for private channels begin with group_. That the
messages of private channels have the same subtypes, and that an app which is removed does not hear
member_left_channel, is met in the field and documented nowhere.
"""

from bot.sandbox import posting
from bot.sandbox.composer import rich_text
from bot.sandbox.events import hearers, tell
from bot.sandbox.platform import Platform
from bot.sandbox.posting import Draft
from bot.sandbox.shapes import is_shared
from bot.sandbox.workspace import SLACKBOT, Account, Conversation, Json, Kind, Message


def join(platform: Platform, channel: Conversation, newcomer: Account, inviter: Account | None = None) -> None:
    """Somebody comes in, by themselves or invited. Nothing happens when they are in already."""
    if newcomer.id in channel.members:
        return
    with platform.workspace.lock:
        channel.members.append(newcomer.id)
        invited = {"inviter": inviter.id} if inviter else {}
        _told(platform, channel, "member_joined_channel", _membership(platform, channel, newcomer) | invited)
        _noted(platform, channel, newcomer, "channel_join", f"<@{newcomer.id}> has joined the channel", invited)


def leave(platform: Platform, channel: Conversation, leaver: Account, by: Account | None = None) -> None:
    """Somebody goes, by themselves or removed by somebody."""
    workspace = platform.workspace
    with workspace.lock:
        before = hearers(platform, _name(channel, "left"), channel, scope=_scope(channel))
        channel.members.remove(leaver.id)
        _told(platform, channel, "member_left_channel", _membership(platform, channel, leaver))
        _noted(platform, channel, leaver, "channel_leave", f"<@{leaver.id}> has left the channel")
        if leaver.id != workspace.bot_user_id:
            return
        event = {"type": _name(channel, "left"), "channel": channel.id, "actor_id": (by or leaver).id}
        through = [each for each in before if each == leaver.id]
        story = f"the app has to leave #{channel.name}"
        tell(platform, event["type"], event | {"event_ts": workspace.next_ts()}, story, through=through)
        if by:
            _slackbot_says(platform, leaver, f"You have been removed from #{channel.name} by <@{by.id}>")


def archive(platform: Platform, channel: Conversation, by: Account, *, back: bool = False) -> None:
    """The channel is archived, or taken back out (`back`)."""
    with platform.workspace.lock:
        channel.is_archived = not back
        word = "unarchive" if back else "archive"
        _told(platform, channel, _name(channel, word), {"channel": channel.id, "user": by.id, "is_moved": 0})
        text = f"<@{by.id}> {'un-archived' if back else 'archived'} the channel"
        _noted(platform, channel, by, f"channel_{word}", text)


def delete(platform: Platform, channel: Conversation, by: Account) -> None:
    """The channel goes, with all that was written there; the app hears of it when it is gone."""
    workspace = platform.workspace
    with workspace.lock:
        del workspace.conversations[channel.id]
        _told(platform, channel, _name(channel, "deleted"), {"channel": channel.id, "actor_id": by.id})


def rename(platform: Platform, channel: Conversation, by: Account, name: str) -> None:
    """The channel gets another name; its id stays."""
    with platform.workspace.lock:
        before, channel.name = channel.name, name
        about: Json = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
        about |= {"is_channel": channel.kind is Kind.CHANNEL, "is_mpim": False}
        _told(platform, channel, _name(channel, "rename"), {"channel": about})
        text = f'has renamed the channel from "{before}" to "{name}"'
        _noted(platform, channel, by, "channel_name", text, {"old_name": before, "name": name})


def _name(channel: Conversation, word: str) -> str:
    return f"{'group' if channel.kind is Kind.GROUP else 'channel'}_{word}"


def _scope(channel: Conversation) -> str:
    return "groups:read" if channel.kind is Kind.GROUP else "channels:read"


def _membership(platform: Platform, channel: Conversation, account: Account) -> Json:
    letter = "G" if channel.kind is Kind.GROUP else "C"
    team = account.team_id or platform.workspace.team_id
    return {"user": account.id, "channel": channel.id, "channel_type": letter, "team": team}


def _told(platform: Platform, channel: Conversation, name: str, event: Json) -> None:
    """Tells whoever of the app is in the channel now."""
    event = {"type": name} | event | {"event_ts": platform.workspace.next_ts()}
    through = hearers(platform, name, channel, scope=_scope(channel))
    shared = is_shared(platform.workspace, channel)
    tell(platform, name, event, f"{name} of #{channel.name}", shared=shared, through=through)


def _noted(
    platform: Platform, channel: Conversation, who: Account, subtype: str, text: str, extra: Json | None = None
) -> Message:
    """Leaves the line in the channel that everybody reads there."""
    return posting.post(platform, channel, who, Draft(text, subtype=subtype, extra=extra or {}, spoken=False))


def _slackbot_says(platform: Platform, to: Account, text: str) -> None:
    workspace = platform.workspace
    draft = Draft(text, posting.with_block_ids(workspace, [rich_text(workspace, text)]))
    posting.post(platform, workspace.direct(to.id, SLACKBOT.id), SLACKBOT, draft)
