"""`/kickstand away`: reads payloads, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.slack.kit import Words
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.blocks import replies
from bot.team.blocks.replies import DaysOff
from bot.team.commands import parse_away, split
from bot.team.models import TimeOff
from bot.team.team_changed import TeamChanged

Json = dict[str, Any]


@dataclass(frozen=True)
class Away:
    """Where days off are listed, added and taken back."""

    runtime: Runtime
    changed: TeamChanged

    def show(self, ack: Ack, body: Json, client: WebClient) -> None:
        """List somebody's days off, after adding those that were typed."""
        me, now = str(body["user_id"]), self.runtime.clock()
        _, typed = split(body["text"])
        directory.ensure(self.runtime, client, me)
        with self.runtime.handling() as session:
            added = self._add(session, me, typed, now) if typed else None
            words = _listed(session, me, now, added)
        ack(text=words.text, blocks=words.blocks)
        self.runtime.wake()

    def _add(self, session: Session, me: str, typed: list[str], now: datetime) -> TimeOff:
        first, last = parse_away(typed, team.today(session, me, now))
        off = team.add_time_off(session, me, first, last)
        self.changed(session, me, now)
        return off

    def remove(self, ack: Ack, body: Json, action: Json, respond: Respond) -> None:
        """Somebody is there after all: the list they clicked in is brought up to date."""
        me, now = str(body["user"]["id"]), self.runtime.clock()
        with self.runtime.handling() as session:
            team.remove_time_off(session, me, action.get("value") or "")
            self.changed(session, me, now)
            words = _listed(session, me, now)
        respond(text=words.text, blocks=words.blocks, replace_original=True)
        ack()
        self.runtime.wake()


def _listed(session: Session, me: str, now: datetime, added: TimeOff | None = None) -> Words:
    today = team.today(session, me, now)
    days = [_days(off) for off in team.time_off(session, me, today)]
    return replies.away_words(days, today, added=_days(added) if added else None, leads=team.leads_team(session, me))


def _days(off: TimeOff) -> DaysOff:
    return DaysOff(off.id, off.first_day, off.last_day)
