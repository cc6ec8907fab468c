"""What one weekly report says, as it was posted. Saved once as JSON; never changed or recomputed afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.score.rules.rates import NONE_OPEN, Rates, Reach, Share, Support, Unfinished
from bot.score.rules.suggestion import Suggestion
from bot.score.rules.vocabulary import Exclusion, Phase, SuggestionKind, SupportLevel, Trend, Verdict, Withheld
from bot.score.rules.week import Week

FORMAT = 1
"""Version of the saved form. A later one must still read this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The score as shown. Exists only where the display rules allow a number."""

    score: int
    low: int
    high: int
    raw: float
    """The weighted mean of d before shrinkage, 0 to 1."""
    p: float
    standard_error: float
    verdict: Verdict | None
    withheld: Withheld | None
    """Why there is no word; None exactly when there is one."""
    trend: Trend | None
    """None when there is no earlier number to compare with."""
    greyed: bool
    """Manager and reps agree too rarely on who decided for the number to carry weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyNumbers:
    """Everything in one manager's report about one week. Holds no person, no request and no words."""

    week: Week
    phase: Phase
    week_number: int
    """Weeks with the bot, the first one being 1."""
    effective: float
    """Effective requests in the window."""
    number: Number | None
    reach: Reach
    left_out: Mapping[Exclusion, int]
    rates: Rates
    labelled: Share
    """Label coverage over the window."""
    agreed: Share
    """Answers over the window on which manager and rep agree who decided."""
    support: Support
    support_level: SupportLevel
    reps: int
    usual_requests: float | None
    quiet: bool
    suggestion: Suggestion | None
    constants: str
    """The definition in force when these numbers were posted; empty where there is no score."""
    unfinished: Unfinished = NONE_OPEN
    """What was open when the week ended. Reports of older versions did not save it."""

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back to an equal value; equal values give equal text."""
        return json.dumps({"format": FORMAT, **asdict(self)}, default=date.isoformat, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> WeeklyNumbers:
        """The numbers as they were saved. Raises ValueError for another format or a damaged text."""
        saved = json.loads(text)
        if not isinstance(saved, dict) or saved.pop("format", None) != FORMAT:
            raise ValueError("these weekly numbers were saved in a form that this version does not read")
        try:
            return cls(**saved | _inner(saved))
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"these weekly numbers are damaged: {error}") from error


def _inner(saved: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `WeeklyNumbers` that JSON does not give back by itself."""
    return {
        "week": Week(date.fromisoformat(saved["week"]["monday"])),
        "phase": Phase(saved["phase"]),
        "number": _number(saved["number"]),
        "reach": Reach(**saved["reach"]),
        "left_out": {reason: saved["left_out"][reason] for reason in Exclusion if reason in saved["left_out"]},
        "rates": Rates(**{name: Share(**share) for name, share in saved["rates"].items()}),
        "labelled": Share(**saved["labelled"]),
        "agreed": Share(**saved["agreed"]),
        "support": _support(saved["support"]),
        "support_level": SupportLevel(saved["support_level"]),
        "suggestion": _suggestion(saved["suggestion"]),
        "unfinished": Unfinished(**saved.get("unfinished", {})),
    }


def _number(saved: Mapping[str, Any] | None) -> Number | None:
    if saved is None:
        return None
    words = {"verdict": Verdict, "withheld": Withheld, "trend": Trend}
    return Number(**{**saved, **{name: saved[name] and kind(saved[name]) for name, kind in words.items()}})


def _support(saved: Mapping[str, Any]) -> Support:
    names = ("one_on_ones", "promises", "coached")  # reports of older versions did not save the last one
    shares = {name: Share(**saved[name]) for name in names if saved.get(name)}
    return Support(**{**saved, **shares})


def _suggestion(saved: Mapping[str, Any] | None) -> Suggestion | None:
    return None if saved is None else Suggestion(**{**saved, "kind": SuggestionKind(saved["kind"])})
