"""The forms of 1:1s and what was typed in them. Values in, views and answers out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from bot.one_on_ones.blocks.agenda import RHYTHM
from bot.one_on_ones.rules import EVERY, FARTHEST, LONGEST_POINT, Rhythm
from bot.slack.kit import Block, choice, choices, context, escape, field, lines, modal, option, section

ADD_VIEW, MOVE_VIEW, RHYTHM_VIEW = "one_on_one.point", "one_on_one.moving", "one_on_one.every"
NEVER = "0"
EVERYBODY = "all"
PERSONAL_MANAGER = "This sounds personal, so I keep nothing of it. It's better said in person."
ADDED = "It's on the agenda of your 1:1 with {other}{when}."


class Someone(NamedTuple):
    """A rep in a menu."""

    id: str
    name: str


@dataclass(frozen=True)
class Entered:
    """A submitted rhythm: for whom (empty: everybody), and which; None: no more. `errors` by field."""

    rep_ids: tuple[str, ...] = ()
    everybody: bool = False
    rhythm: Rhythm | None = None
    errors: Mapping[str, str] | None = None


def point(rep_id: str, other: str, whom: Sequence[Someone] = (), text: str = "") -> Block:
    """Something for the 1:1; `whom`: several reps to choose from."""
    blocks = [] if whom else [section(escape(f"For your 1:1 with {other}. You both see it."))]
    if whom:
        menu = choice([option(each.name, each.id) for each in whom])
        blocks = [field("For the 1:1 with", "who", menu, hint="You both see it.", optional=False)]
    words = lines(text, placeholder="The renewal at Globex", longest=LONGEST_POINT)
    blocks.append(field("What would you like to talk about?", "text", words, optional=False))
    return modal("Add a point", ADD_VIEW, blocks, submit="Add", data=rep_id)


def moving(meeting_id: str, other: str, was: datetime, now: datetime) -> Block:
    """A new date for a 1:1. Slack shows the picker in the reader's own zone."""
    picker: Block = {"type": "datetimepicker", "initial_date_time": int(max(was, now).timestamp())}
    blocks = [
        field(f"The 1:1 with {other} is now", "to", picker, optional=False),
        context("It counts on its new date. I don't write in your calendar: please move it there too."),
    ]
    return modal("A new date", MOVE_VIEW, blocks, submit="Move", data=meeting_id)


def rhythm(reps: Sequence[Someone], tomorrow: date) -> Block:
    """How often, for one rep, several or all of them."""
    people = [option("Everybody on my team", EVERYBODY), *(option(each.name, each.id) for each in reps)]
    every = [*(option(RHYTHM[weeks].capitalize(), str(weeks)) for weeks in EVERY), option("No 1:1s for now", NEVER)]
    day: Block = {"type": "datepicker", "initial_date": tomorrow.isoformat()}
    at: Block = {"type": "timepicker", "initial_time": "10:00"}
    several = "Several come one after the other, 30 minutes apart, by name. You can set each one anew."
    blocks = [
        field("With", "who", {"type": "multi_static_select"} | choices(people), hint=several, optional=False),
        field("How often", "weeks", choice(every, str(EVERY[0])), optional=False),
        field("The first one on", "first_on", day, hint="That weekday from then on.", optional=False),
        field("At", "at", at, hint="On your clock. It stays that when clocks change or you travel.", optional=False),
    ]
    return modal("How often", RHYTHM_VIEW, blocks, submit="Save")


def entered(values: Mapping[str, Mapping[str, Mapping[str, Any]]], today: date) -> Entered:
    """What was chosen in the rhythm's form; `today` is where the manager is."""
    held = {block: dict(next(iter(elements.values()), {})) for block, elements in values.items()}
    who = [str(each["value"]) for each in held.get("who", {}).get("selected_options") or []]
    weeks = str((held.get("weeks", {}).get("selected_option") or {}).get("value", ""))
    everybody = EVERYBODY in who
    if weeks == NEVER and who:
        return Entered(tuple(who), everybody)
    first_on, at = _day(held.get("first_on", {})), _time(held.get("at", {}))
    errors = _wrong(who, weeks, first_on, at, today)
    if errors or first_on is None or at is None:
        return Entered(errors=errors)
    return Entered(tuple(who), everybody, Rhythm(int(weeks), first_on, at))


def _wrong(who: Sequence[str], weeks: str, first_on: date | None, at: time | None, today: date) -> dict[str, str]:
    errors = {}
    if not who:
        errors["who"] = "Pick at least one of your reps."
    if weeks not in {str(each) for each in EVERY}:
        errors["weeks"] = "Pick how often."
    if first_on is None:
        errors["first_on"] = "Pick a day."
    elif first_on < today:
        errors["first_on"] = "That day has passed. Pick one that is still to come."
    elif first_on - today > FARTHEST:
        errors["first_on"] = "That is more than a year away. Pick something closer."
    if at is None:
        errors["at"] = "Pick a time."
    return errors


def _day(held: Mapping[str, Any]) -> date | None:
    found = held.get("selected_date")
    return date.fromisoformat(str(found)) if found else None


def _time(held: Mapping[str, Any]) -> time | None:
    try:
        return time.fromisoformat(str(held.get("selected_time") or ""))
    except ValueError:
        return None


def moment(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> datetime | None:
    """What was chosen in the form of a new date."""
    for held in values.get("to", {}).values():
        found = held.get("selected_date_time")
        return datetime.fromtimestamp(found, UTC) if isinstance(found, int) else None
    return None


def typed(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> tuple[str, str]:
    """For whom, where there was a choice, and what."""
    who = next(iter(values.get("who", {}).values()), {}).get("selected_option") or {}
    return str(who.get("value", "")), str(next(iter(values.get("text", {}).values()), {}).get("value") or "")
