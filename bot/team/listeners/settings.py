"""The settings modal: reads payloads, opens the transaction. Decides nothing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.slack.clicks import Refresh, beneath_home, who
from bot.slack.membership import why_not
from bot.slack.receiving.runtime import Runtime
from bot.slack.times import length
from bot.team import directory
from bot.team import service as team
from bot.team.blocks import modals
from bot.team.holidays import countries
from bot.team.settings_form import SettingsPage, Slot, TeamChoices, answers, parse_settings
from bot.team.team_changed import TeamChanged

Json = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """Where `/kickstand settings` and its modal arrive."""

    runtime: Runtime
    changed: TeamChanged
    refresh: Refresh

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show what is set: a manager's part, a rep's part, or both."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        page, _ = self._page(me)
        client.views_open(trigger_id=body["trigger_id"], view=self._modal(page) | beneath_home(body))
        ack()

    def show_team_part(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Somebody without reps says that they lead a team: the same modal, with a manager's part."""
        view = body.get("view") or {}
        page, _ = self._page(str(body["user"]["id"]))
        shown = self._modal(replace(page, leads_team=True)) | beneath_home(body)
        client.views_update(view_id=view.get("id"), hash=view.get("hash"), view=shown)
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """Keep what was entered; what is wrong is shown beside its field and nothing is saved."""
        me, now = str(body["user"]["id"]), self.runtime.clock()
        page, today = self._page(me)
        entered = parse_settings(answers(view), page, today)
        errors = entered.errors or (self._unfit(client, me, entered.team, page) if entered.team else {})
        if errors:
            ack(response_action="errors", errors=errors)
            return
        with self.runtime.handling() as session:
            if team.save_settings(session, me, entered, now):
                self.changed(session, me, now)
        self.refresh(client, body)
        ack()
        self.runtime.wake()

    def _page(self, me: str) -> tuple[SettingsPage, date]:
        with self.runtime.sessions.begin() as session:
            return team.settings_page(session, me), team.today(session, me, self.runtime.clock())

    def _modal(self, page: SettingsPage) -> Json:
        defaults = self.runtime.settings
        hours = defaults.kickstand_working_hours
        named = "around the clock" if hours.always else f"{hours.start:%H:%M} to {hours.end:%H:%M}"
        return modals.settings_modal(page, countries(), length(defaults.kickstand_hold), named)

    def _unfit(self, client: WebClient, me: str, choices: TeamChoices, before: SettingsPage) -> dict[str, str]:
        """What is wrong with the deputy and the HR contact (people in Slack, somebody else), and with the channel."""
        picked = {Slot.DEPUTY: choices.deputy_id, Slot.HR_CONTACT: choices.hr_contact_id}
        wrong = {
            slot: ["Pick somebody other than yourself."]
            if each == me
            else directory.unfit(self.runtime, client, [each])
            for slot, each in picked.items()
            if each
        }
        channel = choices.wins_channel
        if channel and (channel != before.team.wins_channel or before.wins_gone):
            wrong[Slot.WINS] = [each for each in [why_not(client, channel)] if each]
        return {slot: " ".join(sentences) for slot, sentences in wrong.items() if sentences}
