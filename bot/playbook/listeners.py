"""`/kickstand playbook`, `/kickstand next` and their modals: parses, opens the transaction, calls one service.

The playbook is one modal that shows the list or a form; who may write is decided by who reports to whom now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.playbook import blocks as words
from bot.playbook import rules
from bot.playbook.rules import UNNAMED, Entry, Slot
from bot.playbook.service import gaps, stages
from bot.slack import markup
from bot.slack.clicks import Refresh, clicked, named, who
from bot.slack.kit import Block
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.models import Person
from bot.team.settings_form import Answer, answers

Json = dict[str, Any]
STAGE, GAP = "stage", "gap"


@dataclass(frozen=True)
class Playbook:
    """Where the playbook's commands and clicks arrive.

    `refresh`: draws App Home anew when a click came from there. `stops`: whether a rep's words are personal; then it
    has asked them what they would like. `is_personal`: whether words must not be kept.
    """

    runtime: Runtime
    refresh: Refresh
    stops: Callable[[WebClient, str, str], bool]
    is_personal: Callable[..., bool]

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show the list: one's own, or one's manager's to read."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        _show(client, body, self._book(me))
        ack()

    def next(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand next demo`: the step, at once and privately."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        said = rules.one_line(markup.plain(str(body.get("text") or ""), {}).partition(" ")[2])[: rules.LONGEST_NAME]
        with self.runtime.sessions.begin() as session:
            owner = stages.asks_of(session, me)
            entries = stages.entries(session, owner.id)
        stage = rules.typed(said, entries) if said else None
        if stage is not None:
            found = words.step(stage)
            ack(text=found.text, blocks=found.blocks)
        elif not rules.fold(said):
            ack(text=words.which(entries) if entries else words.unknown(UNNAMED, [], [], ""))
        elif self.stops(client, me, said):
            ack()
        else:
            ack(text=self._unknown(me, said, entries))

    def _unknown(self, me: str, said: str, entries: list[Entry]) -> str:
        """A stage that is not there: those that look like it, else it goes on the manager's list."""
        near = rules.close(said, entries)
        if near:
            return words.unknown(said, near, entries, "")
        with self.runtime.handling() as session:
            owner = stages.asks_of(session, me)
            if owner.id != me:
                gaps.note(session, owner.id, said, self.runtime.clock())
            return words.unknown(said, [], entries, "" if owner.id == me else owner.first_name)

    def add(self, ack: Ack, body: Json, client: WebClient) -> None:
        """An empty form."""
        with self.runtime.sessions.begin() as session:
            stages.refuse_unless_leads(session, who(body))
        _show(client, body, words.form(Entry(""), "", is_new=True))
        ack()

    def write(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A form for a step that was asked for: of the stage, if there is one by that name."""
        me, gap_id = clicked(body)
        with self.runtime.sessions.begin() as session:
            stages.refuse_unless_leads(session, me)
            about = gaps.about(session, gap_id, me)
            mine = stages.of_manager(session, me)
            meant = rules.typed(about, [stages.entry(each) for each in mine])
            known = next((each for each in mine if stages.entry(each) == meant), None)
            entry = stages.entry(known) if known else Entry("" if about == UNNAMED else about)
        _show(client, body, words.form(entry, f"{STAGE}:{known.id}" if known else f"{GAP}:{gap_id}", is_new=not known))
        ack()

    def not_needed(self, ack: Ack, body: Json, client: WebClient) -> None:
        """It leaves the list unwritten."""
        me, gap_id = clicked(body)
        self._do(lambda session, now: gaps.fill(session, gap_id, me, now))
        self._show_again(body, client, me)
        ack()

    def more(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The menu beside a stage."""
        me = who(body)
        chosen = body["actions"][0].get("selected_option") or {}
        choice, _, stage_id = str(chosen.get("value")).partition(":")
        places = {words.UP: -1, words.DOWN: 1}.get(choice)
        if places is not None:
            self._do(lambda session, now: stages.move(session, stage_id, me, places))
            self._show_again(body, client, me)
        else:
            with self.runtime.sessions.begin() as session:
                entry = stages.entry(stages.own(session, stage_id, me))
            _show(client, body, words.form(entry, f"{STAGE}:{stage_id}", is_new=False))
        ack()

    def delete(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The stage whose form is open goes."""
        me, value = clicked(body)
        self._do(lambda session, now: stages.delete(session, value.partition(":")[2], me))
        self._show_again(body, client, me)
        ack()

    def save(self, ack: Ack, body: Json, view: Json) -> None:
        """A form was filled in; what is wrong is shown beside its field, and nothing is saved."""
        me = who(body)
        given = answers(view)
        got = _read(given)
        wrong = (
            dict(got.errors)
            or self._personal(given)
            or self._save(me, got.entry, str(view.get("private_metadata") or ""))
        )
        if wrong:
            ack(response_action="errors", errors={str(slot): sentence for slot, sentence in wrong.items()})
            return
        ack(response_action="update", view=self._book(me))
        self.runtime.wake()

    def _personal(self, given: Mapping[str, Answer]) -> dict[Slot, str]:
        texts = {slot: given.get(slot) for slot in Slot if slot is not Slot.LINKS}
        return {slot: words.PERSONAL for slot, text in texts.items() if text and self.is_personal(text)}

    def _save(self, me: str, entry: Entry, data: str) -> dict[Slot, str]:
        kind, _, found_id = data.partition(":")
        try:
            with self.runtime.handling() as session:
                now = self.runtime.clock()
                if kind == STAGE:
                    stages.change(session, found_id, me, entry, now)
                else:
                    stages.add(session, me, entry, now)
                if kind == GAP:
                    gaps.fill_if_there(session, found_id, me, now)
        except stages.Taken as taken:
            return {taken.slot: str(taken)}
        return {}

    def _do(self, act: Callable[[Session, datetime], object]) -> None:
        with self.runtime.handling() as session:
            act(session, self.runtime.clock())
        self.runtime.wake()

    def _book(self, me: str) -> Block:
        with self.runtime.sessions.begin() as session:
            reads = stages.asks_of(session, me)
            read = words.Book() if reads.id == me else _to_read(session, reads)
            if not team.reps_of(session, me):
                return words.book(read)
            own = tuple(words.Shown(each.id, stages.entry(each)) for each in stages.of_manager(session, me))
            missing = gaps.still_open(session, me, [each.entry for each in own])
            return words.book(replace(read, leads=True, own=own, gaps=tuple(missing)))

    def _show_again(self, body: Json, client: WebClient, me: str) -> None:
        self.refresh(client, body)
        if (body.get("view") or {}).get("type") == "modal":
            _show(client, body, self._book(me))


def register(app: App, playbook: Playbook) -> None:
    """Attach the buttons and the form."""
    app.action(words.OPEN)(playbook.open)
    app.action(words.ADD)(playbook.add)
    app.action(named(words.MORE))(playbook.more)
    app.action(named(words.WRITE))(playbook.write)
    app.action(named(words.NOT_NEEDED))(playbook.not_needed)
    app.action(words.DELETE)(playbook.delete)
    app.view(words.FORM)(playbook.save)


def _read(given: Mapping[str, Answer]) -> rules.Read:
    def text(slot: Slot) -> str:
        value = given.get(slot)
        return value if isinstance(value, str) else ""

    return rules.read(text(Slot.NAME), text(Slot.WORDS), text(Slot.NEXT), text(Slot.EXIT), text(Slot.LINKS))


def _to_read(session: Session, manager: Person) -> words.Book:
    return words.Book(manager=manager.first_name, theirs=tuple(stages.entries(session, manager.id)))


def _show(client: WebClient, body: Json, view: Block) -> None:
    """In the modal that is open, else in one of its own."""
    here = body.get("view") or {}
    if here.get("type") == "modal":
        client.views_update(view_id=here["id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)
