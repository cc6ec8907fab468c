"""Reads what was typed after `/kickstand`. Pure; no session, no Slack, no clock."""

import re
from datetime import date

from bot.slack.errors import Refusal
from bot.team.rules import wrong_days

_HOW = "Write days away like `/kickstand away 2026-12-24 2027-01-02`, or one date for one day."


def split(text: str) -> tuple[str, list[str]]:
    """The sub-command, in lower case, and the words after it. Nothing typed means `help`."""
    words = text.split()
    return (words[0].casefold(), words[1:]) if words else ("help", [])


def parse_away(words: list[str], today: date) -> tuple[date, date]:
    """Days away from one or two dates. Raises Refusal with a sentence for anything else."""
    dates = [word for word in words if word.casefold() not in {"to", "until", "-", "–"}]
    if not 1 <= len(dates) <= 2:
        raise Refusal(f"I need one date or two. {_HOW}")
    first, last = _date(dates[0]), _date(dates[-1])
    wrong = wrong_days(first, last, today)
    if wrong:
        raise Refusal(wrong)
    return first, last


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        shown = re.sub(r"[<>&`]", "", word)[:30]
        raise Refusal(f"I can't read `{shown}` as a date. {_HOW}") from None
