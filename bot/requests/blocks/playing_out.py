"""`Let it play out` (S0.7): the choice on the card, and how it went later, from both sides. No verdict, on anybody."""

from bot.requests.blocks.view import RequestView
from bot.requests.rules import UNSCORED, Answer, Outcome
from bot.slack.kit import Block, Words, actions, button, clip, escape, option, overflow, section

MENU, LET_PLAY, SEEN = "request.card.more", "let_play", "request.outcome_seen"
CHOICES = {Outcome.WELL: "Went well", Outcome.MIXED: "Mixed", Outcome.BADLY: "Didn't work out"}
SAID = {Outcome.WELL: "it went well", Outcome.MIXED: "mixed", Outcome.BADLY: "it didn't work out"}


def menu(view: RequestView) -> Block | None:
    """The card's last choice; not for what does not wait: that is no place to learn."""
    if view.bypass in UNSCORED:
        return None
    return overflow(MENU, [option("Let it play out", f"{LET_PLAY}:{view.id}", "You both say how it went, later")])


def asked(view: RequestView) -> Words:
    """Two weeks later, to whoever let it play out."""
    if view.outcome_seen:
        text = f"You said of what you let play out with {view.rep}: {SAID[view.outcome_seen]}. {beside_manager(view)}"
        return Words(escape(text), [section(escape(text))])
    which = f": {clip(view.text.splitlines()[0], 120)}" if view.text else "."
    text = f"Two weeks ago you let this one of {view.rep}'s play out{which}"
    ask = f"How did it go, as you saw it? {view.rep} is asked too, and each of you sees what the other says."
    row = actions(*(button(name, f"{SEEN}.{how}", view.id) for how, name in CHOICES.items()))
    told = f"{text}\n{ask}\nButtons: {', '.join(CHOICES.values())}."
    return Words(escape(told), [section(escape(text)), section(escape(ask)), row])


def beside_manager(view: RequestView) -> str:
    """What the rep said, for the manager."""
    return f"{view.rep}: {SAID[view.outcome]}." if view.outcome else f"{view.rep} hasn't said yet."


def beside(view: RequestView) -> str:
    """What the manager said, for the rep."""
    return f"{view.manager}: {SAID[view.outcome_seen]}." if view.outcome_seen else ""


def both_see(view: RequestView) -> str:
    """Who sees the rep's answer, where the manager is asked as well."""
    is_asked = view.answer == Answer.LET_PLAY
    return f"{view.manager} is asked too, and each of you sees what the other says." if is_asked else ""


def both(view: RequestView) -> list[str]:
    """How it went, on the manager's card: the two side by side."""
    if view.answer != Answer.LET_PLAY or not (view.outcome or view.outcome_seen):
        return []
    mine = f" You: {SAID[view.outcome_seen]}." if view.outcome_seen else ""
    return [f"How it went. {beside_manager(view)}{mine}"]
