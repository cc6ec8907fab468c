"""The arithmetic of one score, request by request, so that anybody can add it up. Holds no words and names nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum

from bot.score.rules.constants import WEIGHTS, WINDOW_WEEKS
from bot.score.rules.eligibility import ScoredRequest, age, bursts, exclusion, in_window
from bot.score.rules.index import Estimate, dependence, estimate, past_of, prior_mean, weight
from bot.score.rules.vocabulary import Exclusion, Giving, Seeking
from bot.score.rules.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request that counts, with every number that it brings into the sum."""

    id: str
    asked_at: datetime
    closed_on: date
    topic: str | None
    seeking: Seeking
    giving: Giving | None
    s: float
    g: float | None
    """None without a label: then d is s alone."""
    d: float
    age: int
    w: float
    postponed: bool = False
    """The manager kept it for the 1:1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One window laid open. `index.p` is (`summed` + k `mu0`) / (`total` + k)."""

    week: Week
    rows: tuple[Row, ...]
    """The requests that count, oldest first."""
    left_out: Mapping[str, Exclusion]
    """The ids of the window's others, with the reason."""
    said_before: Mapping[str, str]
    """The ids of those that came in a burst, with the id of the one that counts for them."""
    mu0: float
    past: int
    """How many requests mu0 is the mean of; with none it is the middle."""
    index: Estimate | None
    """None when nothing counts."""
    before: Estimate | None
    """The index a whole window earlier, which the trend compares with."""

    @property
    def total(self) -> float:
        """Sum of w."""
        return fsum(row.w for row in self.rows)

    @property
    def summed(self) -> float:
        """Sum of w d."""
        return fsum(row.w * row.d for row in self.rows)


def explain(requests: Iterable[ScoredRequest], week: Week) -> Explanation:
    """The score of the window that ends with `week`, laid open. Takes what `estimate` takes, and agrees with it."""
    pairs = bursts(requests)
    counting = [each for each, first in pairs if each is first and exclusion(each) is None]
    aged = [(age(each, week), each) for each in counting]
    every = [each for each, _ in pairs]
    return Explanation(
        week=week,
        rows=tuple(_row(each, weeks) for weeks, each in aged if weeks in range(WINDOW_WEEKS)),
        left_out={each.id: reason for each in every if in_window(each, week) and (reason := exclusion(each))},
        said_before={
            each.id: first.id
            for each, first in pairs
            if each is not first and in_window(each, week) and exclusion(each) is None
        },
        mu0=prior_mean(aged),
        past=len(past_of(aged)),
        index=estimate(every, week),
        before=estimate(every, week, weeks_back=WINDOW_WEEKS),
    )


def _row(request: ScoredRequest, weeks: int) -> Row:
    return Row(
        id=request.id,
        asked_at=request.asked_at,
        closed_on=request.closed_on,
        topic=request.topic,
        seeking=request.seeking,
        giving=request.giving,
        s=WEIGHTS.seeking[request.seeking],
        g=None if request.giving is None else WEIGHTS.giving[request.giving],
        d=dependence(request.seeking, request.giving),
        age=weeks,
        w=weight(weeks),
        postponed=request.postponed,
    )
