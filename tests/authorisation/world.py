"""One workspace in which every row of the table can happen, and what each attempt did there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from slack_bolt import BoltResponse
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.orm import Session

from bot.app import Kickstand, tables
from bot.debriefs import service as debriefs
from bot.debriefs.rules import Lost
from bot.decisions import service as decisions
from bot.decisions.rules import LimitKind, Right
from bot.freeze import service as freeze
from bot.growth import service as growth
from bot.growth.rules import Level
from bot.joint_calls.rules import Role, Terms
from bot.joint_calls.rules import View as Saw
from bot.joint_calls.service import looking_back, pact
from bot.month.models import MonthlyLook
from bot.observations import service as observations
from bot.one_on_ones.models import Meeting
from bot.one_on_ones.rules import Rhythm
from bot.one_on_ones.service import planning, points
from bot.peers import service as peers
from bot.plans.service import news, plans, promises
from bot.playbook.rules import Entry
from bot.playbook.service import gaps, stages
from bot.pulse import service as pulse
from bot.ramp import service as ramp
from bot.requests.models import Request
from bot.requests.rules import Answer, Brief, Label, WayIn
from bot.requests.service import answering, going_alone, holding, outside
from bot.requests.service.asking import Question, ask
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import view_json
from bot.sandbox.workspace import Message, View
from bot.score.models import WeeklyScore
from bot.score.rules.numbers import Number
from bot.score.rules.vocabulary import Phase
from bot.score.service import contesting
from bot.score.service.weekly import read
from bot.settings import Settings
from bot.slack.profiles import Profile
from bot.slack.receiving.inbox import message_key
from bot.slack.receiving.seen import first_time
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import LineStatus, Topic
from bot.watch.rules import READ, ChannelRule
from bot.watch.service import watching
from bot.watch.service.watching import Grant
from bot.wins.models import Win
from tests.authorisation import table
from tests.authorisation.table import Row as Line
from tests.forge import Forge, dispatch
from tests.story import Story

SECRET = "Zephyr"
"""Stands in every question, and in nothing that a stranger may read."""
MORE_CAST = {"nora": "Nora Field", "felix": "Felix Ost", "ada": "Ada Klein", "gwen": "Gwen Gast", "quin": "Quin Poe"}
KEYS = {
    table.REP: "riya",
    table.COLLEAGUE: "omar",
    table.MANAGER: "mona",
    table.DEPUTY: "dana",
    table.OTHER_MANAGER: "nora",
    table.FORMER: "felix",
    table.LEAD: "lee",
    table.ADMIN: "ada",
    table.OUTSIDER: "otto",
    table.GUEST: "gwen",
    table.BOT: "robot",
    table.ELSEWHERE: "mona",
}
"""Somebody of another workspace has the id that the manager has here: Slack's ids are unique within one only."""
PRIVATE = frozenset({"seen", "person", "conversation", "pause", "workflow_step"})
"""What a refused attempt may leave: that it was seen, who somebody is, where they write, what a workflow will hear."""
Rows = dict[str, list[dict[str, Any]]]
EVERYTHING = {
    each.name: f"SELECT * FROM {each.name} ORDER BY {', '.join(column.name for column in each.primary_key)}"
    for each in tables().sorted_tables
}
"""How each table is read whole, parents first."""


@dataclass
class Attempt:
    """What came of one payload."""

    status: int
    changed: list[str]
    opened: list[View]
    said: list[str]


