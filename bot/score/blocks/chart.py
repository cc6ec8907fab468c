"""The charts under the weekly report: saved numbers in, charts out. Never draws a week that has no number.

A chart needs a value for every week on its axis. A week without a score (the first four, too few requests, no report)
is left out of the axis and named in a line below: a zero in its place would be invented.
"""

from collections.abc import Mapping, Sequence
from itertools import dropwhile

from bot.score.rules.constants import CHART_WEEKS
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import Phase
from bot.score.rules.week import Week
from bot.slack.charts import chart, in_words
from bot.slack.kit import Words, context, escape

FEWEST_POINTS = 2
"""One point is no trend."""
ASKED, SOLVED = "Requests", "Solved without you"


def charts(reports: Sequence[WeeklyNumbers], notes: Mapping[Week, str] | None = None) -> list[Words]:
    """What the report carries: how much the team solved by itself, and the score, over up to twelve weeks.

    `reports` are the weeks as they were posted, the oldest first, the one that carries the charts last. `notes`: what
    the manager noted on weeks, said below the charts.
    """
    shown = reports[-CHART_WEEKS:]
    drawn = [each for each in (_solved(shown), _score(shown)) if each is not None] if shown else []
    return [*drawn, *_noted(shown, notes or {})] if drawn else []


def _noted(reports: Sequence[WeeklyNumbers], notes: Mapping[Week, str]) -> list[Words]:
    """Slack's charts have no place for words at a point."""
    said = [f"{_label(each.week)} “{escape(notes[each.week])}”" for each in reports if each.week in notes]
    if not said:
        return []
    text = f"You noted: {', '.join(said)}."
    return [Words(text, [context(text)])]


def _solved(reports: Sequence[WeeklyNumbers]) -> Words | None:
    """Counts, not shares: five of ten and one of two are not the same week."""
    newest = reports[-1]
    like = (Phase.OFF,) if newest.phase is Phase.OFF else tuple(set(Phase) - {Phase.OFF, Phase.SMALL})
    since = [each for each in reports if each.phase in like]
    weeks = list(dropwhile(lambda each: not each.reach.requests, since))  # from the first week with requests on
    if newest not in weeks or len(weeks) < FEWEST_POINTS:
        return None
    series = {
        ASKED: [each.reach.requests for each in weeks],
        SOLVED: [each.reach.solved_without_manager for each in weeks],
    }
    block = chart("bar", "Requests, and how many were solved without you", series, _labels(weeks), "Closed that week")
    return Words(in_words(block), [block])


def _score(reports: Sequence[WeeklyNumbers]) -> Words | None:
    """The score of each week that had one to go by; a disputed one is no more drawn than it is printed large."""
    weeks = [each for each in reports if each.number is not None and not each.number.greyed]
    if reports[-1] not in weeks or len(weeks) < FEWEST_POINTS:
        return None
    scores = [each.number.score for each in weeks if each.number]
    block = chart("line", "Dependency score", {"Score": scores}, _labels(weeks), "0 independent, 100 dependent")
    left_out = _left_out(weeks)
    text = "\n".join([in_words(block), *left_out])
    return Words(text, [block, *(context(line) for line in left_out)])


def _left_out(drawn: Sequence[WeeklyNumbers]) -> list[str]:
    """The weeks between the first and the last point that have none."""
    first, last = drawn[0].week, drawn[-1].week
    there = {each.week for each in drawn}
    missing = [week for ago in range(last.since(first), -1, -1) if (week := last.back(ago)) not in there]
    if not missing:
        return []
    return [f"Weeks without a number to draw: {', '.join(map(_label, missing))}."]


def _labels(weeks: Sequence[WeeklyNumbers]) -> list[str]:
    return [_label(each.week) for each in weeks]


def _label(week: Week) -> str:
    return f"{week.monday.day} {week.monday:%b}"
