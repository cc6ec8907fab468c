"""What triage says about one text. Holds a number and phrases, never the text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely the answer is yes (0 to 1), from which probability on it counts as yes, and why.

    `reasons` are short plain phrases that a person may read ("asks a question"), the weightiest first. They never
    contain words of the text, so they may be shown and logged.
    """

    probability: float
    reasons: tuple[str, ...]
    threshold: float

    @property
    def yes(self) -> bool:
        return self.probability >= self.threshold
