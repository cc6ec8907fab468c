"""Slack's native charts, and the same numbers in words. Pure: values in, dicts out; knows no feature's words.

Charts have no alternative text, and not every workspace has them: `in_words` says what a chart shows, and
`without_charts` is the message for a workspace that refuses them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.kit import Block, context, escape

CHART = "data_visualization"
CATEGORIES, NAME, CHART_TITLE, AXIS = 20, 20, 50, 50
"""Most categories of a chart, and the longest name of a category or series, title, and label of an axis."""

Series = Mapping[str, Sequence[float]]
"""By its name, one value for each category."""


def chart(kind: str, title: str, series: Series, categories: Sequence[str], y_label: str) -> Block:
    """A line, area or bar chart. Every series has one value for each category; names are unique and short enough.

    Raises ValueError where Slack would refuse it: a caller's mistake, never a person's.
    """
    _check(title, series, categories, y_label)
    return {
        "type": CHART,
        "title": title,
        "chart": {
            "type": kind,
            "series": [
                {"name": name, "data": [_point(*pair) for pair in zip(categories, values, strict=True)]}
                for name, values in series.items()
            ],
            "axis_config": {"categories": list(categories), "y_label": y_label},
        },
    }


def _point(label: str, value: float) -> Block:
    return {"label": label, "value": value}


def _check(title: str, series: Series, categories: Sequence[str], y_label: str) -> None:
    names = [*series, *categories]
    if not names or max(map(len, names)) > NAME or len(title) > CHART_TITLE or len(y_label) > AXIS:
        raise ValueError(f"a name in the chart {title!r} is too long")
    if not 1 <= len(categories) <= CATEGORIES or len(set(categories)) < len(categories):
        raise ValueError(f"the chart {title!r} needs 1 to {CATEGORIES} different categories")


def in_words(block: Block) -> str:
    """The title and every number of a chart: "Requests: 9 (7 Sep), 12 (14 Sep)"."""
    rows: list[Any] = block["chart"]["series"]
    said = [f"{row['name']} {_points(row)}" if len(rows) > 1 else _points(row) for row in rows]
    return f"{block['title']}: {'; '.join(said)}"


def _points(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{point['value']:g} ({point['label']})" for point in row["data"])


def has_charts(blocks: Sequence[Block]) -> bool:
    """Whether there is a chart among them."""
    return any(block["type"] == CHART for block in blocks)


def without_charts(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, each chart in words."""
    return [context(escape(in_words(block))) if block["type"] == CHART else block for block in blocks]
