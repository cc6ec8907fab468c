"""Requests for the tests of the score, spelled as the definition spells them. Decides nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from typing import Any

from hypothesis import strategies as st

from bot.requests.rules import DecidedBy
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.rates import Share, Support
from bot.score.rules.vocabulary import Giving, Seeking
from bot.score.rules.week import Week
from bot.score.rules.weekly import Facts

WEEK = Week(date(2026, 6, 1))
"""The scored week of most tests."""
LONG_AGO = date(2025, 1, 1)
GOOD_SUPPORT = Support(one_on_ones=Share(5, 6), answer_minutes=22.0, answered=4)

_ids = count(1)


def request(
    seeking: Seeking = Seeking.NEITHER,
    giving: Giving | None = Giving.RESCUED,
    age: int = 0,
    **facts: Any,
) -> ScoredRequest:
    """One request that counts, closed on the Wednesday `age` weeks before; each by another rep unless told."""
    number = next(_ids)
    wednesday = WEEK.back(age).monday + timedelta(days=2)
    defaults: dict[str, Any] = {
        "id": f"request-{number}",
        "rep_id": f"rep-{number}",
        "asked_at": datetime(wednesday.year, wednesday.month, wednesday.day, 9, tzinfo=UTC),
        "closed_on": wednesday,
    }
    return ScoredRequest(seeking=seeking, giving=giving, **(defaults | facts))


def several(number: int, seeking: Seeking, giving: Giving | None, age: int = 0, **facts: Any) -> list[ScoredRequest]:
    return [request(seeking, giving, age, **facts) for _ in range(number)]


def facts_of(requests: Sequence[ScoredRequest], **changes: Any) -> Facts:
    """A manager who has been here for long, with six reps and good support."""
    defaults: dict[str, Any] = {"week": WEEK, "joined_on": LONG_AGO, "reps": 6, "support": GOOD_SUPPORT}
    return Facts(requests=requests, **(defaults | changes))


def worked_cases() -> list[tuple[str, list[ScoredRequest], tuple[int, int, int, int, float]]]:
    """The five worked numbers of the definition: what was asked, and (raw, score, low, high, n)."""
    neither, tried, options, picked = Seeking.NEITHER, Seeking.TRIED, Seeking.OPTIONS, Seeking.PICKED
    rescued, coached, delegated = Giving.RESCUED, Giving.COACHED, Giving.DELEGATED
    solved = (Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED)
    mixed = [
        *several(3, neither, rescued),
        *several(2, tried, coached),
        *several(3, *solved),
        *several(4, options, rescued, age=1),
        *several(3, picked, delegated, age=1),
        *several(3, neither, rescued, age=2),
        *several(2, tried, coached, age=3),
    ]
    light = [*several(10, picked, coached), *several(8, *solved, age=1), *several(6, picked, delegated, age=2)]
    heavy = [*several(10, neither, rescued), *several(8, neither, rescued, age=1), *several(6, tried, rescued, age=2)]
    return [
        ("one bare rescue", several(1, neither, rescued), (100, 57, 34, 77, 1.0)),
        ("two solved", several(2, *solved), (0, 38, 20, 60, 2.0)),
        ("a mixed month", mixed, (55, 54, 41, 66, 18.4)),
        ("a light hand", light, (16, 24, 16, 36, 22.5)),
        ("a heavy hand", heavy, (98, 87, 76, 93, 22.5)),
    ]


LEFT_OUT = (
    *("urgent", "protected", "growth", "reserved_topic"),
    *("only_i_could", "withdrawn", "deputy", "ramp"),
)
LABELS = (None, *Giving)
VIEWS = tuple(product((None, "pricing", "legal"), (None, *DecidedBy)))


@st.composite
def requests(draw: st.DrawFn, *, oldest: int = 20, facts: bool = False) -> ScoredRequest:
    """Any request of the last weeks, each by another rep; with `facts`, every third is of a kind that is left out."""
    day = WEEK.last_day - timedelta(days=draw(st.integers(0, 7 * oldest)))
    minutes, away = divmod(draw(st.integers(0, 4 * 600)), 4)
    seeking, giving = draw(st.sampled_from(tuple(product(Seeking, LABELS))))
    topic, decided_by = draw(st.sampled_from(VIEWS))
    kind = draw(st.integers(0, 3 * len(LEFT_OUT))) if facts else len(LEFT_OUT)
    return request(
        seeking,
        giving,
        asked_at=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes),
        closed_on=day,
        topic=topic,
        decided_by=decided_by,
        weeks_away=away,
        delivered=away == 3,
        postponed=giving is None and minutes % 3 == 0,
        **({LEFT_OUT[kind]: True} if kind < len(LEFT_OUT) else {}),
    )
