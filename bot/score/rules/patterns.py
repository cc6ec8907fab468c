"""One rep's week with their manager, rescues that repeat, time that help took. Never ranks people, never sees words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.score.rules.eligibility import ScoredRequest, asked, eligible, once_per_burst
from bot.score.rules.vocabulary import Giving, Seeking
from bot.score.rules.week import Week

PATTERN_WEEKS = 4
"""Weeks that a pattern looks at: the week of the report and the three before it (S1.2)."""
PATTERN_MIN = 3
"""Rescues of one rep on one topic from which it is a pattern."""
RAMP_LOOKBACK = timedelta(weeks=26)
"""For so long after somebody's ramp it is worth saying how often they were rescued since (S1.9)."""

Pair = tuple[str, str]
"""A rep and a topic."""


@dataclass(frozen=True, slots=True)
class RepWeek:
    """How one rep's requests of a week were asked and answered. `reached` are those that the manager had to see.

    `postponed`: kept for the 1:1 by the manager, and so not answered yet; `parked`: by the rep, before it went out.
    """

    asked: int
    before_reaching: int
    parked: int
    reached: int
    with_options: int
    coached: int
    delegated: int
    rescued: int
    only_i_could: int
    unlabelled: int
    postponed: int = 0
    deputy: int = 0
    """Answered by the manager's deputy."""


def rep_weeks(requests: Iterable[ScoredRequest], week: Week) -> dict[str, RepWeek]:
    """Each rep's week, by id; nobody who asked nothing. What was taken back was not asked."""
    by_rep: dict[str, list[ScoredRequest]] = defaultdict(list)
    for each in asked(requests):
        if each.week == week:
            by_rep[each.rep_id].append(each)
    return {rep_id: _rep_week(theirs) for rep_id, theirs in by_rep.items()}


def _rep_week(theirs: Sequence[ScoredRequest]) -> RepWeek:
    reached = [each for each in theirs if each.reached]
    answered = [each for each in reached if not each.postponed and each.seeking is not Seeking.PARKED]
    given = Counter(each.giving for each in answered if not each.only_i_could)
    parked = sum(each.seeking is Seeking.PARKED and not each.reached for each in theirs)
    deputy = sum(each.by_deputy for each in theirs)
    return RepWeek(
        asked=len(theirs),
        before_reaching=len(theirs) - len(reached) - parked - deputy,
        parked=parked,
        reached=len(reached),
        with_options=sum(each.with_options for each in reached),
        coached=given[Giving.COACHED],
        delegated=given[Giving.DELEGATED],
        rescued=given[Giving.RESCUED],
        only_i_could=sum(each.only_i_could for each in answered),
        unlabelled=given[None],
        postponed=sum(each.postponed for each in reached),
        deputy=deputy,
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rescues of one rep on one topic in four weeks. `mostly`: how those requests were asked most often."""

    rep_id: str
    topic: str
    rescues: int
    mostly: Seeking


@dataclass(frozen=True, slots=True)
class PastRamp:
    """Rescues of one rep on one topic since their ramp ended."""

    rep_id: str
    topic: str
    rescues: int


def _rescues(requests: Iterable[ScoredRequest]) -> dict[Pair, list[ScoredRequest]]:
    """The rescues that the score counts, by rep and topic. What is urgent, protected or during ramp is no pattern."""
    found: dict[Pair, list[ScoredRequest]] = defaultdict(list)
    for each in eligible(once_per_burst(requests)):
        if each.giving is Giving.RESCUED and each.topic is not None:
            found[each.rep_id, each.topic].append(each)
    return found


def _within(rescues: Iterable[ScoredRequest], week: Week) -> list[ScoredRequest]:
    return [each for each in rescues if week.since(each.week) in range(PATTERN_WEEKS)]


def patterns(requests: Iterable[ScoredRequest], week: Week) -> list[Pattern]:
    """Every pattern at the end of a week, by rep and topic: at least three rescues in four weeks."""
    found = {pair: _within(rescues, week) for pair, rescues in _rescues(requests).items()}
    return [
        Pattern(rep_id, topic, len(rescues), _mostly(rescues))
        for (rep_id, topic), rescues in sorted(found.items())
        if len(rescues) >= PATTERN_MIN
    ]


def _mostly(rescues: Sequence[ScoredRequest]) -> Seeking:
    """The barest way of asking among the most frequent ones."""
    counts = Counter(each.seeking for each in rescues)
    barest = list(Seeking)
    return max(counts, key=lambda seeking: (counts[seeking], barest.index(seeking)))


def to_suggest(requests: Iterable[ScoredRequest], week: Week) -> Pattern | None:
    """The one pattern to suggest something about: the strongest."""
    return max(patterns(requests, week), key=lambda each: each.rescues, default=None)


def past_ramp(requests: Iterable[ScoredRequest], week: Week, ramp_ended: Mapping[str, date]) -> list[PastRamp]:
    """Reps past their ramp who were rescued on a topic that week, for the third time or more since it ended.

    `ramp_ended`: the day, by rep, where somebody said when they started. Only in the half year after that.
    """
    found = []
    for (rep_id, topic), rescues in sorted(_rescues(requests).items()):
        ended = ramp_ended.get(rep_id)
        if ended is None or not timedelta(0) <= week.last_day - ended <= RAMP_LOOKBACK:
            continue
        since = [each for each in rescues if each.closed_on >= ended and each.week <= week]
        if len(since) >= PATTERN_MIN and any(each.week == week for each in since):
            found.append(PastRamp(rep_id, topic, len(since)))
    return found


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes that help took, as the manager noted them, and how many of the answers carry a time (S1.3)."""

    rescuing: int
    coaching: int
    noted: int
    answers: int


def spent(answers: Iterable[tuple[Giving | None, int | None]]) -> Spent:
    """From each answer's label and minutes. Only rescues and coaching are asked for a time."""
    asked_for = [(giving, minutes) for giving, minutes in answers if giving in {Giving.RESCUED, Giving.COACHED}]
    noted = [(giving, minutes) for giving, minutes in asked_for if minutes is not None]
    return Spent(
        rescuing=sum(minutes for giving, minutes in noted if giving is Giving.RESCUED),
        coaching=sum(minutes for giving, minutes in noted if giving is Giving.COACHED),
        noted=len(noted),
        answers=len(asked_for),
    )
