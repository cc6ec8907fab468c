"""What one task is trained on and how. Values only; the fitting is in `training.fitting`."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from training.examples import Example

Features = Callable[[str], tuple[Iterable[str], Collection[str]]]
"""From a text to its grams and the names of the rules that hit: the same function that the bot calls."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`sources` maps a file's name (without .jsonl) to what a line of it counts.

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