@dataclass
class World:
    """`ids`: what the table's values stand for."""

    story: Story
    program: Kickstand
    engine: Engine
    elsewhere: Platform
    ids: dict[str, str] = field(default_factory=dict)
    before: Rows = field(default_factory=dict)

    @property
    def here(self) -> Platform:
        return self.story.sandbox.platform

    def attempt(self, actor: str, line: Line) -> Attempt:
        """Somebody tries one line of the table; afterwards everything is as it was."""
        self.here.workspace.modals.clear()
        self.elsewhere.workspace.modals.clear()
        payload = self.payload(actor, line)
        shown = set(map(id, self._messages()))
        response = dispatch(self.program.bolt, payload)
        opened = [each for stack in self.here.workspace.modals.values() for each in stack]
        said = [f"{each.text} {each.blocks}" for each in self._messages() if id(each) not in shown]
        changed = self.put_back()
        return Attempt(response.status, changed, opened, [*said, *_words(response)])

    def payload(self, actor: str, line: Line) -> dict[str, Any]:
        """What Slack would send, were somebody able to do this."""
        forge = Forge(self.elsewhere if actor == table.ELSEWHERE else self.here)
        user = self.story.id(KEYS[actor])
        value = self.ids.get(line.value, line.value)
        channel = self._channel(forge, user)
        match line.kind:
            case "command":
                return forge.command(user, f"{line.name} {value}".strip(), channel)
            case "shortcut":
                message = {"type": "message", **line.more} if line.more else None
                return forge.shortcut(user, line.name, message)
            case "view":
                return forge.submission(user, line.name, value, self._filled(line.more or {}))
            case "function_executed":
                return forge.step(line.name, person=user, question=value)
            case "event":
                return self._event(forge, user, channel, line)
        choice = {"value": value} if line.value else {}
        name, at, about = line.name.partition("@")
        action = {"action_id": f"{name}{at}{self.ids.get(about, about)}", **choice, **self._filled(line.more or {})}
        if line.value == "modal":
            return forge.click_in_view(user, self._settings(forge, user), action)
        return forge.click(user, channel, action, ts=self._prompt(forge, channel))

    def _event(self, forge: Forge, user: str, channel: str, line: Line) -> dict[str, Any]:
        asked = {"channel": self.story.riya.conversation.id, "ts": self.ids["asked_ts"]}
        if line.name == "a message":
            return forge.message(user, channel, "May I add a free month?")
        if line.name.startswith("a reply"):
            return forge.message(user, asked["channel"], "One more thing.", thread_ts=asked["ts"])
        if line.name.startswith("an edit"):
            return forge.edit(user, asked["channel"], asked["ts"], "Something else")
        return forge.event({"type": "app_home_opened", "user": user, "channel": channel, "tab": "home"})

    def _filled(self, more: dict[str, Any]) -> dict[str, Any]:
        """The table's words for people and requests become their ids."""
        return {key: self._known(value) for key, value in more.items()}

    def _known(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self._filled(value)
        if isinstance(value, list):
            return [self._known(each) for each in value]
        if isinstance(value, str) and ":" in value:
            return ":".join(self.ids.get(part, part) for part in value.split(":"))
        return self.ids.get(value, value) if isinstance(value, str) else value

    def _settings(self, forge: Forge, user: str) -> View:
        """The settings as this person has them open; a bot's are imagined."""
        dispatch(self.program.bolt, forge.command(user, "/kickstand settings", self._channel(forge, user)))
        stack = forge.platform.workspace.modals.get(user, [])
        body = {"callback_id": "team.settings", "blocks": []}
        view = stack[-1] if stack else View("V1", "modal", user, body, "1.x")
        view_json(forge.platform.workspace, view)
        return view

    def _prompt(self, forge: Forge, channel: str) -> str:
        """A message of the app's in this conversation: what somebody clicks in is there."""
        workspace = forge.platform.workspace
        message = Message(workspace.next_ts(), channel, workspace.bot_user_id, "A prompt", bot_id=workspace.bot_id)
        workspace.conversations[channel].messages.append(message)
        return message.ts

    def _channel(self, forge: Forge, user: str) -> str:
        return forge.platform.workspace.bot_direct(user).id

    def _messages(self) -> Iterator[Any]:
        for each in self.here.workspace.conversations.values():
            yield from list(each.messages)

    def dump(self) -> Rows:
        """Everything that is stored. Past SQLAlchemy: it would take ten times as long, thousands of times."""
        with self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            return {name: _read(cursor, query) for name, query in EVERYTHING.items()}

    def put_back(self, now: Rows | None = None) -> list[str]:
        """Everything is as before again; answers which tables were not. `now`: what is stored, if that is known."""
        now = now or self.dump()
        changed = [name for name in now if now[name] != self.before[name] and name != "seen"]
        with self.engine.begin() as connection:
            filled = [name for name in reversed(EVERYTHING) if now[name]] if changed else ["seen"]
            for name in filled:
                connection.exec_driver_sql(f"DELETE FROM {name}")
            for name in EVERYTHING if changed else ["seen"]:
                _insert(connection, name, self.before[name])
        return [name for name in changed if name not in PRIVATE]


def _read(cursor: Any, query: str) -> list[dict[str, Any]]:
    cursor.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _insert(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = [f'"{name}"' for name in rows[0]]
        values = ", ".join(f":{name}" for name in rows[0])
        # A message before those in its thread.
        rows = sorted(rows, key=lambda row: row.get("thread_post_id") is not None)
        connection.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"), rows)


def _words(response: BoltResponse) -> list[str]:
    return [str(response.body)] if response.body else []


def make(story: Story, program: Kickstand, engine: Engine) -> World:
    """The cast of the table, a question in each state, a line that waits for a yes, a day off."""
    elsewhere = story.sandbox.another_workspace("Elsewhere", installed=True)
    elsewhere.add_person("mona", "Another Person", id=story.id("mona"))
    for key, name in MORE_CAST.items():
        story.sandbox.add_person(key, name, is_guest=key == "gwen", is_admin=key == "ada")
    story.sandbox.workspace.add_account("robot", "Robot", is_bot=True)
    world = World(story, program, engine, elsewhere.platform)
    now = story.clock()
    with story.kickstand.runtime.sessions.begin() as session:
        for key, name in MORE_CAST.items():
            profile = Profile(world.story.sandbox.person(key).id, name, "Europe/Berlin", False, False, "", "", None)
            team.remember(session, profile, now).met_at = now
        settings, (riya, mona) = story.kickstand.runtime.settings, (story.id("riya"), story.id("mona"))
        for manager in (story.sandbox.person("felix").id, mona):
            team.import_line(session, riya, manager, None, None, now)
        own = team.team(session, mona, now)
        own.deputy_id, own.hr_contact_id = story.id("dana"), story.id("lee")
        world.ids = _questions(session, story, settings, now) | {
            "off": str(team.add_time_off(session, riya, date(2026, 12, 24), date(2026, 12, 24)).id),
            "frozen": freeze.add(session, mona, None, date(2027, 3, 29), date(2027, 3, 31), now).id,
            "manager": mona,
            "hr": story.id("lee"),
            "quin": story.sandbox.person("quin").id,
            "watched": story.sandbox.add_channel("watched0", story.mona).id,
        }
        world.ids |= _growing(session, settings, (riya, mona, story.id("lee")), now)
        world.ids |= _written_to(session, settings, (riya, mona), now)
        world.ids |= _labelled(session, story, settings, now) | {"report": _report(session)}
        world.ids |= _one_on_one(session, settings, (riya, mona), now)
        world.ids |= _beside(session, story, world.ids["held"], now) | {"dana": story.id("dana")}
        world.ids |= _calls(session, (riya, mona), now)
        world.ids |= _noted(session, settings, (riya, mona), now)
        world.ids |= _plan(session, settings, (riya, mona, story.id("omar")), now)
        watching.begin(session, mona, Grant("xoxp-1-made-up", ",".join(READ)), now)
        watching.watch_channel(session, mona, world.ids["watched"], ChannelRule.MENTION, now)
        world.ids |= _deciding(session, settings, (riya, mona), now)
        world.ids |= _left_alone(session, story, settings, now)
        world.ids |= _asked_themselves(session, mona, team.reps_of(session, mona), now)
        team.claim(session, story.sandbox.person("nora").id, riya, None, now)
        session.flush()
        line = next(each for each in team.lines_of(session, story.sandbox.person("nora").id, LineStatus.CLAIMED))
        world.ids["line"] = line.id
    story.kickstand.tick()
    story.sandbox.settle()
    world.before = world.dump()
    return world


def _left_alone(session: Any, story: Story, settings: Any, now: datetime) -> dict[str, str]:
    """A question that the manager let play out, and a new colleague with a list to tick."""
    riya, mona, at = story.id("riya"), story.id("mona"), now - timedelta(minutes=120)
    request = ask(session, settings, Question(riya, f"May I try {SECRET} my way?", WayIn.COMMAND), at)
    holding.send_now(session, settings, request.id, riya, at)
    answering.answer(session, settings, request.id, mona, Answer.LET_PLAY, at)
    line = team.line_of(session, story.id("omar"))
    assert line
    line.started_on = now.date()
    ramp.save(session, mona, ["Listened in on a call"], now)
    return {"played": request.id, "ramp_point": ramp.items(session, mona)[0].id}


def _asked_themselves(session: Any, mona: str, reps: list[Person], now: datetime) -> dict[str, str]:
    """The manager's look back at a month, and a pulse of the team."""
    look = session.scalars(select(MonthlyLook).where(MonthlyLook.manager_id == mona)).one()
    asked = pulse.open_pulse(session, mona, reps, now)
    return {"month": look.id, "pulse": asked.id}


def _deciding(session: Any, settings: Any, who: tuple[str, str], now: datetime) -> dict[str, str]:
    """A decision that is agreed with the team; a question that the rep is offered to decide, and one that she did."""
    riya, mona = who
    wanted = decisions.Wanted(Topic.PRICING, "Samples", Right.DECIDE, LimitKind.PERCENT, Decimal(10))
    found = {"agreed": decisions.save(session, mona, wanted, "", now).id, "widened": f"{riya}:{Topic.PRICING}"}
    for name in ("hers_to_decide", "hers_decided"):
        question = Question(riya, f"{name.capitalize()}: samples at 8 % for {SECRET}?", WayIn.COMMAND)
        found[name] = ask(session, settings, question, now - timedelta(minutes=5)).id
    going_alone.decide(session, settings, found["hers_decided"], riya, now)
    return found


def _growing(session: Any, settings: Any, who: tuple[str, str, str], now: datetime) -> dict[str, str]:
    """A question on a topic that is the rep's own, one that she solved, and a win that she offered."""
    riya, mona, lee = who
    growth.set_level(session, riya, Topic.PRODUCT, Level.INDEPENDENT, "", mona, now)
    found = {}
    for name, topic in (("theirs", Topic.PRODUCT), ("solved", None)):
        words = f"{name.capitalize()}: does it do {SECRET}?"
        question = Question(riya, words, WayIn.COMMAND, brief=Brief(topic=topic))
        found[name] = ask(session, settings, question, now - timedelta(minutes=5)).id
    holding.solve(session, found["solved"], riya, now)
    win = Win(id="win0", rep_id=riya, lead_id=lee, text=f"{SECRET} is done", offered_at=now)
    session.add(win)
    step = f"{riya}:{Topic.PRICING}:{Level.INDEPENDENT}"
    return found | {"win": win.id, "step": step, "sharing": f"{found['solved']} {lee}", "riya": riya}


def _beside(session: Session, story: Story, held: str, now: datetime) -> dict[str, str]:
    """A playbook with two stages and a gap, a colleague who offers help, and a question that was solved."""
    riya, mona, omar = (story.id(key) for key in ("riya", "mona", "omar"))
    stage = stages.add(session, mona, Entry("Demo", (), f"{SECRET} first"), now)
    stages.add(session, mona, Entry("Proposal", (), f"{SECRET} next"), now)
    gaps.note(session, mona, f"{SECRET} meeting", now)
    peers.offer(session, omar, [Topic.PRICING], now)
    session.get_one(Request, held).topic = Topic.PRICING
    question = Question(riya, f"Solved: may I sell {SECRET}?", WayIn.COMMAND, brief=Brief(topic=Topic.PRICING))
    solved = ask(session, story.kickstand.runtime.settings, question, now)
    holding.solve(session, solved.id, riya, now)
    gap = gaps.still_open(session, mona, [])[0]
    found = {"stage": stage.id, "stage_form": f"stage:{stage.id}", "gap": gap.id, "solved": solved.id}
    return found | {"ask_peer": f"{held}:{omar}"}


def _calls(session: Any, who: tuple[str, str], now: datetime) -> dict[str, str]:
    """Three calls of the two: one ahead, one to look back on, one that both have looked back on."""
    found = {}
    for name, ahead in (("ahead", timedelta(days=1)), ("over", timedelta(hours=-2)), ("seen", timedelta(hours=-3))):
        terms = Terms(f"{name} {SECRET}", now + ahead, Role.DEPTH)
        found[name] = pact.plan(session, *who, terms, now + ahead - timedelta(days=1)).id
    for each in who:
        looking_back.write(session, found["seen"], each, Saw(Role.DEPTH, signal_used=True, jumped_in=False), now)
    return found


def _noted(session: Any, settings: Any, who: tuple[str, str], now: datetime) -> dict[str, str]:
    """Two notes of the manager's, of which the rep asked for one; two debriefs of hers, one open to the team.

    And her wish to get better at something.
    """
    riya, mona = who
    wish = Question(riya, f"I want to get better at {SECRET}", WayIn.COMMAND)
    found = {"riya": riya, "growing": ask(session, settings, wish, now).id}
    for name in ("note", "wanted"):
        found[name] = observations.observe(session, mona, riya, Topic.PRODUCT, f"{name} {SECRET}", now).id
    observations.ask_for(session, found["wanted"], riya, now)
    for name in ("closed", "opened"):
        lost = Lost(deal=name, happened=f"{name} {SECRET}")
        found[name] = debriefs.write(session, riya, lost, name == "opened", "", now).id
    return found


def _written_to(session: Any, settings: Any, who: tuple[str, str], now: datetime) -> dict[str, str]:
    """Two messages that the rep wrote to the manager: one can wait, one was answered there."""
    found = {}
    for place, name in enumerate(("direct", "outside")):
        ts = f"{int(now.timestamp()) - 300 + place}.000200"
        words = f"{name.capitalize()}: may I promise {SECRET}?"
        question = Question(who[0], words, WayIn.WATCHED_DM, f"D0DIRECT{place}", ts)
        found[name] = ask(session, settings, question, now).id
    outside.answered(session, settings, session.get_one(Request, found["outside"]), who[1], now)
    return found


def _labelled(session: Any, story: Story, settings: Any, now: datetime) -> dict[str, str]:
    """Two rescues: of the manager, which the rep sees otherwise, and of the deputy."""
    found = {}
    for place, (name, who) in enumerate((("labelled", "mona"), ("labelled_by_deputy", "dana"))):
        at, words = now - timedelta(minutes=90 - 20 * place), f"{who.capitalize()}, where is {SECRET}?"
        request = ask(session, settings, Question(story.id("riya"), words, WayIn.COMMAND), at)
        if who == "dana":
            holding.hand_over(session, settings, request.id, story.id("riya"), at)
        holding.send_now(session, settings, request.id, story.id("riya"), at)
        answering.answer(session, settings, request.id, story.id(who), Answer.HANDLE, at)
        answering.label(session, request.id, story.id(who), Label.RESCUED, at)
        found[name] = request.id
    contesting.contest(session, found["labelled"], story.id("riya"), Label.COACHED, now)
    return found


def _report(session: Any) -> str:
    """A report of the manager's that has a number."""
    saved = session.scalars(select(WeeklyScore)).one()
    number = Number(
        score=50,
        low=40,
        high=60,
        raw=0.5,
        p=0.5,
        standard_error=0.1,
        verdict=None,
        withheld=None,
        trend=None,
        greyed=False,
    )
    saved.numbers = replace(read(saved), phase=Phase.EARLY, number=number).to_json()
    return str(saved.id)


def _one_on_one(session: Session, settings: Settings, who: tuple[str, str], now: datetime) -> dict[str, str]:
    """The rep's 1:1 with the manager is today; a question is parked for it, and a point is on its agenda."""
    riya, mona = who
    asked_at = now - timedelta(hours=2)
    parked = ask(session, settings, Question(riya, f"May I park {SECRET}?", WayIn.COMMAND), asked_at)
    holding.park(session, parked.id, riya, asked_at)
    today = now.date()
    planning.set_rhythm(session, settings, mona, [riya], Rhythm(1, today, time(now.hour + 3)), now)
    point = points.add(session, riya, riya, f"The plan for {SECRET}", now)
    meeting = session.scalars(select(Meeting)).one()
    command = f"1on1 <@{riya}|riya> The renewal"
    return {"rep": riya, "point": point.id, "parked": parked.id, "meeting": meeting.id, "a point for the rep": command}


def _plan(session: Session, settings: Settings, who: tuple[str, str, str], now: datetime) -> dict[str, str]:
    """The rep's plan with the manager is due for a look, after an earlier one; news are asked for, and offered."""
    riya, mona, omar = who
    words, soon = [f"Discounts for {SECRET}"], now.date() + timedelta(days=7)
    old = plans.write(session, riya, riya, words, soon, now - timedelta(hours=2))
    plan = plans.start_next(session, old.id, riya, now - timedelta(hours=1))
    plans.write(session, riya, mona, words, soon, now - timedelta(hours=1))
    promise = promises.make(session, riya, mona, f"Call {SECRET}", soon, now)
    asked = news.arrange(session, settings, riya, riya, f"What moved at {SECRET}", now.weekday(), now)
    asked.asked_at = now
    return {
        "rep": riya,
        "earlier": old.id,
        "plan_that_holds": plan.id,
        "plan_as_it_stands": plans.stamp(plan),
        "promise": promise.id,
        "news": asked.id,
        "offered": news.arrange(session, settings, omar, mona, f"What moved at {SECRET}", 4, now).id,
        "the plan of the rep": f"plan <@{riya}|riya>",
    }


def _questions(session: Any, story: Story, settings: Any, now: datetime) -> dict[str, str]:
    """Three that went out, of which one was answered and one is the manager's alone, and one that is held."""
    found = {}
    riya, mona, channel = story.id("riya"), story.id("mona"), story.riya.conversation.id
    brief = Brief(tried="10 %", options=("15 %", "20 %"), pick=0)
    for place, name in enumerate(("answered", "delivered", "managers", "held")):
        at = now - timedelta(minutes=40 - 10 * place)
        ts = f"{int(at.timestamp())}.000100"
        words = f"{name.capitalize()}: may I give {SECRET} a discount?"
        first_time(session, message_key(channel, ts), at)
        request = ask(session, settings, Question(riya, words, WayIn.DM, channel, ts, brief), at)
        found[name] = request.id
        if name == "delivered":
            found["asked_ts"] = ts
        if name in {"answered", "delivered"}:
            holding.hand_over(session, settings, request.id, riya, at)
        if name != "held":
            holding.send_now(session, settings, request.id, riya, at)
        if name == "answered":
            answering.answer(session, settings, request.id, mona, Answer.HANDLE, at)
    return found
