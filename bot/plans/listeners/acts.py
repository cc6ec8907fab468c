"""The buttons and forms of plans that change something. Each opens one transaction and calls one service."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.plans.blocks import forms
from bot.plans.blocks import plan as words
from bot.plans.listeners.opening import Plans
from bot.plans.service import news, plans, promises
from bot.requests.blocks.forms import values
from bot.requests.listeners import personal
from bot.requests.listeners.home import refresh_home
from bot.requests.rules import WayIn
from bot.slack.clicks import clicked, named, submitted
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.blocks import likes
from bot.team.rules import HelpStyle
from bot.team.service.settings import like_help

Json = dict[str, Any]
Act = Callable[[Session, str, str, datetime], str]
"""(session, what the button carries, who clicked, now): answers whose plan it is about."""
Errors = Mapping[str, str]


def register(app: App, here: Plans) -> None:
    """Attach them."""
    settings = here.desk.runtime.settings
    acts: dict[str, Act] = {
        words.AGREE: lambda *given: plans.agree(*given).rep_id,
        words.NEXT: lambda *given: plans.start_next(*given).rep_id,
        words.DONE: promises.done,
        words.TAKE_BACK: promises.take_back,
        words.ACCEPT: lambda session, *given: news.accept(session, settings, *given),
        words.END: news.end,
    }
    for action, act in acts.items():
        app.action(named(action))(_button(here, act))
    app.action(named(likes.CHOOSE))(_likes(here))
    app.view(forms.WRITE_VIEW)(_written(here))
    app.view(forms.PROMISE_VIEW)(_promised(here))
    app.view(forms.NEWS_VIEW)(_arranged(here))
    app.view(forms.WORDS_VIEW)(_told(here))


def _button(here: Plans, act: Act) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        me, value = clicked(body)
        rep_id = _do(here, lambda session, now: act(session, value, me, now))
        refresh_home(here.desk, client, body)
        view = body.get("view") or {}
        if view.get("callback_id") == words.MODAL:
            here.show_again(client, view["id"], me, rep_id, str(view.get("private_metadata") or ""))
        ack()

    return listener


def _do(here: Plans, act: Callable[[Session, datetime], str]) -> str:
    found = ""

    def do(session: Session, now: datetime) -> None:
        nonlocal found
        found = act(session, now)

    here.desk.do(do)
    return found


def _likes(here: Plans) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        me, chosen = str(body["user"]["id"]), body["actions"][0].get("selected_option") or {}
        style = next((each for each in HelpStyle if each == chosen.get("value")), None)
        here.desk.do(lambda session, now: like_help(session, me, style))
        ack()  # the menu shows it already

    return listener


def _written(here: Plans) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        (me, rep_id), given = submitted(body), values(body["view"])
        answers = forms.answers(given)
        errors = _personal(here, {f"answer_{at}": each for at, each in enumerate(answers)}, me == rep_id)
        review_on, wrong = forms.day(given.get("review_on", ""), _today(here, me))
        errors |= {"review_on": wrong} if wrong and given.get("review_on") else {}

        def act(session: Session, now: datetime) -> str:
            return plans.write(session, rep_id, me, answers, review_on, now).rep_id

        _finish(here, ack, body, client, errors, act, "answer_0")

    return listener


def _promised(here: Plans) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        (me, rep_id), given = submitted(body), values(body["view"])
        text = given.get("text", "")
        errors = _personal(here, {"text": text}, False)
        due_on, wrong = forms.day(given.get("due_on", ""), _today(here, me))
        errors |= {"due_on": wrong} if wrong else {}

        def act(session: Session, now: datetime) -> str:
            return promises.make(session, rep_id, me, text, due_on or date.max, now).rep_id

        _finish(here, ack, body, client, errors, act, "text")

    return listener


def _arranged(here: Plans) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        (me, rep_id), given = submitted(body), values(body["view"])
        settings, what, weekday = here.desk.runtime.settings, given.get("what", ""), given.get("weekday", "")
        errors = _personal(here, {"what": what}, me == rep_id)
        errors |= {} if weekday in set("0123456") else {"weekday": "Pick a day of the week."}

        def act(session: Session, now: datetime) -> str:
            return news.arrange(session, settings, rep_id, me, what, int(weekday), now).rep_id

        _finish(here, ack, body, client, errors, act, "what")

    return listener


def _told(here: Plans) -> Callable[[Ack, Json, WebClient], None]:
    def listener(ack: Ack, body: Json, client: WebClient) -> None:
        (me, news_id), text = submitted(body), values(body["view"]).get("text", "")
        if here.desk.is_personal(text):
            personal.stop(here.desk, client, me, text)
            ack()
            return
        settings = here.desk.runtime.settings

        def act(session: Session, now: datetime) -> str:
            news.write(session, settings, news_id, me, text, now)
            return me

        _finish(here, ack, body, client, {}, act, "text")

    return listener


def _finish(
    here: Plans,
    ack: Ack,
    body: Json,
    client: WebClient,
    errors: Errors,
    act: Callable[[Session, datetime], str],
    slot: str,
) -> None:
    """Do it, unless something is wrong with the form; the page below shows what came of it."""
    if errors:
        ack(response_action="errors", errors=dict(errors))
        return
    try:
        rep_id = _do(here, act)
    except Refusal as refusal:
        ack(response_action="errors", errors={slot: str(refusal)})
        return
    refresh_home(here.desk, client, body)
    below, me = body["view"].get("previous_view_id"), str(body["user"]["id"])
    behind = str(body["view"].get("private_metadata") or "").endswith(WayIn.HOME)
    here.show_again(client, below, me, rep_id, str(WayIn.HOME) if behind else "")
    ack()


def _personal(here: Plans, typed: Mapping[str, str], is_rep: bool) -> dict[str, str]:
    """A sentence at each field whose words are somebody's own trouble: nothing of them is kept."""
    said = forms.PERSONAL if is_rep else forms.PERSONAL_MANAGER
    return {slot: said for slot, text in typed.items() if here.desk.is_personal(text)}


def _today(here: Plans, me: str) -> date:
    with here.desk.runtime.sessions.begin() as session:
        return team.today(session, me, here.desk.runtime.clock())
