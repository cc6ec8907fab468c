"""What people read of a playbook: the list, a stage's form, a step, a gap. Values in, Block Kit out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from bot.playbook.rules import LONGEST_NAME, UNNAMED, Entry, Gap, Slot
from bot.slack.kit import (
    BLOCKS_IN_VIEW,
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
from bot.slack.times import count

BOOK, FORM = "playbook.book", "playbook.stage"
OPEN, ADD, MORE = "playbook.open", "playbook.add", "playbook.more"
WRITE, NOT_NEEDED, DELETE = "playbook.write", "playbook.not_needed", "playbook.delete"
CHANGE, UP, DOWN = "change", "up", "down"
SHOWN_GAPS = 10
NO_STAGE = "no stage named"
AGAIN = "What is asked again and again may be a stage of its own."
PERSONAL = "This sounds personal, and your reps would read it, so nothing was kept. Write what comes next in the deal."
ROOM = 40
"""So many sections of stages there are about, at most: a view has 100 blocks and 250 kB."""
_PIECE, _LINE = 2800, 560
"""Characters of a section, with room for a pointer; and of the parts of a longer line, which escaping lengthens."""
HEADS = {False: "Asked, and not written yet", True: "Asked all the same, though there is a step"}
"""Over what is missing, by whether there is a step."""


@dataclass(frozen=True)
class Shown:
    """A stage in the list."""

    id: str
    entry: Entry


@dataclass(frozen=True)
class Book:
    """What one person sees: their own playbook with its `gaps`, if they lead; that of their `manager`, to read."""

    leads: bool = False
    own: tuple[Shown, ...] = ()
    gaps: tuple[Gap, ...] = ()
    manager: str = ""
    theirs: tuple[Entry, ...] = ()


def book(now: Book) -> Block:
    """The list of stages: with what to do about each, and what is missing; or to be read."""
    most = max(1, ROOM // max(1, len(now.own) + len(now.theirs)))
    blocks = _own(now, most) if now.leads else []
    if now.manager:
        blocks += [*([divider()] if blocks else []), section(_for_rep(now))]
        blocks += _within(BLOCKS_IN_VIEW - len(blocks), [each for entry in now.theirs for each in _pieces(entry, most)])
    return modal("Playbook", BOOK, blocks)


def _within(room: int, pieces: Sequence[str]) -> list[Block]:
    if len(pieces) <= room:
        return [section(each) for each in pieces]
    return [*(section(each) for each in pieces[: room - 1]), context("`/kickstand next` finds the others.")]


def _own(now: Book, most: int) -> list[Block]:
    return [
        section(_for_manager(now)),
        actions(button("Add a stage", ADD, "add", style=None if now.own else "primary")),
        *_missing(now.gaps),
        *([divider()] if now.gaps and now.own else []),
        *(block for place, each in enumerate(now.own) for block in _own_stage(each, place, len(now.own), most)),
    ]


def _for_rep(now: Book) -> str:
    if not now.theirs:
        return (
            f"{escape(now.manager)} hasn't written the playbook yet. Ask what comes next all the same: "
            f"it tells {escape(now.manager)} what to write first."
        )
    return f"{escape(now.manager)}'s playbook: what comes next, stage by stage. `/kickstand next` finds one of them."


def _for_manager(now: Book) -> str:
    if not now.own:
        return (
            "What comes next at each stage, written once. When a rep asks “what next?” after a demo, they see your "
            "step at once, and only come to you when it doesn't help."
        )
    return (
        "What comes next at each stage. Your reps see a step when they ask for it, here, or with `/kickstand next`. "
        "A whole file goes in with `kickstand playbook import`."
    )


def _own_stage(each: Shown, place: int, count: int, most: int) -> list[Block]:
    ways = [
        option("Change", f"{CHANGE}:{each.id}"),
        *([option("Move up", f"{UP}:{each.id}")] if place else []),
        *([option("Move down", f"{DOWN}:{each.id}")] if place < count - 1 else []),
    ]
    first, *more = _pieces(each.entry, most, "`Change` shows the rest.")
    return [section(first, overflow(f"{MORE}@{each.id}", ways)), *(section(piece) for piece in more)]


def _pieces(entry: Entry, most: int, elsewhere: str = "") -> list[str]:
    """A stage in mrkdwn, in so many sections at most; where that is not all of it, the last says where the rest is."""
    found = _cut([f"*{escape(entry.name)}*", *_told(entry)])
    if len(found) > most:
        where = elsewhere or f"`/kickstand next {_typed(entry.name)}` shows the rest."
        return [*found[: most - 1], f"{found[most - 1]}\n_{where}_"]
    return found


def _cut(lines: Sequence[str]) -> list[str]:
    """Lines, together in pieces of a section each."""
    found = [""]
    for each in lines:
        if len(found[-1]) + len(each) >= _PIECE:
            found.append("")
        found[-1] = f"{found[-1]}\n{each}".lstrip("\n")
    return found


def _told(entry: Entry) -> list[str]:
    """A stage in lines of mrkdwn: what to do next, when it is done, where more is."""
    done = ["_Done when_", *entry.exit_criteria.split("\n")] if entry.exit_criteria else []
    links = ["_Links_", *entry.links] if entry.links else []
    said = [*entry.next_steps.split("\n"), *done, *links]
    return [escape(part) for each in said for part in (wrap(each, _LINE) if len(escape(each)) >= _PIECE else [each])]


def _missing(gaps: Sequence[Gap]) -> list[Block]:
    more = len(gaps) - SHOWN_GAPS
    found = [block for head, some in _by_head(gaps[:SHOWN_GAPS]) for block in (section(f"*{head}*"), *_gap_rows(some))]
    return [*found, *([context(f"And {more} more.")] if more > 0 else [])]


def _by_head(gaps: Sequence[Gap]) -> list[tuple[str, list[Gap]]]:
    sorted_out = [(head, [gap for gap in gaps if gap.has_step is has_step]) for has_step, head in HEADS.items()]
    return [(head, some) for head, some in sorted_out if some]


def _gap_rows(gaps: Sequence[Gap]) -> list[Block]:
    return [block for gap in gaps for block in (section(escape(_gap_words(gap))), actions(*_gap_buttons(gap)))]


def _gap_words(gap: Gap) -> str:
    return _sentence(times(gap)) + (f". {AGAIN}" if gap.about == UNNAMED else "")


def _gap_buttons(gap: Gap) -> list[Block]:
    return [_write_button(gap, "primary"), button("Not needed", f"{NOT_NEEDED}@{gap.id}", gap.id)]


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _write_button(gap: Gap, style: str | None = None, step: str = "this step") -> Block:
    label = "Add a stage" if gap.about == UNNAMED else f"{'Change' if gap.has_step else 'Write'} {step}"
    return button(label, f"{WRITE}@{gap.id}", gap.id, style=style)


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
    """What `/kickstand next` answers: the whole of it."""
    said = _cut([f"After *{escape(entry.name)}*, the playbook says:", *_told(entry)])
    return Words("\n".join(said), [section(each) for each in said])


def in_short(entry: Entry) -> str:
    """A step inside a rep's message, in plain words; where that is not all of it, it says where the rest is."""
    steps, done = clip(entry.next_steps, 700), clip(entry.exit_criteria, 300)
    links = [clip(each, 300) for each in entry.links[:3]]
    is_all = (steps, done, *links) == (entry.next_steps, entry.exit_criteria, *entry.links)
    parts = [f"Your playbook says, after “{entry.name}”: {steps}", *([f"Done when: {done}"] if done else []), *links]
    return "\n".join([*parts, *([] if is_all else [f"`/kickstand next {_in_code(entry.name)}` shows the rest."])])


