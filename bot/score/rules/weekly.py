"""One manager's week in numbers: what may be shown, and what may not. Never shows a number that the rules hold back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.score.rules.constants import (
    BASELINE_WEEKS,
    DEPENDENT_ABOVE,
    FULL_EFFECTIVE,
    INDEPENDENT_BELOW,
    MIN_AGREEMENT,
    MIN_EFFECTIVE,
    WINDOW_WEEKS,
    constants_line,
)
from bot.score.rules.eligibility import ScoredRequest, eligible, in_window, once_per_burst
from bot.score.rules.index import Estimate, estimate_of, trend
from bot.score.rules.numbers import Number, WeeklyNumbers
from bot.score.rules.patterns import Pattern
from bot.score.rules.rates import (
    NONE_OPEN,
    Rates,
    Reach,
    Share,
    Support,
    Unfinished,
    agreement,
    coached,
    is_quiet,
    label_coverage,
    left_out,
    rates,
    reach,
    usual_requests,
)
from bot.score.rules.suggestion import about, suggest
from bot.score.rules.vocabulary import Phase, SuggestionKind, SupportLevel, Trend, Verdict, Withheld
from bot.score.rules.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that one report is made of."""

    week: Week
    requests: Sequence[ScoredRequest]
    """The manager's closed requests of the last HISTORY_WEEKS; older and later ones do no harm."""
    joined_on: date
    """The manager's first day with the bot, on the manager's calendar."""
    reps: int
    """People who could have asked that week."""
    support: Support
    unfinished: Unfinished = NONE_OPEN
    """What was still open when the week ended."""
    previous_suggestion: SuggestionKind | None = None
    """What the report of the week before suggested."""
    pattern: Pattern | None = None
    """Rescues that repeat, of somebody who still reports to the manager."""
    score_on: bool = True
    """False where there are counts of the team alone: no score, and nothing about what the manager does."""


def zone_of(score: int) -> Verdict:
    """The word for a score, before asking whether it may be said: under 35, 35 to 60, over 60."""
    if score < INDEPENDENT_BELOW:
        return Verdict.MOSTLY_INDEPENDENT
    return Verdict.DEPENDENT if score > DEPENDENT_ABOVE else Verdict.MIXED


def phase_of(week_number: int, effective: float) -> Phase:
    """How much may be shown, from the weeks with the bot (first = 1) and the effective requests."""
    if week_number <= BASELINE_WEEKS:
        return Phase.BASELINE
    if effective < MIN_EFFECTIVE:
        return Phase.TOO_FEW
    return Phase.EARLY if effective < FULL_EFFECTIVE else Phase.FULL


def is_disputed(agreed: Share) -> bool:
    """Whether manager and reps agree on fewer than 60 % of the answers that both described."""
    return agreed.value is not None and agreed.value < MIN_AGREEMENT


def withheld(index: Estimate, disputed: bool, support: SupportLevel) -> Withheld | None:
    """Why the number stands without a word, or None when the word may be said.

    The ends of the band are taken as shown, so a reader can check it. A good word needs support that was measured and
    was not low: leaving reps alone must never look good.
    """
    if index.n < FULL_EFFECTIVE:
        return Withheld.EARLY
    if disputed:
        return Withheld.DISPUTED
    low, high = index.band
    if zone_of(low) is not zone_of(high):
        return Withheld.STRADDLES
    good = zone_of(index.score) is Verdict.MOSTLY_INDEPENDENT
    return Withheld.SUPPORT if good and support is not SupportLevel.OK else None


def _trend(counting: Sequence[ScoredRequest], week: Week, index: Estimate) -> Trend | None:
    """Against the score a whole window earlier: the nearest one that shares no request with this one."""
    before = estimate_of(counting, week, weeks_back=WINDOW_WEEKS)
    return trend(index, before) if before and before.n >= MIN_EFFECTIVE else None


def _number(facts: Facts, counting: Sequence[ScoredRequest], index: Estimate, disputed: bool) -> Number:
    reason = withheld(index, disputed, facts.support.level)
    low, high = index.band
    return Number(
        score=index.score,
        low=low,
        high=high,
        raw=index.raw,
        p=index.p,
        standard_error=index.standard_error,
        verdict=None if reason else zone_of(index.score),
        withheld=reason,
        trend=_trend(counting, facts.week, index),
        greyed=disputed,
    )


def weekly(facts: Facts) -> WeeklyNumbers:
    """The numbers of one report.

    1. The week's own requests give the plain counts, each of them; the score and its rates take a burst once.
    2. The window gives the index, and with it how much may be shown.
    3. A number exists only in the phases that show one; a suggestion likewise.

    With the score off, it is the first step alone.
    """
    distinct = once_per_burst(facts.requests)
    counts = _counts(facts, distinct)
    return _with_score(counts, facts, eligible(distinct)) if facts.score_on else counts


NOTHING = Share(0, 0)


def _counts(facts: Facts, distinct: Sequence[ScoredRequest]) -> WeeklyNumbers:
    """What the team asked and solved that week, and nothing about the manager. `distinct`: each burst once."""
    week = facts.week
    all_of_it = [each for each in facts.requests if each.week == week]
    this_week = [each for each in distinct if each.week == week]
    usual = usual_requests(facts.requests, week, facts.joined_on)
    went_through = reach(all_of_it)
    return replace(
        too_small(week),
        phase=Phase.OFF,
        week_number=week.since(Week.of(facts.joined_on)) + 1,
        reach=went_through,
        left_out=left_out(all_of_it),
        rates=replace(rates(eligible(this_week)), rescued=NOTHING),
        reps=facts.reps,
        usual_requests=usual,
        quiet=is_quiet(went_through.requests + facts.unfinished.new, usual),
        unfinished=facts.unfinished,
    )


def _with_score(counts: WeeklyNumbers, facts: Facts, counting: Sequence[ScoredRequest]) -> WeeklyNumbers:
    """The same week with the score, how far it can be trusted, and the support that it is read beside."""
    window = [each for each in counting if in_window(each, facts.week)]
    index = estimate_of(counting, facts.week)
    phase = phase_of(counts.week_number, index.n if index else 0.0)
    shown = index if phase in {Phase.EARLY, Phase.FULL} else None
    agreed = agreement(window)
    usual = suggest(window, facts.week, facts.previous_suggestion)
    this_week = [each for each in counting if each.week == facts.week]
    return replace(
        counts,
        phase=phase,
        effective=index.n if index else 0.0,
        number=_number(facts, counting, shown, is_disputed(agreed)) if shown else None,
        rates=rates(this_week),
        labelled=label_coverage(window),
        agreed=agreed,
        support=replace(facts.support, coached=coached(this_week)),
        support_level=facts.support.level,
        suggestion=about(facts.pattern, facts.previous_suggestion) or (usual if shown else None),
        constants=constants_line(),
    )


def too_small(week: Week) -> WeeklyNumbers:
    """The report where only counts are given, and the team is too small for them: no count at all."""
    return WeeklyNumbers(
        week=week,
        phase=Phase.SMALL,
        week_number=0,
        effective=0.0,
        number=None,
        reach=Reach(requests=0, solved_without_manager=0, before_reaching=0, parked=0, reached=0),
        left_out={},
        rates=Rates(solved_in_hold=NOTHING, with_options=NOTHING, rescued=NOTHING),
        labelled=NOTHING,
        agreed=NOTHING,
        support=Support(),
        support_level=SupportLevel.UNKNOWN,
        reps=0,
        usual_requests=None,
        quiet=False,
        suggestion=None,
        constants="",
    )
