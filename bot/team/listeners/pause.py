"""`/kickstand pause`: reads the payload, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.slack.kit import Words
from bot.slack.receiving.runtime import Runtime
from bot.team import courtesy, directory
from bot.team import service as team
from bot.team.blocks import replies
from bot.team.commands import OFF, parse_pause, split

Json = dict[str, Any]


@dataclass(frozen=True)
class Pause:
    """Where somebody asks for quiet, and ends it."""

    runtime: Runtime

    def answer(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Begin a pause, change it, or end it; say until when it is."""
        me, now = str(body["user_id"]), self.runtime.clock()
        _, typed = split(body["text"])
        directory.ensure(self.runtime, client, me)
        with self.runtime.handling() as session:
            ends = " ".join(typed).casefold() in OFF
            words = _resume(session, me, now) if ends else self._begin(session, me, typed, now)
        ack(text=words.text, blocks=words.blocks)
        self.runtime.wake()

    def _begin(self, session: Session, me: str, typed: list[str], now: datetime) -> Words:
        wanted = parse_pause(typed, team.today(session, me, now))
        until = courtesy.pause(session, self.runtime.settings, me, wanted, now)
        words = replies.after_until(until, now, team.zone(team.person(session, me)))
        return replies.paused(words, team.leads_team(session, me))


def _resume(session: Session, me: str, now: datetime) -> Words:
    was_paused = courtesy.paused_until(session, me, now) is not None
    courtesy.resume(session, me)
    return replies.resumed(was_paused)
