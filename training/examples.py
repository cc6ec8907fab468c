"""Labelled messages from JSON lines. Reads only; what it reads stays in memory and never enters the repository."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.triage.measures import stripped


@dataclass(frozen=True, slots=True)
class Example:
    """One message, its label (0 or 1), the file it came from, and how much it counts (1 is normal)."""

    text: str
    label: int
    source: str
    weight: float = 1.0


def read(path: Path, weight: float = 1.0) -> list[Example]:
    """All lines of a file that have a text. Raises OSError, ValueError or KeyError on a file of another form."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Example(row["text"], int(row["label"]), path.stem, weight) for row in rows if str(row["text"]).strip()]


def with_stripped(examples: Sequence[Example]) -> list[Example]:
    """Each message, and once more without question marks, final punctuation and capitals."""
    return [*examples, *(replace(each, text=stripped(each.text)) for each in examples)]
