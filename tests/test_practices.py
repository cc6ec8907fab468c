"""docs/practices.md keeps its word: every practice has a row, and a story that names it and exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOW_MANY = {"S0": 8, "S1": 9, "S2": 14, "S3": 12, "S4": 8}
"""How many practices each of the five articles has."""
IDS = [f"{source}.{number}" for source, most in HOW_MANY.items() for number in range(1, most + 1)]
ROW = re.compile(r"^\| (S\d\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
STORY = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FOUND = ROW.findall((ROOT / "docs/practices.md").read_text(encoding="utf-8"))


@cache
def docstrings(path: str) -> dict[str, str]:
    """The tests of a file, and what they say of themselves."""
    file = ROOT / path
    if not file.exists():
        return {}
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {each.name: ast.get_docstring(each) or "" for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_practice_has_one_row() -> None:
    assert sorted(row[0] for row in FOUND) == sorted(IDS)


@pytest.mark.parametrize(("practice", "what", "where", "stories"), FOUND, ids=[row[0] for row in FOUND])
def test_a_practice_says_what_it_is_and_where_and_names_its_stories(
    practice: str, what: str, where: str, stories: str
) -> None:
    assert what.strip() and where.strip()
    named = STORY.findall(stories)
    assert named
    for path, name in named:
        assert name in docstrings(path), f"{practice}: there is no {name} in {path}"
        said = docstrings(path)[name]
        assert re.search(rf"\b{re.escape(practice)}\b", said), f"{practice}: {name} does not name it"
