"""Reads the settings modal: what was typed, and what is wrong with it. Pure; no session, no Slack, no clock.

A part of the modal that was not shown is None in the result: nothing of it is changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bot.team.amounts import parse_amount
from bot.team.holidays import countries, subdivisions
from bot.team.rules import HOLD_LEAST, HOLD_MOST, REP_HOLD_LEAST, REP_HOLD_MOST, wrong_days

NONE = "none"
"""The menu entry for "no country": a Slack menu cannot be emptied once something was picked."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = 40
"""How many regions an error names: Slack shows it in one line below the field."""

Answer = str | list[str] | None
Read = TypeVar("Read")


class Slot(StrEnum):
    """The inputs of the settings modal, by the name of their block."""

    HOLD = "hold_minutes"
    LEAST = "rep_hold_least"
    MOST = "rep_hold_most"
    START = "work_start"
    END = "work_end"
    DAYS = "work_days"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"
    DEPUTY = "deputy_id"
    PROTECT = "protect_at"
    CURRENCY = "currency"
    HR_CONTACT = "hr_contact_id"
    SPEAK_UP = "speak_up_url"
    WINS = "wins_channel"
    MORE = "more"
    AWAY_FROM = "away_from"
    AWAY_UNTIL = "away_until"
    OWN_HOLD = "own_hold_minutes"
    QUESTIONS = "wants_questions"


@dataclass(frozen=True)
class TeamChoices:
    """What a manager may set. The names are those of the team's columns; None is the installation's default."""

    hold_minutes: int | None = None
    rep_hold_least: int = REP_HOLD_LEAST
    rep_hold_most: int = REP_HOLD_MOST
    work_start: time | None = None
    work_end: time | None = None
    work_days: str = "01234"
    country: str | None = None
    subdivision: str | None = None
    deputy_id: str | None = None
    protect_at: Decimal | None = None
    currency: str = "$"
    hr_contact_id: str | None = None
    speak_up_url: str | None = None
    shares_score: bool = False
    varies_hold: bool = False
    wins_channel: str | None = None


@dataclass(frozen=True)
class OwnChoices:
    """What a rep may set for themselves; None minutes: as their manager set it."""

    hold_minutes: int | None = None
    wants_questions: bool = True


@dataclass(frozen=True)
class SettingsPage:
    """What the modal shows somebody, and the bounds of a rep's window. `wins_gone`: the bot is out of the channel."""

    leads_team: bool
    manager: str | None
    least: int
    most: int
    team: TeamChoices
    own: OwnChoices
    wins_gone: bool = False


@dataclass(frozen=True)
class Entered:
    """A submitted modal. `errors` is by slot; when there are any, nothing else in here is to be used."""

    team: TeamChoices | None
    own: OwnChoices | None
    away: tuple[date, date] | None
    errors: dict[str, str]


class _Wrong(ValueError):
    """What is wrong with one field, as a sentence."""


def answers(view: Mapping[str, Any]) -> dict[str, Answer]:
    """What a view's inputs hold, by block: text, an option's value, an id or a date; lists for the many-of-them."""
    values: dict[str, dict[str, dict[str, Any]]] = view["state"]["values"]
    return {block: _held(state) for block, elements in values.items() for state in elements.values()}


def _held(state: Mapping[str, Any]) -> Answer:
    if "selected_options" in state:
        return [str(each["value"]) for each in state["selected_options"] or []]
    if "selected_option" in state:
        return str(state["selected_option"]["value"]) if state["selected_option"] else None
    for key in ("selected_users", "selected_conversations"):
        if key in state:
            return [str(each) for each in state[key] or []]
    for key in ("value", "selected_user", "selected_date", "selected_time"):
        if key in state:
            return str(state[key]).strip() or None if state[key] is not None else None
    return None


def parse_settings(given: Mapping[str, Answer], page: SettingsPage, today: date) -> Entered:
    """Read a submitted settings modal. `page` gives the bounds of a rep's window; `today` is in the writer's zone."""
    form = _Form(given)
    return Entered(
        team=_team(form) if Slot.HOLD in given else None,
        own=_own(form, page) if Slot.OWN_HOLD in given else None,
        away=_away(form, today) if Slot.AWAY_FROM in given else None,
        errors=form.errors,
    )


@dataclass
class _Form:
    """Reads field by field and collects what is wrong."""

    given: Mapping[str, Answer]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, slot: Slot) -> str:
        value = self.given.get(slot)
        return value if isinstance(value, str) else ""

    def picks(self, slot: Slot) -> list[str]:
        value = self.given.get(slot)
        return value if isinstance(value, list) else []

    def one(self, slot: Slot) -> str | None:
        return next(iter(self.picks(slot)), None)

    def read(self, slot: Slot, reader: Callable[[str], Read], empty: Read) -> Read:
        """The field's value, `empty` when it is blank or wrong."""
        text = self.text(slot)
        if not text:
            return empty
        try:
            return reader(text)
        except ValueError as error:
            self.errors[slot] = str(error)
            return empty


