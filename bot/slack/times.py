"""Moments and lengths in a reader's words and zone. Pure; never asks the clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`at 11:40`, `tomorrow at 09:10`, `yesterday at 16:20`, `on Monday at 09:10`, `on 4 December at 09:10`.

    By the reader's wall clock; a weekday is always one of the next six days.
    """
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    clock = f"at {local:%H:%M}"
    if days == 0:
        return clock
    if abs(days) == 1:
        return f"{'tomorrow' if days > 0 else 'yesterday'} {clock}"
    if 1 < days < 7:
        return f"on {local:%A} {clock}"
    return f"{day(local.date(), today)} {clock}"


def planned(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The same for an appointment, which says its day even if that is today: `today at 11:40`."""
    said = when(at, now, zone)
    return f"today {said}" if said.startswith("at ") else said


def bare(phrase: str) -> str:
    """`on Monday at 09:00` -> `Monday at 09:00`: what can stand after "until" or "since"."""
    return phrase.removeprefix("on ").removeprefix("at ")


def day(on: date, today: date) -> str:
    """`today`, `tomorrow`, `on Thursday` or `on 4 December`."""
    days = (on - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    if 1 < days < 7:
        return f"on {on:%A}"
    return f"on {on.day} {on:%B}" + (f" {on.year}" if on.year != today.year else "")


def length(span: timedelta) -> str:
    """`45 seconds`, `1 minute`, `60 minutes`, `2 hours`, `2 h 30`: as somebody would say it."""
    seconds = round(span.total_seconds())
    if seconds < 60:
        return count(seconds, "second")
    minutes = round(seconds / 60)
    if minutes < 120:
        return count(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    return count(hours, "hour") if not rest else f"{hours} h {rest:02d}"


def working(span: timedelta) -> str:
    """`22 working minutes`, `2 working hours`, `about 4 working hours`, `about 2½ working hours`.

    In minutes up to an hour and a half, then in half hours, from ten hours on in hours.
    Nothing is `less than a working minute`.
    """
    minutes = round(span.total_seconds() / 60)
    if minutes <= 90:
        return count(minutes, "working minute") if minutes else "less than a working minute"
    step = 30 if minutes < 600 else 60
    whole, half = divmod(round(minutes / step) * step, 60)
    about = "" if minutes % step == 0 else "about "
    return f"{about}{whole:,}{'½' if half else ''} working hours"


def days(span: timedelta) -> str:
    """`1 day`, `30 days`."""
    return count(span.days, "day")


def count(number: int, thing: str, things: str = "") -> str:
    """`1 request`, `3 requests`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
