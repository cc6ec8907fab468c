"""Something personal: Kickstand stops. Nothing is stored; the words stand only in the prompt that the rep sees."""

import contextlib
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.blocks import personal as words
from bot.requests.listeners.desk import Desk
from bot.requests.service import holding
from bot.requests.service.asking import Question, burst_of
from bot.slack.errors import Refusal
from bot.slack.kit import Words
from bot.slack.once import post_once
from bot.slack.receiving.inbox import AlreadyHandled, current_mark
from bot.team import service as team
from bot.team.models import Person

Json = dict[str, Any]


def stop(desk: Desk, client: WebClient, rep_id: str, text: str, *, said_so: bool = False) -> None:
    """Ask the rep what they would like. Called outside any transaction: there is nothing to keep."""
    with desk.runtime.sessions.begin() as session:
        manager = team.manager_of(session, rep_id)
        ways = _ways(session, manager, desk.runtime.clock()) if manager else words.Ways()
    said = words.prompt(text, ways, said_so)
    post_once(desk.runtime, client, f"personal:{rep_id}:{current_mark()}", rep_id, said)
    desk.confides(rep_id)


def _ways(session: Session, manager: Person, now: datetime) -> words.Ways:
    own = team.team(session, manager.id, now)
    hr = session.get(Person, own.hr_contact_id) if own.hr_contact_id else None
    return words.Ways(
        manager_id=manager.id,
        manager=manager.first_name,
        hr_id=hr.id if hr else "",
        hr_name=hr.first_name if hr else "",
        speak_up_url=own.speak_up_url or "",
    )


def stops(desk: Desk, client: WebClient, rep_id: str, text: str) -> bool:
    """Whether these words are personal; then the rep was asked what they would like."""
    if not desk.is_personal(text):
        return False
    stop(desk, client, rep_id, text)
    return True


def stop_all(desk: Desk, client: WebClient, question: Question, *said: str) -> None:
    """A question is personal, and so is the burst it belongs to: what came before leads up to it."""
    with desk.runtime.sessions.begin() as session:
        burst = burst_of(session, question, desk.runtime.clock())
    if burst:
        forget(desk, client, burst.id, question.rep_id, *said)
    else:
        stop(desk, client, question.rep_id, "\n".join(part for part in said if part))


def forget(desk: Desk, client: WebClient, request_id: str, by: str, *added: str, said_so: bool = False) -> None:
    """A request turns out to be personal: the rep is asked, and it is erased, here and in Slack.

    In this order: while Slack is out of reach, the rep's words stay where they are until it can be tried again. Who
    comes again after a crash in between finds that the rep was asked, and erases.
    """
    with desk.runtime.sessions.begin() as session:
        said = holding.words_of(session, request_id, by)
    with contextlib.suppress(AlreadyHandled):
        stop(desk, client, by, "\n".join(part for part in (*said, *added) if part), said_so=said_so)
    with desk.runtime.sessions.begin() as session:
        holding.erase(session, request_id, by, desk.runtime.clock())
    desk.runtime.wake()


def register(app: App, desk: Desk) -> None:
    """Register the buttons of the prompt."""

    @app.action("personal.send")
    def send(ack: Ack, body: Json, client: WebClient) -> None:
        manager = _pass_on(desk, client, body)
        _replace(client, body, words.sent(manager))
        desk.has_chosen(str(body["user"]["id"]))
        ack()

    @app.action("personal.hr")
    def hr(ack: Ack, body: Json, client: WebClient) -> None:
        rep_id = str(body["user"]["id"])
        with desk.runtime.sessions.begin() as session:
            manager = team.manager_of(session, rep_id)
            ways = _ways(session, manager, desk.runtime.clock()) if manager else words.Ways()
        if not ways.hr_id:
            raise Refusal(words.NO_HR)
        said = Words(words.hr(ways.hr_name, ways.hr_id), [])
        post_once(desk.runtime, client, f"hr:{current_mark()}", rep_id, said)
        ack()

    @app.action("personal.delete")
    def delete(ack: Ack, body: Json, client: WebClient) -> None:
        _replace(client, body, words.DELETED)
        desk.has_chosen(str(body["user"]["id"]))
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
        ways = _ways(session, manager, desk.runtime.clock())
        names = (manager.id, manager.first_name, rep.name)
    place = _place(body)
    text = words.words_of(body["message"])
    if body["actions"][0].get("value") != names[0]:
        again = words.prompt(text, ways)
        client.chat_update(**place, text=again.text, blocks=again.blocks)
        raise Refusal(words.another_manager(names[1]))
    key = f"passed_on:{place['channel']}:{place['ts']}"
    try:
        with contextlib.suppress(AlreadyHandled):  # the prompt shows once more that it was sent
            post_once(desk.runtime, client, key, names[0], words.passed_on(names[2], text))
    except (SlackClientError, OSError):
        raise Refusal(words.NOT_SENT) from None
    return names[1]


def _place(body: Json) -> Json:
    """Where the prompt stands that was clicked in. Raises Refusal when Slack does not say."""
    if not (body.get("channel") and body.get("message")):
        raise refusals.gone()
    return {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}


def _replace(client: WebClient, body: Json, sentence: str) -> None:
    said = words.done(sentence)
    client.chat_update(**_place(body), text=said.text, blocks=said.blocks)
