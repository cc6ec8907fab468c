"""Something personal: Kickstand stops. Nothing is stored; the words stand only in the prompt that the rep sees."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.requests import refusals
from bot.requests.blocks import personal as words
from bot.requests.listeners.desk import Desk
from bot.requests.service import holding
from bot.requests.service.asking import Question, burst_of
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.models import Person

Json = dict[str, Any]


def stop(desk: Desk, client: WebClient, rep_id: str, text: str) -> None:
    """Ask the rep what they would like. Called outside any transaction: there is nothing to keep."""
    with desk.runtime.sessions.begin() as session:
        manager = team.manager_of(session, rep_id)
        ways = words.Ways(manager.first_name if manager else "")
        if manager:
            own = team.team(session, manager.id, desk.runtime.clock())
            hr = session.get(Person, own.hr_contact_id) if own.hr_contact_id else None
            url = own.speak_up_url or ""
            ways = words.Ways(manager.first_name, hr.id if hr else "", hr.first_name if hr else "", url)
    said = words.prompt(text, ways)
    client.chat_postMessage(channel=rep_id, text=said.text, blocks=said.blocks, unfurl_links=False)
    desk.confided[rep_id] = desk.runtime.clock()


def stop_all(desk: Desk, client: WebClient, question: Question, *said: str) -> None:
    """A question is personal, and so is the burst it belongs to: what came before leads up to it."""
    with desk.runtime.sessions.begin() as session:
        burst = burst_of(session, question, desk.runtime.clock())
    if burst:
        forget(desk, client, burst.id, question.rep_id, *said)
    else:
        stop(desk, client, question.rep_id, "\n".join(part for part in said if part))


def forget(desk: Desk, client: WebClient, request_id: str, by: str, *added: str) -> None:
    """A request turns out to be personal: it is erased, here and in Slack, and the rep is asked."""
    with desk.runtime.sessions.begin() as session:
        said = holding.erase(session, request_id, by, desk.runtime.clock())
    desk.runtime.wake()
    stop(desk, client, by, "\n".join(part for part in (*said, *added) if part))


def register(app: App, desk: Desk) -> None:
    """Register the buttons of the prompt."""

    @app.action("personal.send")
    def send(ack: Ack, body: Json, client: WebClient) -> None:
        manager = _pass_on(desk, client, body)
        _replace(client, body, words.sent(manager))
        desk.confided.pop(str(body["user"]["id"]), None)
        ack()

    @app.action("personal.hr")
    def hr(ack: Ack, body: Json, client: WebClient) -> None:
        hr_id = str(body["actions"][0]["value"])
        with desk.runtime.sessions.begin() as session:
            name = team.person(session, hr_id).first_name
        client.chat_postMessage(channel=body["channel"]["id"], text=words.hr(name, hr_id))
        ack()

    @app.action("personal.delete")
    def delete(ack: Ack, body: Json, client: WebClient) -> None:
        _replace(client, body, words.DELETED)
        desk.confided.pop(str(body["user"]["id"]), None)
        ack()

    @app.action("personal.speak_up")
    def speak_up(ack: Ack) -> None:
        ack()  # a link: Slack opens it, and tells us only that it was pressed


def _pass_on(desk: Desk, client: WebClient, body: Json) -> str:
    """Send the words to the manager of record, once. Raises Refusal when there is none, or Slack is out of reach."""
    rep_id = str(body["user"]["id"])
    with desk.runtime.sessions.begin() as session:
        manager, rep = team.manager_of(session, rep_id), team.person(session, rep_id)
        if manager is None:
            raise refusals.no_manager()
        names = (manager.id, manager.first_name, rep.name)
    key = f"personal:{body['channel']['id']}:{body['message']['ts']}"
    said = words.passed_on(names[2], words.words_of(body["message"]))
    try:
        desk.once(
            key,
            lambda: client.chat_postMessage(channel=names[0], text=said.text, blocks=said.blocks, unfurl_links=False),
        )
    except (SlackClientError, OSError):
        raise Refusal(words.NOT_SENT) from None
    return names[1]


def _replace(client: WebClient, body: Json, sentence: str) -> None:
    said = words.done(sentence)
    client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=said.text, blocks=said.blocks)
