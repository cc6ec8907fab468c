"""What people read of a playbook: the list, a stage's form, a step, a gap. Values in, Block Kit out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.playbook.rules import LONGEST_NAME, UNNAMED, Entry, Gap, Slot
from bot.slack.kit import (
    Block,
    Words,
    actions,
    button,
    clip,
    confirm,
    context,
    divider,
    escape,
    field,
    line,
    lines,
    modal,
    option,
    overflow,
    section,
)

BOOK, FORM = "playbook.book", "playbook.stage"
OPEN, ADD, MORE = "playbook.open", "playbook.add", "playbook.more"
WRITE, NOT_NEEDED, DELETE = "playbook.write", "playbook.not_needed", "playbook.delete"
CHANGE, UP, DOWN = "change", "up", "down"
SHOWN_GAPS = 10
NO_STAGE = "no stage named"
_NEXT, _EXIT, _LINKS = 1400, 600, 600
"""Characters of each in a list: a stage is one section of 3000, and escaping lengthens."""


@dataclass(frozen=True)
class Shown:
    """A stage in the list."""

    id: str
    entry: Entry


@dataclass(frozen=True)
class Book:
    """A playbook as one person sees it. `manager`: empty when it is their own; then there are `gaps`."""

    manager: str
    stages: tuple[Shown, ...]
    gaps: tuple[Gap, ...] = ()


def book(now: Book) -> Block:
    """The list of stages; for whom it belongs to with what to do about each, and what is missing."""
    if now.manager:
        return modal("Playbook", BOOK, [section(_for_rep(now)), *(_stage(each) for each in now.stages)])
    blocks = [
        section(_for_manager(now)),
        actions(button("Add a stage", ADD, "add", style=None if now.stages else "primary")),
        *_missing(now.gaps),
        *([divider()] if now.gaps and now.stages else []),
        *(_own_stage(each, place, len(now.stages)) for place, each in enumerate(now.stages)),
    ]
    return modal("Playbook", BOOK, blocks)


def _for_rep(now: Book) -> str:
    if not now.stages:
        return (
            f"{escape(now.manager)} hasn't written the playbook yet. Ask what comes next all the same: "
            f"it tells {escape(now.manager)} what to write first."
        )
    return f"{escape(now.manager)}'s playbook: what comes next, stage by stage. `/kickstand next` finds one of them."


def _for_manager(now: Book) -> str:
    if not now.stages:
        return (
            "What comes next at each stage, written once. When a rep asks “what next?” after a demo, they see your "
            "step at once, and only come to you when it doesn't help."
        )
    return (
        "What comes next at each stage. Your reps see a step when they ask for it, here, or with `/kickstand next`. "
        "A whole file goes in with `kickstand playbook import`."
    )


def _stage(each: Shown) -> Block:
    return section(_named(each.entry))


def _own_stage(each: Shown, place: int, count: int) -> Block:
    ways = [
        option("Change", f"{CHANGE}:{each.id}"),
        *([option("Move up", f"{UP}:{each.id}")] if place else []),
        *([option("Move down", f"{DOWN}:{each.id}")] if place < count - 1 else []),
    ]
    return section(_named(each.entry), overflow(f"{MORE}@{each.id}", ways))


def _named(entry: Entry) -> str:
    return f"*{escape(entry.name)}*\n{_told(entry, _NEXT, _EXIT, _LINKS)}"


def _told(entry: Entry, most_next: int, most_exit: int, most_links: int) -> str:
    """A stage in mrkdwn: what to do next, when it is done, where more is."""
    done, links = clip(entry.exit_criteria, most_exit), clip("\n".join(entry.links), most_links)
    parts = [clip(entry.next_steps, most_next), done and f"_Done when_\n{done}", links and f"_Links_\n{links}"]
    return "\n".join(escape(part) for part in parts if part)


def _missing(gaps: Sequence[Gap]) -> list[Block]:
    if not gaps:
        return []
    more = len(gaps) - SHOWN_GAPS
    return [
        section("*Asked, and not written yet*"),
        *(block for gap in gaps[:SHOWN_GAPS] for block in _gap(gap)),
        *([context(f"And {more} more.")] if more > 0 else []),
    ]


def _gap(gap: Gap) -> list[Block]:
    row = [
        button("Write this step", f"{WRITE}@{gap.id}", gap.id, style="primary"),
        button("Not needed", f"{NOT_NEEDED}@{gap.id}", gap.id),
    ]
    said = times(gap)
    return [section(escape(said[:1].upper() + said[1:])), actions(*row)]


def times(gap: Gap) -> str:
    """A gap and how often it was asked: `Security review, 3 times`."""
    about = NO_STAGE if gap.about == UNNAMED else gap.about
    return about if gap.times == 1 else f"{about}, {gap.times} times"


def form(now: Entry, data: str, *, is_new: bool) -> Block:
    """One stage. `data`: what is changed or filled, an opaque id."""
    hint = "Where a deal is when this comes next, as your team says it."
    fields = [
        field("Stage", Slot.NAME, line(now.name, placeholder="Demo", longest=LONGEST_NAME), hint=hint, optional=False),
        field(
            "Next steps", Slot.NEXT, lines(now.next_steps, placeholder="Send the summary the same day"), optional=False
        ),
        field("Exit criteria", Slot.EXIT, lines(now.exit_criteria), hint="When this stage is done."),
        field("Links", Slot.LINKS, lines("\n".join(now.links)), hint="One a line: a name and its address."),
        field("Also called", Slot.WORDS, lines("\n".join(now.words)), hint="Other names that reps use, one a line."),
    ]
    sure = confirm("Delete this stage?", f"“{now.name}” goes from your playbook.", "Delete", "Keep it")
    out = [actions(button("Delete this stage", DELETE, data, style="danger", confirm=sure))]
    return modal(
        "New stage" if is_new else "Stage", FORM, [*fields, *([] if is_new else out)], submit="Save", data=data
    )


# In passing -----------------------------------------------------------------------------------------------------------


def step(entry: Entry) -> Words:
    """What `/kickstand next` answers."""
    head = f"After *{escape(entry.name)}*, the playbook says:"
    text = f"{head}\n{_told(entry, 2000, 900, 700)}"
    return Words(text, [section(head), section(_told(entry, _NEXT, _EXIT, _LINKS))])


def in_short(entry: Entry) -> str:
    """A step inside a rep's message, in plain words."""
    parts = [f"Your playbook says, after “{entry.name}”: {clip(entry.next_steps, 700)}"]
    if entry.exit_criteria:
        parts.append(f"Done when: {clip(entry.exit_criteria, 300)}")
    return "\n".join([*parts, *(clip(each, 300) for each in entry.links[:3])])


