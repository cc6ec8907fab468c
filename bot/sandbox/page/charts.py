"""Draws a data_visualization block as one inline SVG. Never runs a script and never loads anything.

The picture is for eyes; the same numbers go into the label for screen readers. Shapes follow Slack's block: a pie has
segments, bar, line and area have series over the categories of one axis.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

WIDTH, HEIGHT = 520, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 22, 30
RADIUS = 92
COLOURS = 12
"""As many series colours as the style sheet has (.series-0 ...), the most that Slack's charts take."""

Point = tuple[float, float]


def html(block: Mapping[str, Any]) -> Markup:
    """The chart with its title and legend. A chart of an unknown kind becomes its title and a short note."""
    chart = block.get("chart") or {}
    kind = chart.get("type")
    if kind == "pie":
        picture, legend = _pie(chart), [s["label"] for s in chart["segments"]]
    elif kind in ("bar", "line", "area"):
        picture, legend = _axes(chart), [s["name"] for s in chart["series"]]
    else:
        picture, legend = Markup("<p>This kind of chart cannot be drawn here.</p>"), []
    keys = Markup("").join(
        Markup('<li><span class="key series-{}"></span>{}</li>').format(at % COLOURS, name)
        for at, name in enumerate(legend)
    )
    return Markup('<figure class="chart"><figcaption>{}</figcaption>{}<ul class="legend">{}</ul></figure>').format(
        block.get("title", ""), picture, keys
    )


def _svg(label: str, shapes: Iterable[Markup], width: int = WIDTH) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        width, HEIGHT, label, Markup("").join(shapes)
    )


def _pie(chart: Mapping[str, Any]) -> Markup:
    segments = [(s["label"], float(s["value"])) for s in chart["segments"]]
    total = sum(value for _, value in segments)
    shapes, turned = [], 0.0
    for at, (_, value) in enumerate(segments):
        share = value / total
        shapes.append(_slice(turned, share, at))
        turned += share
    return _svg("; ".join(f"{label}: {_number(value)}" for label, value in segments), shapes, width=HEIGHT)


def _slice(start: float, share: float, at: int) -> Markup:
    """One slice; `start` and `share` are parts of a turn. No arc ends where it starts, so a lone slice is a circle."""
    middle = HEIGHT / 2
    colour = f"series-{at % COLOURS}"
    if share >= 1:
        return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(colour, middle, middle, RADIUS)
    (x1, y1), (x2, y2) = (
        (middle + RADIUS * math.sin(turn * math.tau), middle - RADIUS * math.cos(turn * math.tau))
        for turn in (start, start + share)
    )
    return Markup('<path class="{} slice" d="M{:.1f} {:.1f}L{:.1f} {:.1f}A{} {} 0 {} 1 {:.1f} {:.1f}Z"/>').format(
        colour, middle, middle, x1, y1, RADIUS, RADIUS, int(share > 0.5), x2, y2
    )


def _axes(chart: Mapping[str, Any]) -> Markup:
    axis = chart.get("axis_config") or {}
    categories = list(axis.get("categories") or [p["label"] for p in chart["series"][0]["data"]])
    rows = [(s["name"], _in_order(s["data"], categories)) for s in chart["series"]]
    top = _round_up(max([value for _, values in rows for value in values] + [0.0]))
    low = -_round_up(-min([value for _, values in rows for value in values] + [0.0]))
    if top == low:
        top = 1.0
    scale = Scale(len(categories), low, top)
    draw = {"bar": _bars, "line": _line, "area": _area}[chart["type"]]
    marks = [shape for at, (_, values) in enumerate(rows) for shape in draw(values, at, len(rows), scale)]
    return _svg(_spoken(rows, categories), [*_grid(scale), *_labels(categories, axis, scale), *marks])


class Scale:
    """Where a value and a category stand in the picture."""

    def __init__(self, columns: int, low: float, top: float) -> None:
        self.low, self.top, self.columns = low, top, columns
        self.step = (WIDTH - LEFT - RIGHT) / max(columns, 1)

    def x(self, column: int) -> float:
        """The middle of a category's column, from the left edge."""
        return LEFT + self.step * (column + 0.5)

    def y(self, value: float) -> float:
        """The height of a value, from the top edge."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.top - value) / (self.top - self.low)


def _grid(scale: Scale) -> Iterable[Markup]:
    for quarter in range(5):
        value = scale.low + (scale.top - scale.low) * quarter / 4
        y = round(scale.y(value), 1)
        yield Markup('<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(LEFT, y, WIDTH - RIGHT, y)
        yield _text("end", LEFT - 6, y + 4, _number(value))


def _labels(categories: Sequence[str], axis: Mapping[str, Any], scale: Scale) -> Iterable[Markup]:
    every = math.ceil(len(categories) / 8)
    for column, name in enumerate(categories):
        if column % every == 0:
            yield _text("middle", scale.x(column), HEIGHT - BOTTOM + 16, name)
    if axis.get("x_label"):
        yield _text("end", WIDTH - RIGHT, HEIGHT - 2, axis["x_label"])
    if axis.get("y_label"):
        yield _text("start", 2, 9, axis["y_label"])


def _text(anchor: str, x: float, y: float, words: str) -> Markup:
    return Markup('<text text-anchor="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(anchor, x, y, words)


def _bars(values: Sequence[float], at: int, of: int, scale: Scale) -> Iterable[Markup]:
    width = scale.step * 0.7 / of
    for column, value in enumerate(values):
        x = scale.x(column) - width * of / 2 + width * at
        low, high = sorted((scale.y(value), scale.y(0)))
        yield Markup('<rect class="series-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2"/>').format(
            at % COLOURS, x, low, max(width - 2, 1), max(high - low, 0.5)
        )


def _line(values: Sequence[float], at: int, of: int, scale: Scale) -> Iterable[Markup]:
    spots = [(scale.x(column), scale.y(value)) for column, value in enumerate(values)]
    yield Markup('<polyline class="series-{} line" points="{}"/>').format(at % COLOURS, _points(spots))
    for x, y in spots:
        yield Markup('<circle class="series-{}" cx="{:.1f}" cy="{:.1f}" r="3"/>').format(at % COLOURS, x, y)


def _area(values: Sequence[float], at: int, of: int, scale: Scale) -> Iterable[Markup]:
    spots = [(scale.x(column), scale.y(value)) for column, value in enumerate(values)]
    floor = [(spots[-1][0], scale.y(0)), (spots[0][0], scale.y(0))]
    yield Markup('<polygon class="series-{} area" points="{}"/>').format(at % COLOURS, _points([*spots, *floor]))
    yield from _line(values, at, of, scale)


def _points(spots: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def _in_order(data: Iterable[Mapping[str, Any]], categories: Sequence[str]) -> list[float]:
    values = {point["label"]: float(point["value"]) for point in data}
    return [values.get(name, 0.0) for name in categories]


def _spoken(rows: Sequence[tuple[str, Sequence[float]]], categories: Sequence[str]) -> str:
    return "; ".join(
        f"{name}: " + ", ".join(f"{label} {_number(v)}" for label, v in zip(categories, values, strict=True))
        for name, values in rows
    )


def _round_up(value: float) -> float:
    """The next 1, 2, 4, 5 or 10 times a power of ten: a scale whose quarters are easy to read."""
    if value <= 0:
        return 0.0
    power: float = 10 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 2, 4, 5, 10) if power * step >= value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")
