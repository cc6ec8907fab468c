"""Slack's side of notes: `/kickstand observe`, `/kickstand notes`, their buttons. Decides nothing."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.observations import blocks as words
from bot.observations import service
from bot.observations.messages import notes
from bot.observations.service import Agenda
from bot.slack import markup
from bot.slack.clicks import Refresh, beneath, clicked, named, show, who
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.rules import Topic

Json = dict[str, Any]
Act = Callable[[Session, str, str, datetime], None]


@dataclass(frozen=True)
class Observations:
    """Where everything about notes arrives.

    `is_personal`: whether words must not be kept. `refresh`: shows in App Home what became of a click there.
    `to_agenda`: puts a point on the agenda of a 1:1.
    """

    runtime: Runtime
    is_personal: Callable[..., bool]
    refresh: Refresh
    to_agenda: Agenda

    def observe(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand observe @rep ...`, and the button: a note, with what was typed in it already."""
        me, typed = who(body), _typed(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            reps = [(rep.id, rep.name) for rep in team.reps_of(session, me)]
        if not reps:
            raise Refusal(words.NO_REPS)
        whom, text = _whom(typed)
        if whom and whom not in dict(reps):
            raise Refusal(words.NOT_YOURS)
        view = words.form(reps, whom, text, beneath(body))
        show(client, body, view)
        ack()

    def listed(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand notes`, and the button: what exists about oneself, and what one noted."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        whom = _whom(_typed(body))[0]
        client.views_open(trigger_id=body["trigger_id"], view=self._list(me, whom))
        ack()

    def _list(self, me: str, rep_id: str = "") -> Json:
        with self.runtime.sessions.begin() as session:
            if rep_id and rep_id not in {rep.id for rep in team.reps_of(session, me)}:
                raise Refusal(words.NOT_YOURS)
            only = team.person(session, rep_id).first_name if rep_id else ""
            view = words.listed(notes(session, me, self.runtime.clock(), rep_id), only)
        return view | {"private_metadata": rep_id}

    def keep(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A note was written; what is wrong is said at its field."""
        me, values = str(body["user"]["id"]), body["view"]["state"]["values"]
        rep_id, topic = _picked(values, words.WHO), _topic(_picked(values, words.TOPIC))
        text = str(_element(values, words.TEXT).get("value") or "").strip()
        errors = {words.WHO: words.WHICH_REP} if not rep_id else {}
        errors |= {words.TOPIC: words.WHICH_TOPIC} if topic is None else {}
        errors |= {words.TEXT: words.SAW_NOTHING} if not text else {}
        errors |= {words.TEXT: words.PERSONAL} if not errors and self.is_personal(text) else {}
        if errors or topic is None:
            ack(response_action="errors", errors=errors)
            return
        with self.runtime.handling() as session:
            service.observe(session, me, rep_id, topic, text, self.runtime.clock())
        self._below(body, client, me)
        ack()

    def act(self, do: Act) -> Callable[[Ack, Json, WebClient], None]:
        """A listener for a button of one note."""

        def listener(ack: Ack, body: Json, client: WebClient) -> None:
            me, note_id = clicked(body)
            with self.runtime.handling() as session:
                do(session, note_id, me, self.runtime.clock())
            self.runtime.wake()
            self.refresh(client, body)
            view = body.get("view") or {}
            if view.get("callback_id") == words.LIST:
                self._again(client, view["id"], me, str(view.get("private_metadata") or ""))
            ack()

        return listener

    def _below(self, body: Json, client: WebClient, me: str) -> None:
        """The form is gone; what lies below it shows the new note."""
        if beneath(body):
            self.refresh(client, body)
        if previous := body["view"].get("previous_view_id"):
            self._again(client, previous, me)

    def _again(self, client: WebClient, view_id: str, me: str, rep_id: str = "") -> None:
        with contextlib.suppress(SlackClientError, OSError, Refusal):  # it is drawn anew whenever it is opened
            client.views_update(view_id=view_id, view=self._list(me, rep_id))

    def talk(self, session: Session, note_id: str, by: str, now: datetime) -> None:
        """On the agenda instead."""
        service.talk(session, note_id, by, self.to_agenda, now)


def register(app: App, here: Observations) -> None:
    """Attach everything about notes."""
    app.action(named(words.WRITE))(here.observe)
    app.action(named(words.NOTES))(here.listed)
    app.view(words.FORM)(here.keep)
    acts: dict[str, Act] = {
        words.ASK: service.ask_for,
        words.SHARE: service.share,
        words.TALK: here.talk,
        words.DELETE: service.delete,
    }
    for name, do in acts.items():
        app.action(named(name))(here.act(do))


def _typed(body: Json) -> str:
    """What was typed behind the sub-command; nothing where a button was clicked."""
    return str(body.get("text") or "").partition(" ")[2].strip()


def _whom(typed: str) -> tuple[str, str]:
    """Who is mentioned first, and the other words."""
    if not typed.startswith("<@"):
        return "", markup.plain(typed, {})
    first, _, rest = typed.partition(">")
    return markup.mentions(f"{first}>")[0] if markup.mentions(f"{first}>") else "", markup.plain(rest.strip(), {})


def _element(values: Json, name: str) -> Json:
    return next(iter((values.get(name) or {}).values()), None) or {}


def _picked(values: Json, name: str) -> str:
    return str((_element(values, name).get("selected_option") or {}).get("value") or "")


def _topic(value: str) -> Topic | None:
    return next((each for each in Topic if each == value), None)
