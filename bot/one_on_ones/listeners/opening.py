"""`/kickstand 1on1` and what opens: reads payloads, shows what is true now. Keeps nothing but a point that is typed."""

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.one_on_ones.blocks import agenda, forms
from bot.one_on_ones.blocks import home as home_words
from bot.one_on_ones.blocks.forms import Someone
from bot.one_on_ones.messages import own_view, pair_view, rep_views
from bot.one_on_ones.service import meetings, points
from bot.requests.listeners import personal
from bot.requests.listeners.desk import Desk
from bot.slack import markup
from bot.slack.clicks import HOME, clicked, named, show, who
from bot.slack.errors import Refusal
from bot.slack.kit import escape
from bot.team import directory
from bot.team import service as team

Json = dict[str, Any]
NOBODY = "You have no 1:1s here yet. If your manager uses me, ask them to add you with `/kickstand team`."


@dataclass(frozen=True)
class OneOnOnes:
    """Where `/kickstand 1on1` arrives, and every button that opens something."""

    desk: Desk

    def register(self, app: App) -> None:
        """Attach the buttons that open something."""
        app.action(named(agenda.OPEN))(self.open)
        app.action(named(agenda.ADD))(self.open_point)
        app.action(named(agenda.MOVE))(self.open_move)
        app.action(named(home_words.RHYTHM_BUTTON))(self.open_rhythm)

    def command(self, ack: Ack, body: Json, client: WebClient) -> None:
        """`/kickstand 1on1`: all of one's 1:1s, or the one agenda; with words behind it, a point for it."""
        me = who(body)
        directory.ensure(self.desk.runtime, client, me)
        rest = str(body.get("text") or "").partition(" ")[2].strip()
        if not rest:
            client.views_open(trigger_id=body["trigger_id"], view=self._first(me))
            ack()
            return
        rep_id, text = self._for_whom(me, rest)
        if not rep_id or not text:
            client.views_open(trigger_id=body["trigger_id"], view=self._point(me, rep_id, text))
            ack()
            return
        said = self.keep(client, me, rep_id, text)
        ack(text=said)

    def _for_whom(self, me: str, rest: str) -> tuple[str, str]:
        """Whose 1:1 it is for, empty where that is not clear, and the words. One's own manager stands for oneself."""
        named_first = markup.mentions(rest)[:1] if rest.startswith("<@") else []
        words = self.desk.words(rest.partition(">")[2] if named_first else rest).strip()
        with self.desk.runtime.sessions.begin() as session:
            has_reps, manager = bool(team.reps_of(session, me)), team.manager_of(session, me)
        if named_first:
            is_mine = manager is not None and manager.id == named_first[0]
            return (me if is_mine else named_first[0]), words
        return ("" if has_reps else me), words

    def keep(self, client: WebClient, me: str, rep_id: str, text: str) -> str:
        """Put words on the agenda, unless they are personal: then nothing is kept. Answers what to say."""
        if self.desk.is_personal(text):
            if me != rep_id:
                return forms.PERSONAL_MANAGER
            personal.stop(self.desk, client, me, text)
            return "That sounds personal, so I've kept nothing of it. I've written to you about it."
        self.desk.do(lambda session, now: points.add(session, rep_id, me, text, now))
        now = self.desk.runtime.clock()
        with self.desk.runtime.sessions.begin() as session:
            view = pair_view(session, *points.pair(session, rep_id, me), me, now)
        return escape(forms.ADDED.format(other=view.other, when=f" {view.at}" if view.id else ""))

    def _first(self, me: str) -> Json:
        """A rep's own agenda; for who has reps, an overview."""
        now = self.desk.runtime.clock()
        with self.desk.runtime.sessions.begin() as session:
            own, reps = own_view(session, me, now), rep_views(session, me, now)
        if not reps and own is None:
            raise Refusal(NOBODY)
        return home_words.overview(own, reps) if reps or own is None else agenda.pair_modal(own)

    def pair(self, me: str, rep_id: str) -> Json:
        """The agenda of one pair, for one of the two. Raises Refusal for anybody else."""
        now = self.desk.runtime.clock()
        with self.desk.runtime.sessions.begin() as session:
            rep, manager = points.pair(session, rep_id, me)
            return agenda.pair_modal(pair_view(session, rep, manager, me, now))

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """The overview, or the agenda of one pair."""
        me, rep_id = clicked(body)
        view = self._first(me) if rep_id == home_words.ALL else self.pair(me, rep_id)
        _show(client, body, view)
        ack()

    def open_point(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Something for the 1:1."""
        me, rep_id = clicked(body)
        _show(client, body, self._point(me, rep_id))
        ack()

    def _point(self, me: str, rep_id: str, text: str = "") -> Json:
        with self.desk.runtime.sessions.begin() as session:
            if rep_id:
                rep, manager = points.pair(session, rep_id, me)
                return forms.point(rep.id, (manager if me == rep.id else rep).first_name, text=text)
            own = team.manager_of(session, me)
            whom = [Someone(me, f"{own.name}, your manager")] if own else []
            return forms.point("", "", [*whom, *(Someone(rep.id, rep.name) for rep in team.reps_of(session, me))], text)

    def open_move(self, ack: Ack, body: Json, client: WebClient) -> None:
        """A new date."""
        me, meeting_id = clicked(body)
        now = self.desk.runtime.clock()
        with self.desk.runtime.sessions.begin() as session:
            meeting = meetings.of_manager(session, meeting_id, me)
            rep = team.person(session, meeting.rep_id)
            form = forms.moving(meeting.id, rep.first_name, meeting.planned_at, now + timedelta(hours=1))
        _show(client, body, form)
        ack()

    def open_rhythm(self, ack: Ack, body: Json, client: WebClient) -> None:
        """How often."""
        me, now = who(body), self.desk.runtime.clock()
        with self.desk.runtime.sessions.begin() as session:
            reps = [Someone(rep.id, rep.name) for rep in team.reps_of(session, me)]
            if not reps:
                raise Refusal("You have no reps here yet. `/kickstand team` is where you name them.")
            form = forms.rhythm(reps, team.today(session, me, now) + timedelta(days=1))
        _show(client, body, form)
        ack()

    def show_again(self, client: WebClient, view_id: str | None, view: Json) -> None:
        """What was clicked in, or lies below a form, shows what has become of it. Never undoes anything."""
        if view_id:
            with contextlib.suppress(SlackClientError, OSError, Refusal):  # it is drawn anew whenever it is opened
                client.views_update(view_id=view_id, view=view)

    def overview(self, me: str) -> Json:
        """Everybody's next one."""
        return self._first(me)


def _show(client: WebClient, body: Json, view: Json) -> None:
    """On top of the modal that somebody has open, else as a modal of its own; a form remembers App Home behind it."""
    if (body.get("view") or {}).get("type") == HOME:
        view["private_metadata"] = f"{view.get('private_metadata', '')} {HOME}"
    show(client, body, view)
