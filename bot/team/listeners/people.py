"""What Slack tells about people: names, zones, status, do-not-disturb. Writes nothing about people we do not know."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.slack import profiles
from bot.slack.receiving.runtime import Runtime
from bot.team import service as team
from bot.team.team_changed import TeamChanged

Json = dict[str, Any]


@dataclass(frozen=True)
class People:
    """Where Slack's events about people arrive."""

    runtime: Runtime
    changed: TeamChanged

    def note_profile(self, event: Json, body: Json) -> None:
        """Somebody's name, zone, status or account changed."""
        found, now = profiles.profile(event["user"]), self.runtime.clock()
        told = body.get("event_time")
        happened = datetime.fromtimestamp(int(told), UTC) if told else now
        with self.runtime.handling() as session:
            matters = team.note_profile(session, found, happened, now)
            if matters:
                self.changed(session, found.id, now)
        if matters:
            self.runtime.wake()

    def note_quiet(self, event: Json) -> None:
        """Somebody's do-not-disturb changed."""
        person_id, now = str(event["user"]), self.runtime.clock()
        with self.runtime.handling() as session:
            matters = team.note_quiet(session, person_id, profiles.quiet(event["dnd_status"]), now)
            if matters:
                self.changed(session, person_id, now)
        if matters:
            self.runtime.wake()
