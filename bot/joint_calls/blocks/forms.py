"""The forms about a call, and what was entered in them. Values in, views out; keeps nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bot.joint_calls.blocks.view import GOOD_FOR, ROLES, WAS, CallView, recovered
from bot.joint_calls.rules import SIGNAL, Recovery, Role, Side, Terms, View, starts_at
from bot.slack.kit import Block, choice, context, escape, field, line, lines, modal, option, section
from bot.team.settings_form import answers

PLAN, CHANGE, AGREE, LOOK_BACK = (f"joint_call.{each}" for each in ("plan", "change", "agree", "look_back"))
T = TypeVar("T", bound=StrEnum)
LONGEST_NOTE, LONGEST_LINE = 1000, 200
PICK = "Pick one of these."
PERSONAL = (
    "This sounds personal, so I've stopped: nothing of it is kept, and nobody hears of it. Say it without that part, "
    "or send it to me as a message: then I tell you where you can go with it."
)


class Slot(StrEnum):
    """The inputs, by the name of their block."""

    PARTNER = "partner"
    CUSTOMER = "customer"
    DAY = "day"
    TIME = "time"
    ROLE = "role"
    SIGNAL = "signal"
    INTRODUCTION = "introduction"
    PLAYED = "played"
    USED = "signal_used"
    WHERE = "signal_where"
    JUMPED_IN = "jumped_in"
    RECOVERY = "recovery"
    NOTE = "note"


class Choice(NamedTuple):
    """Somebody to go into a call with."""

    id: str
    name: str
    is_manager: bool


def plan(partners: Sequence[Choice], zone: ZoneInfo, data: str) -> Block:
    """A new call."""
    people = [option(f"{each.name}, {'your manager' if each.is_manager else 'your rep'}", each.id) for each in partners]
    only = people[0]["value"] if len(people) == 1 else None
    who = field("Together with", Slot.PARTNER, choice(people, only), optional=False)
    ways = _terms(None, zone)
    return modal("A call together", PLAN, [who, *ways], submit="Agree and invite", data=data)


def change(view: CallView, start: datetime, zone: ZoneInfo, data: str) -> Block:
    """A call that is planned already: whatever is changed, the other one is asked again."""
    note = context(f"What you change, {escape(view.other)} agrees to anew.")
    return modal("Change the call", CHANGE, [*_terms(view, zone, start), note], submit="Agree and save", data=data)


def _terms(view: CallView | None, zone: ZoneInfo, start: datetime | None = None) -> list[Block]:
    local = start.astimezone(zone) if start else None
    day: Block = {"type": "datepicker"} | ({"initial_date": local.date().isoformat()} if local else {})
    clock: Block = {"type": "timepicker"} | ({"initial_time": f"{local:%H:%M}"} if local else {})
    customer = line(view.customer if view else "", placeholder="Acme", longest=80)
    signal = line(view.signal if view else "", longest=LONGEST_LINE)
    introduction = line(view.introduction if view else "", longest=LONGEST_LINE)
    usual = f"The rep says it when help is welcome. Left empty: as on your last call together, else “{SIGNAL}”"
    lead = "The rep stays the one whom the customer looks to. Left empty: the rep leads, the manager is observing."
    return [
        field("Customer", Slot.CUSTOMER, customer, optional=False),
        field("Day", Slot.DAY, day, optional=False),
        field("Begins at", Slot.TIME, clock, hint=f"By your own clock ({zone.key}).", optional=False),
        role_field("What is the manager there for?", view.chosen if view else None),
        field("The phrase that asks for help", Slot.SIGNAL, signal, hint=usual),
        field("How the two are introduced", Slot.INTRODUCTION, introduction, hint=lead),
    ]


def role_field(label: str, chosen: Role | None, slot: Slot = Slot.ROLE) -> Block:
    """The four roles, each with what it is good for."""
    means = WAS if slot is Slot.PLAYED else GOOD_FOR
    roles = [option(name, role, means[role]) for role, name in ROLES.items()]
    return field(label, slot, choice(roles, chosen, kind="radio_buttons"), optional=False)


def agree(view: CallView, facts: Sequence[tuple[str, str]], data: str) -> Block:
    """A yes from somebody who has not said yet what the manager is there for: the other one's choice stands there."""
    told = section("\n".join(f"*{escape(name)}*  {escape(said)}" for name, said in facts))
    label = "What are you there for?" if view.side is Side.MANAGER else f"What is {view.manager} there for?"
    return modal("The pact", AGREE, [told, role_field(label, view.others_choice)], submit="Agree", data=data)


