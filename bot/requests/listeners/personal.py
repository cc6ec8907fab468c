"""Something personal: Kickstand stops. Nothing is stored; the words stand only in the prompt that the rep sees."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.requests import refusals
from bot.requests.blocks import personal as words
from bot.requests.listeners.desk import Desk
from bot.requests.rules import Brief
from bot.requests.service import holding
from bot.slack.errors import Refusal
from bot.slack.kit import Words
from bot.slack.seen import forget_key
from bot.team import service as team

Json = dict[str, Any]


def stop(desk: Desk, client: WebClient, rep_id: str, text: str) -> None:
    """Ask the rep what they would like. Called outside any transaction: there is nothing to keep."""
    with desk.runtime.sessions.begin() as session:
        manager = team.manager_of(session, rep_id)
        ways = words.Ways(manager.first_name if manager else "")
        if manager:
            own = team.team(session, manager.id, desk.runtime.clock())
            hr = team.person(session, own.hr_contact_id) if own.hr_contact_id else None
            url = own.speak_up_url or ""
            ways = words.Ways(manager.first_name, hr.id if hr else "", hr.first_name if hr else "", url)
    said = words.prompt(text, ways)
    client.chat_postMessage(channel=rep_id, text=said.text, blocks=said.blocks, unfurl_links=False)


def forget(desk: Desk, client: WebClient, request_id: str, by: str, brief: Brief | None = None) -> None:
    """A held request turns out to be personal: it is erased, here and in Slack, and the rep is asked."""
    with desk.runtime.sessions.begin() as session:
        text = holding.erase(session, request_id, by, desk.runtime.clock())
    desk.runtime.wake()
    added = [brief.tried, *brief.options] if brief else []
    stop(desk, client, by, "\n".join(part for part in (text, *added) if part))


def register(app: App, desk: Desk) -> None:
    """Register the buttons of the prompt."""

    @app.action("personal.send")
    def send(ack: Ack, body: Json, client: WebClient) -> None:
        manager = _pass_on(desk, client, body)
        _replace(client, body, words.sent(manager))
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
    if desk.is_new(key):
        _post(desk, client, names[0], words.passed_on(names[2], words.words_of(body["message"])), key)
    return names[1]


def _post(desk: Desk, client: WebClient, manager_id: str, said: Words, key: str) -> None:
    try:
        client.chat_postMessage(channel=manager_id, text=said.text, blocks=said.blocks, unfurl_links=False)
    except (SlackClientError, OSError):
        with desk.runtime.sessions.begin() as session:
            forget_key(session, key)
        raise Refusal(words.NOT_SENT) from None


def _replace(client: WebClient, body: Json, sentence: str) -> None:
    said = words.done(sentence)
    client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=said.text, blocks=said.blocks)
