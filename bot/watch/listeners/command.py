"""`/kickstand watch` and `/kickstand unwatch`: asks Slack about the channel, calls one service."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.listeners import SubCommand
from bot.watch.blocks import channels as words
from bot.watch.commands import names_channel, parse_unwatch, parse_watch
from bot.watch.service import watching

Json = dict[str, Any]
HIDDEN = {"channel_not_found", "not_in_channel", "missing_scope", "method_not_supported_for_channel_type"}


@dataclass(frozen=True)
class ChannelCommand:
    """Where a manager says which channels Kickstand watches."""

    runtime: Runtime
    open_settings: SubCommand

    def watch(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Begin to watch a channel, join it if need be, and say so there: nobody is read without knowing.

        Without a channel: show what may be read.
        """
        if not names_channel(str(body["text"])):
            self.open_settings(ack, body, client)
            return
        me, now = str(body["user_id"]), self.runtime.clock()
        channel, rule = parse_watch(str(body["text"]))
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            watching.refuse_without_reps(session, me)
        _enter(client, channel)
        with self.runtime.handling() as session:
            watching.watch_channel(session, me, channel, rule, now)
            name = team.person(session, me).first_name
        said = words.notice(name, rule)
        try:
            client.chat_postMessage(channel=channel, text=said, unfurl_links=False, unfurl_media=False)
        except (SlackClientError, OSError):
            with self.runtime.sessions.begin() as session:
                watching.unwatch_channel(session, me, channel, now)
            raise Refusal(words.NOT_TOLD) from None
        ack(text=words.watching(channel, rule))
        self.runtime.wake()

    def unwatch(self, ack: Ack, body: Json, client: WebClient) -> None:
        """No more."""
        channel = parse_unwatch(str(body["text"]))
        directory.ensure(self.runtime, client, str(body["user_id"]))
        with self.runtime.handling() as session:
            watching.unwatch_channel(session, str(body["user_id"]), channel, self.runtime.clock())
        ack(text=words.stopped(channel))
        self.runtime.wake()


def _enter(client: WebClient, channel: str) -> None:
    """Make sure that the bot is in this channel. Raises Refusal when it may not be."""
    try:
        answer: Any = client.conversations_info(channel=channel)
        found = answer["channel"]
        if found.get("is_im") or found.get("is_mpim"):
            raise Refusal(words.NO_CHANNEL)
        if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
            raise Refusal(words.SHARED)
        if found.get("is_archived"):
            raise Refusal(words.ARCHIVED)
        if not found.get("is_member"):
            client.conversations_join(channel=channel)
    except SlackApiError as error:
        if error.response.get("error") in HIDDEN:
            raise Refusal(words.HIDDEN) from None
        raise
