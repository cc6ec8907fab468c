"""Who may do what, one line for each thing that can be done in Slack. Read it as documentation; the test walks it.

Everybody else hears a sentence (or nothing, where nobody is looking), and nothing changes.
"""

from dataclasses import dataclass
from typing import Any, Literal

from tests.forge import filled

Json = dict[str, Any]
Effect = Literal["changes", "opens", "shows", "says", "passes"]
"""What happens when somebody may: rows change, a form opens, one's own things are shown, something is said, or it is
taken without a word."""

REP, COLLEAGUE, MANAGER, DEPUTY = "the rep", "another rep of the manager", "the manager", "the deputy they asked"
OTHER_MANAGER, FORMER, LEAD, ADMIN = "another manager", "a former manager", "the lead", "an admin"
OUTSIDER, GUEST, BOT, ELSEWHERE = "an outsider", "a guest", "a bot", "somebody of another workspace"
EVERY_ACTOR = (
    *(REP, COLLEAGUE, MANAGER, DEPUTY, OTHER_MANAGER, FORMER, LEAD, ADMIN),
    *(OUTSIDER, GUEST, BOT, ELSEWHERE),
)
REPS = frozenset({REP, COLLEAGUE})
ANSWERERS = frozenset({MANAGER, DEPUTY})
MEMBERS = frozenset(EVERY_ACTOR) - {BOT, ELSEWHERE}
"""Anybody in the workspace, about themselves: their own form, their own list, their own settings."""
ANYBODY = MEMBERS | {BOT}
"""Where it makes no difference: an empty form, which is looked at when it is sent."""


@dataclass(frozen=True)
class Row:
    """`kind` and `name` are what is registered; `value` names whose id the payload carries: see `World.ids`."""

    kind: Literal["action", "view", "command", "shortcut", "event", "function_executed"]
    name: str
    may: frozenset[str]
    effect: Effect
    value: str = ""
    more: Json | None = None
    silent: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.value or self.more or ''}".strip()


def action(name: str, value: str, effect: Effect, may: frozenset[str], more: Json | None = None) -> Row:
    return Row("action", name, may, effect, value, more)


def menu(choice: str, kind: str = "overflow") -> Json:
    return {"type": kind, "selected_option": {"value": choice}}


ANSWERS = filled(tried="I offered 10 %", option_0="15 %")
OWN = frozenset({REP})
LEVEL: Json = {
    "rep": {"rep": {"selected_user": "riya"}},
    "topic": {"topic": {"selected_option": {"value": "terms"}}},
    "level": {"level": {"selected_option": {"value": "independent"}}},
    "why": {"why": {"value": "Has shown it"}},
}
PAIR = OWN | {MANAGER}
"""The two of a call together."""


def picked(**choices: str) -> Json:
    """Fields with one choice each."""
    return {name: {name: {"selected_option": {"value": value}}} for name, value in choices.items()}


DECISION = filled(title="Free months") | picked(topic="pricing", right="decide", whom="team")
MONTH = picked(closing="yes", scale="no", hesitant="partly", development="no")
PULSE = picked(item_0="4", item_1="5", item_2="1")
PAIR = frozenset({REP, MANAGER})
LATER: Json = {"to": {"to": {"type": "datetimepicker", "selected_date_time": 1795428000}}}
EVERY_WEEK: Json = {
    "who": {"who": {"selected_options": [{"value": "rep"}]}},
    "weeks": {"weeks": {"selected_option": {"value": "1"}}},
    "first_on": {"first_on": {"selected_date": "2026-11-18"}},
    "at": {"at": {"selected_time": "10:00"}},
}
STAGE = filled(name="Pilot", next_steps="Ask for their data", words=None, exit_criteria=None, links=None)
TICKED: list[Json] = [{"value": "terms"}]
WHEN = {"day": {"day": {"selected_date": "2026-11-20"}}, "time": {"time": {"selected_time": "14:00"}}}
CALL = {**WHEN, **filled(customer="Acme", signal="Well?", introduction="Riya leads")}
SEEN = picked(played="depth", signal_used="yes", jumped_in="no")
NOTE: Json = {
    "who": {"who": {"selected_option": {"value": "riya"}}},
    "topic": {"topic": {"selected_option": {"value": "pricing"}}},
    **filled(text="Starts too low"),
}
LOST: Json = {**filled(happened="Silence"), "readers": {"readers": {"selected_option": {"value": "two"}}}}
PAIR = frozenset({REP, MANAGER})
A_PROMISE: Json = filled(text="Introduce you") | {"due_on": {"due_on": {"selected_date": "2026-11-27"}}}
ON_FRIDAYS: Json = filled(what="The pipeline") | {"weekday": {"weekday": {"selected_option": {"value": "4"}}}}

