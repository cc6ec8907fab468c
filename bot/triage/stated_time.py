"""Does a text say by when something is needed? Reads words alone: it asks no clock and knows no calendar.

What counts: "in 20 minutes", "call starts at 3", "by 15:30", "before noon", "EOD today", "by Friday".
What doesn't: a length ("a 30 minute demo"), a past time ("20 minutes ago", "at 3 yesterday"), and a bare day without
a word of need ("they are closed on Friday").
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Day(StrEnum):
    """A day as it is said; which date that is, only the calendar of whoever said it tells."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class StatedTime:
    """One of these, or a day and a clock time: `minutes` from when it was written, a `clock` time, a `day`.

    `clock` is as said, so "at 3" is 15:00: between 1 and 6 without "am" people mean the afternoon.
    """

    minutes: int | None = None
    clock: time | None = None
    day: Day | None = None

    @property
    def soon(self) -> bool:
        """Whether the words alone mean today."""
        return self.day is Day.TODAY or (self.day is None and (self.minutes is None or self.minutes <= TODAY_MINUTES))


TODAY_MINUTES = 12 * 60
"""Up to this many minutes ahead counts as today."""
AFTERNOON = range(1, 7)
"""Hours that mean the afternoon when nothing else is said."""
CHARACTERS = 4_000
"""How much of a text is read."""
WORDS = {
    "half an": 0.5, "half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "few": 3,
    "a few": 3, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "sixty": 60,
}  # fmt: skip
UNITS = {"min": 1, "hour": 60, "hr": 60, "h": 60, "day": 24 * 60, "week": 7 * 24 * 60}
POINTS = {
    "noon": time(12), "midday": time(12), "lunch": time(12), "lunchtime": time(12), "this morning": time(11),
    "this afternoon": time(15), "end of day": time(17), "end of business": time(17), "close of business": time(17),
    "eod": time(17), "cob": time(17), "this evening": time(18), "tonight": time(20), "midnight": time(23, 59),
}  # fmt: skip
NO_DEADLINE_ALONE = ("lunch", "this morning", "midnight", "end of day")
"""Said of much that nobody needs: these count after "by", "before" and the like."""
AROUND = 25
"""How many characters on either side may say that a time is past, or which day it is."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUMBER = rf"(?P<count>\d{{1,3}}(?:\.\d)?|{_any(WORDS)})"
_UNIT = r"(?P<unit>min(?:ute)?s?|hours?|hrs?|h|days?|weeks?)"
_DAYS = _any([*Day, "tmrw", "tmr", "mon", "tue", "tues", "wed", "thu", "thurs", "fri"])
_BY = (
    "(?:by|before|until|till|no later than|latest|due|needed|need it|need this|deadline|deadline is|expires?|ends?|"
    "closes?)"
)
_AT = (
    r"(?:(?:starts?|starting|begins?|is|are|call|meeting|demo|presentation|on|join|present|presenting|meet|flight|"
    r"leaves?)(?:\s+\w+)?\s+)?(?:at|@)"
)
# After a number these make no time: "a 30 minute demo", "at 3 options" (but "at 3 this afternoon" is one).
_A_LENGTH = "(?:ago|call|demo|trial|term|notice|old|slot|session|meeting|contract|pilot)"
_COUNTED = (
    r"(?:k|m|percent|seats|users|licen[sc]es|days?|weeks?|months?|years?|euros?|dollars?|usd|eur|per|points?|people|"
    r"of|(?!this)\w{3,}s)"
)
_IN = re.compile(
    r"\b(?:in|within|next|have|only|just|got)\s+(?:the\s+)?"
    r"(?:next\s+|like\s+|about\s+|abt\s+|less than\s+|under\s+|only\s+|~)?"
    rf"{_NUMBER}?\s*-?\s*{_UNIT}\b(?!\s+{_A_LENGTH})"
)
_LEFT = re.compile(rf"\b{_NUMBER}\s*-?\s*{_UNIT}\s+(?:left|to go|away|until|before|from now|remaining)\b")
_POINT = re.compile(rf"\b(?:(?P<need>{_BY})\s+(?:the\s+)?)?(?P<point>{_any(POINTS)})\b")
_CLOCK = re.compile(
    rf"(?<!\w)(?:{_BY}|{_AT})\s*(?:like\s+|around\s+|about\s+)?"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*o'?clock|\s*sharp)?"
    rf"(?![\d%$€£:,.]*\d|\s*[%$€£]|\s*{_COUNTED}\b)"
)
_DAY = re.compile(
    rf"\b(?:{_BY}|needs?|needed|want it|deadline)\s+(?:\w+\s+){{0,3}}?(?P<day>{_DAYS})\b|\bdue\s+(?P<due>{_DAYS})\b"
)
_ANY_DAY = re.compile(rf"\b(?P<day>{_DAYS})\b")
_PAST = re.compile(r"\b(?:yesterday|last (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday)|ago)\b")
_SHORT = {"tmrw": Day.TOMORROW, "tmr": Day.TOMORROW, **{day[:3]: day for day in list(Day)[2:]}}


def stated_time(text: str) -> StatedTime | None:
    """The nearest time that the text states, or None. Never raises; the same words always give the same answer."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:CHARACTERS]).casefold().split())
    return _relative(plain) or _clock(plain) or _point(plain) or _day(plain)


def _relative(text: str) -> StatedTime | None:
    found = [*_IN.finditer(text), *_LEFT.finditer(text)]
    minutes = [_minutes(each["count"], each["unit"]) for each in found]
    return StatedTime(minutes=min(minutes)) if minutes else None


def _minutes(count: str | None, unit: str) -> int:
    number = WORDS.get(count) or float(count) if count else 1
    return round(number * next(size for name, size in UNITS.items() if unit.startswith(name)))


def _clock(text: str) -> StatedTime | None:
    for found in _CLOCK.finditer(text):
        around = _around(text, found)
        if not _PAST.search(around):
            return StatedTime(clock=_told(int(found["hour"]), found), day=_day_in(around))
    return None


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(found.start() - AROUND, 0) : found.end() + AROUND]


def _told(hour: int, found: re.Match[str]) -> time:
    half = (found["half"] or "")[:1]
    afternoon = half == "p" or (not half and not found["minute"] and hour in AFTERNOON)
    if afternoon and hour < 12:
        hour += 12
    return time(0 if half == "a" and hour == 12 else hour, int(found["minute"] or 0))


def _point(text: str) -> StatedTime | None:
    for found in _POINT.finditer(text):
        around = _around(text, found)
        if (found["need"] or found["point"] not in NO_DEADLINE_ALONE) and not _PAST.search(around):
            return StatedTime(clock=POINTS[found["point"]], day=_day_in(around))
    return None


def _day(text: str) -> StatedTime | None:
    found = _DAY.search(text)
    return StatedTime(day=_named(found["day"] or found["due"])) if found else None


def _day_in(text: str) -> Day | None:
    found = _ANY_DAY.search(text)
    return _named(found["day"]) if found else None


def _named(word: str) -> Day:
    return _SHORT.get(word) or _SHORT.get(word[:3]) or Day(word)
