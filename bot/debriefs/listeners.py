"""Slack's side of debriefs: `/kickstand debrief`, `/kickstand lessons`, their forms and buttons. Decides nothing."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.debriefs import blocks as words
from bot.debriefs import service
from bot.debriefs.messages import again, lesson, lessons
from bot.debriefs.rules import Lost
from bot.requests.blocks import forms
from bot.requests.listeners import personal
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import open_form, refresh_home
from bot.slack.clicks import clicked, named, submitted, who
from bot.slack.errors import Refusal

Json = dict[str, Any]
Act = Callable[[Session, str, str, datetime], None]
FROM_HOME = "home"


@dataclass(frozen=True)
class Debriefs:
    """Where everything about debriefs arrives."""

    desk: Desk

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand debrief`, `We lost it` in App Home and below what went badly: the four questions."""
        me = who(body)
        value = clicked(body)[1] if "actions" in body else ""
        request_id = "" if value == FROM_HOME else value
        self.desk.know(client, me)
        with self.desk.runtime.sessions.begin() as session:
            manager = service.may_write(session, me, request_id)
            form = words.form(manager.first_name, request_id)
        open_form(client, body, form)
        ack()

    def write(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The rep wrote it down. What is personal is not kept: they are asked what they would like instead."""
        (me, request_id), given = submitted(body), forms.values(body["view"])
        lost = Lost(**{name: given.get(name, "") for name in (words.DEAL, *dict(words.QUESTIONS))})
        if not lost.says_something:
            ack(response_action="errors", errors={"happened": words.SAY_SOMETHING})
            return
        if self.desk.is_personal(*lost.texts):
            personal.stop(self.desk, client, me, "\n".join(each for each in lost.texts if each))
            ack()
            return
        to_team = given.get(words.READERS) == words.TEAM
        self.desk.do(lambda session, now: service.write(session, me, lost, to_team, request_id, now))
        refresh_home(self.desk, client, body)
        ack()

    def lessons(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand lessons [word]`: what one may read, searched."""
        me = who(body)
        looked_for = self.desk.words(str(body.get("text") or "").partition(" ")[2].strip())
        self.desk.know(client, me)
        with self.desk.runtime.sessions.begin() as session:
            view = lessons(session, me, looked_for, self.desk.runtime.clock())
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def open_note(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The manager would like to add something."""
        me, debrief_id = clicked(body)
        with self.desk.runtime.sessions.begin() as session:
            found = service.of_manager(session, debrief_id, me)
            form = words.note_form(lesson(session, found, me, self.desk.runtime.clock()))
        if (body.get("view") or {}).get("type") == "modal":
            form["private_metadata"] += f" {body['view'].get('private_metadata') or ''}"
            client.views_push(trigger_id=body["trigger_id"], view=form)
        else:
            open_form(client, body, form)
        ack()

    def note(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The manager added something."""
        me, debrief_id = submitted(body)
        text = forms.values(body["view"]).get(words.ADDED, "")
        if self.desk.is_personal(text):
            ack(response_action="errors", errors={words.ADDED: words.PERSONAL})
            return
        self.desk.do(lambda session, now: service.note(session, debrief_id, me, text, now))
        refresh_home(self.desk, client, body)
        if previous := body["view"].get("previous_view_id"):
            self._again(client, previous, me, str(body["view"]["private_metadata"]).split())
        ack()

    def act(self, do: Act) -> Callable[[Ack, Json, WebClient], None]:
        """A listener for a button of one debrief, in the list."""

        def listener(ack: Ack, body: Json, client: WebClient) -> None:
            me, debrief_id = clicked(body)
            self.desk.do(lambda session, now: do(session, debrief_id, me, now))
            view = body.get("view") or {}
            if view.get("callback_id") == words.LIST:
                self._again(client, view["id"], me, str(view.get("private_metadata") or "").split())
            ack()

        return listener

    def _again(self, client: WebClient, view_id: str, me: str, ids: list[str]) -> None:
        with self.desk.runtime.sessions.begin() as session:
            view = again(session, me, ids, self.desk.runtime.clock())
        with contextlib.suppress(SlackClientError, OSError, Refusal):  # it is drawn anew whenever it is opened
            client.views_update(view_id=view_id, view=view)


def register(app: App, here: Debriefs) -> None:
    """Attach everything about debriefs."""
    app.action(named(words.OPEN))(here.open)
    app.action(named(words.LESSONS))(here.lessons)
    app.action(named(words.NOTE))(here.open_note)
    app.view(words.FORM)(here.write)
    app.view(words.NOTE_FORM)(here.note)
    acts: dict[str, Act] = {
        words.UNLOCK: _set_open(is_open=True),
        words.LOCK: _set_open(is_open=False),
        words.DELETE: service.delete,
    }
    for name, do in acts.items():
        app.action(named(name))(here.act(do))


def _set_open(*, is_open: bool) -> Act:
    return lambda session, debrief_id, by, now: service.set_open(session, debrief_id, by, is_open, now)
