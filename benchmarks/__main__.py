"""`python -m benchmarks`: measures, prints a table, writes build/bench.json. Decides nothing about what is fast."""

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import clicks, events, home, outbox, polls, replicas, running, weekly
from benchmarks.results import Measure, Result, Size, into_docs, machine, table, write

MEASURES: dict[str, Measure] = {
    "events": events.nobodys,
    "held": events.held,
    "clicks": clicks.clicks,
    "polls": polls.empty,
    "due": polls.falling_due,
    "outbox": outbox.fair,
    "weekly": weekly.scores,
    "home": home.app_home,
    "replicas": replicas.two,
    "idle": running.idle,
    "demo": running.demo,
}
BUILD, DOCS = Path("build/bench.json"), Path("docs/performance.md")

out = Console()


def run(
    quick: Annotated[bool, typer.Option(help="Small sizes: shows that it works, not how fast it is.")] = False,
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(MEASURES)}; may be repeated.")] = None,
    suite: Annotated[bool, typer.Option(help="Time the test suite as well.")] = False,
    to: Annotated[Path, typer.Option(help="Where the figures go, as JSON.")] = BUILD,
    docs: Annotated[bool, typer.Option(help=f"Put them into {DOCS} too.")] = False,
) -> None:
    """Measure, each figure against a floor of the same run. A measure that fails is said, and the others go on."""
    if unknown := set(only or ()) - set(MEASURES):
        raise typer.BadParameter(f"there is no {', '.join(sorted(unknown))}", param_hint="--only")
    chosen = {name: each for name, each in MEASURES.items() if name in (only or MEASURES)}
    found, failed = measured(chosen | ({"suite": running.suite} if suite else {}), Size(quick), to)
    out.print(table(found))
    out.print(f"{machine()}", markup=False)
    if docs:
        into_docs(DOCS, found)
    if failed:
        out.print(f"Not measured: {', '.join(failed)}.")
        raise typer.Exit(1)


def measured(measures: Mapping[str, Measure], size: Size, to: Path) -> tuple[list[Result], list[str]]:
    """The figures, written down after each measure, and the names of those that failed."""
    before, found, failed = machine(), list[Result](), list[str]()
    for name, measure in measures.items():
        out.print(f"{name} ...", style="dim")
        try:
            found.extend(measure(size))
        except Exception:
            failed.append(name)
            out.print(traceback.format_exc(), markup=False)
        write(to, found, quick=size.quick, before=before)
    return found, failed


if __name__ == "__main__":
    typer.run(run)
