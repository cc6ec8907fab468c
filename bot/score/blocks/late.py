"""What a report says whose week is no longer the last one when it comes. Words in, words out; computes nothing.

What people wrote stands in quotation marks, and stays as they wrote it.
"""

import re
from typing import Any

from bot.score.rules.week import Week
from bot.slack.kit import TEXT, Words, clip, context

LAST, THAT = "last week", "that week"
_QUOTED_OR_LAST = re.compile(rf"“[^”]*”|{LAST}")


def late(said: Words, week: Week) -> Words:
    """The same about "that week", and first of all which one it is."""
    first = f"This report is late: it is about {days(week)}."
    blocks = [context(first), *(_that_week(block) for block in said.blocks)]
    return Words(clip(f"{first}\n{_that_week(said.text)}", TEXT), blocks)


def below(said: Words) -> Words:
    """What stands in the thread of such a report."""
    return Words(_that_week(said.text), [_that_week(block) for block in said.blocks])


def days(week: Week) -> str:
    """`16 November to 22 November 2026`."""
    first, last = week.monday, week.last_day
    return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"


def _that_week(said: Any) -> Any:
    if isinstance(said, str):
        return _QUOTED_OR_LAST.sub(lambda each: THAT if each[0] == LAST else each[0], said)
    if isinstance(said, dict):
        return {name: _that_week(each) for name, each in said.items()}
    return [_that_week(each) for each in said] if isinstance(said, list) else said
