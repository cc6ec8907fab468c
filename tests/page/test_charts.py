"""Charts are drawn to scale, and say their numbers to those who cannot see them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page import charts

Json = dict[str, Any]


def chart(kind: str, *series: list[float]) -> Json:
    categories = [f"W{n}" for n in range(len(series[0]))]
    rows = [
        {"name": f"S{at}", "data": [{"label": c, "value": v} for c, v in zip(categories, values, strict=True)]}
        for at, values in enumerate(series)
    ]
    return {"title": "Scores", "chart": {"type": kind, "series": rows, "axis_config": {"categories": categories}}}


@pytest.mark.parametrize(
    ("kind", "shape", "count"), [("bar", "<rect", 6), ("line", "<polyline", 2), ("area", "<polygon", 2)]
)
def test_each_series_gets_its_shapes(kind: str, shape: str, count: int) -> None:
    html = charts.html(chart(kind, [1, 2, 3], [3, 2, 1]))
    assert html.count(shape) == count
    assert "S0: W0 1, W1 2, W2 3; S1: W0 3, W1 2, W2 1" in html
    assert "Scores" in html
    assert html.count("<li>") == 2


def test_bars_are_as_high_as_their_values() -> None:
    heights = [float(h) for h in re.findall(r'<rect[^>]* height="([\d.]+)"', charts.html(chart("bar", [10, 20, 40])))]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.2)


def test_points_follow_the_axis_and_not_the_order_in_which_they_came() -> None:
    shuffled = chart("line", [1, 2, 3])
    shuffled["chart"]["series"][0]["data"].reverse()
    assert charts.html(shuffled) == charts.html(chart("line", [1, 2, 3]))


def test_a_pie_has_a_slice_for_each_segment_and_a_lone_one_is_round() -> None:
    segments = [{"label": "coached", "value": 3}, {"label": "rescued", "value": 1}]
    assert charts.html({"title": "x", "chart": {"type": "pie", "segments": segments}}).count("<path") == 2
    assert "<circle" in charts.html({"title": "x", "chart": {"type": "pie", "segments": segments[:1]}})


def test_a_kind_of_chart_from_the_future_is_named_and_not_drawn() -> None:
    assert "cannot be drawn" in charts.html({"title": "x", "chart": {"type": "hologram"}})


values = st.lists(st.floats(-1e9, 1e9).map(lambda v: round(v, 3)), min_size=1, max_size=20)


@given(values, st.sampled_from(["bar", "line", "area"]))
def test_nothing_is_drawn_outside_the_picture(series: list[float], kind: str) -> None:
    html = charts.html(chart(kind, series))
    ys = [float(y) for y in re.findall(r' (?:y|cy|y1)="(-?[\d.]+)"', html)]
    assert all(0 <= y <= charts.HEIGHT for y in ys)
    assert "nan" not in html
