"""App Home and the parked list. Reads, then answers the click; nothing here is kept."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.requests.blocks.home import MOST_OF_A_LIST, HomeView, home, parked_list
from bot.requests.blocks.view import RequestView
from bot.requests.listeners.desk import Desk
from bot.requests.models import Request
from bot.requests.rules import WayIn
from bot.requests.service.lists import let_play, lists, looked_back
from bot.requests.viewing import view
from bot.slack.clicks import beneath
from bot.team import courtesy
from bot.team import service as team
from bot.team.blocks.replies import after_until
from bot.team.models import Person
from bot.team.rules import LineStatus
from bot.tour import messages as tour

Json = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Register App Home."""

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        if event.get("tab") == "home":
            if _is_known(desk, event["user"]):  # looking at the tab is no reason to keep who somebody is
                desk.know(client, event["user"])
            publish(desk, client, event["user"])

    @app.action("home.resume")
    def resume(ack: Ack, body: Json, client: WebClient) -> None:
        me = str(body["user"]["id"])
        desk.do(lambda session, now: courtesy.resume(session, me))
        refresh_home(desk, client, body)
        ack()


def _is_known(desk: Desk, person_id: str) -> bool:
    with desk.runtime.sessions.begin() as session:
        return session.get(Person, person_id) is not None


def publish(desk: Desk, client: WebClient, person_id: str) -> None:
    """Show a person their App Home as it is now."""
    with desk.runtime.sessions.begin() as session:
        seen = _home(desk, session, person_id)
    client.views_publish(user_id=person_id, view=home(seen))


def refresh_home(desk: Desk, client: WebClient, body: Json) -> None:
    """After a click in App Home, or in a form opened there: show what has become of it. Never undoes the click."""
    if beneath(body):
        try:
            publish(desk, client, body["user"]["id"])
        except (SlackClientError, OSError):
            return  # it is drawn anew whenever it is opened


def open_form(client: WebClient, body: Json, form: Json) -> None:
    """Open a form about a request; it remembers when App Home is behind it, so that it can be drawn anew."""
    if (body.get("view") or {}).get("type") == "home":
        form["private_metadata"] += f" {WayIn.HOME}"
    client.views_open(trigger_id=body["trigger_id"], view=form)


def list_command(desk: Desk, ack: Ack, body: Json, client: WebClient) -> None:
    """`/kickstand list`: what is parked for the 1:1 (S2.9)."""
    desk.know(client, body["user_id"])
    with desk.runtime.sessions.begin() as session:
        found = lists(session, body["user_id"], MOST_OF_A_LIST)
        mine = _views(desk, session, found.parked.shown, body["user_id"])
        with_me = _views(desk, session, found.parked_with_me.shown, body["user_id"])
        unseen = found.parked.unseen + found.parked_with_me.unseen
    ack(text=parked_list(mine, with_me, unseen))


def _home(desk: Desk, session: Session, person_id: str) -> HomeView:
    manager = team.manager_of(session, person_id)
    found, now = lists(session, person_id, MOST_OF_A_LIST), desk.runtime.clock()
    leads = bool(team.reps_of(session, person_id))
    asked, played = looked_back(session, person_id, now), let_play(session, person_id, now)
    return HomeView(
        manager=manager.first_name if manager else "",
        leads=leads,
        has_named=not (leads or manager) and bool(team.lines_of(session, person_id, LineStatus.CLAIMED)),
        stands_in_for=", ".join(team.stands_in_for(session, person_id)),
        lead_of=", ".join(team.lead_of(session, person_id)),
        mine=_views(desk, session, found.mine.shown, person_id),
        waiting=_views(desk, session, found.waiting.shown, person_id),
        parked=_views(desk, session, found.parked.shown, person_id),
        parked_with_me=_views(desk, session, found.parked_with_me.shown, person_id),
        can_wait=_views(desk, session, found.can_wait.shown, person_id),
        more=tuple(desk.sections(session, person_id, now)) if session.get(Person, person_id) else (),
        tour=tuple(tour.home(session, person_id, now)),
        looked_back=_views(desk, session, asked, person_id),
        let_play=_views(desk, session, played, person_id),
        unseen=sum(each.unseen for each in found) + _unseen(asked, played),
        paused=_paused(session, person_id, now),
    )


def _paused(session: Session, person_id: str, now: datetime) -> str:
    if session.get(Person, person_id) is None:
        return ""
    until = courtesy.paused_until(session, person_id, now)
    return after_until(until, now, team.zone(team.person(session, person_id))) if until else ""


def _unseen(*found: list[Request]) -> int:
    return sum(max(len(each) - MOST_OF_A_LIST, 0) for each in found)


def _views(desk: Desk, session: Session, found: list[Request], reader: str) -> tuple[RequestView, ...]:
    now = desk.runtime.clock()
    return tuple(view(session, desk.runtime.settings, each, reader, now) for each in found[:MOST_OF_A_LIST])
