"""What was measured, beside its goal: as a table and as JSON. Measures nothing."""

import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.table import Table


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


def table(results: list[Result]) -> Table:
    """For people."""
    shown = Table("measure", "value", "goal", "met", "how")
    for each in results:
        value = f"{each.value:.3g} {each.unit}"
        shown.add_row(each.measure, value, each.goal_in_words, "yes" if each.met else "[red]no[/red]", each.how)
    return shown
