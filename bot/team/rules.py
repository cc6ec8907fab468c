"""What a team may set, and whether its manager is there. Tables and values; no session, no Slack, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.team.working_time import Hours, NoWorkingTime, is_working, next_working

HOLD_DEFAULT, HOLD_LEAST, HOLD_MOST = 60, 0, 240
"""Minutes of the manager's working time: the default window, and what a manager may choose."""
REP_HOLD_LEAST, REP_HOLD_MOST = 15, 120
"""Minutes a rep may choose, within what the manager allows."""
LONGEST_OFF = timedelta(days=366)
LONGEST_PAUSE = timedelta(days=14)
RAMP = timedelta(days=90)
LONG_QUIET = timedelta(hours=2)
"""Do-not-disturb longer than this counts as being away: the rep hears it at once."""
OUT_OF_OFFICE = (":palm_tree:", ":face_with_thermometer:", ":airplane:", ":no_entry:")
OUT_OF_OFFICE_WORDS = ("out of office", "ooo", "vacation", "holiday", "on leave", "annual leave", "sick", "pto", "away")


class LineStatus(StrEnum):
    """A reporting line: claimed by the manager, confirmed by the rep (or imported), ended."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    ENDED = "ended"


class HelpStyle(StrEnum):
    """How a rep likes to be helped (S3.8)."""

    QUESTIONS = "questions"
    EXAMPLE = "example"
    SOUNDING_BOARD = "sounding_board"


class Topic(StrEnum):
    """What a request is about. The rep picks it; nobody guesses it from the words."""

    PRICING = "pricing"
    TERMS = "terms"
    PRODUCT = "product"
    COMPETITOR = "competitor"
    NEXT_STEP = "next_step"
    CUSTOMER = "customer"
    INTERNAL = "internal"
    OTHER = "other"


@dataclass(frozen=True)
class Member:
    """Somebody on a team: `day` is when they started, or when they were asked; None that nobody said."""

    id: str
    name: str
    day: date | None


@dataclass(frozen=True)
class Presence:
    """Whether a manager is there: `until` tells when they are back, None that nobody knows."""

    away: bool
    until: datetime | None = None


def hold_for(team_minutes: int | None, rep_minutes: int | None, least: int, most: int, default: timedelta) -> timedelta:
    """The window for one rep: their own wish within the manager's bounds, else the manager's, else the default.

    A rep's wish of 0 is within any bounds: nothing of theirs waits.
    """
    if rep_minutes == 0:
        return timedelta(0)
    if rep_minutes is not None:
        return timedelta(minutes=min(max(rep_minutes, least), most))
    return default if team_minutes is None else timedelta(minutes=team_minutes)


def is_out_of_office(status_text: str, status_emoji: str) -> bool:
    """Whether a Slack status says that its owner is away. Read off the status only, never off messages."""
    words = f" {status_text.casefold()} ".replace("-", " ").replace(",", " ").replace(".", " ")
    return status_emoji in OUT_OF_OFFICE or any(f" {word} " in words for word in OUT_OF_OFFICE_WORDS)


def presence(hours: Hours, now: datetime, out_until: datetime | None, out: bool) -> Presence:
    """Away: an out-of-office status, or time off or a long do-not-disturb that covers now."""
    if out and (out_until is None or out_until > now):
        return Presence(True, _back(hours, out_until) if out_until else None)
    covering = [span.end for span in hours.off if span.start <= now < span.end and span.end - now >= LONG_QUIET]
    if covering and not is_working(hours, now):
        return Presence(True, _back(hours, max(covering)))
    return Presence(False)


def _back(hours: Hours, at: datetime) -> datetime | None:
    try:
        return next_working(hours, at)
    except NoWorkingTime:
        return None


def in_ramp(started: datetime | None, now: datetime) -> bool:
    """Whether a rep is in their first 90 days. An unknown start counts as long ago."""
    return started is not None and now < started + RAMP


def wrong_days(first: date, last: date, today: date | None = None) -> str | None:
    """What is wrong with days away, as a sentence: in the wrong order, more than a year, or over before `today`."""
    if last < first:
        return "The last day comes before the first. Try the other way round."
    if last - first > LONGEST_OFF:
        return "That is more than a year. Enter a shorter stretch."
    if today and last < today:
        return "Those days are over already."
    return None
