"""`/kickstand practice`, its button and its form: reads payloads, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.practice import blocks, service
from bot.practice.rules import read
from bot.slack.clicks import Refresh, who
from bot.slack.receiving.runtime import Runtime
from bot.team import directory

Json = dict[str, Any]


@dataclass(frozen=True)
class Grounds:
    """Where a manager marks practice ground."""

    runtime: Runtime
    refresh: Refresh

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show one's list."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            names = [each.name or "" for each in service.own_grounds(session, me)]
        client.views_open(trigger_id=body["trigger_id"], view=blocks.form(names, "home"))
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """Keep the list; what is wrong with it is said at the field, and nothing is changed."""
        me = str(body["user"]["id"])
        names, wrong = read(blocks.written(view))
        if wrong:
            ack(response_action="errors", errors={"names": wrong})
            return
        with self.runtime.handling() as session:
            service.save(session, me, names, self.runtime.clock())
        self.refresh(client, body)
        ack()


def register(app: App, grounds: Grounds) -> None:
    """Attach the button and the form; the command is a sub-command of `/kickstand`."""
    app.action(blocks.OPEN)(grounds.open)
    app.view(blocks.VIEW)(grounds.save)
