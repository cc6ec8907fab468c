"""`/kickstand freeze` and its buttons: reads payloads, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.freeze import blocks, service
from bot.freeze.messages import shown
from bot.slack import markup
from bot.slack.clicks import Refresh, named
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.commands import parse_days, split
from bot.team.team_changed import TeamChanged

Json = dict[str, Any]


@dataclass(frozen=True)
class Freezes:
    """Where a manager lists, adds and takes back days on which nothing waits."""

    runtime: Runtime
    changed: TeamChanged
    refresh: Refresh

    def command(self, ack: Ack, body: Json, client: WebClient) -> None:
        """List them, after adding what was typed."""
        me, now = str(body["user_id"]), self.runtime.clock()
        _, typed = split(body["text"])
        directory.ensure(self.runtime, client, me)
        with self.runtime.handling() as session:
            if typed:
                self._add(session, me, typed, now)
            elif not team.reps_of(session, me):
                raise Refusal(service.FOR_MANAGERS)
            words = blocks.list_words(shown(session, me, now), team.today(session, me, now), added=bool(typed))
        ack(text=words.text, blocks=words.blocks)
        self.runtime.wake()

    def _add(self, session: Session, me: str, typed: list[str], now: datetime) -> None:
        whom = next(iter(markup.mentions(typed[0])), None)
        days = typed[1:] if whom else typed
        today = team.today(session, me, now)
        first, last = parse_days(days, blocks.HOW) if days or not whom else (today, None)
        service.add(session, me, whom, first, last, now)
        self.changed(session, me, now)

    def _end(self, session: Session, body: Json, now: datetime) -> str:
        me = str(body["user"]["id"])
        service.end(session, me, str(body["actions"][0].get("value") or ""))
        self.changed(session, me, now)
        return me

    def end(self, ack: Ack, body: Json, respond: Respond) -> None:
        """Questions wait as ever again: the list they clicked in is brought up to date."""
        now = self.runtime.clock()
        with self.runtime.handling() as session:
            me = self._end(session, body, now)
            words = blocks.list_words(shown(session, me, now), team.today(session, me, now))
        respond(text=words.text, blocks=words.blocks, replace_original=True)
        ack()
        self.runtime.wake()

    def end_at_home(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The same, in App Home."""
        with self.runtime.handling() as session:
            self._end(session, body, self.runtime.clock())
        self.refresh(client, body)
        ack()
        self.runtime.wake()


def register(app: App, freezes: Freezes) -> None:
    """Attach the buttons; the command is a sub-command of `/kickstand`."""
    app.action(named(blocks.END))(freezes.end)
    app.action(named(blocks.END_AT_HOME))(freezes.end_at_home)
