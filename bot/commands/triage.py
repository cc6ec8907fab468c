"""`kickstand triage`: what triage says of a text, or how it fits a labelled file. Needs no settings, keeps no text."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.triage.labelled import LabelledError, judged, read
from bot.triage.measures import stripped
from bot.triage.tasks import TASKS

out = Console(highlight=False)
_YES_OR_NO = {
    "request": ("Looks like a request", "Does not look like a request"),
    "personal": ("Looks personal", "Does not look personal"),
    "urgent": ("Looks urgent", "Does not look urgent"),
}


def triage(
    text: Annotated[str | None, typer.Argument(help="The message to look at.", show_default=False)] = None,
    evaluate: Annotated[
        Path | None, typer.Option(metavar="FILE", help='Judge a file of {"text", "label"} lines instead.')
    ] = None,
    task: Annotated[str, typer.Option(metavar="TASK", help=f"What to ask: {', '.join(TASKS)}.")] = "request",
    strip_punctuation: Annotated[
        bool, typer.Option("--strip-punctuation", help="First take away question marks, final punctuation, capitals.")
    ] = False,
) -> None:
    """Say whether a text looks like a request, and why, or how well that fits a labelled file."""
    if task not in TASKS:
        raise LabelledError(f"--task wants one of {', '.join(TASKS)} (it is {task!r}).")
    if evaluate is not None and text is None:
        _evaluate(evaluate, task, strip_punctuation)
    elif text is not None and evaluate is None and text.strip():
        _tell(stripped(text) if strip_punctuation else text, task)
    else:
        raise LabelledError("Give one message in quotes, or a file with --evaluate.")


def _tell(text: str, task: str) -> None:
    verdict = TASKS[task](text)
    yes, no = _YES_OR_NO[task]
    out.print(f"{yes if verdict.yes else no}: {verdict.probability:.2f}, yes from {verdict.threshold:.2f}.")
    if verdict.reasons:
        out.print(f"Why: {', '.join(verdict.reasons)}.", markup=False, soft_wrap=True)


def _evaluate(path: Path, task: str, strip: bool) -> None:
    measures = judged(read(path), TASKS[task], strip=strip)
    out.print(f"{measures.count} messages, {measures.positive} labelled 1, {measures.flagged} flagged")
    out.print(f"precision         {measures.precision:.3f}")
    out.print(f"recall            {measures.recall:.3f}")
    out.print(f"F1                {measures.f1:.3f}")
    out.print(f"average precision {measures.average_precision:.3f}")