def _team(form: _Form) -> TeamChoices:
    least, most = _bounds(form)
    start, end = _hours(form)
    country, subdivision = _place(form)
    return TeamChoices(
        hold_minutes=form.read(Slot.HOLD, lambda text: _minutes(text, HOLD_LEAST, HOLD_MOST), None),
        rep_hold_least=least,
        rep_hold_most=most,
        work_start=start,
        work_end=end,
        work_days=_days(form),
        country=country,
        subdivision=subdivision,
        deputy_id=form.one(Slot.DEPUTY),
        protect_at=form.read(Slot.PROTECT, parse_amount, None),
        currency=form.read(Slot.CURRENCY, _currency, "$"),
        hr_contact_id=form.one(Slot.HR_CONTACT),
        speak_up_url=form.read(Slot.SPEAK_UP, _link, None),
        shares_score="shares_score" in form.picks(Slot.MORE),
        varies_hold="varies_hold" in form.picks(Slot.MORE),
        wins_channel=form.one(Slot.WINS),
    )


def _own(form: _Form, page: SettingsPage) -> OwnChoices:
    return OwnChoices(
        hold_minutes=form.read(Slot.OWN_HOLD, lambda text: _minutes(text, page.least, page.most, none=True), None),
        wants_questions=form.text(Slot.QUESTIONS) != "off",
    )


def _away(form: _Form, today: date) -> tuple[date, date] | None:
    first = form.read(Slot.AWAY_FROM, _date, None)
    last = form.read(Slot.AWAY_UNTIL, _date, None)
    if first is None:
        if last is not None:
            form.errors[Slot.AWAY_FROM] = "Pick the first day away as well."
        return None
    wrong = wrong_days(first, last or first, today)
    if wrong:
        form.errors[Slot.AWAY_UNTIL if last else Slot.AWAY_FROM] = wrong
    return first, last or first


def _minutes(text: str, least: int, most: int, *, none: bool = False) -> int:
    is_number = text.isascii() and text.isdigit()
    if not is_number or not (least <= int(text[:6]) <= most or (none and text == "0")):
        raise _Wrong(f"Choose whole minutes from {least} to {most}.")
    return int(text[:6])


def _bounds(form: _Form) -> tuple[int, int]:
    allowed = (REP_HOLD_LEAST, REP_HOLD_MOST)
    least = form.read(Slot.LEAST, lambda text: _minutes(text, *allowed), REP_HOLD_LEAST)
    most = form.read(Slot.MOST, lambda text: _minutes(text, *allowed), REP_HOLD_MOST)
    if least > most and Slot.LEAST not in form.errors:
        form.errors[Slot.MOST] = f"This can't be less than the shortest wait, {least} minutes."
    return least, most


def _hours(form: _Form) -> tuple[time | None, time | None]:
    start = form.read(Slot.START, _clock, None)
    end = form.read(Slot.END, _clock, None)
    if (start is None) != (end is None) and not {Slot.START, Slot.END} & form.errors.keys():
        form.errors[Slot.START if start is None else Slot.END] = "Set both times, or leave both empty."
    elif start is not None and start == end:
        form.errors[Slot.END] = "The day ends when it starts. Choose two different times."
    return start, end


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise _Wrong("Write the time like 09:00.") from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong("Write the date like 2026-12-24.") from None


def _days(form: _Form) -> str:
    days = "".join(sorted({day for day in form.picks(Slot.DAYS) if day in set("0123456")}))
    if not days:
        form.errors[Slot.DAYS] = "Tick at least one day."
    return days


def _place(form: _Form) -> tuple[str | None, str | None]:
    country = form.text(Slot.COUNTRY)
    if country in ("", NONE):
        if form.text(Slot.SUBDIVISION):
            form.errors[Slot.SUBDIVISION] = "Choose the country first."
        return None, None
    if country not in countries():
        form.errors[Slot.COUNTRY] = "I don't know that country's holidays. Choose one from the list."
        return None, None
    return country, form.read(Slot.SUBDIVISION, lambda text: _subdivision(country, text), None)


def _subdivision(country: str, text: str) -> str:
    known = [code for code in subdivisions(country) if code.isupper() or code.isdigit()]
    if text.upper() in known:
        return text.upper()
    if not known:
        raise _Wrong("I know no regional holidays for that country. Leave this empty.")
    more = " and more" if len(known) > _NAMED else ""
    raise _Wrong(f"I don't know that region. I know {', '.join(known[:_NAMED])}{more}.")


def _currency(text: str) -> str:
    if len(text) > 4 or not text.isprintable() or any(letter.isdigit() or letter in "<>&*_~`|" for letter in text):
        raise _Wrong("Write it like $, € or CHF.")
    return text


def _link(text: str) -> str:
    try:
        url = urlsplit(text)
        host = url.hostname or ""
    except ValueError:
        url, host = None, ""
    blank_or_mark = any(letter.isspace() or letter in "<>|\"'\\" for letter in text)
    if url is None or url.scheme != "https" or "." not in host.strip(".") or "@" in url.netloc or blank_or_mark:
        raise _Wrong("This needs a whole address that starts with https://")
    if len(text) > 500:
        raise _Wrong("That address is too long: 500 characters at most.")
    return text
