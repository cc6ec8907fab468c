"""Reads from Slack's profiles who is whose manager. Asks Slack; keeps nothing, changes nothing.

team.profile.get: which field names the manager -> users.list: who there is -> users.profile.get: each one's manager

A rep is somebody with a manager and nobody below them; whoever the manager's own manager is, is the lead.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack import profiles
from bot.slack.errors import Refusal
from bot.team.directory import AT_ONCE
from bot.team.roster import Roster, RosterLine

PAGE = 200
"""Slack recommends no more than this for users.list."""
MAY_NOT = (
    "The bot may not read profiles yet. Under “OAuth & Permissions” give it the scope users.profile:read and install "
    "the app again; after the import you may take it out."
)
Json = dict[str, Any]


@dataclass(frozen=True)
class Card:
    """What one profile says: who the manager is (a Slack id or nothing), and the first day."""

    manager: str = ""
    started_on: date | None = None


@dataclass(frozen=True)
class Chart:
    """Reporting lines as Slack has them. `names`: of everybody there; `left_out`: reps whose manager is not there."""

    roster: Roster
    names: Mapping[str, str]
    left_out: list[str] = field(default_factory=list)


def read_chart(client: WebClient, label: str, under: str = "") -> Chart:
    """Everybody's manager, or only of those below `under` (a Slack id or an e-mail address).

    Raises Refusal for a field that is not there, a person who is not, and a bot that may not read profiles; Slack's own
    errors otherwise. Give it a client that waits when Slack asks for a pause: it asks once for each person.
    """
    try:
        field_id = _field(client, label)
    except SlackApiError as error:
        if error.response.get("error") == "missing_scope":
            raise Refusal(MAY_NOT) from None
        raise
    names = dict(_people(client))
    top = _top(client, names, under) if under else ""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        cards = dict(zip(names, pool.map(lambda each: _card(client, each, field_id), names), strict=True))
    return _chart(cards, names, top)


def _field(client: WebClient, label: str) -> str:
    """The id of the field with this label. Only fields that name people can."""
    answer: Any = client.team_profile_get()
    found = [each for each in answer["profile"].get("fields") or [] if each.get("type") == "user"]
    for each in found:
        if label.casefold() in (str(each.get("label")).casefold(), str(each.get("field_name")).casefold()):
            return str(each["id"])
    there = ", ".join(f"“{each.get('label')}”" for each in found)
    raise Refusal(
        f"Slack's profiles have no field “{label}” that names a person. "
        + (f"--field can be one of {there}." if there else "There is no such field at all; a CSV file works as well.")
    )


def _people(client: WebClient) -> Iterator[tuple[str, str]]:
    """Everybody with an active account in this workspace, and what they are called; no apps."""
    for page in client.users_list(limit=PAGE):
        for user in page["members"]:
            found = profiles.profile(user)
            if not (found.gone or found.is_bot):
                yield found.id, found.name


def _top(client: WebClient, names: Mapping[str, str], under: str) -> str:
    found = profiles.by_email(client, under) if "@" in under else under.upper()
    if found not in names:
        raise Refusal(f"Slack has no active account for {under}.")
    return found


def _card(client: WebClient, person_id: str, field_id: str) -> Card:
    answer: Any = client.users_profile_get(user=person_id)
    fields = answer["profile"].get("fields") or {}
    value = fields.get(field_id, {}).get("value") if isinstance(fields, dict) else ""
    return Card(str(value or "").split(",")[0].strip(), _day(answer["profile"].get("start_date")))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None


def _chart(cards: Mapping[str, Card], names: Mapping[str, str], top: str) -> Chart:
    """The lines of those who have nobody below them, in the order of the managers' and the reps' names."""
    managers = {card.manager for card in cards.values()}
    reps = [each for each in cards if each not in managers and cards[each].manager]
    wanted = [each for each in reps if not top or top in _above(cards, each)]
    there = [each for each in wanted if cards[each].manager in names]
    there.sort(key=lambda each: (names[cards[each].manager].casefold(), names[each].casefold(), each))
    lines = [_line(number, each, cards, names, top) for number, each in enumerate(there, 1)]
    return Chart(Roster(lines), names, [names[each] for each in wanted if each not in there])


def _line(number: int, rep: str, cards: Mapping[str, Card], names: Mapping[str, str], top: str) -> RosterLine:
    """`top` is the highest who is asked about: nobody above becomes a lead."""
    manager = cards[rep].manager
    lead = cards[manager].manager if manager != top else ""
    return RosterLine(number, rep, manager, lead if lead in names else None, cards[rep].started_on)


def _above(cards: Mapping[str, Card], person_id: str) -> set[str]:
    """Everybody above somebody, however far; profiles may say that two are above each other."""
    found: set[str] = set()
    while person_id in cards and (person_id := cards[person_id].manager) not in found:
        found.add(person_id)
    return found
