"""Shares of few, and how sure one can be of them: 95 % intervals. Never says that something is proven.

Wilson (1927) for one share; Newcombe (1998, method 10) for the difference of two, made of the two Wilson intervals.
Both hold for small numbers, and for shares of none and of all.
"""

from dataclasses import dataclass
from math import hypot

from bot.score.rules.index import wilson

Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many. Raises ValueError unless 0 <= part <= whole."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share probably lies; of nothing, anywhere."""
        if not self.whole:
            return 0.0, 1.0
        return wilson(self.value, self.whole, Z)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger one share is than another, -1 to 1, and where the true difference probably lies."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out "no difference"."""
        return self.low > 0 or self.high < 0


def difference(one: Proportion, other: Proportion) -> Difference:
    """`one` minus `other`."""
    value = one.value - other.value
    (low, high), (other_low, other_high) = one.interval, other.interval
    below = hypot(one.value - low, other_high - other.value)
    above = hypot(high - one.value, other.value - other_low)
    return Difference(value, max(-1.0, value - below), min(1.0, value + above))