TABLE = (
    # About one's own question, while it is held
    action("request.solve", "held", "changes", OWN),
    action("request.solve@held", "held", "changes", OWN),
    action("request.still_need", "held", "changes", OWN),
    action("request.park", "held", "changes", OWN),
    action("request.send_now", "held", "changes", OWN),
    action("request.hand_over", "held", "changes", OWN),
    action("request.more", "", "changes", OWN, menu("take_back:held")),
    action("request.brief", "held", "opens", OWN),
    action("request.urgent", "held", "opens", OWN),
    Row("view", "request.brief", OWN, "changes", "held", ANSWERS),
    Row("view", "request.urgent", OWN, "changes", "held", filled(why="The customer signs at noon")),
    action("request.topic", "", "changes", OWN, menu("pricing:growing")),
    # About one's own question, when it was answered
    action("request.decided.me", "answered", "changes", OWN),
    action("request.outcome.well", "answered", "changes", OWN),
    action("request.outcome.well@held", "answered", "changes", OWN),
    # About a label that one sees otherwise, and one's own reports
    action("score.contest", "labelled", "opens", OWN),
    action("score.contest@held", "labelled", "opens", OWN),
    Row("view", "score.contest", OWN, "changes", "labelled", {"label": {"label": menu("delegated", "radio_buttons")}}),
    action("score.relabel@held", "", "changes", frozenset({MANAGER}), {"value": "labelled:coached"}),
    action("score.explain", "report", "shows", frozenset({MANAGER})),
    action("score.note", "report", "opens", frozenset({MANAGER})),
    Row("view", "score.note", frozenset({MANAGER}), "changes", "report", filled(note="A launch")),
    action("score.explain.page@more", "report", "shows", frozenset({MANAGER})),
    # About a rep's question that waits for an answer
    action("request.card.back_pick", "delivered", "changes", ANSWERERS),
    action("request.card.your_call", "delivered", "changes", ANSWERERS),
    action("request.card.handle", "delivered", "changes", ANSWERERS),
    action("request.card.more", "", "changes", ANSWERERS, menu("let_play:delivered")),
    action("request.card.more@held", "", "changes", frozenset({MANAGER}), menu("let_play:managers")),
    action("request.outcome_seen.well", "played", "changes", frozenset({MANAGER})),
    action("request.outcome_seen.well@held", "played", "changes", frozenset({MANAGER})),
    action("request.card.park", "delivered", "changes", ANSWERERS),
    action("request.card.question", "delivered", "opens", ANSWERERS),
    action("request.label.coached", "answered", "changes", ANSWERERS),
    action("request.label.coached@held", "answered", "changes", ANSWERERS),
    action("request.label.different", "answered", "changes", ANSWERERS),
    action("request.label.rescued", "answered", "changes", ANSWERERS),
    action("request.label.only_i", "answered", "changes", ANSWERERS),
    Row("view", "request.question", ANSWERERS, "changes", "delivered", filled(own="Which would you pick?")),
    action("request.took", "", "changes", ANSWERERS, menu("15:labelled_by_deputy", "static_select")),
    # What only the rep has, a deputy does not: a question that was not handed to them
    action("request.card.your_call", "managers", "changes", frozenset({MANAGER})),
    action("request.card.question", "managers", "opens", frozenset({MANAGER})),
    Row("view", "request.question", frozenset({MANAGER}), "changes", "managers", filled(own="Why?")),
    # About something that was written to the manager, where Kickstand only reads
    action("request.seen", "", "changes", OWN | {MANAGER}, menu("not_a_request:direct")),
    action("request.seen", "", "changes", OWN, menu("personal:direct")),
    action("request.seen", "", "changes", REPS, menu("not_for_me:direct")),
    action("request.solved_with", "direct", "opens", OWN),
    Row("view", "request.helped", OWN, "changes", "direct"),
    action("request.line.none", "direct", "changes", OWN | {MANAGER}),
    action("request.line.reply", "direct", "changes", frozenset({MANAGER})),
    action("request.line.reopen", "outside", "changes", frozenset({MANAGER})),
    action("request.card.question", "direct", "opens", frozenset({MANAGER})),
    Row("view", "request.question", frozenset({MANAGER}), "changes", "direct", filled(own="Why?")),
    # Ways to ask: empty forms for anybody, a question from whoever has a manager
    Row("command", "/ask", MEMBERS | {BOT}, "opens"),
    Row("command", "/ask", REPS, "changes", "May I add a free month?"),
    Row("shortcut", "ask_my_manager", ANYBODY, "opens"),
    Row("shortcut", "ask_about_message", ANYBODY, "opens", more={"text": "Can we do this?", "ts": "1.1"}),
    action("home.ask", "ask", "opens", ANYBODY),
    Row("view", "request.ask", REPS, "changes", "shortcut", filled(text="May I add a free month?")),
    # A workflow names who asks; whoever is named is told at once (a bot, or nobody, is no person to tell)
    Row("function_executed", "ask_my_manager", REPS, "changes", "May I add a free month?"),
    # What is said in a conversation belongs to whoever says it
    Row("event", "a message", REPS, "changes"),
    Row("event", "a reply below the rep's question", OWN | ANSWERERS, "changes", "delivered"),
    Row("event", "an edit of the rep's question", OWN, "changes", "delivered", silent=True),
    Row("event", "App Home is opened", MEMBERS, "passes", silent=True),
    # Something personal stays with whoever wrote it
    action("request.more", "", "changes", OWN, menu("personal:held")),
    action("personal.send", "manager", "says", REPS),
    action("personal.hr", "hr", "says", REPS),
    action("personal.delete", "delete", "passes", ANYBODY),
    action("personal.speak_up", "", "passes", ANYBODY),
    # Teams and settings: everybody their own
    Row("command", "/kickstand", ANYBODY, "says", "help"),
    Row("command", "/kickstand", MEMBERS, "opens", "team"),
    Row("command", "/kickstand", MEMBERS, "opens", "settings"),
    Row("command", "/kickstand", MEMBERS, "says", "away"),
    Row("command", "/kickstand", MEMBERS, "changes", "away 2026-12-28"),
    Row("command", "/kickstand", MEMBERS, "says", "pause 2h"),
    Row("command", "/kickstand", MEMBERS, "says", "pause off"),
    action("home.resume", "resume", "passes", MEMBERS),
    action("home.pause", "pause", "passes", MEMBERS),
    Row("command", "/kickstand", MEMBERS, "says", "list"),
    # The playbook: read by the team, written by who leads it; what is missing is for them alone
    Row("command", "/kickstand", REPS | {MANAGER}, "passes", "playbook"),
    action("playbook.open", "open", "passes", REPS | {MANAGER}),
    action("playbook.add", "add", "opens", frozenset({MANAGER})),
    action("playbook.more", "", "opens", frozenset({MANAGER}), menu("change:stage")),
    action("playbook.more", "", "changes", frozenset({MANAGER}), menu("down:stage")),
    action("playbook.write", "gap", "opens", frozenset({MANAGER})),
    action("playbook.not_needed", "gap", "changes", frozenset({MANAGER})),
    action("playbook.delete", "stage_form", "changes", frozenset({MANAGER})),
    Row("view", "playbook.stage", frozenset({MANAGER}), "changes", "", STAGE),
    Row("view", "playbook.stage", frozenset({MANAGER}), "changes", "stage_form", STAGE),
    Row("command", "/kickstand", REPS | {MANAGER}, "says", "next demo"),
    Row("command", "/kickstand", REPS, "changes", "next Board meeting"),
    # Colleagues: everybody offers for themselves; whoever asked is told whom they may ask, and says who helped
    action("peers.open", "open", "opens", REPS),
    Row("view", "peers.offer", REPS, "changes", "", {"topics": {"topics": {"selected_options": TICKED}}}),
    action("peers.ask", "ask_peer", "passes", OWN),
    action("peers.who", "solved", "opens", OWN),
    Row("view", "peers.helped", OWN, "changes", "solved", {"helped_by": {"helped_by": {"selected_users": ["dana"]}}}),
    action("home.team", "team", "opens", MEMBERS),
    action("home.settings", "settings", "opens", MEMBERS),
    action("tour.done", "read", "passes", MEMBERS),
    action("team.lead", "modal", "opens", MEMBERS),
    Row("view", "team.members", MEMBERS, "changes", "", {"add": {"add": {"selected_users": ["quin"]}}}),
    Row("view", "team.settings", MEMBERS, "changes", "", {"away_from": {"d": {"selected_date": "2026-12-28"}}}),
    # 1:1s: a rep and their manager; what becomes of one, the manager says
    Row("command", "/kickstand", REPS | {MANAGER}, "shows", "1on1"),
    Row("command", "/kickstand", PAIR, "changes", "a point for the rep"),
    action("one_on_one.open", "rep", "shows", PAIR),
    action("one_on_one.open@all", "all", "shows", REPS | {MANAGER}),
    action("one_on_one.add", "rep", "opens", PAIR),
    Row("view", "one_on_one.point", PAIR, "changes", "rep", filled(text="The renewal")),
    action("one_on_one.done@point", "point", "changes", PAIR),
    action("one_on_one.bring@point", "point", "changes", OWN),
    action("one_on_one.talked@parked", "parked", "changes", PAIR),
    action(
        "one_on_one.topics@meeting", "", "changes", frozenset({MANAGER}), {"selected_options": [{"value": "deals"}]}
    ),
    action("one_on_one.held", "meeting", "changes", frozenset({MANAGER})),
    action("one_on_one.skip", "meeting", "changes", frozenset({MANAGER})),
    action("one_on_one.move", "meeting", "opens", frozenset({MANAGER})),
    Row("view", "one_on_one.moving", frozenset({MANAGER}), "changes", "meeting", LATER),
    action("one_on_one.rhythm", "all", "opens", frozenset({MANAGER})),
    Row("view", "one_on_one.every", frozenset({MANAGER}), "changes", "", EVERY_WEEK),
    # A growth plan, what was promised and what is heard regularly: a rep and their manager
    Row("command", "/kickstand", REPS | {MANAGER}, "shows", "plan"),
    Row("command", "/kickstand", PAIR, "shows", "the plan of the rep"),
    action("plan.open", "rep", "shows", PAIR),
    action("plan.open@all", "all", "shows", REPS | {MANAGER}),
    action("plan.read@earlier", "earlier", "shows", PAIR),
    action("plan.write", "rep", "opens", PAIR),
    Row("view", "plan.part", PAIR, "changes", "rep", filled(answer_0="Discounts up to 5 %")),
    action("plan.agree", "plan_as_it_stands", "changes", PAIR),
    action("plan.next", "plan_that_holds", "changes", PAIR),
    action("plan.promise", "rep", "opens", frozenset({MANAGER})),
    Row("view", "plan.promising", frozenset({MANAGER}), "changes", "rep", A_PROMISE),
    action("plan.done@promise", "promise", "changes", frozenset({MANAGER})),
    action("plan.take_back@promise", "promise", "changes", frozenset({MANAGER})),
    action("plan.news", "rep", "opens", PAIR),
    Row("view", "plan.arranging", PAIR, "changes", "rep", ON_FRIDAYS),
    action("plan.news_accept", "offered", "changes", frozenset({COLLEAGUE})),
    action("plan.news_end", "news", "changes", PAIR),
    action("plan.news_write", "news", "opens", OWN),
    Row("view", "plan.words", OWN, "changes", "news", filled(text="Acme signed")),
    action("plan.likes", "", "passes", MEMBERS, {"type": "static_select", "selected_option": {"value": "example"}}),
    # What one lets be read, and what one's manager lets be read of one: everybody their own
    action("watch.open", "open", "shows", MEMBERS),
    Row("command", "/kickstand", MEMBERS, "shows", "watch"),
    Row("command", "/kickstand", frozenset({MANAGER}), "changes", "unwatch <#C0WATCHED0|help>"),
    Row("command", "/kickstand", frozenset({MANAGER}), "changes", "watch <#C0WATCHED0|help> every question"),
    action("watch.stop", "stop", "changes", frozenset({MANAGER})),
    action("watch.start", "start", "changes", frozenset({MANAGER})),
    action("watch.unwatch", "watched", "changes", frozenset({MANAGER})),
    action("watch.consent", "", "passes", ANYBODY),
    action("watch.consent_speaking", "", "passes", ANYBODY),
    action("watch.decline", "decline", "changes", REPS),
    action("watch.accept", "accept", "changes", REPS),
    # How far a rep goes alone: their manager alone says so
    action("request.decide", "theirs", "changes", OWN),
    action("growth.confirm", "step", "changes", frozenset({MANAGER})),
    action("growth.confirm@held", "step", "changes", frozenset({MANAGER})),
    action("growth.not_yet", "step", "changes", frozenset({MANAGER})),
    action("growth.levels", "levels", "opens", frozenset({MANAGER})),
    Row("view", "growth.levels", frozenset({MANAGER}), "changes", "", LEVEL),
    # What a rep may decide without asking: agreed by their manager alone; the rep says what to do with it
    Row("command", "/kickstand", MEMBERS, "shows", "decisions"),
    action("decisions.open", "open", "shows", MEMBERS),
    action("decisions.add", "add", "opens", frozenset({MANAGER})),
    action("decisions.add@held", "widened", "opens", frozenset({MANAGER})),
    action("decisions.row@held", "", "opens", frozenset({MANAGER}), menu("change:agreed")),
    action("decisions.row@held", "", "opens", frozenset({MANAGER}), menu("only:agreed")),
    action("decisions.row@held", "", "changes", frozenset({MANAGER}), menu("end:agreed")),
    Row("view", "decisions.form", frozenset({MANAGER}), "changes", "", DECISION),
    Row("view", "decisions.form", frozenset({MANAGER}), "changes", "agreed", DECISION),
    action("request.decide", "hers_to_decide", "changes", OWN),
    action("request.ask_anyway", "hers_to_decide", "changes", OWN),
    action("request.not_about", "hers_to_decide", "changes", OWN),
    action("request.tell", "hers_decided", "changes", OWN),
    # One's own picture, and what one would like to be seen for
    Row("command", "/kickstand", MEMBERS, "shows", "me"),
    action("score.me", "me", "shows", MEMBERS),
    action("score.me.older", "10", "passes", MEMBERS),
    action("score.me.newer", "10", "passes", MEMBERS),
    action("wins.share", "solved", "opens", OWN),
    action("wins.share@held", "solved", "opens", OWN),
    Row("view", "wins.share", OWN, "changes", "sharing", filled(text="Acme signed without a discount")),
    action("wins.take_back", "win", "changes", OWN),
    # Where reps may learn, and what new ones should see: a manager's lists, and a rep's own boxes during ramp
    Row("command", "/kickstand", frozenset({MANAGER}), "opens", "practice"),
    action("practice.open", "open", "opens", frozenset({MANAGER})),
    Row("view", "practice.list", frozenset({MANAGER}), "changes", "home", filled(names="Northwind")),
    Row("command", "/kickstand", frozenset({MANAGER}), "opens", "ramp"),
    action("ramp.open", "open", "opens", frozenset({MANAGER})),
    Row("view", "ramp.list", frozenset({MANAGER}), "changes", "home", filled(points="Gave our demo")),
    action("ramp.tick", "", "changes", frozenset({COLLEAGUE}), {"selected_options": [{"value": "ramp_point"}]}),
    # What is kept about oneself
    Row("command", "/kickstand", MEMBERS, "says", "my-data"),
    Row("command", "/kickstand", MEMBERS, "opens", "forget-me"),
    Row("view", "privacy.forget", MEMBERS, "says"),
    action("privacy.ask", "ask", "opens", MEMBERS),
    action("privacy.send", "send", "says", MEMBERS),
    # A manager's own month, and three questions that a team is asked without names
    action("month.answer", "month", "opens", frozenset({MANAGER})),
    Row("view", "month.answer", frozenset({MANAGER}), "changes", "month", MONTH),
    action("pulse.answer", "pulse", "opens", REPS),
    Row("view", "pulse.answer", REPS, "changes", "pulse", PULSE),
    # A call of a rep with the manager of record: the pact, what each saw; `ahead` the rep planned, both saw `seen`
    Row("command", "/kickstand", REPS | {MANAGER}, "opens", "call"),
    action("joint_call.plan", "plan", "opens", REPS | {MANAGER}),
    Row("view", "joint_call.plan", REPS, "changes", "", {**CALL, **picked(role="depth", partner="manager")}),
    action("joint_call.change", "ahead", "opens", PAIR),
    Row("view", "joint_call.change", PAIR, "changes", "ahead", {**CALL, **picked(role="depth")}),
    action("joint_call.agree", "ahead", "opens", frozenset({MANAGER})),
    Row("view", "joint_call.agree", PAIR, "changes", "ahead", picked(role="expert")),
    action("joint_call.call_off", "ahead", "changes", PAIR),
    action("joint_call.call_off@held", "ahead", "changes", PAIR),
    action("joint_call.no_call", "over", "changes", PAIR),
    action("joint_call.look_back", "over", "opens", OWN),
    Row("view", "joint_call.look_back", OWN, "changes", "over", SEEN),
    action("joint_call.park", "seen", "changes", PAIR),
    # What a manager notes on a rep: theirs alone, until the rep asks. `note`: nobody asked; `wanted`: the rep did
    Row("command", "/kickstand", frozenset({MANAGER}), "opens", "observe"),
    action("observation.write", "write", "opens", frozenset({MANAGER})),
    Row("view", "observation.form", frozenset({MANAGER}), "changes", "", NOTE),
    Row("command", "/kickstand", MEMBERS, "passes", "notes"),
    action("observation.notes", "notes", "passes", MEMBERS),
    action("observation.ask", "note", "changes", OWN),
    action("observation.ask@held", "note", "changes", OWN),
    action("observation.share", "wanted", "changes", frozenset({MANAGER})),
    action("observation.talk", "wanted", "changes", frozenset({MANAGER})),
    action("observation.delete", "note", "changes", frozenset({MANAGER})),
    # What a no taught a rep: theirs and their manager's; `closed` is not open to the team, `opened` is
    Row("command", "/kickstand", REPS, "opens", "debrief"),
    action("debrief.open", "home", "opens", REPS),
    action("debrief.open", "answered", "opens", OWN),
    Row("view", "debrief.form", REPS, "changes", "", LOST),
    Row("view", "debrief.form", OWN, "changes", "answered", LOST),
    Row("command", "/kickstand", MEMBERS, "passes", "lessons zephyr-is-in-none-of-them"),
    action("debrief.lessons", "closed", "passes", MEMBERS),
    action("debrief.note", "closed", "opens", frozenset({MANAGER})),
    Row("view", "debrief.note_form", frozenset({MANAGER}), "changes", "closed", filled(added="Well done")),
    action("debrief.unlock", "closed", "changes", OWN),
    action("debrief.lock", "opened", "changes", OWN),
    action("debrief.delete", "opened", "changes", OWN),
    action("debrief.delete@held", "opened", "changes", OWN),
    # Whether somebody is one's manager, and one's days off
    action("team.confirm", "line", "changes", OWN),
    action("team.decline", "line", "changes", OWN),
    action("team.away_remove", "off", "changes", OWN),
    # Days on which nothing waits: their manager's alone
    Row("command", "/kickstand", frozenset({MANAGER}), "says", "freeze"),
    Row("command", "/kickstand", frozenset({MANAGER}), "changes", "freeze 2026-12-28"),
    action("freeze.end", "frozen", "changes", frozenset({MANAGER})),
    action("freeze.end_at_home@frozen", "frozen", "changes", frozenset({MANAGER})),
)
