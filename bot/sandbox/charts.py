"""Tables and charts of Block Kit: their rules. Never draws one."""

from typing import Any

from bot.sandbox.block_tables import ID, TYPE
from bot.sandbox.schema import Report, anything, boolean, by_type, items, number, shape, string, wrong

LABEL = string(20, 1)
POINT = shape({"label": LABEL, "value": number()})
SERIES = shape({"name": LABEL, "data": items(POINT, 20, 1)})
AXIS = shape({"categories": items(LABEL, 20, 1)}, {"x_label": string(50), "y_label": string(50)})


def _each_category_once(value: Any, pointer: str, report: Report) -> None:
    """Series have different names, and each has exactly one point for every category."""
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        wrong(report, "series names must be unique", f"{pointer}/series")
    categories = sorted(value["axis_config"]["categories"])
    for at, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            wrong(report, "must provide exactly one data point for each category", f"{pointer}/series/{at}/data")


def _above_zero(value: Any, pointer: str, report: Report) -> None:
    for at, segment in enumerate(value["segments"]):
        if segment["value"] <= 0:
            wrong(report, "must be greater than 0", f"{pointer}/segments/{at}/value")


_axes = shape(TYPE | {"series": items(SERIES, 12, 1), "axis_config": AXIS}, also=_each_category_once)
_pie = shape(TYPE | {"segments": items(POINT, 12, 1)}, also=_above_zero)
CHART = shape(
    TYPE | {"title": string(50, 1), "chart": by_type({"pie": _pie, "bar": _axes, "line": _axes, "area": _axes})},
    {"block_id": ID},
)


def _equal_rows(value: Any, pointer: str, report: Report) -> None:
    if len({len(row) for row in value["rows"]}) > 1:
        wrong(report, "must provide the same number of cells in every row", f"{pointer}/rows")


_cells = items(anything, 20, 1)
TABLE = shape(
    TYPE | {"rows": items(_cells, 100, 1)},
    {"block_id": ID, "column_settings": items(anything, 20)},
    _equal_rows,
)
DATA_TABLE = shape(
    TYPE | {"rows": items(_cells, 201, 2)},
    {"block_id": ID, "caption": anything, "page_size": number(1, 100, whole=True), "row_header_column": anything}
    | {"title": anything, "searchable": boolean},
    _equal_rows,
)