def look_back(view: CallView, data: str) -> Block:
    """The questions after a call: the same for both."""
    mine = view.side is Side.MANAGER
    who = "you" if mine else view.manager
    yes_no = [option("Yes", "yes"), option("No", "no")]
    ends = [option(recovered(each, view.rep, view.manager), each) for each in Recovery]
    jumped = "jump in unasked?"
    blocks = [
        context(escape(f"{view.call[:1].upper()}{view.call[1:]} {view.when}")),
        role_field(f"Which role did {who} play?", None, Slot.PLAYED),
        _radio("Was the phrase used?", Slot.USED, yes_no, hint=f"“{view.signal}”", optional=False),
        field("Where was that?", Slot.WHERE, line(longest=LONGEST_LINE), hint="A stage or a topic, such as pricing."),
        _radio(f"Did {who} {jumped}", Slot.JUMPED_IN, yes_no, optional=False),
        _radio("If there was a hard moment: how did it end?", Slot.RECOVERY, ends),
        field("What would you explore?", Slot.NOTE, lines(longest=LONGEST_NOTE)),
    ]
    return modal("Looking back", LOOK_BACK, blocks, submit="Save", data=data)


def _radio(label: str, slot: Slot, options: Sequence[Block], *, hint: str = "", optional: bool = True) -> Block:
    return field(label, slot, choice(options, kind="radio_buttons"), hint=hint, optional=optional)


class Entered(NamedTuple):
    """A submitted plan or change. `terms` is None when there are errors, which are by field."""

    partner: str
    terms: Terms | None
    errors: dict[str, str]


def read_terms(view: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> Entered:
    """What somebody entered about a call, on their own clock."""
    given = _texts(view)
    errors: dict[str, str] = {}
    start = _start(given, zone, now, errors)
    role = _one_of(Role, given.get(Slot.ROLE))
    customer = given.get(Slot.CUSTOMER, "")
    if not customer:
        errors[Slot.CUSTOMER] = "Who is the customer? A word will do."
    if role is None:
        errors[Slot.ROLE] = PICK
    terms = None
    if start and role and not errors:
        signal, introduction = given.get(Slot.SIGNAL, ""), given.get(Slot.INTRODUCTION, "")
        terms = Terms(customer, start, role, signal.strip('“”" '), introduction.strip('“”" '))
    return Entered(given.get(Slot.PARTNER, ""), terms, errors)


def _start(given: Mapping[str, str], zone: ZoneInfo, now: datetime, errors: dict[str, str]) -> datetime | None:
    day, clock = given.get(Slot.DAY), given.get(Slot.TIME)
    if not day:
        errors[Slot.DAY] = "Pick a day."
    try:
        at = time.fromisoformat(clock or "")
    except ValueError:
        errors[Slot.TIME] = "Pick a time."
        return None
    if not day:
        return None
    start = starts_at(datetime.fromisoformat(day).date(), at, zone, now)
    if isinstance(start, str):
        errors[Slot.DAY] = start
        return None
    return start


def read_role(view: Mapping[str, Any]) -> Role | None:
    """The role that was picked on agreeing."""
    return _one_of(Role, _texts(view).get(Slot.ROLE))


def read_view(view: Mapping[str, Any]) -> tuple[View | None, dict[str, str]]:
    """One side's view of a call, and a sentence for each field that could not be read."""
    given = _texts(view)
    played = _one_of(Role, given.get(Slot.PLAYED))
    open_ = [slot for slot in (Slot.USED, Slot.JUMPED_IN) if given.get(slot) not in {"yes", "no"}]
    if played is None or open_:
        return None, {str(slot): PICK for slot in [*([] if played else [Slot.PLAYED]), *open_]}
    seen = View(
        played=played,
        signal_used=given[Slot.USED] == "yes",
        jumped_in=given[Slot.JUMPED_IN] == "yes",
        signal_where=given.get(Slot.WHERE),
        recovery=_one_of(Recovery, given.get(Slot.RECOVERY)),
        note=given.get(Slot.NOTE),
    )
    return seen, {}


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """What was written in somebody's own words, by field."""
    own = {Slot.CUSTOMER, Slot.SIGNAL, Slot.INTRODUCTION, Slot.WHERE, Slot.NOTE}
    return {name: text for name, text in _texts(view).items() if name in own}


def _texts(view: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in answers(view).items() if isinstance(value, str) and value}


def _one_of(kind: type[T], value: str | None) -> T | None:
    return next((each for each in kind if each == value), None)
