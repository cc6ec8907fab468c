"""Seconds, of the wall and of the processor, and what is made of several of them. Never prints."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import NamedTuple


class Spent(NamedTuple):
    """Seconds: of the wall, and of the processor in this process."""

    wall: float
    cpu: float


def spent(act: Callable[[], object]) -> Spent:
    """What one run of it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def usual(act: Callable[[], object], rounds: int) -> float:
    """The median of the wall seconds of some runs, after one that does not count."""
    act()
    return median(spent(act).wall for _ in range(rounds))


def ratio(one: Callable[[], float], other: Callable[[], float], rounds: int) -> float:
    """The median of one / other, measured in turns: what else the machine does falls on both."""
    return median(one() / other() for _ in range(rounds))


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered: Sequence[float] = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share) - 1, 0)]
