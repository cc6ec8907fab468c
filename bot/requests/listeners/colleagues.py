"""`Ask Riya`, and who helped: says where to write, keeps who it was. The question stays where it is meanwhile."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.peers import blocks as words
from bot.peers import service as peers
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import open_form, refresh_home
from bot.requests.rules import Status
from bot.requests.service import holding, lifecycle
from bot.requests.viewing import view
from bot.slack.clicks import clicked, named, submitted
from bot.slack.kit import notice
from bot.store.workspace import current
from bot.team import directory
from bot.team import service as team

Json = dict[str, Any]
NOT_NOW = "They can't be asked just now. Your question is still with me."
THAT_IS_YOU = "That's you. Close this if nobody helped."


def register(app: App, desk: Desk) -> None:
    """Attach the buttons and the form."""

    @app.action(named(words.ASK))
    def ask(ack: Ack, body: Json, client: WebClient) -> None:
        found = _where(desk, body)
        if found is None:
            by, value = clicked(body)
            desk.do(lambda session, now: holding.bring_up_to_date(session, value.partition(":")[0], by, now))
            refresh_home(desk, client, body)
        client.views_open(trigger_id=body["trigger_id"], view=found or notice(NOT_NOW))
        ack()

    @app.action(named(words.WHO))
    def open_helped(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = clicked(body)
        with desk.runtime.sessions.begin() as session:
            request = lifecycle.asked_by(session, request_id, by)
            lifecycle.refuse_unless(request, Status.SOLVED)
            found = peers.helpers(session, by, request.topic) if request.topic else []
        open_form(client, body, words.helped(request_id, [each.id for each in found]))
        ack()

    @app.view(words.HELPED)
    def helped(ack: Ack, body: Json, client: WebClient) -> None:
        by, request_id = submitted(body)
        picked = body["view"]["state"]["values"].get(words.HELPER, {}).get(words.HELPER, {}).get("selected_users") or []
        if not picked:
            ack()
            return
        helper = str(picked[0])
        wrong = [THAT_IS_YOU] if helper == by else directory.unfit(desk.runtime, client, [helper])
        if wrong:
            ack(response_action="errors", errors={words.HELPER: wrong[0]})
            return
        desk.do(lambda session, now: holding.say_who_helped(session, request_id, by, helper, now))
        refresh_home(desk, client, body)
        ack()


def _where(desk: Desk, body: Json) -> Json | None:
    """Where to write to the colleague whose button was clicked; None when they cannot be asked any more."""
    by, value = clicked(body)
    request_id, _, peer_id = value.partition(":")
    now = desk.runtime.clock()
    with desk.runtime.sessions.begin() as session:
        request = lifecycle.asked_by(session, request_id, by)
        lifecycle.refuse_unless(request, Status.HELD)
        if request.topic is None or not peers.can_be_asked(session, by, request.topic, peer_id, now):
            return None
        goes = view(session, desk.runtime.settings, request, by, now).goes
        return words.where(team.person(session, peer_id).first_name, peer_id, current(), goes)
