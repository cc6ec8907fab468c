"""Every word about debriefs that a person reads. Values in, Block Kit out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.debriefs.rules import LONGEST, LONGEST_DEAL, Lost
from bot.requests.blocks.threads import DEBRIEF
from bot.slack.kit import (
    Block,
    Words,
    actions,
    behind,
    button,
    choice,
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
    section,
)

FORM, NOTE_FORM, LIST = "debrief.form", "debrief.note_form", "debrief.list"
OPEN = DEBRIEF
LESSONS, NOTE, UNLOCK, LOCK, DELETE = (f"debrief.{name}" for name in ("lessons", "note", "unlock", "lock", "delete"))
DEAL, READERS, ADDED = "deal", "readers", "added"
TEAM, TWO = "team", "two"
QUESTIONS = (
    ("happened", "What happened?"),
    ("again", "What would you do again?"),
    ("otherwise", "What would you change?"),
    ("need", "What do you need?"),
)
SHOWN, NEW_AT_HOME, IN_TEXT = 10, 2, 600
"""Lessons in one list, debriefs in App Home, letters of each answer where Slack takes few."""

SAY_SOMETHING = "One of the four is enough, but one it needs."
PERSONAL = "This sounds personal, so it wasn't kept. A debrief is about the deal; talk to them directly."
TEACH = "Lost one? Four questions help to take something from it. You write first, {manager} may add to it."
TEACH_MANAGER = "When a rep writes down what a lost deal taught them, it comes to you, and you may add to it."
NONE = "No lessons yet. `/kickstand debrief` writes one down after a no."
NOTHING_FOUND = "No lesson that you may read has these words in it."


@dataclass(frozen=True)
class Lesson:
    """One debrief as one reader sees it. `note`: what the manager added, for the two of them only."""

    id: str
    words: Lost
    rep: str
    manager: str
    on: str
    note: str = ""
    is_open: bool = False
    is_mine: bool = False
    is_for_me: bool = False
    may_open: bool = False

    @property
    def deal(self) -> str:
        """What it is about, to be put into a sentence."""
        return self.words.deal or "a deal"


def form(manager: str, data: str) -> Block:
    """The four questions. `data`: the question it comes from, if there is one."""
    fields = [field(label, name, lines(longest=LONGEST)) for name, label in QUESTIONS]
    readers = [option(f"{clip(manager, 40)} and I", TWO), option("My team too, with my name on it", TEAM)]
    return modal(
        "What a no taught you",
        FORM,
        [
            section(escape(f"You write first. {manager} reads it then, and may add something. None of it is scored.")),
            field("Which deal?", DEAL, line(placeholder="Acme", longest=LONGEST_DEAL)),
            *fields,
            field("Who may read it?", READERS, choice(readers, TWO, kind="radio_buttons"), optional=False),
            context("You can open it to your team later, and take that back, with `/kickstand lessons`."),
        ],
        submit="Keep it",
        data=data,
    )


def note_form(lesson: Lesson) -> Block:
    """The manager's note, below what the rep wrote."""
    asks = field(
        f"What would you add for {clip(lesson.rep, 40)}?",
        ADDED,
        lines(lesson.note, longest=LONGEST),
        hint="What you saw them do well counts as much as what you'd change.",
        optional=False,
    )
    return modal("Add a note", NOTE_FORM, [*_answers(lesson), asks], submit="Add it", data=lesson.id)


def written(lesson: Lesson) -> Words:
    """To the manager: what the rep wrote, and room for a note; afterwards what they added."""
    first = f"{lesson.rep} wrote down what a no taught them: {lesson.deal}."
    invite = "" if lesson.note else "If you like, add something. There's no hurry."
    after = f"You added: {lesson.note}" if lesson.note else invite
    opened = f"{lesson.rep} lets the team read it, without your note." if lesson.is_open else ""
    label = "Change my note" if lesson.note else "Add a note"
    blocks = [section(f"*{escape(first)}*"), *_answers(lesson), section(escape(after))]
    blocks += [actions(button(label, NOTE, lesson.id))]
    blocks += [context(escape(opened))] if opened else []
    parts = [first, *_plain(lesson), clip(after, IN_TEXT), f"Buttons: {label}.", opened]
    return Words(escape("\n".join(part for part in parts if part)), blocks)


