"""Slack's side of calls together: reads the payload, opens the transaction, calls one service. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.joint_calls.blocks import forms, looking_back
from bot.joint_calls.blocks import pact as words
from bot.joint_calls.blocks.forms import Choice, Slot
from bot.joint_calls.blocks.view import CallView
from bot.joint_calls.messages import view
from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import Side, Terms
from bot.joint_calls.service import looking_back as after
from bot.joint_calls.service import pact
from bot.joint_calls.service.calls import found
from bot.joint_calls.service.looking_back import Agenda
from bot.slack.clicks import Refresh, beneath, clicked, named, submitted, who
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.blocks import day_off

Json = dict[str, Any]
GONE = "I can't find this call any more. It may have been deleted."


@dataclass(frozen=True)
class Calls:
    """Where everything about calls together arrives.

    `is_personal`: whether words must not be kept. `refresh`: shows in App Home what became of a click there.
    `to_agenda`: puts a point on the agenda of a 1:1.
    """

    runtime: Runtime
    is_personal: Callable[..., bool]
    refresh: Refresh
    to_agenda: Agenda

    def plan(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand call`, and the button in App Home: an empty form."""
        me = who(body)
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            choices = [
                Choice(each.person.id, each.person.name, each.side is Side.MANAGER)
                for each in pact.partners(session, me)
            ]
            zone = team.zone(team.person(session, me))
        client.views_open(trigger_id=body["trigger_id"], view=forms.plan(choices, zone, beneath(body)))
        ack()

    def planned(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A new call was entered; what is wrong is shown at its field."""
        me = str(body["user"]["id"])
        entered = self._read(me, body["view"])
        terms = entered.terms
        if terms is None:
            ack(response_action="errors", errors=entered.errors)
            return
        if off := self._day_off(body["view"], me, terms, lambda session: _partner(session, me, entered.partner)):
            ack(response_action="update", view=day_off.asks(body["view"], Slot.DAY, off))
            return
        self._do(lambda session, now: pact.plan(session, me, entered.partner, terms, now))
        self.refresh(client, body)
        ack()

    def open_change(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The form with what is planned."""
        me, call_id = clicked(body)
        with self.runtime.sessions.begin() as session:
            now = self.runtime.clock()
            call, _ = pact.still_ahead(session, call_id, me, now)
            form = forms.change(self._view(session, call, me), call.starts_at, _zone(session, me), _data(body, call_id))
        client.views_open(trigger_id=body["trigger_id"], view=form)
        ack()

    def change(self, ack: Ack, body: Json, client: WebClient) -> None:
        """What is planned was changed; what is wrong is shown at its field."""
        me, call_id = submitted(body)
        with self.runtime.sessions.begin() as session:
            pact.still_ahead(session, call_id, me, self.runtime.clock())
        entered = self._read(me, body["view"])
        terms = entered.terms
        if terms is None:
            ack(response_action="errors", errors=entered.errors)
            return
        if off := self._day_off(body["view"], me, terms, lambda session: _other(session, me, call_id)):
            ack(response_action="update", view=day_off.asks(body["view"], Slot.DAY, off))
            return
        self._do(lambda session, now: pact.change(session, call_id, me, terms, now))
        self.refresh(client, body)
        ack()

    def agree(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A yes. Who has not said yet what the manager is there for says it first, in a form."""
        me, call_id = clicked(body)
        with self.runtime.sessions.begin() as session:
            call, side = pact.still_ahead(session, call_id, me, self.runtime.clock())
            seen = self._view(session, call, me)
            must_choose = call.role_of(side) is None
        if must_choose:
            form = forms.agree(seen, words.facts_of(seen), _data(body, call_id))
            client.views_open(trigger_id=body["trigger_id"], view=form)
        else:
            self._do(lambda session, now: pact.agree(session, call_id, me, None, now))
            self.refresh(client, body)
        ack()

    def agreed(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A yes, with a role."""
        me, call_id = submitted(body)
        role = forms.read_role(body["view"])
        if role is None:
            ack(response_action="errors", errors={Slot.ROLE: forms.PICK})
            return
        self._do(lambda session, now: pact.agree(session, call_id, me, role, now))
        self.refresh(client, body)
        ack()

    def call_off(self, ack: Ack, body: Json, client: WebClient) -> None:
        """It does not take place, or it did not."""
        me, call_id = clicked(body)
        self._do(lambda session, now: pact.call_off(session, call_id, me, now))
        self.refresh(client, body)
        ack()

    def open_look_back(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The questions."""
        me, call_id = clicked(body)
        with self.runtime.sessions.begin() as session:
            call, _ = after.writable(session, call_id, me, self.runtime.clock())
            form = forms.look_back(self._view(session, call, me), _data(body, call_id))
        client.views_open(trigger_id=body["trigger_id"], view=form)
        ack()

    def look_back(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The answers; what is wrong is shown at its field."""
        me, call_id = submitted(body)
        seen, errors = forms.read_view(body["view"])
        errors = errors or self._personal(body["view"])
        if seen is None or errors:
            ack(response_action="errors", errors=errors)
            return
        self._do(lambda session, now: after.write(session, call_id, me, seen, now))
        self.refresh(client, body)
        ack()

    def park(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A point for the 1:1."""
        me, call_id = clicked(body)

        def act(session: Session, now: datetime) -> None:
            call, _ = found(session, call_id, me)
            title = looking_back.title(self._view(session, call, me))
            after.park(session, call_id, me, title, self.to_agenda, now)

        self._do(act)
        self.refresh(client, body)
        ack()

    # Inside ---------------------------------------------------------------------------------------------------

    def _do(self, act: Callable[[Session, datetime], object]) -> None:
        with self.runtime.handling() as session:
            act(session, self.runtime.clock())
        self.runtime.wake()

    def _read(self, me: str, form: Json) -> forms.Entered:
        with self.runtime.sessions.begin() as session:
            zone = _zone(session, me)
        entered = forms.read_terms(form, zone, self.runtime.clock())
        personal = {} if entered.errors else self._personal(form)
        return entered._replace(terms=None, errors=personal) if personal else entered

    def _day_off(self, form: Json, me: str, terms: Terms, other: Callable[[Session], str]) -> str | None:
        """Who has that day off, as a sentence; None where that does not matter."""
        with self.runtime.sessions.begin() as session:
            both = (me, other(session))
            off = team.day_off_then(session, me, both, terms.starts_at, self.runtime.clock())
        return None if day_off.is_meant(form) else off

    def _personal(self, form: Json) -> dict[str, str]:
        """What must not be kept, by field."""
        return {name: forms.PERSONAL for name, text in forms.typed(form).items() if self.is_personal(text)}

    def _view(self, session: Session, call: JointCall, me: str) -> CallView:
        seen = view(session, call, me, self.runtime.clock())
        if seen is None:
            raise Refusal(GONE)
        return seen


def _partner(session: Session, me: str, partner_id: str) -> str:
    return pact.partner(session, me, partner_id).person.id


def _other(session: Session, me: str, call_id: str) -> str:
    call, side = found(session, call_id, me)
    return call.person_of(side.other)


def _zone(session: Session, person_id: str) -> ZoneInfo:
    return team.zone(team.person(session, person_id))


def _data(body: Json, call_id: str) -> str:
    return f"{call_id} {beneath(body)}".strip()


def register(app: App, calls: Calls) -> None:
    """Attach the buttons and the forms."""
    app.action(forms.PLAN)(calls.plan)
    app.view(forms.PLAN)(calls.planned)
    app.action(named(words.CHANGE))(calls.open_change)
    app.view(forms.CHANGE)(calls.change)
    app.action(named(words.AGREE))(calls.agree)
    app.view(forms.AGREE)(calls.agreed)
    app.action(named(words.CALL_OFF))(calls.call_off)
    app.action(named(looking_back.NOT_HELD))(calls.call_off)
    app.action(named(looking_back.LOOK_BACK))(calls.open_look_back)
    app.view(forms.LOOK_BACK)(calls.look_back)
    app.action(named(looking_back.PARK))(calls.park)
