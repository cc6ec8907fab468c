"""`/kickstand ramp`, its boxes and its form: reads payloads, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.ramp import blocks, messages, service
from bot.ramp.rules import read
from bot.slack.clicks import Refresh, who
from bot.slack.receiving.runtime import Runtime
from bot.team import directory

Json = dict[str, Any]


@dataclass(frozen=True)
class Ramp:
    """Where a manager writes the list for new reps, and a new rep ticks it."""

    runtime: Runtime
    refresh: Refresh

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A manager's form; a rep's own list."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            page = messages.page(session, me, self.runtime.clock())
        client.views_open(trigger_id=body["trigger_id"], view=page)
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """Keep the list; what is wrong with it is said at the field, and nothing is changed."""
        texts, wrong = read(blocks.written(view))
        if wrong:
            ack(response_action="errors", errors={"points": wrong})
            return
        with self.runtime.handling() as session:
            service.save(session, str(body["user"]["id"]), texts, self.runtime.clock())
        self.refresh(client, body)
        ack()

    def tick(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Keep what is ticked now: each click tells all of it."""
        chosen = body["actions"][0].get("selected_options") or []
        wanted = [str(each.get("value")) for each in chosen]
        with self.runtime.handling() as session:
            service.tick(session, str(body["user"]["id"]), wanted, self.runtime.clock())
        self.refresh(client, body)
        ack()


def register(app: App, ramp: Ramp) -> None:
    """Attach the button, the boxes and the form; the command is a sub-command of `/kickstand`."""
    app.action(blocks.OPEN)(ramp.open)
    app.action(blocks.TICK)(ramp.tick)
    app.view(blocks.VIEW)(ramp.save)
