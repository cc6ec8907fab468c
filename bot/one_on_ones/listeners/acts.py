"""The buttons and forms of 1:1s that change something. Each opens one transaction and calls one service."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.one_on_ones.blocks import agenda, forms
from bot.one_on_ones.listeners.opening import OneOnOnes
from bot.one_on_ones.models import Meeting
from bot.one_on_ones.rules import MeetingState, wrong_moment
from bot.one_on_ones.service import meetings, planning, points
from bot.requests.listeners import personal
from bot.requests.listeners.home import refresh_home
from bot.slack.clicks import clicked, named, submitted
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.blocks import day_off

Json = dict[str, Any]
Act = Callable[[Session, str, str, datetime], str]
"""(session, what the button carries, who clicked, now): answers whose 1:1 it is about."""


def register(app: App, here: OneOnOnes) -> None:
    """Attach them."""
    acts: dict[str, Act] = {
        agenda.DONE: points.done,
        agenda.BRING: points.bring,
        agenda.TALKED: points.talked,
        agenda.HELD: _settles(here, MeetingState.HELD),
        agenda.SKIP: _settles(here, MeetingState.SKIPPED),
    }
    for action, act in acts.items():
        app.action(named(action))(_button(here, act))
    app.action(named(agenda.TOPICS))(_topics(here))
    app.view(forms.ADD_VIEW)(_added(here))
    app.view(forms.MOVE_VIEW)(_moved(here))
    app.view(forms.RHYTHM_VIEW)(_rhythm(here))


def _settles(here: OneOnOnes, state: MeetingState) -> Act:
    def act(session: Session, meeting_id: str, by: str, now: datetime) -> str:
        rep_id = meetings.of_manager(session, meeting_id, by).rep_id
        meetings.settle(session, here.desk.runtime.settings, meeting_id, by, state, now)
        return rep_id

    return act


def _button(here: OneOnOnes, act: Act) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        me, value = clicked(body)
        rep_id = ""

        def do(session: Session, now: datetime) -> None:
            nonlocal rep_id
            rep_id = act(session, value, me, now)

        here.desk.do(do)
        _again(here, client, body, me, rep_id)
        ack()

    return listener


def _again(here: OneOnOnes, client: WebClient, body: Json, me: str, rep_id: str) -> None:
    """What was clicked in shows what has become of it; a message is brought up to date by its own way."""
    refresh_home(here.desk, client, body)
    view = body.get("view") or {}
    if view.get("callback_id") == agenda.MODAL:
        shown = here.pair(me, rep_id) | {"private_metadata": view.get("private_metadata") or ""}
        here.show_again(client, view["id"], shown)


def _topics(here: OneOnOnes) -> Callable[[Ack, Json], None]:
    def listener(ack: Ack, body: Json) -> None:
        me, action = str(body["user"]["id"]), body["actions"][0]
        chosen = [str(each["value"]) for each in action.get("selected_options") or []]
        meeting_id = str(action["action_id"]).partition("@")[2]
        here.desk.do(lambda session, now: meetings.tick(session, meeting_id, me, chosen, now))
        ack()  # the boxes show it already, wherever they stand

    return listener


def _added(here: OneOnOnes) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        me, rep_id = submitted(body)
        chosen, text = forms.typed(body["view"]["state"]["values"])
        rep_id = rep_id or chosen
        if here.desk.is_personal(text):
            if me == rep_id:
                personal.stop(here.desk, client, me, text)
                ack()
            else:
                ack(response_action="errors", errors={"text": forms.PERSONAL_MANAGER})
            return
        try:
            here.desk.do(lambda session, now: points.add(session, rep_id, me, text, now))
        except Refusal as refusal:
            ack(response_action="errors", errors={"text": str(refusal)})
            return
        _below(here, client, body, me, rep_id)
        ack()

    return listener


def _moved(here: OneOnOnes) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        (me, meeting_id), to = submitted(body), forms.moment(body["view"]["state"]["values"])
        wrong = wrong_moment(to, here.desk.runtime.clock())
        if wrong or to is None:
            ack(response_action="errors", errors={"to": wrong or ""})
            return
        new: Meeting | None = None

        def do(session: Session, now: datetime) -> None:
            nonlocal new
            anyway = day_off.is_meant(body["view"])
            new = meetings.move(session, here.desk.runtime.settings, meeting_id, me, to, now, on_day_off=anyway)

        try:
            here.desk.do(do)
        except meetings.DayOff as off:
            ack(response_action="update", view=day_off.asks(body["view"], "to", str(off)))
            return
        except Refusal as refusal:
            ack(response_action="errors", errors={"to": str(refusal)})
            return
        _below(here, client, body, me, new.rep_id if new else "")
        ack()

    return listener


def _rhythm(here: OneOnOnes) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        me, runtime = str(body["user"]["id"]), here.desk.runtime
        with runtime.sessions.begin() as session:
            today = team.today(session, me, runtime.clock())
            reps = [rep.id for rep in team.active_reps_of(session, me)]
        wanted = forms.entered(body["view"]["state"]["values"], today)
        if wanted.errors:
            ack(response_action="errors", errors=dict(wanted.errors))
            return
        whom = reps if wanted.everybody else wanted.rep_ids
        try:
            here.desk.do(
                lambda session, now: planning.set_rhythm(session, runtime.settings, me, whom, wanted.rhythm, now)
            )
        except Refusal as refusal:
            ack(response_action="errors", errors={"who": str(refusal)})
            return
        refresh_home(here.desk, client, body)
        here.show_again(client, body["view"].get("previous_view_id"), here.overview(me))
        ack()

    return listener


def _below(here: OneOnOnes, client: WebClient, body: Json, me: str, rep_id: str) -> None:
    """The form is gone; what lies below it shows what came of it."""
    refresh_home(here.desk, client, body)
    if previous := body["view"].get("previous_view_id"):
        here.show_again(client, previous, here.pair(me, rep_id))
