"""Somebody puts the tour away: parses the click, opens the transaction. Decides nothing."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.clicks import Refresh, who
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.tour import service
from bot.tour.blocks import DONE

Json = dict[str, Any]


@dataclass(frozen=True)
class Tour:
    """Where `Got it` arrives. `refresh`: shows in App Home what has become of a click there."""

    runtime: Runtime
    refresh: Refresh

    def done(self, ack: Ack, body: Json, client: WebClient) -> None:
        """It is not shown again."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.handling() as session:
            service.read(session, me, self.runtime.clock())
        self.refresh(client, body)
        ack()


def register(app: App, tour: Tour) -> None:
    """Attach the button."""
    app.action(DONE)(tour.done)