def noted(lesson: Lesson) -> Words:
    """To the rep: what the manager added."""
    first = f"{lesson.manager} added something to what you wrote about {lesson.deal}:"
    said = clip(lesson.note, 2800)
    return Words(escape(f"{first}\n{said}"), [section(escape(first)), section(escape(said))])


def _said(lesson: Lesson) -> list[tuple[str, str]]:
    return [(label, getattr(lesson.words, name)) for name, label in QUESTIONS if getattr(lesson.words, name)]


def _answers(lesson: Lesson) -> list[Block]:
    return [section(f"*{label}*  {escape(words)}") for label, words in _said(lesson)]


def _plain(lesson: Lesson) -> list[str]:
    return [f"{label} {clip(words, IN_TEXT)}" for label, words in _said(lesson)]


def listed(lessons: Sequence[Lesson], looked_for: bool, more: int = 0) -> Block:
    """What the reader may read; `more` were found and do not fit."""
    if not lessons:
        return modal("Lessons", LIST, [section(NOTHING_FOUND if looked_for else NONE)])
    blocks: list[Block] = []
    for lesson in lessons[:SHOWN]:
        blocks += [*([divider()] if blocks else []), *_lesson(lesson)]
    if more:
        blocks.append(context(f"And {more} more. `/kickstand lessons` with a word behind it finds what you look for."))
    return modal("Lessons", LIST, blocks, data=" ".join(each.id for each in lessons[:SHOWN]))


def _lesson(lesson: Lesson) -> list[Block]:
    head = f"*{escape(clip(lesson.deal, 80))}*, {escape('you' if lesson.is_mine else lesson.rep)}, {lesson.on}"
    blocks = [section(head), *_answers(lesson)]
    if lesson.note:
        by = f"{lesson.manager} added" if lesson.is_mine else "You added"
        blocks.append(section(f"*{escape(by)}*  {escape(lesson.note)}"))
    row = _buttons(lesson)
    blocks += [actions(*row, block_id=f"debrief_{lesson.id}")] if row else []
    if lesson.is_mine:
        blocks.append(context("Your team may read this, without the note." if lesson.is_open else _closed(lesson)))
    return blocks


def _closed(lesson: Lesson) -> str:
    return escape(f"Only {lesson.manager} and you read this." if lesson.may_open else "Only you read this now.")


def _buttons(lesson: Lesson) -> list[Block]:
    if lesson.is_for_me:
        return [button("Change my note" if lesson.note else "Add a note", f"{NOTE}@{lesson.id}", lesson.id)]
    if not lesson.is_mine:
        return []
    sure = confirm("Delete it?", "It goes for everybody, with the note that was added.", "Delete", "Keep it")
    opens = [button("Open it to my team", f"{UNLOCK}@{lesson.id}", lesson.id)] if lesson.may_open else []
    closes = [button("Close it to my team", f"{LOCK}@{lesson.id}", lesson.id)]
    gone = button("Delete", f"{DELETE}@{lesson.id}", lesson.id, confirm=sure)
    return [*(closes if lesson.is_open else opens), gone]


def home(manager: str, leads: bool, new: Sequence[Lesson], left: int = 0) -> list[Block]:
    """At most five blocks: where to write one down, what waits for a note (and `left` more), where the lessons are."""
    row = []
    blocks: list[Block] = []
    if manager:
        blocks.append(section(escape(TEACH.format(manager=manager))))
        row.append(button("We lost it", OPEN, "home"))
    for lesson in new[:NEW_AT_HOME]:
        said = f"{lesson.rep} wrote down what a no taught them: {lesson.deal}, {lesson.on}."
        blocks.append(section(escape(said), button("Add a note", f"{NOTE}@{lesson.id}", lesson.id)))
    blocks += behind(left)
    if leads and not manager and not new:
        blocks.append(section(TEACH_MANAGER))
    if manager or leads:
        row.append(button("Lessons", LESSONS, "home"))
        blocks.append(actions(*row, block_id="debriefs"))
    return blocks
