"""The buttons of the clock bar go forward in small steps and end where they say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.clock import MovableClock
from bot.sandbox.page.moves import Move, goal, walk

BERLIN, NEW_YORK, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Europe/Lisbon")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("move", "now", "everybody", "ends"),
    [
        (Move.QUARTER, "2026-11-16 09:40", [BERLIN], "2026-11-16 09:55"),
        (Move.HOUR, "2026-11-16 23:40", [BERLIN], "2026-11-17 00:40"),
        (Move.MONDAY, "2026-11-18 12:00", [BERLIN], "2026-11-23 08:00"),
        (Move.MONDAY, "2026-11-16 05:00", [BERLIN], "2026-11-23 08:00"),
        (Move.MONDAY, "2026-11-22 23:30", [BERLIN], "2026-11-30 08:00"),
        (Move.MONDAY, "2026-11-18 12:00", [BERLIN, LISBON, NEW_YORK], "2026-11-23 14:00"),
        (Move.MONDAY, "2026-10-21 12:00", [BERLIN], "2026-10-26 08:00"),
        (Move.MONDAY, "2026-03-25 12:00", [BERLIN], "2026-03-30 07:00"),
    ],
)
def test_each_button_ends_where_it_says(move: Move, now: str, everybody: list[ZoneInfo], ends: str) -> None:
    assert goal(move, utc(now), BERLIN, everybody) == utc(ends)


@pytest.mark.parametrize(("by", "steps"), [(15, 3), (60, 12), (7, 2), (24 * 60, 48), (0, 0)])
def test_whoever_ticks_is_called_along_the_way(by: int, steps: int) -> None:
    clock = MovableClock(utc("2026-11-16 09:40"))
    until, seen = clock() + timedelta(minutes=by), list[datetime]()
    walk(clock, until, lambda: seen.append(clock()))
    assert clock() == until
    assert len(seen) == 1 + steps, "once before the first step, to learn what is due"
    assert seen == sorted(set(seen))


def test_where_it_is_known_what_is_due_the_clock_stops_there_and_nowhere_else() -> None:
    clock = MovableClock(utc("2026-11-16 09:40"))
    due = [utc("2026-11-16 09:43"), utc("2026-11-16 10:13"), utc("2026-11-23 08:30")]
    seen = list[datetime]()

    def tick() -> datetime:
        seen.append(clock())
        return next(moment for moment in due if moment > clock())

    walk(clock, utc("2026-11-16 10:40"), tick)
    assert seen == [utc("2026-11-16 09:40"), *due[:2], utc("2026-11-16 10:40")]
