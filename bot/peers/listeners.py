"""A rep says what colleagues may ask them about: parses the payload, opens the transaction. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.peers import blocks as words
from bot.peers import service as peers
from bot.slack.clicks import who
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.rules import Topic
from bot.team.settings_form import answers

Json = dict[str, Any]


@dataclass(frozen=True)
class Offers:
    """Where offers arrive. `show_home`: draws a person's App Home anew."""

    runtime: Runtime
    show_home: Callable[[WebClient, str], None]

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The form, with what one offers ticked."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            if team.manager_of(session, me) is None:
                raise Refusal(peers.NO_TEAM)
            offered = peers.offered_by(session, me)
        client.views_open(trigger_id=body["trigger_id"], view=words.form(offered))
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """What is ticked is offered, and nothing else."""
        me, ticked = who(body), answers(view).get(words.ABOUT) or []
        with self.runtime.handling() as session:
            peers.offer(session, me, [topic for topic in Topic if topic in ticked], self.runtime.clock())
        self.show_home(client, me)
        ack()
        self.runtime.wake()


def register(app: App, offers: Offers) -> None:
    """Attach the button and the form."""
    app.action(words.OPEN)(offers.open)
    app.view(words.FORM)(offers.save)
