"""Practice ground in words: a manager's list, and the form that changes it. Values in, blocks out."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.kit import Block, button, clip, context, escape, field, lines, modal, section

OPEN, VIEW = "practice.open", "practice.list"
SAFE = "a safe place to learn"
ON_CARD = ("Practice ground", SAFE)
"""The line on the manager's card."""
FOR_REP = "{manager} keeps this one as practice ground: a good place to try it your own way."
WHAT_IT_DOES = (
    "A question that names one of these waits as long as your team allows, and its card says that it is a safe place "
    "to learn. Best left to your reps alone: no joint calls there. Urgent questions and protected deals never wait."
)
SHOWN = 12


def home(names: Sequence[str]) -> list[Block]:
    """For a manager's App Home."""
    if not names:
        words = "*Practice ground*  Mark deals where a slip costs little: your reps get longer to try them alone."
        return [section(words, button("Mark some", OPEN, "open"))]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    listed = escape(", ".join(clip(each, 60) for each in names[:SHOWN])) + more
    return [section(f"*Practice ground*  {listed}", button("Change", OPEN, "open"))]


def form(names: Sequence[str], data: str) -> Block:
    """The list, one name a line."""
    listed = field(
        "Deals and accounts, one name on each line",
        "names",
        lines("\n".join(names), placeholder="Acme\nNorthwind renewal"),
        hint="Whole words, capitals or not: “Acme” is found in “Acme's offer”, and not in “Acmeline”.",
    )
    return modal("Practice ground", VIEW, [section(WHAT_IT_DOES), listed, context(ONLY_YOU)], submit="Save", data=data)


ONLY_YOU = "Only you see this list. A rep sees on their own question that it is practice ground."


def written(view: Mapping[str, Any]) -> str:
    """What the form holds."""
    element: Mapping[str, Any] = next(iter(view["state"]["values"].get("names", {}).values()), {})
    return str(element.get("value") or "")
