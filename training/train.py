"""`python -m training.train --data FOLDER`: trains, prints how it fares on unseen sources, writes the weights.

The folder holds `SOURCE.jsonl` files as named in the task's recipe. Nothing of their texts is written anywhere.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.triage.linear import packed
from bot.triage.measures import Measures
from training import personal, request
from training.examples import Example, read, with_stripped
from training.fitting import fitted
from training.judging import leave_one_out
from training.recipe import Recipe

RECIPES: dict[str, Recipe] = {each.name: each for each in (request.RECIPE, personal.RECIPE)}
WEIGHTS = Path(__file__).parent.parent / "bot" / "triage" / "weights"


def main(words: Sequence[str] | None = None) -> None:
    """Train one task, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.train")
    parser.add_argument("--data", type=Path, required=True, help="The folder with the labelled messages.")
    parser.add_argument("--task", choices=sorted(RECIPES), help="Only this one; all by default.")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="Where the weights go.")
    parser.add_argument("--no-judging", action="store_true", help="Skip the evaluation.")
    chosen = parser.parse_args(words)
    for recipe in [RECIPES[chosen.task]] if chosen.task else RECIPES.values():
        examples = gathered(recipe, chosen.data)
        if not chosen.no_judging:
            print_judgements(recipe, examples)
        path = chosen.out / f"{recipe.name}.bin"
        path.write_bytes(packed(fitted(recipe, with_stripped(examples))))
        sys.stdout.write(f"{path}: {path.stat().st_size:,} bytes, {len(examples):,} messages\n")


def gathered(recipe: Recipe, folder: Path) -> list[Example]:
    """All examples of a recipe's sources. Raises OSError when one is missing."""
    if recipe.gathered:
        return recipe.gathered(folder)
    return [each for name, weight in recipe.sources.items() for each in read(folder / f"{name}.jsonl", weight)]


def print_judgements(recipe: Recipe, examples: Sequence[Example]) -> None:
    """A table: the source left out, then precision, recall, F1 and average precision as written and stripped."""
    sys.stdout.write(f"{recipe.name}: trained on all sources but the one named, judged on that one\n")
    for each in leave_one_out(recipe, examples):
        sys.stdout.write(f"{each.source:28} {_row(each.written)}   stripped {_row(each.bare)}\n")


def _row(shown: Measures) -> str:
    if not shown.positive:
        return f"flagged {shown.flagged / shown.count:.3f}"
    return f"P {shown.precision:.2f} R {shown.recall:.2f} F1 {shown.f1:.2f} AP {shown.average_precision:.2f}"


if __name__ == "__main__":
    main()
