"""The dependency index: how much help was asked for and given in a dependent way. Never sees who, or how many.

d = 0.4 s + 0.6 g                    one request (without a label: d = s)
w = 0.5 ** (age in weeks / 2)        its weight, in a window of six weeks
n = (sum w)^2 / sum w^2              effective requests
p = (sum w d + k mu0) / (sum w + k)  the index, pulled towards the manager's own past
SE = sqrt(p (1 - p) / (n + k))       its standard error
band = Wilson interval at 80 % around p with n + k
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, fsum, sqrt

from bot.score.rules.constants import BAND_Z, PRIOR_MEAN, PRIOR_WEEKS, TREND_Z, WEIGHTS, WINDOW_WEEKS, Weights
from bot.score.rules.eligibility import ScoredRequest, age, eligible, once_per_burst
from bot.score.rules.vocabulary import Giving, Seeking, Trend
from bot.score.rules.week import Week

_DIGITS = 9
"""Decimals that are kept before a comparison: 12 equal weights must be 12 effective requests, not 11.9999999999."""


def round_half_up(value: float) -> int:
    """The nearest whole number, with halves going up (37.5 is 38, and 38.5 is 39).

    Python's own `round` sends halves to the even neighbour, which would make equal steps of p look unequal.
    """
    return floor(round(value, _DIGITS) + 0.5)


def dependence(seeking: Seeking, giving: Giving | None, weights: Weights = WEIGHTS) -> float:
    """d of one request, 0 to 1: its s and g mixed; without a label it is s alone."""
    s = weights.seeking[seeking]
    if giving is None:
        return s
    return weights.seeking_share * s + (1 - weights.seeking_share) * weights.giving[giving]


def weight(age_in_weeks: int, weights: Weights = WEIGHTS) -> float:
    """w of a request, 1 in the scored week and half of it after each half-life."""
    return float(0.5 ** (age_in_weeks / weights.half_life))


def wilson(p: float, n: float, z: float = BAND_Z) -> tuple[float, float]:
    """Wilson's score interval around a share `p` of `n` (Wilson 1927), at 80 % unless told; both ends within 0 to 1."""
    z2 = z * z
    middle = p + z2 / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low, high = ((middle + sign * reach) / (1 + z2 / n) for sign in (-1, 1))
    return max(0.0, min(low, p)), min(1.0, max(high, p))


@dataclass(frozen=True, slots=True)
class Estimate:
    """The index of one window, as shares from 0 to 1."""

    raw: float
    """The weighted mean of d alone, before it is pulled anywhere."""
    p: float
    low: float
    high: float
    n: float
    """Effective requests."""
    standard_error: float

    @property
    def score(self) -> int:
        """p in hundredths, halves up: what is shown."""
        return round_half_up(100 * self.p)

    @property
    def band(self) -> tuple[int, int]:
        """Both ends of the band in hundredths, halves up."""
        return round_half_up(100 * self.low), round_half_up(100 * self.high)


Aged = tuple[int, ScoredRequest]
"""A request that counts, with its age in weeks."""


def prior_mean(aged: Sequence[Aged], weights: Weights = WEIGHTS) -> float:
    """mu0: the plain mean of d over the 12 weeks before the window; 0.5 when they hold nothing that counts."""
    values = [dependence(each.seeking, each.giving, weights) for each in past_of(aged)]
    return fsum(values) / len(values) if values else PRIOR_MEAN


def past_of(aged: Sequence[Aged]) -> list[ScoredRequest]:
    """Those of the 12 weeks before the window."""
    past = range(WINDOW_WEEKS, WINDOW_WEEKS + PRIOR_WEEKS)
    return [each for weeks, each in aged if weeks in past]


def estimate(
    requests: Iterable[ScoredRequest], week: Week, weights: Weights = WEIGHTS, *, weeks_back: int = 0
) -> Estimate | None:
    """The index of the window that ends with `week`, or `weeks_back` weeks before it; None when nothing in it counts.

    Takes requests of any age and kind, in any order: what is left out, too old or too young changes nothing.
    """
    return estimate_of(eligible(once_per_burst(requests)), week, weights, weeks_back=weeks_back)


def estimate_of(
    counting: Iterable[ScoredRequest], week: Week, weights: Weights = WEIGHTS, *, weeks_back: int = 0
) -> Estimate | None:
    """The same, of requests that count, each burst taken once."""
    aged = [(age(each, week) - weeks_back, each) for each in counting]
    pairs = [
        (weight(weeks, weights), dependence(each.seeking, each.giving, weights))
        for weeks, each in aged
        if weeks in range(WINDOW_WEEKS)
    ]
    return _pulled(pairs, prior_mean(aged, weights), weights.prior_strength) if pairs else None


def _pulled(pairs: Sequence[tuple[float, float]], mu0: float, k: float) -> Estimate:
    """The estimate from pairs of w and d. fsum is exact, so the order of rows cannot move a posted number."""
    total = fsum(w for w, _ in pairs)
    summed = fsum(w * d for w, d in pairs)
    n = round(total * total / fsum(w * w for w, _ in pairs), _DIGITS)
    p = min(1.0, (summed + k * mu0) / (total + k))
    low, high = wilson(p, n + k)
    return Estimate(summed / total, p, low, high, n, sqrt(p * (1 - p) / (n + k)))


def trend(now: Estimate, before: Estimate) -> Trend:
    """Whether `now` differs from `before` by more than chance: |change| > 1.28 sqrt(SE1^2 + SE2^2).

    Both the index and its raw mean must have moved that far the same way. The index alone also moves when only the
    number of requests or the past it is pulled towards changes, and volume must never look like a trend.
    The rule holds for two windows that share no request, so compare scores a whole window apart.
    """
    changes, chance = (now.p - before.p, now.raw - before.raw), chance_of(now, before)
    if min(changes) > chance:
        return Trend.HIGHER
    return Trend.LOWER if max(changes) < -chance else Trend.UNCLEAR


def chance_of(now: Estimate, before: Estimate) -> float:
    """How far two estimates may lie apart by chance: 1.28 standard errors of their difference."""
    return TREND_Z * sqrt(now.standard_error**2 + before.standard_error**2)
