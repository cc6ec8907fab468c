"""The benchmarks are run by hand: here only that they run, and what they write down."""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks import polls
from benchmarks.__main__ import measured
from benchmarks.results import Result, Size, into_docs

FIGURE = Result("a round trip", 3.0, 2.0, "ms", how="by hand")


def broken(size: Size) -> Iterator[Result]:
    yield FIGURE
    raise ValueError("half way")


def test_each_figure_is_written_down_with_its_goal_and_whether_it_meets_it(tmp_path: Path) -> None:
    to = tmp_path / "build" / "bench.json"
    found, failed = measured({"polls": polls.empty, "broken": broken}, Size(quick=True), to)
    written = json.loads(to.read_text())
    assert failed == ["broken"]
    assert [each["measure"] for each in written] == [each.measure for each in found]
    assert written[0]["met"] is (written[0]["value"] <= written[0]["limit"]) and written[0]["value"] > 0
    assert (written[-1]["measure"], written[-1]["goal"], written[-1]["met"]) == ("a round trip", "<= 2 ms", False)


def test_the_page_keeps_its_words_and_gets_the_new_figures(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text((Path(__file__).parent.parent / "docs" / "performance.md").read_text())
    for _ in range(2):
        into_docs(page, [FIGURE])
    text = page.read_text()
    assert text.count("| a round trip | 3 ms | <= 2 ms | no | by hand |") == 1
    assert text.startswith("# How fast it is") and "## What each one means" in text
