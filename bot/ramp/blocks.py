"""The list for new reps in words: a rep's own, a manager's view of it, its form. Values in, blocks out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.kit import Block, actions, button, context, escape, field, lines, modal, option, section

OPEN, TICK, VIEW, OWN_VIEW = "ramp.open", "ramp.tick", "ramp.list", "ramp.own"
BOXES = "ramp_boxes"
SHOWN = 20


@dataclass(frozen=True)
class Point:
    """One point of the list."""

    id: str
    text: str


@dataclass(frozen=True)
class Row:
    """How far one rep is; `until` in words."""

    rep: str
    done: int
    until: str


def own(points: Sequence[Point], done: Collection[str], until: str) -> list[Block]:
    """For a rep in ramp: the list, with a box for each point. It is theirs to tick; nothing follows from it."""
    head = f"*Your first 90 days*\n{sum(each.id in done for each in points)} of {len(points)} done, no hurry."
    boxes = [option(each.text, each.id) for each in points]
    ticked = [each for each in boxes if each["value"] in done]
    menu: Block = {"type": "checkboxes", "action_id": TICK, "options": boxes}
    menu |= {"initial_options": ticked} if ticked else {}
    until = f" until {until}" if until else " for now"
    note = f"Your questions wait only briefly{until}, and count in no score. Your manager sees how many are ticked."
    return [section(head), actions(menu, block_id=BOXES), context(note)]


def own_modal(blocks: Sequence[Block]) -> Block:
    """The same, where it was asked for by command."""
    return modal("Your first 90 days", OWN_VIEW, blocks)


def manager_home(of: int, rows: Sequence[Row]) -> list[Block]:
    """For a manager's App Home: how far the reps in ramp are."""
    if not of:
        words = (
            "*New reps*\nWrite down what they should see and do in their first 90 days; they tick it off themselves."
        )
        return [section(words, button("Write the list", OPEN, "open"))]
    return [section(f"*New reps*\n{_rows(of, rows)}", button("Your list", OPEN, "open"))]


def _rows(of: int, rows: Sequence[Row]) -> str:
    if not rows:
        return "Nobody is in their first 90 days now. Your list is ready for whoever comes next."
    said = [f"{escape(each.rep)}: {each.done} of {of}{_until(each)}" for each in rows[:SHOWN]]
    return "\n".join([*said, *([f"and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else [])])


def _until(row: Row) -> str:
    return f", in ramp until {row.until}" if row.until else ""


def form(texts: Sequence[str], rows: Sequence[Row], is_template: bool, data: str) -> Block:
    """The list, one point a line, and below it how far the reps in ramp are."""
    intro = "This is a list to begin with. Make it yours." if is_template else "What a new rep should see and do."
    points = field(
        "One point on each line",
        "points",
        lines("\n".join(texts)),
        hint="Ten points at most. A point that you reword loses its ticks. Empty: there is no list.",
    )
    told = "Reps in their first 90 days tick it in App Home. You see how far each is; nobody else does."
    people = [section(f"*Who is on it now*\n{_rows(len(texts), rows)}")] if rows and not is_template else []
    return modal("List for new reps", VIEW, [section(intro), points, *people, context(told)], submit="Save", data=data)


def written(view: Mapping[str, Any]) -> str:
    """What the form holds."""
    element: Mapping[str, Any] = next(iter(view["state"]["values"].get("points", {}).values()), {})
    return str(element.get("value") or "")
