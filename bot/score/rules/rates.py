"""The plain counts beside the score: rates, reach, support, the quiet week. Never names or compares people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.score.rules.constants import (
    AGREES,
    QUIET_DROP,
    QUIET_MIN_USUAL,
    QUIET_MIN_WEEKS,
    QUIET_WEEKS,
    SUPPORT_MAX_MINUTES,
    SUPPORT_MIN_ANSWERED,
    SUPPORT_MIN_SHARE,
)
from bot.score.rules.eligibility import ScoredRequest, asked, exclusion
from bot.score.rules.vocabulary import ABSORBED, Exclusion, Giving, Seeking, SupportLevel
from bot.score.rules.week import Week


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. Raises ValueError unless 0 <= part <= whole."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


def _share(flags: Iterable[bool]) -> Share:
    seen = list(flags)
    return Share(sum(seen), len(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What became of one week's requests. `before_reaching`, `parked`, `reached` and `deputy` add up to `requests`.

    Whatever was brought to the manager reached them, also if the rep decided or parked it then.
    """

    requests: int
    solved_without_manager: int
    """Solved in the hold, decided by the rep, or solved later before an answer came; nothing that is parked."""
    before_reaching: int
    """Solved in the hold, or decided by the rep before it went out."""
    parked: int
    reached: int
    deputy: int = 0
    """Answered by the manager's deputy. Reports of older versions did not tell them apart."""


def reach(week_requests: Sequence[ScoredRequest]) -> Reach:
    """Counts over one week's requests, each of them; those taken back are not counted."""
    counted = asked(week_requests)
    reached = sum(each.reached for each in counted)
    parked = sum(each.seeking is Seeking.PARKED and not each.reached for each in counted)
    deputy = sum(each.by_deputy for each in counted)
    return Reach(
        requests=len(counted),
        solved_without_manager=sum(map(_solved, counted)),
        before_reaching=len(counted) - reached - parked - deputy,
        parked=parked,
        reached=reached,
        deputy=deputy,
    )


def _solved(request: ScoredRequest) -> bool:
    """Whether the rep settled it: in the hold, by deciding, or after it had reached the manager, unanswered."""
    if request.seeking in ABSORBED:
        return request.seeking is not Seeking.PARKED
    return request.giving is Giving.NONE_NEEDED


def left_out(week_requests: Iterable[ScoredRequest]) -> dict[Exclusion, int]:
    """How many were left out of the score, by reason, in the order of the reasons; absent reasons are absent."""
    counts = Counter(exclusion(each) for each in week_requests)
    return {reason: counts[reason] for reason in Exclusion if counts[reason]}


@dataclass(frozen=True, slots=True)
class Rates:
    """The three plain rates of one week, over the requests that count."""

    solved_in_hold: Share
    with_options: Share
    """Of those that reached the manager, how many came with options, picked or not."""
    rescued: Share
    """Of the labelled answers, how many were rescues."""


def _answers(counting: Iterable[ScoredRequest]) -> list[ScoredRequest]:
    """Those that were answered, or should have been. What the manager kept for the 1:1 is answered there."""
    return [each for each in counting if each.giving not in {None, Giving.NONE_NEEDED} or _lacks_label(each)]


def _lacks_label(request: ScoredRequest) -> bool:
    return request.giving is None and request.seeking not in ABSORBED and not request.postponed


def rates(counting: Sequence[ScoredRequest]) -> Rates:
    """The plain rates over requests that count."""
    reached = [each for each in counting if each.reached]
    labelled = [each for each in _answers(counting) if each.giving is not None]
    return Rates(
        solved_in_hold=_share(each.seeking is Seeking.SOLVED_IN_HOLD for each in counting),
        with_options=_share(each.with_options for each in reached),
        rescued=_share(each.giving is Giving.RESCUED for each in labelled),
    )


def coached(counting: Sequence[ScoredRequest]) -> Share | None:
    """Of the labelled answers among requests that count, how many were coaching (S2.12); None of none."""
    labelled = [each for each in _answers(counting) if each.giving is not None]
    return _share(each.giving is Giving.COACHED for each in labelled) if labelled else None


def label_coverage(counting: Sequence[ScoredRequest]) -> Share:
    """Of the answers among requests that count, how many carry a label."""
    return _share(each.giving is not None for each in _answers(counting))


def agreement(counting: Sequence[ScoredRequest]) -> Share:
    """Of the answers that both sides described, how many descriptions fit each other. Neither side is overruled.

    A label that the rep contests is described by both, and fits in no case.
    """
    both = (each for each in counting if each.giving in AGREES and (each.decided_by or each.contested))
    return _share(not each.contested and _fits(each) for each in both)


def _fits(answer: ScoredRequest) -> bool:
    return answer.giving is not None and answer.decided_by in AGREES[answer.giving]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One week's support. None means that nothing was there to measure, which is not the same as none given."""

    one_on_ones: Share | None = None
    """Held of planned."""
    answer_minutes: float | None = None
    """Median working minutes of the manager from release to answer."""
    promises: Share | None = None
    """Kept of due."""
    coached: Share | None = None
    """Coached of the labelled answers. Shown; what was rightly left to a rep is no thin support."""
    answered: int = 0
    overdue: int = 0
    """Delivered, still unanswered, and waiting longer than twice the hold since some time in this week."""
    overdue_before: int = 0
    """The same, but since an earlier week, which told of it. Shown; one that nobody ended is not held against them for
    ever."""

    @property
    def level(self) -> SupportLevel:
        """LOW as soon as one measured thing is low; UNKNOWN when none could be measured."""
        shares = [share.value for share in (self.one_on_ones, self.promises) if share is not None]
        low = [value < SUPPORT_MIN_SHARE for value in shares if value is not None]
        if self.answer_minutes is not None:
            low.append(self.answer_minutes > SUPPORT_MAX_MINUTES)
        if self.overdue:
            low.append(self.answered < SUPPORT_MIN_ANSWERED * (self.answered + self.overdue))
        if not low:
            return SupportLevel.UNKNOWN
        return SupportLevel.LOW if any(low) else SupportLevel.OK


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Requests that were still open when the week ended. Each counts in the week in which it ends, and in no other."""

    answered: int = 0
    """Answered, and not closed yet: nobody has said yet who decided."""
    waiting: int = 0
    """Held, or brought to the manager, and not answered yet."""
    new: int = 0
    """How many of them were asked in that week: the others are no news. Older reports did not save it."""

    @property
    def requests(self) -> int:
        return self.answered + self.waiting


NONE_OPEN = Unfinished()


def usual_requests(requests: Sequence[ScoredRequest], week: Week, joined_on: date) -> float | None:
    """The manager's mean weekly requests over the up to 12 weeks before; None when fewer than 4 are behind them."""
    weeks = min(QUIET_WEEKS, week.since(Week.of(joined_on)))
    if weeks < QUIET_MIN_WEEKS:
        return None
    return sum(1 <= week.since(each.week) <= weeks for each in asked(requests)) / weeks


def is_quiet(this_week: int, usual: float | None) -> bool:
    """Whether requests fell by more than half against the usual: a reason to ask around, never a lower score."""
    return usual is not None and usual >= QUIET_MIN_USUAL and this_week < usual * (1 - QUIET_DROP)
