"""The charts under the report: what they draw, what they leave out, and that words say the same."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.blocks import Surface, problems
from bot.score.blocks.chart import charts
from bot.score.blocks.report import report
from bot.score.rules.numbers import Number, WeeklyNumbers
from bot.score.rules.vocabulary import Giving, Phase, Seeking
from bot.score.rules.weekly import weekly
from bot.slack.charts import CHART, chart, without_charts
from bot.slack.kit import TEXT
from tests.score.builders import WEEK, facts_of, several

FULL = weekly(facts_of(several(30, Seeking.NEITHER, Giving.RESCUED)))


def posted(ago: int, score: int | None, solved: int = 3, of: int = 9, **changes: Any) -> WeeklyNumbers:
    """A report of so many weeks ago."""
    assert FULL.number
    number = None if score is None else replace(FULL.number, score=score, low=score, high=score)
    reach = replace(FULL.reach, requests=of, solved_without_manager=solved)
    phase = Phase.TOO_FEW if score is None else Phase.FULL
    return replace(FULL, **{"week": WEEK.back(ago), "number": number, "reach": reach, "phase": phase} | changes)


def drawn(reports: list[WeeklyNumbers]) -> dict[str, dict[str, list[float]]]:
    """Each chart's series by title, after the local Slack has accepted the blocks."""
    blocks = [block for words in charts(reports) for block in words.blocks]
    assert not problems([*blocks, {"type": "divider"}], Surface.MESSAGE)
    return {
        block["title"]: {row["name"]: [point["value"] for point in row["data"]] for row in block["chart"]["series"]}
        for block in blocks
        if block["type"] == CHART
    }


REQUESTS = "Requests, and how many were solved without you"


def test_two_charts_show_what_was_solved_and_the_score() -> None:
    reports = [posted(2, 62, 3, 9), posted(1, 60, 4, 8), posted(0, 55, 5, 10)]
    assert drawn(reports) == {
        REQUESTS: {"Requests": [9, 8, 10], "Solved without you": [3, 4, 5]},
        "Dependency score": {"Score": [62, 60, 55]},
    }
    assert [words.text for words in charts(reports)] == [
        f"{REQUESTS}: Requests 9 (18 May), 8 (25 May), 10 (1 Jun); "
        "Solved without you 3 (18 May), 4 (25 May), 5 (1 Jun)",
        "Dependency score: 62 (18 May), 60 (25 May), 55 (1 Jun)",
    ]


def test_one_point_is_no_trend() -> None:
    assert charts([]) == []
    assert charts([posted(0, 62)]) == []
    assert list(drawn([posted(1, None), posted(0, 62)])) == [REQUESTS]


def test_weeks_without_a_number_are_left_out_and_named() -> None:
    reports = [posted(4, 62), posted(3, None), posted(1, 60), posted(0, 55)]  # two weeks ago: no report at all
    assert drawn(reports)["Dependency score"] == {"Score": [62, 60, 55]}
    words = charts(reports)[1]
    assert words.text.splitlines()[1] == "Weeks without a number to draw: 11 May, 18 May."
    assert words.blocks[1]["elements"][0]["text"] == words.text.splitlines()[1]


def test_a_disputed_number_is_not_drawn_and_a_report_without_a_number_has_no_score_chart() -> None:
    assert FULL.number
    grey = replace(FULL.number, greyed=True)
    reports = [posted(2, 62), posted(1, 0, number=grey), posted(0, 55)]
    assert drawn(reports)["Dependency score"] == {"Score": [62, 55]}
    for last in (posted(0, None), posted(0, 0, number=grey)):
        assert list(drawn([posted(2, 62), posted(1, 60), last])) == [REQUESTS]


def test_where_there_are_counts_alone_no_score_is_drawn_and_nothing_from_before() -> None:
    counts = [posted(ago, None, phase=Phase.OFF) for ago in (1, 0)]
    assert drawn([posted(3, 62), posted(2, 60), *counts]) == {
        REQUESTS: {"Requests": [9, 9], "Solved without you": [3, 3]}
    }
    small = posted(0, None, phase=Phase.SMALL)
    assert charts([*counts[:1], small]) == []


def test_the_weeks_before_the_first_request_are_no_part_of_the_chart_and_quiet_ones_are() -> None:
    nothing: dict[str, Any] = {"score": None, "solved": 0, "of": 0}
    assert charts([posted(1, **nothing), posted(0, **nothing)]) == []
    assert charts([posted(1, **nothing), posted(0, None)]) == []
    assert drawn([posted(3, **nothing), posted(2, None), posted(1, **nothing), posted(0, None)]) == {
        REQUESTS: {"Requests": [9, 0, 9], "Solved without you": [3, 0, 3]}
    }


def test_no_more_than_twelve_weeks_are_drawn() -> None:
    rows = drawn([posted(ago, 50 + ago) for ago in range(15, -1, -1)])
    assert [len(row) for series in rows.values() for row in series.values()] == [12, 12, 12]


SCORES = st.none() | st.integers(0, 100)


@given(st.lists(st.none() | st.tuples(SCORES, st.integers(0, 999)), min_size=1, max_size=20), st.booleans())
def test_whatever_was_posted_the_report_is_one_that_slack_takes(
    weeks: list[tuple[int | None, int] | None], with_charts: bool
) -> None:
    rows = list(enumerate(reversed(weeks)))
    reports = [posted(ago, row[0], row[1] // 2, row[1]) for ago, row in reversed(rows) if row]
    drawn(reports)
    if reports:
        words = report(reports[-1], charts=charts(reports))
        blocks = words.blocks if with_charts else without_charts(words.blocks)
        assert not problems(blocks, Surface.MESSAGE)
        assert len(words.text) < TEXT


def test_a_chart_in_words_says_what_its_text_says() -> None:
    reports = [posted(1, 60), posted(0, 55)]
    for words in charts(reports):
        assert without_charts(words.blocks)[0]["elements"][0]["text"] == words.text.splitlines()[0]


@pytest.mark.parametrize(
    ("title", "name", "categories"),
    [
        ("x" * 51, "Score", ["a"]),
        ("Score", "x" * 21, ["a"]),
        ("Score", "Score", ["x" * 21]),
        ("Score", "Score", []),
        ("Score", "Score", ["a", "a"]),
        ("Score", "Score", [str(number) for number in range(21)]),
    ],
)
def test_what_slack_would_refuse_is_refused_at_home(title: str, name: str, categories: list[str]) -> None:
    with pytest.raises(ValueError, match="the chart"):
        chart("line", title, {name: [1] * len(categories)}, categories, "")


def test_weeks_of_two_years_keep_their_own_names() -> None:
    newyear = WEEK.back(-31)  # the week of 4 January 2027
    reports = [replace(posted(0, 50), week=newyear.back(ago)) for ago in range(11, -1, -1)]
    assert drawn(reports)["Dependency score"] == {"Score": [50] * 12}
    assert newyear.monday - reports[0].week.monday == timedelta(weeks=11)


def test_the_number_in_a_chart_is_the_one_that_was_posted() -> None:
    assert isinstance(FULL.number, Number)
    assert drawn([posted(1, 41), posted(0, FULL.number.score)])["Dependency score"]["Score"] == [41, FULL.number.score]