def on_card(entry: Entry) -> str:
    """A step on the manager's card, on one line."""
    steps = " · ".join(entry.next_steps.split("\n"))
    return f"after “{entry.name}”: {clip(steps, 300)}"


def not_written(about: str, manager: str) -> str:
    """For the rep whose question found nothing."""
    return f"{about}: the playbook has no step for that yet. It's on {manager}'s list of steps to write."


def which_stage(entries: Sequence[Entry]) -> str:
    """For the rep whose question names no stage: those that there are, in plain words."""
    names = clip(", ".join(each.name for each in entries), 300)
    return f"The playbook has {names}. `/kickstand next` and the stage shows what comes after it, at once."


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
    return escape(_in_code(name))


def _in_code(name: str) -> str:
    return name.replace("`", "'")


def home_of_manager(stages: int, gaps: Sequence[Gap], above: str = "") -> list[Block]:
    """For App Home: how much there is, what is missing most. `above`: whose own manager wrote one as well."""
    also = f" {escape(above)}'s is there too, for what you sell yourself." if above else ""
    if not stages and not gaps:
        words = f"*Playbook*  Write once what comes next at each stage, and I answer “what next?” for you.{also}"
        return [section(words, button("Write it", OPEN, "open"))]
    has = f"{count(stages, 'stage')}" if stages else "Nothing is written yet"
    lines = [f"{head}: {_named(some)}" for head, some in _by_head(gaps[:3])]
    more = f"; {len(gaps) - 3} more" if len(gaps) > 3 else ""
    asked = "\n" + ".\n".join(lines) + f"{more}." if lines else ""
    row = [section(f"*Playbook*  {has}.{also}{asked}", button("Open the playbook", OPEN, "open"))]
    named = next((gap for gap in gaps if gap.about != UNNAMED), None)
    return row + ([actions(_write_button(named, step=f"“{clip(named.about, 50)}”"))] if named else [])


def _named(gaps: Sequence[Gap]) -> str:
    """What people typed stands in quotation marks."""
    quoted = (gap if gap.about == UNNAMED else replace(gap, about=f"“{gap.about}”") for gap in gaps)
    return "; ".join(escape(times(gap)) for gap in quoted)


def home_of_rep(manager: str, stages: int) -> list[Block]:
    """For App Home: that there is something to read."""
    if not stages:
        return []
    words = f"*Playbook*  {escape(manager)} wrote down what comes next at {count(stages, 'stage')}."
    return [section(words, button("Read it", OPEN, "open"))]


def in_report(gaps: Sequence[Gap]) -> Words:
    """One line of the weekly report, or two."""
    heads = {HEADS[False]: "“What next?” was asked where your playbook has no step"}
    words = "\n".join(f"{heads.get(head, head)}: {_named(some)}." for head, some in _by_head(gaps))
    return Words(words, [section(words, button("Open the playbook", OPEN, "open"))])
