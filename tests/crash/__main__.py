"""`python -m tests.crash`: plays one crash test and prints what was found. Exit code 1 unless nothing was."""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tests.crash.audit import audit
from tests.crash.day import Day, Played
from tests.crash.findings import Finding, Wrong
from tests.crash.plan import Plan
from tests.crash.world import postgresql, world

HOLD = 4


def main(
    kills: Annotated[int, typer.Option(min=0)] = 300,
    database: Annotated[str, typer.Option(help="sqlite or postgresql")] = "sqlite",
    replicas: Annotated[int, typer.Option(min=1, max=2)] = 1,
    seed: Annotated[int, typer.Option(help="Replays the plan; without it a random one, printed.")] = -1,
    folder: Annotated[Path | None, typer.Option(help="Where logs and database are to stay.")] = None,
) -> None:
    """Play a busy day with that many SIGKILLs, then audit it."""
    seed = seed if seed >= 0 else random.randrange(10**6)
    _say(f"seed {seed} database {database} replicas {replicas} kills {kills}")
    with _folder(folder) as place, _address(database, place) as url:
        played = Day(world(place, url, HOLD), Plan(seed, kills, replicas)).play()
        findings = audit(played)
        played.world.sandbox.stop()
        for line in [*map(str, findings), *_summary(played, place)]:
            _say(line)
    _say(_result(played, findings))
    raise typer.Exit(1 if findings else 0)


@contextmanager
def _folder(wanted: Path | None) -> Iterator[Path]:
    if wanted:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted
        return
    with tempfile.TemporaryDirectory(prefix="crash-") as name:
        yield Path(name)


@contextmanager
def _address(database: str, folder: Path) -> Iterator[str]:
    if database == "postgresql":
        with postgresql(folder) as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'kickstand.db'}"


def _summary(played: Played, folder: Path) -> Iterator[str]:
    faults = ", ".join(f"{kind} {count}" for kind, count in sorted(played.faults.items()))
    yield f"faults: {faults or 'none'}"
    ways = Counter(str(each.story.way) for each in played.accepted())
    acts = Counter("went through" if each.acked else "failed" for each in played.log.done)
    yield f"asked: {dict(ways)}; clicks and commands: {dict(acts)}; messages shown: {len(played.witness.sights)}"
    if played.starts:
        starts = sorted(played.starts)
        yield f"from start to connection: median {starts[len(starts) // 2]:.2f} s, longest {starts[-1]:.2f} s"
    for line, count in sorted(_errors(folder).items()):
        yield f"logged {count} times: {line}"
    yield f"duration {played.seconds:.0f} s"


def _errors(folder: Path) -> Counter[str]:
    """The error lines of the processes' logs, without their times and ids."""
    found: Counter[str] = Counter()
    for log in folder.glob("*.log"):
        for line in log.read_text().splitlines():
            if " ERROR " in line or " CRITICAL " in line:
                words = line.split(" ", 2)[2].split()
                found[" ".join("*" if len(word) > 25 else word for word in words)] += 1
    return found


def _result(played: Played, findings: list[Finding]) -> str:
    counts = Counter(each.wrong for each in findings)
    wrong = " ".join(f"{each} {counts[each]}" for each in Wrong)
    return f"kills {played.kills} requests {len(played.accepted())} {wrong}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    typer.run(main)
