"""What was measured, beside its goal: as a table and as JSON. Measures nothing."""

import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.table import Table

BEGIN, END = "<!-- figures: written by `make bench` -->\n", "<!-- end of the figures -->"


@dataclass(frozen=True)
class Result:
    """One figure. `at_most`: whether less is better. `how`: what stands behind it, in a few words and numbers."""

    measure: str
    value: float
    goal: float
    unit: str = "x"
    at_most: bool = True
    how: str = ""

    @property
    def met(self) -> bool:
        """Whether it is as good as it should be."""
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    @property
    def goal_in_words(self) -> str:
        """`<= 5 ms`."""
        return f"{'<=' if self.at_most else '>='} {self.goal:g} {self.unit}"


@dataclass(frozen=True)
class Size:
    """How much of everything: the goals are about the large sizes, the quick ones only show that a measure works."""

    quick: bool = False

    @property
    def databases(self) -> tuple[str, ...]:
        """The kinds that are measured."""
        return ("sqlite",) if self.quick else ("sqlite", "postgresql")

    def of(self, large: int, quick: int) -> int:
        """The size for this run."""
        return quick if self.quick else large


Measure = Callable[[Size], Iterator[Result]]
"""Yields each figure as soon as it is known."""


def machine() -> dict[str, object]:
    """What it ran on, and how busy that was: the load of the last minute says how far to trust the figures."""
    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        **{each: version(each) for each in ("slack-bolt", "sqlalchemy", "granian")},
    }


def as_json(results: list[Result]) -> list[dict[str, object]]:
    """For build/bench.json."""
    return [asdict(each) | {"goal": each.goal_in_words, "limit": each.goal, "met": each.met} for each in results]


def write(path: Path, results: list[Result], quick: bool, before: dict[str, object]) -> None:
    """The figures, and beside them what machine they are from. `before`: that machine as the run began."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(results), indent=2) + "\n")
    about = {"quick": quick, "before": before, "after": machine()}
    path.with_suffix(".machine.json").write_text(json.dumps(about, indent=2) + "\n")


def into_docs(path: Path, results: list[Result]) -> None:
    """Put the figures between the two marks of a page, in place of those that are there."""
    head, _, rest = path.read_text().partition(BEGIN)
    rows = [
        f"| {each.measure} | {_said(each)} | {each.goal_in_words} | {_met(each)} | {each.how} |" for each in results
    ]
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    lines = [
        BEGIN,
        f"Measured on: {about}.",
        "",
        "| measure | value | goal | met | how |",
        "|---|---|---|---|---|",
        *rows,
    ]
    path.write_text(head + "\n".join(lines) + f"\n\n{END}" + rest.partition(END)[2])


def _said(result: Result) -> str:
    return f"{result.value:.3g} {result.unit}"


def _met(result: Result) -> str:
    return "yes" if result.met else "no"


def table(results: list[Result]) -> Table:
    """For people."""
    shown = Table("measure", "value", "goal", "met", "how")
    for each in results:
        shown.add_row(
            each.measure, _said(each), each.goal_in_words, _met(each), each.how, style=None if each.met else "red"
        )
    return shown
