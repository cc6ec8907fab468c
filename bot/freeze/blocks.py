"""Days on which nothing waits, in words: the list, App Home, a rep's question. Values in, Block Kit out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.slack.kit import Block, Words, button, clip, context, escape, section
from bot.slack.times import bare, count, day
from bot.team.blocks.replies import DaysOff, span

END = "freeze.end"
END_AT_HOME = "freeze.end_at_home"
AT_HOME = 3
"""So many stretches App Home shows."""
HOW = (
    "Write days like `/kickstand freeze 2026-12-28 2026-12-31`, or one date for one day. `/kickstand freeze @name` "
    "lets nothing of that rep's wait until you take it back."
)
WHAT_IT_DOES = (
    "On these days nothing your reps ask waits: you have it at once, with what they wrote beside it. Direct messages "
    "that I read along are left alone. None of it counts in the weekly score."
)
EVERYBODY = "set by your admin, for everybody"
ON_CARD = ("Not held", "asked on a day on which nothing waits; not scored")
RELEASED_ON_CARD = ("Not held", "your admin let everything go out that was waiting; not scored")
"""The lines on the manager's card."""


@dataclass(frozen=True)
class Shown:
    """One stretch of days, as its manager sees it.

    `rep`: whose questions; empty: the whole team's. `by_admin`: set for everybody, and not the manager's to end.
    """

    id: str
    first: date
    last: date | None
    rep: str = ""
    by_admin: bool = False


def list_words(entries: Sequence[Shown], today: date, *, added: bool = False) -> Words:
    """A manager's list, each entry with a way to take it back; `added`: one was entered just now."""
    first = today + timedelta(days=7)
    hint = f"Add days with `/kickstand freeze {first} {first + timedelta(days=3)}`; `@name` before them means one rep."
    intro = "Noted. " if added else ""
    intro += WHAT_IT_DOES if entries else f"{WHAT_IT_DOES} You have set none."
    rows = [line(each) for each in entries]
    blocks = [section(intro), *(_row(each, END) for each in entries), context(hint)]
    return Words("\n".join([intro, *(f"• {row}" for row in rows), hint]), blocks)


def home(entries: Sequence[Shown]) -> list[Block]:
    """For a manager's App Home; nothing where nothing is set."""
    if not entries:
        return []
    left = len(entries) - AT_HOME
    more = [context(f"And {count(left, 'stretch', 'stretches')} more: `/kickstand freeze`.")] if left > 0 else []
    return [section("*Nothing waits on these days*"), *(_row(each, END_AT_HOME) for each in entries[:AT_HOME]), *more]


def _row(entry: Shown, end: str) -> Block:
    back = None if entry.by_admin else button("Take back", f"{end}@{entry.id}", entry.id)
    return section(f"• {escape(line(entry))}", back)


def line(entry: Shown) -> str:
    """`28 December 2026 to 31 December 2026`, `Riya, until you take it back`."""
    days = ("" if entry.last else "from ") + span(DaysOff(0, entry.first, entry.last or entry.first))
    until = "" if entry.last else ", until somebody ends it" if entry.by_admin else ", until you take it back"
    whom = f"{clip(entry.rep, 60)}: " if entry.rep else ""
    return f"{whom}{days}{until}" + (f" ({EVERYBODY})" if entry.by_admin else "")


def for_rep(manager: str, last: date | None, today: date) -> str:
    """For a rep's App Home, while nothing of theirs waits."""
    until = f" until {_until(last, today)}" if last else " just now"
    return f"Nothing waits{until}: what you ask goes to {manager} at once."


def _until(last: date, today: date) -> str:
    """`tonight`, `Thursday`, `31 December`: as it stands after "until"."""
    return "tonight" if last == today else bare(day(last, today))


def sooner(first: date, today: date) -> str:
    """For a question that waits less long than usual, because such a day begins."""
    return f"Sooner than usual: nothing waits {_from(first, today)}."


def _from(first: date, today: date) -> str:
    return f"from {bare(day(first, today))} on"
