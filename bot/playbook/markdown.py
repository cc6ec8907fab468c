"""A playbook as a Markdown file, read and written. Pure: knows no file, no session, no Slack.

    # Demo                        a stage
    ## Also called                what else people call it, one a line
    ## Next steps                 needed
    ## Exit criteria
    ## Links                      one a line: a name and its address

Where headings are is markdown-it's business (CommonMark); what stands between them is kept line by line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playbook.rules import MOST_STAGES, Entry, Slot, clash, fold, one_line, read

if TYPE_CHECKING:
    from markdown_it.token import Token

SECTIONS = {
    Slot.WORDS: "Also called",
    Slot.NEXT: "Next steps",
    Slot.EXIT: "Exit criteria",
    Slot.LINKS: "Links",
}
_KNOWN = {fold(title): slot for slot, title in SECTIONS.items()}
_BULLETS = ("- ", "* ", "+ ")


@dataclass(frozen=True)
class Wrong:
    """What is wrong in one line of the file; lines count from 1."""

    line: int
    sentence: str


class MarkdownErrors(Exception):
    """The file cannot be read as a playbook: every line that is wrong."""

    def __init__(self, errors: Sequence[Wrong]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.sentence}" for each in errors))
        self.errors = tuple(errors)


@dataclass
class _Part:
    """A heading and what stands below it, until the next heading."""

    level: int
    title: str
    line: int
    body: list[str] = field(default_factory=list)


@dataclass
class _Stage:
    name: str
    line: int
    parts: dict[Slot, _Part] = field(default_factory=dict)

    def text(self, slot: Slot) -> str:
        return "\n".join(self.parts[slot].body) if slot in self.parts else ""


def parse(text: str) -> list[Entry]:
    """The stages of a file, in order. Raises MarkdownErrors, and then there is nothing to be taken from it."""
    errors: list[Wrong] = []
    stages = list(_stages(_parts(_lines(text)), errors))
    found: list[Entry] = []
    for stage in stages:
        entry = _entry(stage, found, errors)
        found.append(entry)
    if not stages and not errors:
        errors.append(Wrong(1, "There is no stage in here. A stage begins with a line such as: # Demo"))
    if len(stages) > MOST_STAGES:
        errors.append(Wrong(stages[MOST_STAGES].line, f"That is one stage too many. {MOST_STAGES} at most."))
    if errors:
        raise MarkdownErrors(sorted(errors, key=lambda each: each.line))
    return found


def written(entries: Sequence[Entry]) -> str:
    """The stages as a file that `parse` reads back to the same."""
    return "\n".join(line for entry in entries for line in _written(entry))


def _written(entry: Entry) -> Iterator[str]:
    texts = {
        Slot.WORDS: entry.words,
        Slot.NEXT: entry.next_steps.split("\n"),
        Slot.EXIT: entry.exit_criteria.split("\n"),
        Slot.LINKS: entry.links,
    }
    yield from (f"# {entry.name}", "")
    for slot, lines in texts.items():
        if any(lines):
            yield from (f"## {SECTIONS[slot]}", "", *(f"- {line}" for line in lines), "")


def _lines(text: str) -> list[str]:
    """As markdown-it counts them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _parts(lines: list[str]) -> list[_Part]:
    """What the headings cut the file into; what stands above the first of them has no title."""
    from markdown_it import MarkdownIt  # when a file is read, not at each start

    parts = [_Part(0, "", 1)]
    at = 0
    for token in MarkdownIt("commonmark").parse("\n".join(lines)):
        if token.type == "heading_open" and token.level == 0 and token.map:
            first, end = token.map
            parts[-1].body = lines[at:first]
            parts.append(_Part(int(token.tag[1:]), _title(token, lines[first:end]), first + 1))
            at = end
    parts[-1].body = lines[at:]
    return [*([parts[0]] if any(line.strip() for line in parts[0].body) else []), *parts[1:]]


def _title(token: "Token", lines: list[str]) -> str:
    """As it was written: nothing in a name is markup."""
    if token.markup.startswith("#"):
        return one_line(lines[0].strip().removeprefix(token.markup))
    return one_line(" ".join(lines[:-1]))  # underlined


def _stages(parts: list[_Part], errors: list[Wrong]) -> Iterator[_Stage]:
    stage: _Stage | None = None
    for part in parts:
        if part.level == 1:
            if stage:
                yield stage
            stage = _Stage(part.title, part.line)
            _refuse_loose_text(part, errors)
        elif stage is None:
            line = part.line + _first_words(part.body) if part.level == 0 else part.line
            errors.append(Wrong(line, "Begin with a stage, a line such as: # Demo"))
        else:
            _place(stage, part, errors)
    if stage:
        yield stage


def _refuse_loose_text(part: _Part, errors: list[Wrong]) -> None:
    if any(line.strip() for line in part.body):
        line = part.line + 1 + _first_words(part.body)
        errors.append(Wrong(line, "Put this below a heading, such as: ## Next steps"))


def _first_words(lines: list[str]) -> int:
    return next(place for place, line in enumerate(lines) if line.strip())


def _place(stage: _Stage, part: _Part, errors: list[Wrong]) -> None:
    slot = _KNOWN.get(fold(part.title))
    if slot is None:
        known = ", ".join(SECTIONS.values())
        errors.append(Wrong(part.line, f"I don't know “{part.title}”. A stage has: {known}."))
    elif slot in stage.parts:
        errors.append(Wrong(part.line, f"“{SECTIONS[slot]}” stands here a second time."))
    else:
        part.body = [_without_bullet(line) for line in part.body]
        stage.parts[slot] = part


def _without_bullet(line: str) -> str:
    bare = line.strip()
    return bare[2:] if bare.startswith(_BULLETS) else bare


def _entry(stage: _Stage, before: list[Entry], errors: list[Wrong]) -> Entry:
    got = read(stage.name, *(stage.text(slot) for slot in (Slot.WORDS, Slot.NEXT, Slot.EXIT, Slot.LINKS)))
    wrong = dict(got.errors)
    taken = None if wrong else clash(got.entry, before)
    if taken:
        wrong[taken[0]] = taken[1].replace("is in your playbook already", "is here already")
    for slot, sentence in wrong.items():
        line = stage.parts[slot].line if slot in stage.parts else stage.line
        missing = slot == Slot.NEXT and slot not in stage.parts
        words = f"“{stage.name}” has no next steps. Add them below: ## {SECTIONS[Slot.NEXT]}" if missing else sentence
        errors.append(Wrong(line, words))
    return got.entry
