"""Reads what was typed after `/kickstand`. Pure; no session, no Slack, no clock."""

import re
from datetime import date, timedelta

from bot.slack.errors import Refusal
from bot.team.rules import LONGEST_PAUSE, wrong_days

_HOW = "Write days away like `/kickstand away 2026-12-24 2027-01-02`, or one date for one day."
_PAUSE = "Write `/kickstand pause`, `/kickstand pause 2h` (or `90m`, `3d`), or `/kickstand pause until 2026-12-01`."
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
OFF = {"off", "stop", "end", "resume"}


def split(text: str) -> tuple[str, list[str]]:
    """The sub-command, in lower case, and the words after it. Nothing typed means `help`."""
    words = text.split()
    return (words[0].casefold(), words[1:]) if words else ("help", [])


def parse_away(words: list[str], today: date) -> tuple[date, date]:
    """Days away from one or two dates. Raises Refusal with a sentence for anything else."""
    first, last = parse_days(words, _HOW)
    wrong = wrong_days(first, last, today)
    if wrong:
        raise Refusal(wrong)
    return first, last


def parse_days(words: list[str], how: str) -> tuple[date, date]:
    """The first and the last day of one or two dates. Raises Refusal, with `how` to write them, for anything else."""
    dates = [word for word in words if word.casefold() not in {"to", "until", "-", "–"}]
    if not 1 <= len(dates) <= 2:
        raise Refusal(f"I need one date or two. {how}")
    return _date(dates[0], how), _date(dates[-1], how)


def parse_pause(words: list[str], today: date) -> timedelta | date | None:
    """How long to pause, or until the morning of which day; None when nothing was typed.

    Raises Refusal with a sentence for anything else: a length of nothing or of more than 14 days, a day that is over.
    """
    typed = [word.casefold() for word in words if word.casefold() not in {"for", "until"}]
    if not typed:
        return None
    length = re.fullmatch(r"(\d{1,6})([mhd])", "".join(typed), re.ASCII)
    if length:
        return _pausable(timedelta(**{_UNITS[length[2]]: int(length[1])}))
    if len(typed) > 1:
        raise Refusal(f"I can't read that as a time. {_PAUSE}")
    day = _date(typed[0], _PAUSE)
    if day <= today:
        raise Refusal(f"That day has begun already. {_PAUSE}")
    _pausable(day - today)
    return day


def _pausable(span: timedelta) -> timedelta:
    if not span:
        raise Refusal(f"That is no time at all. {_PAUSE}")
    if span > LONGEST_PAUSE:
        raise Refusal(f"{LONGEST_PAUSE.days} days are the most that I can be quiet for. {_PAUSE}")
    return span


def _date(word: str, how: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        shown = re.sub(r"[<>&`]", "", word)[:30]
        raise Refusal(f"I can't read `{shown}` as a date. {how}") from None
