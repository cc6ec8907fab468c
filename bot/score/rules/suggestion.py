"""The one thing to try: rescues that repeat, or where most of the index came from.

Never names a person, never repeats last week's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from bot.score.rules.constants import SUGGESTION_TOPIC_MIN, WEIGHTS
from bot.score.rules.eligibility import ScoredRequest, age
from bot.score.rules.index import dependence, weight
from bot.score.rules.patterns import Pattern
from bot.score.rules.vocabulary import Giving, Seeking, SuggestionKind
from bot.score.rules.week import Week

FROM_SEEKING: Mapping[Seeking, SuggestionKind] = {
    Seeking.NEITHER: SuggestionKind.ASK_FOR_OPTIONS,
    Seeking.TRIED: SuggestionKind.ASK_FOR_OPTIONS,
    Seeking.OPTIONS: SuggestionKind.ASK_FOR_PICK,
    Seeking.PICKED: SuggestionKind.OPEN_DECISIONS,
}
"""What would lower the asking part."""

FROM_GIVING: Mapping[Giving, SuggestionKind] = {
    Giving.RESCUED: SuggestionKind.COACH_FIRST,
    Giving.COACHED: SuggestionKind.BACK_THEIR_PICK,
    Giving.DELEGATED: SuggestionKind.OPEN_DECISIONS,
}
"""What would lower the answering part."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion, the requests of the window behind it, and their main topic when one stands out."""

    kind: SuggestionKind
    requests: int
    topic: str | None
    on_topic: int


def _parts(request: ScoredRequest) -> list[tuple[SuggestionKind, float]]:
    """The request's d, split over what would lower it. The parts add up to d."""
    alone = None if request.giving is None else Giving.NONE_NEEDED
    asking = dependence(request.seeking, alone)
    parts = [(FROM_SEEKING[request.seeking], asking)] if request.seeking in FROM_SEEKING else []
    if request.giving is not None and request.giving in FROM_GIVING:
        answering = dependence(request.seeking, request.giving) - asking
        parts.append((FROM_GIVING[request.giving], answering))
    return parts


def components(window: Sequence[ScoredRequest], week: Week) -> dict[SuggestionKind, float]:
    """How much of the weighted sum of d each suggestion could lower, largest first, ties in the order of the list."""
    parts: dict[SuggestionKind, list[float]] = {kind: [] for kind in SuggestionKind}
    for request in window:
        for kind, value in _parts(request):
            parts[kind].append(weight(age(request, week), WEIGHTS) * value)
    sums = {kind: round(fsum(values), 9) for kind, values in parts.items()}
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _main_topic(behind: Sequence[ScoredRequest]) -> tuple[str | None, int]:
    """The topic of more than half of them, if that is at least three; else no topic."""
    counts = Counter(each.topic for each in behind if each.topic)
    topic, count = counts.most_common(1)[0] if counts else (None, 0)
    return (topic, count) if count >= SUGGESTION_TOPIC_MIN and 2 * count > len(behind) else (None, 0)


def about(pattern: Pattern | None, previous: SuggestionKind | None) -> Suggestion | None:
    """What is worth most: one rep is rescued on one topic again and again. Not two weeks running, whoever it is."""
    if pattern is None or previous is SuggestionKind.REPEATED:
        return None
    return Suggestion(SuggestionKind.REPEATED, pattern.rescues, pattern.topic, pattern.rescues)


def suggest(window: Sequence[ScoredRequest], week: Week, previous: SuggestionKind | None) -> Suggestion | None:
    """The suggestion from the largest component, or from the next one if last week's was the same.

    `window` holds the requests that count, bursts taken once. None when nothing is left to lower.
    """
    for kind, size in components(window, week).items():
        if size > 0 and kind is not previous:
            behind = [each for each in window if any(kind is part for part, _ in _parts(each))]
            return Suggestion(kind, len(behind), *_main_topic(behind))
    return None
