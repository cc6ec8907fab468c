"""`/kickstand my-data` and `/kickstand forget-me`: reads payloads, opens the transaction. Remembers nobody who asks.

Neither asks Slack who somebody is: that would be kept, and they came to see or erase what is.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.privacy import blocks
from bot.privacy.service.forgetting import channel_of, forget, stakes
from bot.privacy.service.my_data import Copy, copy
from bot.requests.blocks.home import HomeView, home
from bot.slack.clicks import who
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.watch.service import watching

Json = dict[str, Any]
TROUBLE = (SlackClientError, OSError, HTTPException)


@dataclass(frozen=True)
class Privacy:
    """Where a person asks for their data, and to be forgotten."""

    runtime: Runtime
    give_back: Callable[[str], None]
    """Has Slack end a token that somebody had let us use."""

    def my_data(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Send somebody a file with everything about them. Raises Refusal when Slack does not take it."""
        me = who(body)
        with self.runtime.sessions.begin() as session:
            found = copy(session, me, self.runtime.clock())
        if found is not None:
            _send(client, me, found)
        _answer(ack, body, blocks.SENT if found else blocks.NOTHING)

    def ask(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Say what would go, and ask whether it should."""
        with self.runtime.sessions.begin() as session:
            found = stakes(session, who(body))
        if found is None:
            _answer(ack, body, blocks.NOTHING)
            return
        client.views_open(trigger_id=body["trigger_id"], view=blocks.forget(found))
        ack()

    def forget(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Erase them. Slack first, as far as it can be done before: what fails there leaves everything as it was."""
        me = str(body["user"]["id"])
        try:
            channel = self._clear(client, me)
        except TROUBLE:
            raise Refusal(blocks.UNREACHED) from None
        with self.runtime.handling() as session:
            now = self.runtime.clock()
            token = watching.stop(session, me, now)
            forget(session, self.runtime.settings, me, channel, now)
        ack(response_action="update", view=blocks.forgotten())
        if token:
            self.give_back(token)
        self.runtime.wake()

    def _clear(self, client: WebClient, me: str) -> str:
        """Empty their App Home, which Slack keeps; answers where our conversation is, so that it can be emptied too."""
        empty = HomeView()
        client.views_publish(user_id=me, view=home(empty))
        with self.runtime.sessions.begin() as session:
            known = channel_of(session, me)
        answer: Any = None if known else client.conversations_open(users=[me])
        return known or str(answer["channel"]["id"])


def _answer(ack: Ack, body: Json, words: str) -> None:
    """A command is answered in words; of a button in App Home one sees the result."""
    if "command" in body:
        ack(text=words)
    else:
        ack()


def _send(client: WebClient, me: str, found: Copy) -> None:
    content = json.dumps(found.document, ensure_ascii=False, indent=2).encode()
    try:
        answer: Any = client.conversations_open(users=[me])
        client.files_upload_v2(
            channel=str(answer["channel"]["id"]),
            content=content,
            filename=blocks.FILE,
            title=blocks.TITLE,
            initial_comment=blocks.summary(found),
        )
    except TROUBLE as error:
        why = str(error.response["error"]) if isinstance(error, SlackApiError) else "no answer"
        raise Refusal(blocks.not_sent(why)) from None


def register(app: App, own: Privacy) -> None:
    """Register the buttons and the answer to the modal; the commands are sub-commands of `/kickstand`."""
    app.view(blocks.FORGET)(own.forget)
    app.action(blocks.SEND)(own.my_data)
    app.action(blocks.ASK)(own.ask)
