"""The list of decisions and its form: reads payloads, opens the transaction. Decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.decisions import blocks, messages, service
from bot.decisions.blocks import Filled, Given
from bot.slack.clicks import Refresh, beneath, named, who
from bot.slack.errors import Refusal
from bot.slack.kit import Words
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.rules import Topic

Json = dict[str, Any]
Changed = Callable[[Session, str, datetime], None]
"""To be called in the transaction that changed a manager's register."""
Alone = Callable[[Session, str, datetime], Sequence[Words]]
"""What the list says of those who go alone on a topic: for this person, at this moment."""


@dataclass(frozen=True)
class Decisions:
    """Where the list is opened and changed. `is_personal`: whether words must not be kept."""

    runtime: Runtime
    refresh: Refresh
    changed: Changed
    alone: Alone
    is_personal: Callable[..., bool]

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show the list: `/kickstand decisions`, App Home, the weekly report."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        client.views_open(trigger_id=body["trigger_id"], view=self._list(me, beneath(body)))
        ack()

    def add(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show an empty form, or one about the rep and topic that the button names."""
        rep_id, _, topic = str(body["actions"][0].get("value") or "").partition(":")
        start = Filled(topic=next((each for each in Topic if each == topic), None), rep_id=rep_id if topic else "")
        self._show_form(body, client, start, "")
        ack()

    def row(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Change one, make one like it for one rep, or end it."""
        chosen = body["actions"][0].get("selected_option") or {}
        what, _, right_id = str(chosen.get("value") or "").partition(":")
        me, now = str(body["user"]["id"]), self.runtime.clock()
        if what == blocks.END:
            with self.runtime.handling() as session:
                service.end(session, right_id, me, now)
                self.changed(session, me, now)
            self.runtime.wake()
            self._show_list_again(body, client, me)
        elif what in {blocks.CHANGE, blocks.ONLY}:
            self._show_form(body, client, self._start(me, right_id), right_id if what == blocks.CHANGE else "")
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """Keep one; what is wrong is shown beside its field, and nothing is changed."""
        me = str(body["user"]["id"])
        given, errors = blocks.read(view)
        errors = errors or self._keep(me, given, str(view.get("private_metadata") or "").partition(" ")[0])
        if errors:
            ack(response_action="errors", errors=errors)
            return
        self.runtime.wake()
        self.refresh(client, body)
        ack(response_action="update", view=self._list(me, beneath(body)))

    def _keep(self, me: str, given: Given, changes: str) -> dict[str, str]:
        assert given.topic and given.right
        if self.is_personal(given.title):
            return {"title": blocks.PERSONAL}
        wanted = service.Wanted(given.topic, given.title, given.right, given.limit_kind, given.limit, given.rep_id)
        now = self.runtime.clock()
        try:
            with self.runtime.handling() as session:
                service.save(session, me, wanted, "" if changes == "-" else changes, now)
                self.changed(session, me, now)
        except Refusal as refusal:
            return {"title": str(refusal)}
        return {}

    def _start(self, me: str, right_id: str) -> Filled:
        with self.runtime.sessions.begin() as session:
            row = service.find(session, right_id, me)
            limit = blocks.typed_limit(row.limit_kind, row.limit)
            return Filled(row.topic, row.title, row.right, limit, row.rep_id or "")

    def _show_form(self, body: Json, client: WebClient, start: Filled, changes: str) -> None:
        """In place of the list, if that is open: saving it shows the list again."""
        me = str(body["user"]["id"])
        with self.runtime.sessions.begin() as session:
            reps = [(rep.id, rep.name) for rep in team.reps_of(session, me)]
        if not reps:
            raise Refusal("You have no reps here now, so there is nobody to agree this with.")
        form = blocks.form(start, reps, f"{changes or '-'} {beneath(body)}".rstrip())
        view = body.get("view") or {}
        if view.get("type") == "modal":
            client.views_update(view_id=view["id"], view=form)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=form)

    def _show_list_again(self, body: Json, client: WebClient, me: str) -> None:
        self.refresh(client, body)
        view = body.get("view") or {}
        if view.get("type") == "modal":
            client.views_update(view_id=view["id"], view=self._list(me, beneath(body)))

    def _list(self, me: str, data: str) -> Json:
        with self.runtime.sessions.begin() as session:
            now = self.runtime.clock()
            return messages.listed(session, me, data, now, self.alone(session, me, now))


def register(app: App, decisions: Decisions) -> None:
    """Attach the buttons and the form."""
    app.action(named(blocks.OPEN))(decisions.open)
    app.action(named(blocks.ADD))(decisions.add)
    app.action(named(blocks.ROW))(decisions.row)
    app.view(blocks.FORM)(decisions.save)
