"""A manager's buttons and form about levels: reads the payload, opens the transaction. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.growth import blocks, service
from bot.growth.rules import TOPICS, Level, is_step_back
from bot.slack.clicks import Refresh, clicked, named
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.slack.times import bare, day
from bot.team import directory
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import Topic

Json = dict[str, Any]
Act = Callable[[Session, str, Topic, Level, str, datetime], None]


@dataclass(frozen=True)
class Levels:
    """Where a manager confirms, puts off and sets levels. `is_personal`: whether words must not be kept."""

    runtime: Runtime
    refresh: Refresh
    is_personal: Callable[..., bool]

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        """Show the levels of one's reps."""
        me = str(body["user"]["id"])
        directory.ensure(self.runtime, client, me)
        with self.runtime.sessions.begin() as session:
            reps = team.reps_of(session, me)
            if not reps:
                raise Refusal("You have no reps here now, so there are no levels to set.")
            seen = [_seen(session, rep, me, self.runtime.clock()) for rep in reps]
        client.views_open(trigger_id=body["trigger_id"], view=blocks.levels_modal(seen, "home"))
        ack()

    def save(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        """Set a level; what is wrong is shown beside its field, and nothing is changed."""
        me, given = str(body["user"]["id"]), blocks.read(view)
        errors = self._wrong(me, given)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        assert given.topic and given.level
        with self.runtime.handling() as session:
            service.set_level(session, given.rep_id, given.topic, given.level, given.why, me, self.runtime.clock())
        self.runtime.wake()
        self.refresh(client, body)
        ack()

    def _wrong(self, me: str, given: blocks.Given) -> dict[str, str]:
        if given.topic is None or given.level is None:
            return {"topic" if given.topic is None else "level": "Pick one."}
        with self.runtime.sessions.begin() as session:
            rep = next((each for each in team.reps_of(session, me) if each.id == given.rep_id), None)
            if rep is None:
                return {"rep": "Pick somebody who reports to you."}
            before = service.standing_on(session, rep, given.topic, self.runtime.clock()).level
        if given.level == before:
            return {"level": f"That's where {rep.first_name} is already."}
        if is_step_back(before, given.level) and not given.why.strip():
            return {"why": f"A step back needs a sentence: {rep.first_name} reads it."}
        return {"why": blocks.PERSONAL} if self.is_personal(given.why) else {}

    def does(self, act: Act) -> Callable[[Ack, Json, WebClient], None]:
        """A listener for a proposal's button, whose value names rep, topic and level."""

        def listener(ack: Ack, body: Json, client: WebClient) -> None:
            me, value = clicked(body)
            rep_id, topic, level = _meant(value)
            with self.runtime.handling() as session:
                act(session, rep_id, topic, level, me, self.runtime.clock())
            self.runtime.wake()
            self.refresh(client, body)
            ack()

        return listener


def _meant(value: str) -> tuple[str, Topic, Level]:
    rep_id, _, rest = value.partition(":")
    topic, _, level = rest.partition(":")
    if topic not in set(TOPICS) or level not in set(Level):
        raise Refusal("I don't know this proposal any more. Nothing was changed.")
    return rep_id, Topic(topic), Level(level)


def _seen(session: Session, rep: Person, reader_id: str, now: datetime) -> blocks.RepLevels:
    here, ramp = team.zone(team.person(session, reader_id)), team.is_in_ramp(session, rep, now)
    today = now.astimezone(here).date()
    said = [
        (topic, each.level, bare(day(each.since.astimezone(here).date(), today)))
        for topic, each in service.standings(session, rep, now).items()
        if each.since
    ]
    return blocks.RepLevels(rep.name, said, ramp)


def register(app: App, levels: Levels) -> None:
    """Attach the buttons and the form."""
    app.action(blocks.OPEN)(levels.open)
    app.view(blocks.VIEW)(levels.save)
    app.action(named(blocks.CONFIRM))(levels.does(service.confirm))
    app.action(named(blocks.NOT_YET))(levels.does(service.not_yet))
