"""Slack's side of teams: `/kickstand`, its modals, the rep's answer, what Slack says about people.

Each listener reads the payload, opens one transaction, calls one service; no Slack call happens inside it.
"""

from collections.abc import Mapping

from slack_bolt import App

from bot.slack.clicks import Refresh, named
from bot.slack.receiving.runtime import Runtime
from bot.team.blocks import messages, modals, replies
from bot.team.listeners.away import Away
from bot.team.listeners.command import Command, SubCommand
from bot.team.listeners.members import Members
from bot.team.listeners.pause import Pause
from bot.team.listeners.people import People
from bot.team.listeners.settings import Settings
from bot.team.team_changed import TeamChanged

__all__ = ["SubCommand", "TeamChanged", "register"]


def register(
    app: App, runtime: Runtime, team_changed: TeamChanged, refresh: Refresh, extra: Mapping[str, SubCommand]
) -> None:
    """Attach the team's listeners. `refresh`: shows in App Home what has become of a click there; `extra`:
    sub-commands of `/kickstand` that other features answer.
    """
    members, settings = Members(runtime, team_changed, refresh), Settings(runtime, team_changed, refresh)
    away, people = Away(runtime, team_changed), People(runtime, team_changed)
    app.command("/kickstand")(Command(members, settings, away, Pause(runtime), extra).answer)
    app.action("home.team")(members.open)
    app.action("home.settings")(settings.open)
    app.view(modals.TEAM)(members.save)
    app.action(named(messages.CONFIRM))(members.confirm)
    app.action(named(messages.DECLINE))(members.decline)
    app.view(modals.SETTINGS)(settings.save)
    app.action(modals.LEAD)(settings.show_team_part)
    app.action(named(replies.AWAY_REMOVE))(away.remove)
    app.event("user_change")(people.note_profile)
    app.event("dnd_updated_user")(people.note_quiet)
