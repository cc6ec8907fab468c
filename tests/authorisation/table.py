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


def menu(choice: str) -> Json:
    return {"type": "overflow", "selected_option": {"value": choice}}


ANSWERS = filled(tried="I offered 10 %", option_0="15 %")
OWN = frozenset({REP})
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
    # About one's own question, when it was answered
    action("request.decided.me", "answered", "changes", OWN),
    action("request.outcome.well", "answered", "changes", OWN),
    action("request.outcome.well@held", "answered", "changes", OWN),
    # About a rep's question that waits for an answer
    action("request.card.back_pick", "delivered", "changes", ANSWERERS),
    action("request.card.your_call", "delivered", "changes", ANSWERERS),
    action("request.card.handle", "delivered", "changes", ANSWERERS),
    action("request.card.park", "delivered", "changes", ANSWERERS),
    action("request.card.question", "delivered", "opens", ANSWERERS),
    action("request.label.coached", "answered", "changes", ANSWERERS),
    action("request.label.coached@held", "answered", "changes", ANSWERERS),
    action("request.label.rescued", "answered", "changes", ANSWERERS),
    action("request.label.only_i", "answered", "changes", ANSWERERS),
    Row("view", "request.question", ANSWERERS, "changes", "delivered", filled(own="Which would you pick?")),
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
    Row("command", "/kickstand", MEMBERS, "says", "list"),
    action("home.team", "team", "opens", MEMBERS),
    action("home.settings", "settings", "opens", MEMBERS),
    action("team.lead", "modal", "opens", MEMBERS),
    Row("view", "team.members", MEMBERS, "changes", "", {"add": {"add": {"selected_users": ["quin"]}}}),
    Row("view", "team.settings", MEMBERS, "changes", "", {"away_from": {"d": {"selected_date": "2026-12-28"}}}),
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
    # What is kept about oneself
    Row("command", "/kickstand", MEMBERS, "says", "my-data"),
    Row("command", "/kickstand", MEMBERS, "opens", "forget-me"),
    Row("view", "privacy.forget", MEMBERS, "says"),
    action("privacy.ask", "ask", "opens", MEMBERS),
    action("privacy.send", "send", "says", MEMBERS),
    # Whether somebody is one's manager, and one's days off
    action("team.confirm", "line", "changes", OWN),
    action("team.decline", "line", "changes", OWN),
    action("team.away_remove", "off", "changes", OWN),
)
