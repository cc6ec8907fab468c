"""Every number of the score's definition, each with its reason. Never computes a score.

The weights are choices, not measurements: no published study fixes them. They stand here once, are printed on every
report by `constants_line`, and docs/score.md shows how far the result moves when they are chosen otherwise. What is
known is that performance follows how help is sought and given rather than how often (Geller and Bamberger 2012; Tan et
al. 2023), so no count of requests is among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.requests.rules import AGREES as FITS
from bot.requests.rules import DecidedBy, Label
from bot.score.rules.vocabulary import Giving, Seeking


def _seeking_values() -> Mapping[Seeking, float]:
    """s: 0 where the rep needed nobody, 1 where the question came bare (as it does with `Send now`)."""
    return {
        Seeking.SOLVED_IN_HOLD: 0.0,
        Seeking.DECIDED_OWN: 0.0,
        Seeking.PARKED: 0.0,
        Seeking.PICKED: 0.25,
        Seeking.OPTIONS: 0.50,
        Seeking.TRIED: 0.75,
        Seeking.NEITHER: 1.0,
    }


def _giving_values() -> Mapping[Giving, float]:
    """g: 0 where nothing was needed, 1 for a rescue."""
    return {Giving.NONE_NEEDED: 0.0, Giving.DELEGATED: 0.10, Giving.COACHED: 0.25, Giving.RESCUED: 1.0}


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The choices behind the index, together, so that the sensitivity table can vary them one by one."""

    seeking_share: float = 0.4
    """Part of s in d; the rest is g. Giving weighs more: the manager can change it alone."""
    seeking: Mapping[Seeking, float] = field(default_factory=_seeking_values)
    giving: Mapping[Giving, float] = field(default_factory=_giving_values)
    half_life: float = 2.0
    """Weeks after which a request weighs half: recent habits count more, one odd week does not decide."""
    prior_strength: float = 6.0
    """k: the requests' worth of the manager's own past that each score is pulled towards. Small samples lie."""


WEIGHTS = Weights()
"""The weights in use."""

WINDOW_WEEKS = 6
"""Weeks that a score looks at: the scored week and the five before it."""
PRIOR_WEEKS = 12
"""Weeks before the window that give mu0, the manager's own earlier mean."""
PRIOR_MEAN = 0.5
"""mu0 of a manager without earlier requests: the middle, so that the first numbers flatter nobody."""
HISTORY_WEEKS = 2 * WINDOW_WEEKS + PRIOR_WEEKS
"""Weeks of requests that one report needs: its window, the one that the trend compares with, and that one's past."""

BAND_Z = 1.2816
"""Standard normal quantile of a two-sided 80 % interval."""
TREND_Z = 1.28
"""A change counts as one when it exceeds this many standard errors of the difference."""

MIN_EFFECTIVE = 5.0
"""Effective requests below which counts are shown and no number."""
FULL_EFFECTIVE = 12.0
"""Effective requests from which a number may carry a word; below, it is marked early."""
INDEPENDENT_BELOW = 35
"""Scores under this read as mostly independent."""
DEPENDENT_ABOVE = 60
"""Scores over this read as dependent."""
BASELINE_WEEKS = 4
"""A manager's first weeks with the bot, in which no number is shown."""

BURST = timedelta(minutes=5)
"""Requests of one rep within this time count once."""
MIN_DAYS_ON_BOT = 14
"""Days a rep has had to get used to the bot before requests count."""

MIN_AGREEMENT = 0.6
"""Below this share of answers on which manager and rep agree who decided, the score is greyed."""
AGREES: Mapping[Giving, frozenset[DecidedBy]] = {
    Giving.DELEGATED: FITS[Label.DELEGATED],
    Giving.COACHED: FITS[Label.COACHED],
    Giving.RESCUED: FITS[Label.RESCUED],
}
"""Which of the rep's answers fit which of the labels that count: as both sides read it on the request."""

QUIET_DROP = 0.5
"""A week is quiet when its requests fall by more than this share against the manager's own weeks before."""
QUIET_WEEKS = 12
"""Weeks before the scored one that make up the usual."""
QUIET_MIN_WEEKS = 4
"""Fewer earlier weeks than this, and nothing is usual yet."""
QUIET_MIN_USUAL = 4.0
"""Requests a week below which a drop by half is chance and not news."""

SUPPORT_MIN_SHARE = 0.5
"""Support is low when fewer than this share of planned 1:1s were held, or of due promises kept."""
SUPPORT_MAX_MINUTES = 120.0
"""Support is low when the median answer took longer, in working minutes from release: twice the usual hold."""
SUPPORT_MIN_ANSWERED = 0.8
"""Support is low when fewer than this share were answered before they had waited twice the hold."""

FEWEST_REPS = 5
"""Where there are counts alone: reps past their ramp below which a count of the team says too much about one person."""

CHART_WEEKS = 12
"""Weeks that a chart shows, the scored one included."""

SUGGESTION_TOPIC_MIN = 3
"""Requests on one topic before a suggestion names it."""


def constants_line(weights: Weights = WEIGHTS) -> str:
    """The definition in a few lines, for printing under a report."""
    asked = {kind: f"{value:g}" for kind, value in weights.seeking.items()}
    given = {kind: f"{value:g}" for kind, value in weights.giving.items()}
    return (
        f"How it is made: {weights.seeking_share:g} asking + {1 - weights.seeking_share:g} answering. "
        f"Asking: solved, decided or parked {asked[Seeking.SOLVED_IN_HOLD]}, "
        f"options and a pick {asked[Seeking.PICKED]}, options {asked[Seeking.OPTIONS]}, "
        f"something tried {asked[Seeking.TRIED]}, neither {asked[Seeking.NEITHER]}. "
        f"Answering: not needed {given[Giving.NONE_NEEDED]}, delegated {given[Giving.DELEGATED]}, "
        f"coached {given[Giving.COACHED]}, rescued {given[Giving.RESCUED]}, no label: asking alone. "
        f"{WINDOW_WEEKS} weeks, half weight after {weights.half_life:g}; drawn towards your own {PRIOR_WEEKS} weeks "
        f"before (else {PRIOR_MEAN:g}) by {weights.prior_strength:g} requests; 80 % Wilson band. "
        f"A number from {MIN_EFFECTIVE:g} effective requests, a word from {FULL_EFFECTIVE:g}: "
        f"under {INDEPENDENT_BELOW} mostly independent, over {DEPENDENT_ABOVE} dependent."
    )
