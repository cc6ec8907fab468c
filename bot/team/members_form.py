"""Reads the team modal: whom to add, whom to let go, and what is wrong with it. Pure; no session, no Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.team.settings_form import Answer


class MembersSlot(StrEnum):
    """The inputs of the team modal, by the name of their block."""

    ADD = "add"
    STARTED = "started_on"
    REMOVE = "remove"


@dataclass(frozen=True)
class MembersEntered:
    """A submitted team modal. `errors` is by slot; when there are any, nothing else in here is to be used."""

    add: list[str]
    remove: list[str]
    started_on: date | None
    errors: dict[str, str]


def parse_members(given: Mapping[str, Answer], me: str) -> MembersEntered:
    """Read a team modal that `me` submitted."""
    add, remove = _many(given.get(MembersSlot.ADD)), _many(given.get(MembersSlot.REMOVE))
    started = given.get(MembersSlot.STARTED)
    errors: dict[str, str] = {}
    if me in add:
        errors[MembersSlot.ADD] = "You can't be your own rep."
    elif started and not add:
        errors[MembersSlot.ADD] = "Pick who started on that day."
    if set(add) & set(remove):
        errors[MembersSlot.REMOVE] = "Somebody is in both lists. Choose one of the two."
    return MembersEntered(add, remove, date.fromisoformat(started) if isinstance(started, str) else None, errors)


def _many(value: Answer) -> list[str]:
    return value if isinstance(value, list) else []
