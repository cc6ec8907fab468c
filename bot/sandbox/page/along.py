"""Whether the app reads along where somebody stands, and through whose consent. Never changes anything."""

from dataclasses import dataclass

from bot.sandbox import message_events
from bot.sandbox.events import hearers
from bot.sandbox.page.scene import Place
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Conversation, Kind


@dataclass(frozen=True)
class Along:
    """`is_here`: the app itself is in the conversation. `through`: who lets it read along. `may`: what the visitor lets
    it do for them."""

    is_here: bool
    through: tuple[str, ...]
    may: tuple[str, ...]


def along(platform: Platform, place: Place) -> Along:
    """What the heading tells about the app."""
    workspace = platform.workspace
    keys = platform.installation.authorised.get(place.viewer.id)
    other = [place.other.id] if place.other else []
    conversation = place.conversation or Conversation("", Kind.IM, [place.viewer.id, *other])
    names = {workspace.bot_user_id: "", **{each.id: each.real_name for each in workspace.people()}}
    heard = hearers(platform, message_events.NAMES[conversation.kind], conversation)
    through = tuple(name for each in heard if (name := names.get(each)))
    return Along(workspace.bot_user_id in conversation.members, through, keys.scopes if keys else ())
