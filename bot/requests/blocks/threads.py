"""The few lines in the thread of a rep's message: check, follow-up, answer, replies. Values in, words out."""

from bot.requests.blocks import playing_out
from bot.requests.blocks.hindered import stuck
from bot.requests.blocks.rep import answered, headline, offer_of
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Outcome, Status
from bot.slack.kit import Words, actions, button, clip, context, escape, quotes, section
from bot.slack.times import count

DEBRIEF = "debrief.open"
"""What the rep clicks to write down what a no taught them; another feature answers."""


def check(view: RequestView, minutes: int | None) -> Words:
    """Ten working minutes before: is it still needed? Without `minutes` the release is further off by the clock."""
    text = f"This goes to {view.manager} {view.goes}. Do you still need {view.manager} on it?"
    if minutes is not None:
        text = f"{count(max(minutes, 1), 'minute')} to go: do you still need {view.manager} on this?"
    row = actions(
        button("Solved it", "request.solve", view.id),
        button("Still need it", "request.still_need", view.id),
        button("Park for 1:1", "request.park", view.id),
    )
    return Words(escape(f"{about(text, view)} {offer_of(row['elements'])}"), [section(escape(text)), row])


def answer_note(view: RequestView) -> Words:
    """The line in the thread that lets the rep know: an edited message notifies nobody."""
    text = answered(view)
    return Words(escape(about(text, view)), [section(escape(text))])


def about(text: str, view: RequestView) -> str:
    """For a notification, which does not show the thread: which question this is."""
    return f"{text} (About: {clip(' '.join(view.text.split()), 80)})" if view.text else text


def waiting(view: RequestView, late: bool, reminded: bool) -> Words:
    """The manager is late, and was reminded if they could be; or cannot be reached. The deputy is offered."""
    text = f"{view.manager} has this now."
    if view.unreachable:
        text = stuck(view)
    elif late:
        text = f"{view.manager} hasn't got to this yet." + (" I've sent a reminder." if reminded else "")
    if not view.deputy:
        return Words(escape(about(text, view)), [section(escape(text))])
    offer = f"{view.deputy} could take it instead."
    row = actions(button(f"Ask {view.deputy} instead", "request.hand_over", view.id))
    told = f"{about(f'{text} {offer}', view)} {offer_of(row['elements'])}"
    return Words(escape(told), [section(escape(f"{text} {offer}")), row])


def outcome(view: RequestView) -> Words:
    """Two weeks later: how did it go?"""
    if view.outcome:
        said = f"You said: {playing_out.SAID[view.outcome]}. Thanks for closing the loop."
        text = f"{said} {playing_out.beside(view)}".rstrip()
        if view.outcome == Outcome.BADLY:
            return _with_debrief(text, view)
        return Words(escape(text), [section(escape(text))])
    which = f": {clip(view.text.splitlines()[0], 120)}" if view.text else "."
    own = view.status == Status.DECIDED
    whose = "you decided this one yourself" if own else f"{view.manager} left this one with you"
    text = f"Two weeks ago {whose}{which}"
    ask = f"How did it go? Any answer is useful, and none counts against you. {playing_out.both_see(view)}".rstrip()
    row = actions(*(button(name, f"request.outcome.{how}", view.id) for how, name in playing_out.CHOICES.items()))
    blocks = [section(escape(text)), section(escape(ask)), row]
    return Words(escape(f"{text}\n{ask}\n{offer_of(row['elements'])}"), blocks)


def _with_debrief(text: str, view: RequestView) -> Words:
    """A no teaches more than a yes, to whoever writes down what it taught (S1.5)."""
    offer = "Four questions help to take something from it, if you like."
    row = actions(button("We lost it", DEBRIEF, view.id))
    said = escape(f"{text} {offer} {offer_of(row['elements'])}")
    return Words(said, [section(escape(text)), section(offer), row])


def follow_up(view: RequestView) -> Words:
    """The one follow-up, in the thread where the rep just wrote."""
    text = headline(view)
    return Words(escape(about(text, view)), [section(escape(text))])


def relayed(author: str, text: str | None) -> Words:
    """Somebody's reply, brought to the other side as what it is."""
    if not text:
        gone = f"{author} took this reply back."
        return Words(escape(gone), [context(f"_{escape(gone)}_")])
    by = f"{author}, via Kickstand"
    return Words(escape(f"{by}: {text}"), [context(f"*{escape(by)}*"), *quotes(text)])


def alone(said: Words, question: str) -> Words:
    """A line that has no thread to stand in: the beginning of the question below it, as its notification has it."""
    if not question:
        return said
    return Words(said.text, [*said.blocks, context(f"About: {escape(clip(' '.join(question.split()), 140))}")])
