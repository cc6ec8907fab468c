"""The team modal and a rep's answer: reads payloads, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.slack.clicks import Refresh, beneath_home, who
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.blocks import modals
from bot.team.members_form import MembersEntered, MembersSlot, parse_members
from bot.team.rules import LineStatus
from bot.team.settings_form import answers
from bot.team.team_changed import TeamChanged

Json = dict[str, Any]


@dataclass(frozen=True)
class Members:
    """Where `/kickstand team` and its modal arrive, and the rep's yes or no."""

    runtime: Runtime
    changed: TeamChanged
    refresh: Refresh

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show who is on the team."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            confirmed = team.members(session, me, LineStatus.CONFIRMED)
            waiting = team.members(session, me, LineStatus.CLAIMED)
        client.views_open(
            trigger_id=body["trigger_id"], view=modals.team_modal(confirmed, waiting) | beneath_home(body)
        )
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """Name and let go of reps; what is wrong is shown beside its field and nothing is saved."""
        me = str(body["user"]["id"])
        entered = parse_members(answers(view), me)
        unfit = [] if entered.errors else directory.unfit(self.runtime, client, [me, *entered.add])
        errors = entered.errors or ({MembersSlot.ADD: " ".join(unfit)} if unfit else self._change(me, entered))
        if errors:
            ack(response_action="errors", errors=errors)
            return
        self.refresh(client, body)
        ack()
        self.runtime.wake()

    def _change(self, me: str, entered: MembersEntered) -> dict[str, str]:
        """Save; answers what was refused, by field."""
        now = self.runtime.clock()
        try:
            with self.runtime.handling() as session:
                for rep_id in team.change_members(session, me, entered.add, entered.remove, entered.started_on, now):
                    self.changed(session, rep_id, now)
        except Refusal as refusal:
            return {MembersSlot.ADD: str(refusal)}
        return {}

    def confirm(self, ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        """The rep says: that's right."""
        now = self.runtime.clock()
        with self.runtime.handling() as session:
            line = team.confirm(session, action.get("value") or "", body["user"]["id"], now)
            self.changed(session, line.rep_id, now)
        self.refresh(client, body)
        ack()
        self.runtime.wake()

    def decline(self, ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        """The rep says: not my manager."""
        with self.runtime.handling() as session:
            team.decline(session, action.get("value") or "", body["user"]["id"], self.runtime.clock())
        self.refresh(client, body)
        ack()
        self.runtime.wake()
