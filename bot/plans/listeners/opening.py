"""`/kickstand plan` and what opens: reads payloads, shows what is true now. Keeps nothing."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.plans.blocks import forms
from bot.plans.blocks import home as home_words
from bot.plans.blocks import plan as words
from bot.plans.messages import earlier_view, overview, pair_view
from bot.plans.service import news, plans
from bot.requests.listeners.desk import Desk
from bot.settings import Settings
from bot.slack import markup
from bot.slack.clicks import HOME, beneath, clicked, named, show, who
from bot.slack.errors import Refusal
from bot.team import directory
from bot.team import service as team

Json = dict[str, Any]
Make = Callable[[Session, str, str, datetime], Json]
"""(session, what the button carries, who clicked, now): the view to show."""
FRIDAY = 4


@dataclass(frozen=True)
class Plans:
    """Where `/kickstand plan` arrives, and every button that opens something."""

    desk: Desk

    def register(self, app: App) -> None:
        """Attach the buttons that open something."""
        opens: dict[str, Make] = {
            words.OPEN: partial(_page, self.desk.runtime.settings),
            words.READ: _earlier,
            words.WRITE: _write,
            words.PROMISE: _promise,
            words.NEWS: _news,
            words.NEWS_WRITE: _words,
        }
        for action, make in opens.items():
            app.action(named(action))(self._opens(make))

    def command(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand plan`: one's own, or those of one's reps; with a name behind it, the one with them."""
        me = who(body)
        directory.ensure(self.desk.runtime, client, me)
        named_there = markup.mentions(str(body.get("text") or ""))[:1]
        with self.desk.runtime.sessions.begin() as session:
            manager = team.manager_of(session, me)
            is_mine = not named_there or (manager is not None and named_there[0] == manager.id)
            rep_id = (home_words.ALL if not named_there else me) if is_mine else named_there[0]
            view = _page(self.desk.runtime.settings, session, rep_id, me, self.desk.runtime.clock())
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def _opens(self, make: Make) -> Callable[[Ack, Json, WebClient], None]:
        def listener(ack: Ack, body: Json, client: WebClient) -> None:
            me, value = clicked(body)
            with self.desk.runtime.sessions.begin() as session:
                view = make(session, value, me, self.desk.runtime.clock())
            _show(client, body, view)
            ack()

        return listener

    def show_again(self, client: WebClient, view_id: str | None, me: str, rep_id: str, data: str = "") -> None:
        """The page that was clicked in, or lies below a form, shows what has become of it. Never undoes anything."""
        if not view_id:
            return
        with contextlib.suppress(SlackClientError, OSError, Refusal):  # it is drawn anew whenever it is opened
            with self.desk.runtime.sessions.begin() as session:
                view = words.page(pair_view(session, rep_id, me, self.desk.runtime.clock()))
            client.views_update(view_id=view_id, view=view | {"private_metadata": data})


def _page(settings: Settings, session: Session, rep_id: str, me: str, now: datetime) -> Json:
    if rep_id == home_words.ALL:
        if team.reps_of(session, me):
            return overview(settings, session, me, now)
        rep_id = me
    return words.page(pair_view(session, rep_id, me, now))


def _earlier(session: Session, plan_id: str, me: str, now: datetime) -> Json:
    return words.old_page(earlier_view(session, plan_id, me, now))


def _write(session: Session, rep_id: str, me: str, now: datetime) -> Json:
    view = pair_view(session, rep_id, me, now)
    rep, manager = plans.pair(session, rep_id, me)
    mine = plans.draft_of(session, rep.id, manager.id, me)
    is_over = view.review_on is not None and view.review_on < team.today(session, me, now)
    review_on = None if is_over else view.review_on
    return forms.write(rep.id, view.other, mine, view.others_words, review_on, is_rep=view.is_rep)


def _promise(session: Session, rep_id: str, me: str, now: datetime) -> Json:
    rep, manager = plans.pair(session, rep_id, me)
    if me != manager.id:
        raise Refusal("Only a manager can promise this; you can ask for it in your plan.")
    return forms.promise(rep.id, rep.first_name, team.today(session, me, now) + timedelta(days=7))


def _news(session: Session, rep_id: str, me: str, now: datetime) -> Json:
    rep, manager = plans.pair(session, rep_id, me)
    held = news.held(session, rep.id, manager.id)
    other = manager.first_name if me == rep.id else rep.first_name
    what, weekday = (held.what or "", held.weekday) if held else ("", FRIDAY)
    return forms.news(rep.id, other, what, weekday, is_rep=me == rep.id)


def _words(session: Session, news_id: str, me: str, now: datetime) -> Json:
    found = news.asked(session, news_id, me)
    manager = team.person(session, found.manager_id).first_name
    return forms.words(found.id, manager, found.what or "News", found.text or "")


def _show(client: WebClient, body: Json, view: Json) -> None:
    """On top of the modal that somebody has open, else as a modal of its own; it remembers App Home behind it."""
    if beneath(body):
        view["private_metadata"] = f"{view.get('private_metadata', '')} {HOME}"
    show(client, body, view)
