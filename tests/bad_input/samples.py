"""One payload of every kind that Slack sends, with the world's own ids; and samples from a folder."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.sandbox import events
from bot.sandbox.shapes import account_json, dnd_json
from tests.authorisation.table import MANAGER, REP, TABLE
from tests.authorisation.world import World
from tests.forge import Forge, filled

Json = dict[str, Any]
UNHANDLED = ("app_uninstalled", "tokens_revoked", "app_mention", "reaction_added", "member_joined_channel", "pin_added")


def own(world: World) -> list[Json]:
    """What the local Slack sends: every line of the table by the rep and the manager, and everything about messages."""
    forge = Forge(world.here)
    by_table = [world.payload(actor, row) for row in TABLE for actor in (REP, MANAGER)]
    return [*by_table, *_messages(world, forge), *_people(world, forge), *_nobody_handles(world, forge)]


def _messages(world: World, forge: Forge) -> Iterator[Json]:
    riya, channel, asked = world.story.id("riya"), world.story.riya.conversation.id, world.ids["asked_ts"]
    text = "May I add a free month?"
    for subtype in (None, "file_share", "thread_broadcast", "me_message", "bot_message", "assistant_app_thread"):
        yield forge.message(riya, channel, text, subtype=subtype, files=[{"id": "F1"}], client_msg_id="a-b")
    yield forge.message(riya, channel, text, thread_ts=asked, parent_user_id=riya)
    yield forge.message(riya, channel, f"What would <@{world.story.id('mona')}> do?", bot_id="B1")
    yield forge.edit(riya, channel, asked, text)
    yield forge.edit(riya, channel, asked, text, edited=None)
    yield forge.edit(riya, channel, asked, text, subtype="tombstone")
    yield forge.deletion(channel, asked)


def _people(world: World, forge: Forge) -> Iterator[Json]:
    workspace, riya = world.here.workspace, world.story.riya.account
    yield forge.event({"type": "user_change", "user": account_json(workspace, riya, True), "event_ts": "1.1"})
    yield forge.event({"type": "dnd_updated_user", "user": riya.id, "dnd_status": dnd_json(workspace, riya)})


def _nobody_handles(world: World, forge: Forge) -> Iterator[Json]:
    riya = world.story.id("riya")
    for name in UNHANDLED:
        yield forge.event({"type": name, "user": riya, "channel": "C1", "item": {"ts": "1.1"}, "event_ts": "1.1"})
    closed = forge.submission(riya, "request.ask", "", filled(text="a"))
    yield closed | {"type": "view_closed", "is_cleared": False}
    yield closed | {"type": "block_suggestion", "action_id": "a", "value": "b"}
    yield {"type": "app_rate_limited", "team_id": forge.team_id, "minute_rate_limited": 1700000000}
    yield {"type": "url_verification", "challenge": "abc", "token": "t"}
    wrapped = events.wrapped(world.here, {"type": "message", "channel": "C1", "channel_type": "channel", "ts": "1.1"})
    yield wrapped


def collected() -> list[Json]:
    """The samples in the folder that SLACK_FIXTURES names: whatever is in there and looks like a payload."""
    folder = os.environ.get("SLACK_FIXTURES")
    if not folder:
        return []
    paths = sorted(each for each in Path(folder).rglob("*.json*") if {"events", "app-backend"} & set(each.parts))
    return [payload for path in paths for payload in _payloads(_read(path))]


def _read(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())


def _payloads(found: Any) -> Iterator[Json]:
    """The file itself, or examples inside a description."""
    if isinstance(found, dict) and ("event" in found or "user" in found or "command" in found or "team_id" in found):
        yield found
    elif isinstance(found, dict):
        for each in found.values():
            yield from _payloads(each)
    elif isinstance(found, list):
        for each in found:
            yield from _payloads(each)
