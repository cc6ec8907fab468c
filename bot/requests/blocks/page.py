"""How App Home keeps within a hundred blocks: what is shown when there is too much. Arithmetic; words are few."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.slack.kit import Block, behind, context, divider, escape, section

FIRST = 2
"""So many rows of each list come before the rest of any: no list is crowded out by a longer one."""
FOR_LISTS = 50
"""Blocks that lists of questions may take before the features' corners do: seven lists with their first rows fit."""


class Listed(NamedTuple):
    """One list of questions. `title` may be empty; `rows`: blocks that stand together; `unseen` more were not read."""

    title: str
    rows: Sequence[list[Block]]
    unseen: int = 0

    @property
    def size(self) -> int:
        """How many questions there are."""
        return len(self.rows) + self.unseen


class Corner(NamedTuple):
    """What one feature shows. `command` has the same; without one it is never left out."""

    blocks: list[Block]
    command: str = ""


class Group(NamedTuple):
    """Corners under one title, or under none."""

    title: str
    corners: Sequence[Corner]


def laid_out(lists: Sequence[Listed], groups: Sequence[Group], room: int) -> list[Block]:
    """Lists, then groups, in `room` blocks; what does not fit is counted, or named by its command.

    1. Where everything fits, everything is there.
    2. Else the lists have what the groups leave, and `FOR_LISTS` at least; the groups have the rest.
    """
    wanted, taken = (sum(map(_full, found)) for found in (lists, groups))
    for_lists = min(wanted, max(room - taken, FOR_LISTS))
    shown = _lists(lists, for_lists)
    return [*shown, *_groups(groups, room - len(shown))]


def _full(each: Listed | Group) -> int:
    return _cost(each, len(each.rows)) if isinstance(each, Listed) else len(_group(each))


def _lists(lists: Sequence[Listed], room: int) -> list[Block]:
    counts = shares(lists, room)
    return [block for each, most in zip(lists, counts, strict=True) for block in _list(each, most)]


def shares(lists: Sequence[Listed], room: int) -> list[int]:
    """How many rows of each list are shown: a few of each, then as many as fit, the first list first."""
    counts = [0] * len(lists)
    for most in (FIRST, max((len(each.rows) for each in lists), default=0)):
        for at, each in enumerate(lists):
            while counts[at] < min(most, len(each.rows)):
                tried = [*counts[:at], counts[at] + 1, *counts[at + 1 :]]
                if sum(map(_cost, lists, tried)) > room:
                    break
                counts = tried
    return counts


def _cost(each: Listed, shown: int) -> int:
    if not shown:
        return 0
    return 1 + bool(each.title) + sum(len(row) for row in each.rows[:shown]) + (shown < each.size)


def _list(each: Listed, most: int) -> list[Block]:
    if not most:
        return []
    rows = (block for row in each.rows[:most] for block in row)
    return [*_top(each.title), *rows, *behind(each.size - most)]


def _top(title: str) -> list[Block]:
    return [divider(), *([section(f"*{escape(title)}*")] if title else [])]


def _groups(groups: Sequence[Group], room: int) -> list[Block]:
    """Whole corners only. From the last on, those that have a command make room for the others."""
    left_out: list[str] = []
    shown = list(groups)
    while (left := _last_with_command(shown)) and sum(map(_full, shown)) + bool(left_out) > room:
        at, corner = left
        left_out.insert(0, f"`{corner.command}`")
        shown[at] = shown[at]._replace(corners=[each for each in shown[at].corners if each is not corner])
    named = [context(f"There is more than fits here: {'  ·  '.join(left_out)}")] if left_out else []
    return [*(block for each in shown for block in _group(each)), *named]


def _last_with_command(groups: Sequence[Group]) -> tuple[int, Corner] | None:
    found = [(at, each) for at, group in enumerate(groups) for each in group.corners if each.command and each.blocks]
    return found[-1] if found else None


def _group(each: Group) -> list[Block]:
    blocks = [block for corner in each.corners for block in corner.blocks]
    return [*_top(each.title), *blocks] if blocks else []