def on_card(entry: Entry) -> str:
    """A step on the manager's card, on one line."""
    steps = " · ".join(entry.next_steps.split("\n"))
    return f"after “{entry.name}”: {clip(steps, 300)}"


def not_written(about: str, manager: str) -> str:
    """For the rep whose question found nothing."""
    return f"{about}: the playbook has no step for that yet. It's on {manager}'s list of steps to write."


def which(entries: Sequence[Entry]) -> str:
    """No stage was typed."""
    return f"Type the stage behind it, as in `/kickstand next {_typed(entries[0].name)}`. {_has(entries)}"


def unknown(said: str, near: Sequence[Entry], entries: Sequence[Entry], manager: str) -> str:
    """What was typed is no stage. `manager`: whose list it is on now; empty: it is on none."""
    first = f"The playbook has no step for “{escape(clip(said, LONGEST_NAME))}”"
    if near:
        return f"{first}. Did you mean {' or '.join(f'`/kickstand next {_typed(each.name)}`' for each in near)}?"
    noted = f" yet. It's on {escape(manager)}'s list of steps to write." if manager else " yet."
    return f"{first}{noted} {_has(entries)}".rstrip()


def _has(entries: Sequence[Entry]) -> str:
    return f"It has {escape(clip(', '.join(each.name for each in entries), 1500))}." if entries else ""


def _typed(name: str) -> str:
    return escape(name.replace("`", "'"))


def home_of_manager(stages: int, gaps: Sequence[Gap]) -> list[Block]:
    """For App Home: how much there is, what is missing most."""
    if not stages and not gaps:
        words = "*Playbook*  Write once what comes next at each stage, and I answer “what next?” for you."
        return [section(words, button("Write it", OPEN, "open"))]
    has = f"{stages} stage{'' if stages == 1 else 's'}" if stages else "Nothing is written yet"
    missing = "; ".join(escape(times(gap)) for gap in gaps[:3])
    more = f"; {len(gaps) - 3} more" if len(gaps) > 3 else ""
    asked = f"\nAsked, and not written yet: {missing}{more}." if gaps else ""
    row = [section(f"*Playbook*  {has}.{asked}", button("Open the playbook", OPEN, "open"))]
    named = next((gap for gap in gaps if gap.about != UNNAMED), None)
    write = f"Write “{clip(named.about, 50)}”" if named else ""
    return row + ([actions(button(write, f"{WRITE}@{named.id}", named.id))] if named else [])


def home_of_rep(manager: str, stages: int) -> list[Block]:
    """For App Home: that there is something to read."""
    if not stages:
        return []
    words = f"*Playbook*  {escape(manager)} wrote down what comes next at {stages} stage{'' if stages == 1 else 's'}."
    return [section(words, button("Read it", OPEN, "open"))]


def in_report(gaps: Sequence[Gap]) -> Words:
    """One line of the weekly report."""
    missing = "; ".join(escape(times(gap)) for gap in gaps)
    words = f"Asked “what next?” without a step in your playbook: {missing}."
    return Words(words, [section(words, button("Open the playbook", OPEN, "open"))])
