"""A file of labelled messages, one JSON object a line. Reads and judges; keeps no text and shows none."""

import json
from collections.abc import Callable
from pathlib import Path

from bot.triage.measures import Measures, measured, stripped
from bot.triage.verdict import Verdict


class LabelledError(Exception):
    """The file can't be used; the one sentence names the file and the line."""


def read(path: Path) -> list[tuple[str, int]]:
    """Text and label (0 or 1) of each line; empty lines are passed over. Raises LabelledError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise LabelledError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise LabelledError(f"{path} is not UTF-8 text; save it as UTF-8 and try again.") from error
    rows = [_row(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise LabelledError(f"{path} has no messages in it.")
    return rows


def _row(line: str, place: str) -> tuple[str, int]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LabelledError(f"{place}: this is not JSON.") from error
    if not isinstance(row, dict) or not {"text", "label"} <= row.keys():
        raise LabelledError(f'{place}: it wants an object like {{"text": "...", "label": 1}}.')
    text, label = row["text"], row["label"]
    if not isinstance(text, str) or not text.strip():
        raise LabelledError(f"{place}: the text is empty.")
    if type(label) is not int or label not in (0, 1):
        raise LabelledError(f"{place}: the label must be 0 or 1.")
    return text, label


def judged(rows: list[tuple[str, int]], ask: Callable[[str], Verdict], *, strip: bool) -> Measures:
    """How the verdicts fit the labels; `strip` takes question marks, final punctuation and capitals away first."""
    verdicts = [ask(stripped(text) if strip else text) for text, _ in rows]
    threshold = verdicts[0].threshold
    return measured([label for _, label in rows], [verdict.probability for verdict in verdicts], threshold)
