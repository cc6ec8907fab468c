"""The pages as a reader follows them: links, pictures and headings of README, CHANGELOG and docs. Holds no test."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent
START = (ROOT / "README.md", ROOT / "docs/README.md")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
ELSEWHERE = re.compile(r"[a-z]+:", re.IGNORECASE)
"""What begins like this is no place in here: https:, mailto:."""


@dataclass(frozen=True)
class Link:
    """Where a page points: to a file, and an anchor in it or nothing. `text` is as it was written."""

    page: Path
    text: str
    to: Path
    anchor: str


def links(page: Path) -> list[Link]:
    """Every relative link and picture of a page."""
    found = []
    for token in _tokens(page):
        text = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if text and not ELSEWHERE.match(text):
            file, _, anchor = text.partition("#")
            found.append(Link(page, text, (page.parent / file).resolve() if file else page, anchor))
    return found


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text(encoding="utf-8"))
    titles = [after.content for before, after in pairwise(tokens) if before.type == "heading_open"]
    found: set[str] = set()
    for slug in map(_slug, titles):
        number = sum(each == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", each) is not None for each in found)
        found.add(f"{slug}-{number}" if number else slug)
    return found


def _slug(title: str) -> str:
    shown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title)
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


def _tokens(page: Path) -> Iterator[Token]:
    for block in MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text(encoding="utf-8")):
        yield from block.children or []
