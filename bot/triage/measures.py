"""How well verdicts fit labels: precision, recall, F1, average precision. Pure arithmetic; keeps no text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LAST = re.compile(r"[\s.!…,;:]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measures:
    """Shares from 0 to 1. A share of nothing (no positive, nothing flagged) is 0."""

    count: int
    positive: int
    flagged: int
    precision: float
    recall: float
    f1: float
    average_precision: float


def measured(labels: Sequence[int], scores: Sequence[float], threshold: float) -> Measures:
    """Compare labels (0 or 1) with scores; from `threshold` on a score counts as yes."""
    flagged = [label for label, score in zip(labels, scores, strict=True) if score >= threshold]
    hits, positive = sum(flagged), sum(labels)
    precision = hits / len(flagged) if flagged else 0.0
    recall = hits / positive if positive else 0.0
    f1 = 2 * hits / (len(flagged) + positive) if hits else 0.0
    return Measures(len(labels), positive, len(flagged), precision, recall, f1, average_precision(labels, scores))


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Mean precision over the positives, best score first; equal scores are taken together, so order never matters."""
    ranked = sorted(zip(scores, labels, strict=True), key=lambda pair: -pair[0])
    positive, hits, total, start = sum(labels), 0, 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        new = sum(label for _, label in ranked[start:end])
        hits += new
        total += new * hits / end
        start = end
    return total / positive if positive else 0.0


def stripped(text: str) -> str:
    """The text as hurried people type it: no question marks, no punctuation at the end of a line, no capitals."""
    return _LAST.sub("", text.replace("?", "")).lower()
