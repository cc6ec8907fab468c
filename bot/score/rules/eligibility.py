"""Which requests the score counts, and why it leaves the others out. Never reads what a request says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from bot.requests.rules import DecidedBy
from bot.score.rules.constants import BURST, MIN_DAYS_ON_BOT, WINDOW_WEEKS
from bot.score.rules.vocabulary import ABSORBED, Exclusion, Giving, Seeking
from bot.score.rules.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRequest:
    """One closed request, reduced to what the score may know: buttons, times and facts; no words.

    Raises ValueError when `asked_at` is naive or a count of days or weeks is negative.
    """

    id: str
    rep_id: str
    asked_at: datetime
    closed_on: date
    """The day it was closed, on the manager's calendar."""
    seeking: Seeking
    giving: Giving | None
    """The manager's label; None while there is none."""
    delivered: bool = False
    """It was brought to the manager, whatever the rep did with it then."""
    options: bool = False
    """It came with options, also where the rep decided or parked it in the end."""
    postponed: bool = False
    """The manager kept it for the 1:1: an answer that is still to come."""
    topic: str | None = None
    decided_by: DecidedBy | None = None
    contested: bool = False
    """The rep says that the label was another one: a disagreement, whoever decided. It changes no g by itself."""
    urgent: bool = False
    protected: bool = False
    """Its amount was at or above the team's `protect_at`."""
    growth: bool = False
    """The rep asked to get better at something: an invitation to coach, met at once."""
    not_held: bool = False
    """It went out on a day on which nothing waits, or when everything was let go out: no hour to solve it in."""
    reserved_topic: bool = False
    only_i_could: bool = False
    withdrawn: bool = False
    deputy: bool = False
    """The rep handed it to the manager's deputy: the manager was away, or did not answer."""
    ramp: bool = False
    """The rep was still in the first 90 days of the role when asking."""
    guided: bool = False
    """The rep was guided on its topic when asking: a place to learn."""
    days_on_bot: int = MIN_DAYS_ON_BOT
    """Days since the rep's first contact with the bot, when asking."""
    weeks_away: int = 0
    """Whole weeks between closing and the scored week in which the rep was away: they do not age the request."""

    def __post_init__(self) -> None:
        if self.asked_at.tzinfo is None:
            raise ValueError(f"request {self.id}: asked_at is naive")
        if min(self.days_on_bot, self.weeks_away) < 0:
            raise ValueError(f"request {self.id}: days and weeks cannot be negative")

    @property
    def week(self) -> Week:
        """The manager's calendar week in which it was closed."""
        return Week.of(self.closed_on)

    @property
    def reached(self) -> bool:
        """Whether it reached the manager. It counts so; s goes by how it ended."""
        return not self.deputy and (self.delivered or self.seeking not in ABSORBED)

    @property
    def by_deputy(self) -> bool:
        """Whether the deputy had to answer it: how they did it is nothing of the manager's."""
        return self.deputy and self.seeking not in ABSORBED and self.giving is not Giving.NONE_NEEDED

    @property
    def with_options(self) -> bool:
        """Whether it came with options, picked or not."""
        return self.options or self.seeking in {Seeking.OPTIONS, Seeking.PICKED}


EXCLUSIONS: tuple[tuple[Exclusion, Callable[[ScoredRequest], bool]], ...] = (
    (Exclusion.WITHDRAWN, attrgetter("withdrawn")),
    (Exclusion.BY_DEPUTY, attrgetter("by_deputy")),
    (Exclusion.URGENT, attrgetter("urgent")),
    (Exclusion.PROTECTED, attrgetter("protected")),
    (Exclusion.GROWTH, attrgetter("growth")),
    (Exclusion.NOT_HELD, attrgetter("not_held")),
    (Exclusion.RESERVED_TOPIC, attrgetter("reserved_topic")),
    (Exclusion.ONLY_I_COULD, attrgetter("only_i_could")),
    (Exclusion.RAMP, attrgetter("ramp")),
    (Exclusion.GUIDED, attrgetter("guided")),
    (Exclusion.NEW_ON_BOT, lambda request: request.days_on_bot < MIN_DAYS_ON_BOT),
)
"""The reasons in the order in which they are given: a request has one reason, the first that fits."""


def exclusion(request: ScoredRequest) -> Exclusion | None:
    """Why the score leaves this request out; None when it counts."""
    for reason, fits in EXCLUSIONS:
        if fits(request):
            return reason
    return None


def eligible(requests: Iterable[ScoredRequest]) -> list[ScoredRequest]:
    """Those the score counts."""
    return [request for request in requests if exclusion(request) is None]


def asked(requests: Iterable[ScoredRequest]) -> list[ScoredRequest]:
    """Those the plain counts know: all but what was taken back, for in the end nobody was asked."""
    return [request for request in requests if not request.withdrawn]


def bursts(requests: Iterable[ScoredRequest]) -> list[tuple[ScoredRequest, ScoredRequest]]:
    """Each request, oldest first, with the one that counts for it: the first of its burst, mostly itself.

    A burst is what one rep asks within five minutes of its first request, the fifth minute included. Only requests
    that are left out for the same reason, or both counted, can share one: a question stands, even if an urgent call
    came a minute before.
    """
    pairs: list[tuple[ScoredRequest, ScoredRequest]] = []
    began: dict[tuple[str, Exclusion | None], ScoredRequest] = {}
    for request in sorted(requests, key=lambda each: (each.asked_at, each.id)):
        rep = (request.rep_id, exclusion(request))
        if rep not in began or request.asked_at - began[rep].asked_at > BURST:
            began[rep] = request
        pairs.append((request, began[rep]))
    return pairs


def once_per_burst(requests: Iterable[ScoredRequest]) -> list[ScoredRequest]:
    """The requests, oldest first, with each burst counted as its first request."""
    return [request for request, first in bursts(requests) if request is first]


def age(request: ScoredRequest, week: Week) -> int:
    """Whole weeks between the week it was closed in and the scored one; negative when closed later.

    Weeks that the rep was away do not count, so that a rep back from leave is weighed by their own weeks present.
    """
    calendar = week.since(request.week)
    return calendar if calendar <= 0 else max(0, calendar - request.weeks_away)


def in_window(request: ScoredRequest, week: Week) -> bool:
    """Whether a score for `week` looks at it."""
    return age(request, week) in range(WINDOW_WEEKS)
