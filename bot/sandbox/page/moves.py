"""How far the buttons of the clock bar move the story's clock. Never jumps: whoever ticks is called along the way."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.sandbox.clock import MovableClock

MORNING = time(9)
SMALL_STEP, LARGE_STEP = timedelta(minutes=5), timedelta(minutes=30)
"""The clock goes forward in steps, so that what is due in between happens when it is due; coarser over days."""


OnMove = Callable[[], datetime | None]
"""Called after a step: does what is due, and answers when the next thing is, if that is known."""


class Move(StrEnum):
    """The buttons, by the value their form sends."""

    QUARTER = "15m"
    HOUR = "1h"
    MONDAY = "monday"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {Move.QUARTER: "+15 min", Move.HOUR: "+1 h", Move.MONDAY: "Next Monday"}[self]


def goal(move: Move, now: datetime, zone: ZoneInfo, everybody: Iterable[ZoneInfo]) -> datetime:
    """Where a move ends. Next Monday is the Monday after the visitor's own today, when it is nine for everybody."""
    if move is not Move.MONDAY:
        return now + (timedelta(minutes=15) if move is Move.QUARTER else timedelta(hours=1))
    today = now.astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    return max(datetime.combine(monday, MORNING, each) for each in {zone, *everybody})


def walk(clock: MovableClock, until: datetime, on_move: OnMove | None) -> None:
    """Takes the clock forward to `until`, from one moment at which something is due to the next.

    Where `on_move` does not know when that is, in steps.
    """
    step = SMALL_STEP if until - clock() <= timedelta(hours=2) else LARGE_STEP
    due = on_move() if on_move else None
    while (now := clock()) < until:
        clock.set(min(due if due and due > now else now + step, until))
        due = on_move() if on_move else None
