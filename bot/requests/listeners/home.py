"""App Home and the parked list. Reads, then answers the click; nothing here is kept."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session

from bot.requests.blocks.home import MOST_OF_A_LIST, HomeView, Some, home, parked_list
from bot.requests.blocks.view import RequestView
from bot.requests.listeners.desk import Desk
from bot.requests.models import Request
from bot.requests.rules import WayIn
from bot.requests.service import lists as lists_of
from bot.requests.service.lists import let_play, lists, looked_back
from bot.requests.viewing import view
from bot.slack.clicks import beneath
from bot.team import courtesy
from bot.team import service as team
from bot.team.blocks.replies import after_until
from bot.team.messages import claims
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

    @app.action("home.pause")
    def pause(ack: Ack, body: Json, client: WebClient) -> None:
        me, settings = str(body["user"]["id"]), desk.runtime.settings
        desk.know(client, me)
        desk.do(lambda session, now: courtesy.pause(session, settings, me, None, now))
        refresh_home(desk, client, body)
        ack()

    @app.action("home.resume")
    def resume(ack: Ack, body: Json, client: WebClient) -> None:
        me = str(body["user"]["id"])
        desk.do(lambda session, now: courtesy.resume(session, me))
        refresh_home(desk, client, body)
        ack()


def _is_known(desk: Desk, person_id: str) -> bool:
    with desk.runtime.sessions.begin() as session:
        return session.get(Person, person_id) is not None


def publish(desk: Desk, client: WebClient, person_id: str, over: str = "") -> None:
    """Show a person their App Home as it is now.

    `over`: Slack's hash of the page that it takes the place of. Where another one has done so meanwhile, that may know
    more: it is looked once more.
    """
    with desk.runtime.sessions.begin() as session:
        seen = _home(desk, session, person_id)
    try:
        client.views_publish(user_id=person_id, view=home(seen), hash=over or None)
    except SlackApiError as error:
        if not over or error.response.get("error") != "hash_conflict":
            raise
        publish(desk, client, person_id)


def refresh_home(desk: Desk, client: WebClient, body: Json) -> None:
    """After a click in App Home, or in a form opened there: show what has become of it. Never undoes the click."""
    if beneath(body):
        page = body["view"]
        try:
            publish(desk, client, body["user"]["id"], str(page.get("hash") or "") if page["type"] == "home" else "")
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
    manager, now = team.manager_of(session, person_id), desk.runtime.clock()
    found, leads = lists(session, person_id, MOST_OF_A_LIST), bool(team.reps_of(session, person_id))
    shown = {name: _some(desk, session, some, person_id) for name, some in found._asdict().items()}
    return HomeView(
        manager=manager.first_name if manager else "",
        manager_gone=manager is not None and manager.gone,
        had_manager=team.had_manager(session, person_id),
        leads=leads,
        has_named=not (leads or manager) and bool(team.lines_of(session, person_id, LineStatus.CLAIMED)),
        stands_in_for=team.stands_in_for(session, person_id),
        lead_of=team.lead_of(session, person_id),
        claims=claims(session, person_id),
        tour=tour.home(session, person_id, now),
        paused=_paused(session, person_id, now),
        looked_back=_some(desk, session, looked_back(session, person_id, MOST_OF_A_LIST, now), person_id),
        let_play=_some(desk, session, let_play(session, person_id, MOST_OF_A_LIST, now), person_id),
        groups=desk.groups(session, person_id, now),
        **shown,
    )


def _paused(session: Session, person_id: str, now: datetime) -> str:
    if session.get(Person, person_id) is None:
        return ""
    until = courtesy.paused_until(session, person_id, now)
    return after_until(until, now, team.zone(team.person(session, person_id))) if until else ""


def _some(desk: Desk, session: Session, found: lists_of.Some, reader: str) -> Some:
    return Some(_views(desk, session, found.shown, reader), found.unseen)


def _views(desk: Desk, session: Session, found: list[Request], reader: str) -> tuple[RequestView, ...]:
    now = desk.runtime.clock()
    return tuple(view(session, desk.runtime.settings, each, reader, now) for each in found)
