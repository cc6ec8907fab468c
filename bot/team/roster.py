"""Reads `team.csv`, who reports to whom. Never asks Slack who is behind an id, never changes a team.

    rep,manager,lead,started_on
    U012ABC,mona@acme.example,,2025-01-07

Columns in any order; `lead` and `started_on` may be empty or left out. Commas or semicolons, UTF-8.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

COLUMNS = ("rep", "manager", "lead", "started_on")
NEEDED = ("rep", "manager")

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,20}", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One reporting line. People are Slack ids (upper case) or e-mails (lower case); `number` counts from 1."""

    number: int
    rep: str
    manager: str
    lead: str | None = None
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A file without a mistake."""

    lines: list[RosterLine]


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong on one line of the file, as a sentence for whoever wrote it."""

    number: int
    sentence: str


class RosterErrors(Exception):
    """Everything wrong with the file, in the order of its lines."""

    def __init__(self, errors: Sequence[LineError]) -> None:
        self.errors = sorted(errors, key=lambda error: error.number)
        super().__init__(" ".join(f"Line {error.number}: {error.sentence}" for error in self.errors))


class _Bad(Exception):
    """A sentence about the cell being read."""


def roster_from_bytes(data: bytes) -> Roster:
    """Like `parse_roster`, for the file as it lies on the disk. Raises RosterErrors, also when it is not UTF-8."""
    try:
        return parse_roster(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sentence = "This file is not UTF-8 text. Save it as “CSV UTF-8” and try again."
        raise RosterErrors([LineError(line, sentence)]) from None


def parse_roster(text: str) -> Roster:
    """The reporting lines of a file. Raises RosterErrors with every bad line, not only the first."""
    rows = list(_rows(text.removeprefix("\ufeff")))
    if not rows:
        raise RosterErrors([LineError(1, f"The file is empty. It should begin with {','.join(COLUMNS)}.")])
    (first, header), *body = rows
    places = _places(first, header)
    lines: list[RosterLine] = []
    errors: list[LineError] = []
    for number, cells in body:
        try:
            lines.append(_line(number, cells, places))
        except _Bad as bad:
            errors.append(LineError(number, str(bad)))
    errors += contradictions(lines)
    if errors:
        raise RosterErrors(errors)
    if not lines:
        raise RosterErrors([LineError(first, "There is nobody below the header.")])
    return Roster(lines)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Trimmed cells of each line that is not blank, with the line's number."""
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    before = 0
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield before + 1, trimmed
            before = reader.line_num
    except csv.Error:
        raise RosterErrors([LineError(before + 1, "I can't read this line. Check its quotes.")]) from None


def _places(number: int, header: list[str]) -> dict[str, int]:
    """Where each column stands; raises RosterErrors if the header can't be understood."""
    names = [name.casefold() for name in header]
    while names and not names[-1]:
        names.pop()
    errors = [f"I don't know the column “{name}”." for name in names if name not in COLUMNS]
    errors += [f"The column “{name}” is missing." for name in NEEDED if name not in names]
    errors += [f"The column “{name}” is there twice." for name in COLUMNS if names.count(name) > 1]
    if errors:
        errors.append(f"The first line should be {','.join(COLUMNS)}.")
        raise RosterErrors([LineError(number, " ".join(errors))])
    return {name: place for place, name in enumerate(names)}


def _line(number: int, cells: list[str], places: dict[str, int]) -> RosterLine:
    width = len(places)
    if len(cells) < width or any(cells[width:]):
        raise _Bad(f"There should be {width} columns here, I see {len(cells)}.")
    given = {name: cells[place] for name, place in places.items()}
    rep, manager = (_someone(given[name]) for name in NEEDED)
    if not rep or not manager:
        raise _Bad("The rep is missing." if not rep else "The manager is missing.")
    lead = _someone(given.get("lead", ""))
    if rep == manager:
        raise _Bad("Rep and manager are the same person.")
    if lead == manager:
        raise _Bad("Manager and lead are the same person. Leave the lead empty if there is none.")
    return RosterLine(number, rep, manager, lead, _day(given.get("started_on", "")))


def _someone(cell: str) -> str | None:
    if not cell:
        return None
    if _SLACK_ID.fullmatch(cell):
        return cell.upper()
    if _EMAIL.fullmatch(cell):
        return cell.lower()
    raise _Bad(f"“{cell[:60]}” is neither a Slack id like U012ABC nor an e-mail address.")


def _day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell if _DAY.fullmatch(cell) else "")
    except ValueError:
        raise _Bad(f"“{cell[:60]}” is not a day like 2025-03-31.") from None


def contradictions(lines: Sequence[RosterLine]) -> list[LineError]:
    """Where lines contradict each other: a rep twice, a manager with two leads, somebody above themselves."""
    return [*_listed_twice(lines), *_two_leads(lines), *_circles(lines)]


def _listed_twice(lines: Sequence[RosterLine]) -> Iterator[LineError]:
    first: dict[str, int] = {}
    for line in lines:
        if line.rep in first:
            yield LineError(line.number, f"{line.rep} is already listed as a rep on line {first[line.rep]}.")
        first.setdefault(line.rep, line.number)


def _two_leads(lines: Sequence[RosterLine]) -> Iterator[LineError]:
    leads: dict[str, RosterLine] = {}
    for line in lines:
        if not line.lead:
            continue
        known = leads.setdefault(line.manager, line)
        if known.lead != line.lead:
            yield LineError(line.number, f"{line.manager} already has the lead {known.lead} on line {known.number}.")


def _circles(lines: Sequence[RosterLine]) -> Iterator[LineError]:
    """Lines by which somebody would stand above themselves, however long the way round."""
    above: dict[str, set[str]] = {}
    for line in lines:
        for superior, person in _steps(line):
            above.setdefault(person, set()).add(superior)
    while circle := _circle(above):
        steps = set(pairwise(circle))
        shown = " > ".join(circle[:6]) + (" > ..." if len(circle) > 6 else "")
        for line in lines:
            if steps & set(_steps(line)):
                yield LineError(line.number, f"This line closes a circle: {shown}. Nobody can be above themselves.")
        for superior, person in steps:
            above[person].discard(superior)


def _steps(line: RosterLine) -> list[tuple[str, str]]:
    """Who stands directly above whom on a line; a person above themselves is a mistake of its own."""
    steps = [(line.manager, line.rep), (line.lead or line.manager, line.manager)]
    return [step for step in steps if step[0] != step[1]]


def _circle(above: dict[str, set[str]]) -> list[str]:
    """One circle from the top down, its first person repeated at the end; empty when there is none."""
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
