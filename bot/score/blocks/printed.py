"""How a score comes about, for the command line: an explanation in, lines out. Names no rep; shows no number held back.

Requests are told by id, day, topic and buttons. `rows` are the cells of a table under `COLUMNS`: 80 columns wide, and
exact enough that what is added up by hand is the sum that stands below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.score.rules.constants import (
    BASELINE_WEEKS,
    DEPENDENT_ABOVE,
    FULL_EFFECTIVE,
    INDEPENDENT_BELOW,
    MIN_AGREEMENT,
    MIN_EFFECTIVE,
    PRIOR_MEAN,
    PRIOR_WEEKS,
    WEIGHTS,
    WINDOW_WEEKS,
    constants_line,
)
from bot.score.rules.explanation import Explanation, Row
from bot.score.rules.index import Estimate, chance_of
from bot.score.rules.numbers import Number, WeeklyNumbers
from bot.score.rules.vocabulary import Phase, Seeking, Trend, Withheld

COLUMNS = ("closed", "request", "topic", "asked", "answered", "s", "g", "d", "age", "w", "w d")
ID_LETTERS = 7
"""The beginning of an id that is printed, or more where two begin alike: enough to find it in the log."""
ASKED = {Seeking.SOLVED_IN_HOLD: "solved", Seeking.DECIDED_OWN: "decided"}
K = f"{WEIGHTS.prior_strength:g}"
LIMITS = f"under {INDEPENDENT_BELOW}, {INDEPENDENT_BELOW} to {DEPENDENT_ABOVE}, over {DEPENDENT_ABOVE}"
WHY_NO_WORD = {
    Withheld.EARLY: f"fewer than {FULL_EFFECTIVE:g} effective requests",
    Withheld.DISPUTED: f"manager and reps agree on who decided in fewer than {MIN_AGREEMENT:.0%} of the answers",
    Withheld.STRADDLES: f"the ends of the band lie in different ranges ({LIMITS})",
    Withheld.SUPPORT: "a good word needs support that was measured and was not low",
}
TRENDS = {
    Trend.LOWER: "lower",
    Trend.HIGHER: "higher",
    Trend.UNCLEAR: "no clear change (both would have to differ by more, the same way)",
}


@dataclass(frozen=True)
class Printed:
    """What is printed: lines, a table, lines."""

    head: list[str]
    rows: list[tuple[str, ...]]
    tail: list[str]


def printed(name: str, told: Explanation, numbers: WeeklyNumbers, posted: WeeklyNumbers | None) -> Printed:
    """One manager's score laid open. `numbers`: as computed now. `posted`: that week's report, if there was one."""
    first, last = told.week.monday, told.week.last_day
    head = [
        f"{name}, {told.week.key}: {first.day} {first:%B} to {last.day} {last:%B %Y}",
        f"Counted: {len(told.rows)}, closed in the {WINDOW_WEEKS} weeks up to then. d = s where there is no label.",
    ]
    letters = _letters([*(row.id for row in told.rows), *told.left_out, *told.said_before, *told.said_before.values()])
    rows = sorted(told.rows, key=lambda row: (row.closed_on, row.asked_at))
    tail = [
        *_left_out(told, letters),
        *_sums(told),
        *_result(told, numbers),
        *_posted(numbers, posted),
        constants_line(),
    ]
    return Printed(head, [_cells(row, letters) for row in rows], tail)


def not_there_yet(name: str, first: date) -> str:
    """What is said of a day before the manager's first week."""
    return f"{name} leads a team here since {first.day} {first:%B %Y}: no week before that has a score."


def _letters(ids: Iterable[str]) -> int:
    """How many letters of these ids tell them apart."""
    wanted = set(ids)
    return next(
        (each for each in range(ID_LETTERS, 32) if len({id_[:each] for id_ in wanted}) == len(wanted)),
        32,
    )


def _cells(row: Row, letters: int) -> tuple[str, ...]:
    return (
        f"{row.closed_on.day:2} {row.closed_on:%b}",
        row.id[:letters],
        (row.topic or "-").replace("_", " "),
        ASKED.get(row.seeking, str(row.seeking)),
        _answered(row),
        f"{row.s:.2f}",
        "-" if row.g is None else f"{row.g:.2f}",
        f"{row.d:.2f}",
        str(row.age),
        f"{row.w:.6f}",
        f"{row.w * row.d:.6f}",
    )


def _answered(row: Row) -> str:
    if row.giving:
        return str(row.giving).removesuffix("_needed")
    return "kept" if row.postponed else "no label"


def _left_out(told: Explanation, letters: int) -> list[str]:
    reasons = {id_: str(reason).replace("_", " ") for id_, reason in told.left_out.items()}
    reasons |= {id_: f"in one burst with {first[:letters]}" for id_, first in told.said_before.items()}
    lines = [f"  {id_[:letters]}  {reason}" for id_, reason in reasons.items()]
    return [f"Left out: {len(reasons) or 'none'}.", *lines]


def _sums(told: Explanation) -> list[str]:
    before = f"the {PRIOR_WEEKS} weeks before"
    past = (
        f"the mean of d over {told.past} requests of {before}"
        if told.past
        else f"nothing counts in {before}: the middle"
    )
    mu0 = told.mu0 if told.past else PRIOR_MEAN
    return [f"Sum of w: {told.total:.4f}. Sum of w d: {told.summed:.4f}.", f"mu0: {mu0:.4f} ({past})."]


def _result(told: Explanation, numbers: WeeklyNumbers) -> list[str]:
    index, number = told.index, numbers.number
    effective = f"n = (sum w)^2 / sum w^2 = {index.n:.4f} effective requests." if index else "n = 0: nothing counts."
    if index is None or number is None:
        return [effective, _no_number(numbers)]
    return [
        effective,
        f"p = ({told.summed:.4f} + {K} x {told.mu0:.4f}) / ({told.total:.4f} + {K}) = {index.p:.4f}.",
        f"SE = sqrt(p (1 - p) / (n + {K})) = {index.standard_error:.4f}.",
        f"Band: {number.low}-{number.high}. Score: {number.score}. Phase: {numbers.phase}.",
        _word(number),
        _trend(index, told.before, number),
    ]


def _no_number(numbers: WeeklyNumbers) -> str:
    if numbers.phase is Phase.BASELINE:
        return f"No score: week {numbers.week_number} of the {BASELINE_WEEKS} in which none is given. Phase: baseline."
    return f"No score: {MIN_EFFECTIVE:g} effective requests are needed. Phase: {numbers.phase}."


def _word(number: Number) -> str:
    if number.verdict:
        return f"Word: {str(number.verdict).replace('_', ' ')}."
    return f"Word: none, because {WHY_NO_WORD[number.withheld]}." if number.withheld else "Word: none."


def _trend(index: Estimate, before: Estimate | None, number: Number) -> str:
    if before is None or number.trend is None:
        return f"Trend: none, because {WINDOW_WEEKS} weeks earlier there is too little to compare with."
    return (
        f"Trend: p {index.p:.4f} against {before.p:.4f}, raw mean {index.raw:.4f} against {before.raw:.4f}; "
        f"by chance up to {chance_of(index, before):.4f}: {TRENDS[number.trend]}."
    )


def _posted(numbers: WeeklyNumbers, posted: WeeklyNumbers | None) -> list[str]:
    if posted is None:
        return ["Posted then: nothing."]
    then, now = (each.number.score if each.number else None for each in (posted, numbers))
    said = f"Posted then: {'no score' if then is None else then}."
    return [said if then == now else f"{said} What was posted stays; labels that came later count now."]
