"""What one task is trained on and how. Values only; the fitting is in `training.fitting`."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.triage.linear import Model
from training.examples import Example

Features = Callable[[str], tuple[Iterable[str], Collection[str]]]
"""From a text to its grams and the names of the rules that hit: the same function that the bot calls."""


@dataclass(frozen=True, slots=True)
class Side:
    """A second head, trained on a source whose labels mean something near, but not the same.

    Its score, centred on the other sources, is added with the given `share`. Positives count `positive` times.
    """

    source: str
    share: float
    strength: float
    positive: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """`sources` maps a file's name (without .jsonl) to what a line of it counts; at 0 it is judged, never trained on.

    `strength` is the inverse of regularisation (scikit-learn's C); rules are held back `rule_freedom` times less than
    grams.
    """

    name: str
    sources: dict[str, float]
    features: Features
    size: int
    strength: float
    rule_freedom: float = 2.0
    threshold: float = 0.5
    gathered: Callable[[Path], list[Example]] | None = None
    """Where the examples come from, if not simply from the lines of `sources`."""
    score: Callable[[Model, str], float] | None = None
    """How the bot scores a text, if not simply by its features."""
    solver: str = "liblinear"
    """scikit-learn's name; "lbfgs" leaves the bias free of regularisation."""
    side: Side | None = None
