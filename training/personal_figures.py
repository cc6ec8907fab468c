"""`python -m training.personal_figures --data FOLDER`: how often messages that were not trained on are found personal.

Two ways of holding out: a fifth of all messages at a time (equal texts stay together), and a whole file at a time, so
that a kind of message is new. The threshold is the recipe's. Prints shares only, and writes nothing.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from zlib import crc32

from bot.triage.measures import stripped
from bot.triage.pattern_files import load, packaged
from bot.triage.personal import Personal
from training.examples import Example, with_stripped
from training.fitting import fitted
from training.personal import RECIPE, examples
from training.recipe import Recipe

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One message that was held out: how likely it is personal as written, and without punctuation and case."""

    each: Example
    written: float
    bare: float


@cache
def features(text: str) -> tuple[list[str], list[str]]:
    """Taken apart once: every message is trained on many times."""
    grams, hits = RECIPE.features(text)
    return list(grams), list(hits)


def main() -> None:
    """Print a row for each file and way of holding out."""
    parser = argparse.ArgumentParser(prog="python -m training.personal_figures")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--strength", type=float, default=RECIPE.strength)
    parser.add_argument("--threshold", type=float, nargs="+", default=[RECIPE.threshold])
    parser.add_argument("--fifths-only", action="store_true", help="Leave no whole file out.")
    chosen = parser.parse_args()
    recipe = replace(RECIPE, features=features, strength=chosen.strength)
    everything = examples(chosen.data)
    fifths = [judged for at in range(FOLDS) for judged in held_out(recipe, everything, Fifth(at))]
    show("a fifth held out", fifths, chosen.threshold)
    for name in [] if chosen.fifths_only else dict.fromkeys(each.source for each in everything):
        show(f"all of {name} held out", list(held_out(recipe, everything, Source(name))), chosen.threshold)


@dataclass(frozen=True)
class Fifth:
    """Holds out a fifth, the same texts each time."""

    at: int

    def __call__(self, each: Example) -> bool:
        return crc32(stripped(each.text).encode()) % FOLDS == self.at


@dataclass(frozen=True)
class Source:
    """Holds out a file."""

    name: str

    def __call__(self, each: Example) -> bool:
        return each.source == self.name


def held_out(recipe: Recipe, everything: Sequence[Example], out: Fifth | Source) -> Iterator[Judged]:
    """Train on the rest, then judge as the bot would: list, rules and model together."""
    model = fitted(recipe, with_stripped([each for each in everything if not out(each)]))
    personal = Personal(load(), packaged("signals.toml"), model)
    for each in everything:
        if out(each):
            verdicts = (personal.verdict(text).probability for text in (each.text, stripped(each.text)))
            yield Judged(each, *verdicts)


def show(title: str, judged: Sequence[Judged], thresholds: Sequence[float]) -> None:
    """Shares flagged at each threshold, for each file and label."""
    for threshold in thresholds:
        sys.stdout.write(f"{title}, threshold {threshold}: messages, flagged, flagged without punctuation\n")
        for source, label in dict.fromkeys((one.each.source, one.each.label) for one in judged):
            group = [one for one in judged if (one.each.source, one.each.label) == (source, label)]
            written, bare = (
                sum(score >= threshold for score in scores) / len(group)
                for scores in zip(*((one.written, one.bare) for one in group), strict=True)
            )
            sys.stdout.write(
                f"  {'personal' if label else 'ordinary'} {source:36} {len(group):6} {written:.4f} {bare:.4f}\n"
            )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
