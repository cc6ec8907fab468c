"""The modal "What I may read" and the buttons around it: reads payloads, opens the transaction. Decides nothing.

Everybody acts for themselves only: whose row it is says who clicked, never what a button carries.
"""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import refresh_home
from bot.slack.clicks import clicked, named, show, who
from bot.slack.errors import Refusal
from bot.slack.times import days
from bot.team import directory
from bot.watch import reading
from bot.watch.blocks import settings as words
from bot.watch.blocks.notice import ACCEPT, DECLINE
from bot.watch.blocks.trial import OPEN, START, STOP
from bot.watch.consent import Consent
from bot.watch.service import watching
from bot.watch.tokens import Readers

Json = dict[str, Any]


@dataclass(frozen=True)
class MayRead:
    """Where people say what may be read. `consent`: None while the admin has not set it up."""

    desk: Desk
    consent: Consent | None
    readers: Readers

    def open_settings(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show it: on top of the modal that somebody has open, else as a modal of its own."""
        me = who(body)
        directory.ensure(self.desk.runtime, client, me)
        show(client, body, self._view(me))
        ack()

    def stop(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A manager says: stop reading. The token is gone with the commit; then Slack hears it too."""
        me, _ = clicked(body)
        with self.desk.runtime.handling() as session:
            token = watching.stop(session, me, self.desk.runtime.clock())
            if token is None:
                raise Refusal("I don't read your direct messages. There's nothing to stop.")
        self.desk.runtime.wake()
        self._show_again(body, client)
        ack()
        self.readers.give_back(token)

    def does(self, act: Callable[[Session, str, str, datetime], None]) -> Callable[[Ack, Json, WebClient], None]:
        """A listener for a button that changes one thing: (session, who clicked, the button's value, now)."""

        def listener(ack: Ack, body: Json, client: WebClient) -> None:
            me, value = clicked(body)
            self.desk.do(lambda session, now: act(session, me, value, now))
            self._show_again(body, client)
            ack()

        return listener

    def _view(self, me: str) -> Json:
        runtime = self.desk.runtime
        keep = days(runtime.settings.kickstand_keep_text)
        with runtime.sessions.begin() as session:
            links = self.consent.links(session, me) if self.consent else None
            return words.settings(reading.page(session, me, links, keep, runtime.clock()))

    def _show_again(self, body: Json, client: WebClient) -> None:
        """What was clicked in shows what has become of it; a message is brought up to date by its own way."""
        refresh_home(self.desk, client, body)
        view = body.get("view") or {}
        if view.get("callback_id") == words.VIEW:
            with contextlib.suppress(SlackClientError, OSError):  # it is drawn anew whenever it is opened
                client.views_update(view_id=view["id"], view=self._view(str(body["user"]["id"])))


def register(app: App, may_read: MayRead) -> None:
    """Attach the buttons."""
    app.action(OPEN)(may_read.open_settings)
    app.action(STOP)(may_read.stop)
    app.action(START)(may_read.does(lambda session, me, _, now: watching.start_for_real(session, me, now)))
    app.action(named(words.UNWATCH))(may_read.does(watching.unwatch_channel))
    app.action(DECLINE)(may_read.does(lambda session, me, _, now: watching.decline(session, me, now)))
    app.action(ACCEPT)(may_read.does(lambda session, me, _, now: watching.accept(session, me, now)))
    app.action(re.compile(rf"^({words.CONSENT}|{words.CONSENT_TO_SPEAK})$"))(_leads_away)


def _leads_away(ack: Ack) -> None:
    """A button that is a link: Slack tells of the click, and wants to hear that it was told."""
    ack()
