"""What is said of a decision that is the rep's own, to them and to their manager. Values in, words out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.requests.blocks.view import RequestView
from bot.requests.rules import Status
from bot.slack.kit import Block, Words, button, clip, context, escape, section
from bot.slack.times import bare

ASK_ANYWAY, NOT_ABOUT, TELL = "request.ask_anyway", "request.not_about", "request.tell"
TOLD_OF = 12
"""So many decisions one message lists."""


def held(view: RequestView) -> str:
    """The first line while the rep is offered the decision."""
    first = f"This one is yours ({view.own_right})."
    if view.is_seen and not view.is_in_channel:
        return f"{first} {view.manager} has your message; I've said it can wait until {bare(view.goes)}."
    return f"{first} Decide it, or {view.manager} gets it {view.goes}."


def note(view: RequestView) -> list[str]:
    """How it was found, and whether the manager hears of it; after it was decided, when."""
    if view.own_right:
        tells = f" If you decide it, {view.manager} hears of it in the evening." if view.tells else ""
        return [f"I take it for that because {view.because}.{tells}"]
    if view.status != Status.DECIDED:
        return []
    if view.told:
        return [f"{view.manager} has heard of it."]
    if view.unheard:
        return ["Your manager has changed, so I pass this on to nobody. Tell them yourself if they should know."]
    return [f"{view.manager} hears of it {view.hears}, with the day's other decisions."] if view.hears else []


def decide_button(view: RequestView) -> Block:
    """It is settled."""
    return button("I decided it", "request.decide", view.id, style="primary")


def buttons(view: RequestView) -> list[Block]:
    """What the rep can say while the decision is offered."""
    return [
        decide_button(view),
        button("Ask anyway", ASK_ANYWAY, view.id),
        button("Not about that", NOT_ABOUT, view.id),
    ]


def tell_button(view: RequestView) -> list[Block]:
    """After deciding: one tap, and the manager knows."""
    return [button(f"Tell {clip(view.manager, 40)}", TELL, view.id)] if view.can_tell else []


def above(rep: str, limit: str, title: str) -> str:
    """For the card: the question is beyond what the rep may decide."""
    return f"{title}: above {rep}'s limit of {limit}"


def theirs(rep: str, right: str) -> str:
    """For the card: the rep may decide it, and asked all the same."""
    return f"{rep} may decide this ({right}); `Your call` says so"


@dataclass(frozen=True)
class Told:
    """One decision as the manager hears of it. `right`: what it was agreed under, or nothing."""

    rep: str
    text: str
    right: str = ""


def told(found: Sequence[Told], day: str) -> Words:
    """What the reps decided; `day` as somebody would say it: `today`, `on Thursday`."""
    one = len(found) == 1
    first = f"{'1 decision a rep of yours' if one else f'{len(found)} decisions your reps'} made {day}"
    rows = [f"•  {each.rep}: {_question(each)}" for each in found[:TOLD_OF]]
    more = [f"And {len(found) - TOLD_OF} more."] if len(found) > TOLD_OF else []
    foot = f"{'It was' if one else 'They were'} theirs to make, so there is nothing for you to do."
    text = "\n".join([f"{first}:", *rows, *more, foot])
    blocks = [section(f"*{escape(first)}*"), *(section(escape(row)) for row in [*rows, *more]), context(foot)]
    return Words(escape(text), blocks)


def _question(each: Told) -> str:
    words = clip(" ".join(each.text.split()), 110) or "a question whose words are gone"
    return f"{words} ({each.right})" if each.right else words


def asked_all_the_same(times: int) -> Words:
    """For the weekly report: nobody is named in it."""
    text = (
        f"{times} questions last week were about what your reps may decide. Asking is fine; saying once more that it "
        "is theirs helps."
    )
    return Words(text, [section(text)])
