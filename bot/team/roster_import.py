"""Imports `team.csv`: finds its people in Slack, then writes every line in one transaction, or none.

parse -> find people in Slack (no transaction) -> check against what is known -> write (one transaction)
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from sqlalchemy.orm import Session

from bot.slack import profiles
from bot.slack.errors import Refusal
from bot.store.engine import Sessions
from bot.team import directory
from bot.team import service as team
from bot.team.models import Person, Team
from bot.team.roster import LineError, Roster, RosterErrors, RosterLine, contradictions, parse_roster, roster_from_bytes
from bot.team.team_changed import TeamChanged

_PATIENCE = 10
"""How often one lookup waits when Slack asks for a pause: a long file outruns Slack's rate limits."""


@dataclass(frozen=True)
class ImportResult:
    """How many lines were new, said something else than before, or said what was known."""

    added: int
    changed: int
    unchanged: int


class _Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def import_roster(
    sessions: Sessions, client: WebClient, text_or_bytes: str | bytes, now: datetime, team_changed: TeamChanged
) -> ImportResult:
    """Import who reports to whom. The same file again changes nothing.

    Raises RosterErrors with every bad line, and then nothing is imported; Slack's own errors when it cannot be asked.
    """
    roster = roster_from_bytes(text_or_bytes) if isinstance(text_or_bytes, bytes) else parse_roster(text_or_bytes)
    return import_lines(sessions, client, roster, now, team_changed)


def import_lines(
    sessions: Sessions,
    client: WebClient,
    roster: Roster,
    now: datetime,
    team_changed: TeamChanged,
    *,
    only_look: bool = False,
) -> ImportResult:
    """The same for lines that were read already. `only_look`: say what would be, and leave everything as it is."""
    patient = patient_client(client)
    ids = _ids(patient, roster)
    answers = directory.read_stale(sessions, patient, [each for each in ids.values() if isinstance(each, str)], now)
    with sessions.begin() as session:
        directory.remember_all(session, answers, now)
        lines = _resolved(session, roster, ids | _refused(ids, answers))
        outcomes = Counter(_outcome(session, line) for line in lines)
        if only_look:
            session.rollback()
            lines = []
        for line in lines:
            if team.import_line(session, line.rep, line.manager, line.lead, line.started_on, now):
                team_changed(session, line.rep, now)
    return ImportResult(**{each.value: outcomes[each] for each in _Outcome})


def patient_client(client: WebClient) -> WebClient:
    """The same client, waiting as long as Slack asks. Asking twice does no harm where nothing is posted."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=_PATIENCE)],
    )


def _people(line: RosterLine) -> list[str]:
    return [each for each in (line.rep, line.manager, line.lead) if each]


def _ids(client: WebClient, roster: Roster) -> dict[str, str | Refusal]:
    """Everybody in the file, as written there: their Slack id, or why there is none."""
    written = list(dict.fromkeys(each for line in roster.lines for each in _people(line)))
    with ThreadPoolExecutor(directory.AT_ONCE) as pool:
        return dict(zip(written, pool.map(lambda each: _id(client, each), written), strict=True))


def _id(client: WebClient, written: str) -> str | Refusal:
    try:
        return profiles.by_email(client, written) if "@" in written else written
    except Refusal as refusal:
        return refusal


def _refused(ids: Mapping[str, str | Refusal], answers: Mapping[str, directory.Answer]) -> dict[str, str | Refusal]:
    """Those whom Slack does not know, and apps."""
    told = {written: answers.get(found) for written, found in ids.items() if isinstance(found, str)}
    return {written: answer for written, answer in told.items() if isinstance(answer, Refusal)}


def _resolved(session: Session, roster: Roster, ids: Mapping[str, str | Refusal]) -> list[RosterLine]:
    """The file's lines with Slack ids for people. Raises RosterErrors."""
    errors = [error for line in roster.lines for error in _unfit(session, line, ids)]
    if errors:
        raise RosterErrors(errors)
    found = {written: str(each) for written, each in ids.items()}
    lines = [
        replace(line, rep=found[line.rep], manager=found[line.manager], lead=found[line.lead] if line.lead else None)
        for line in roster.lines
    ]
    errors = _contradictions(session, lines, found)
    if errors:
        raise RosterErrors(errors)
    return lines


def _unfit(session: Session, line: RosterLine, ids: Mapping[str, str | Refusal]) -> list[LineError]:
    errors = []
    for written in _people(line):
        found = ids[written]
        someone = session.get(Person, found) if isinstance(found, str) else None
        if isinstance(found, Refusal):
            errors.append(LineError(line.number, str(found)))
        elif someone is None or someone.gone:
            errors.append(LineError(line.number, directory.deactivated(someone.name if someone else written)))
    return errors


def _contradictions(session: Session, lines: Sequence[RosterLine], found: Mapping[str, str]) -> list[LineError]:
    """What only shows once an address and an id turn out to be one person, or beside the lines that stay."""
    listed = {line.rep for line in lines}
    staying = [each for each in team.confirmed_lines(session) if each.rep_id not in listed]
    known = {each: team.person(session, each).name for line in staying for each in (line.rep_id, line.manager_id)}
    shown = {person_id: f"{name} ({person_id})" for person_id, name in known.items()}
    shown |= {person_id: written for written, person_id in found.items()}
    named = [_named(line, shown) for line in lines]
    kept = [_named(RosterLine(0, line.rep_id, line.manager_id), shown) for line in staying]
    errors = [error for error in contradictions([*named, *kept]) if error.number]
    return errors + [error for line in named for error in _one_person_twice(line)]


def _named(line: RosterLine, shown: Mapping[str, str]) -> RosterLine:
    """The line as its writer would recognise it in a sentence: one name for each person."""
    return replace(line, rep=shown[line.rep], manager=shown[line.manager], lead=shown[line.lead] if line.lead else None)


def _one_person_twice(line: RosterLine) -> list[LineError]:
    if line.rep == line.manager:
        return [LineError(line.number, "Rep and manager are the same person.")]
    if line.lead == line.manager:
        return [LineError(line.number, "Manager and lead are the same person. Leave the lead empty if there is none.")]
    return []


def _outcome(session: Session, line: RosterLine) -> _Outcome:
    """What importing this line will mean, before anything is written."""
    known, settings = team.line_of(session, line.rep), session.get(Team, line.manager)
    if known is None:
        return _Outcome.ADDED
    same_manager = known.manager_id == line.manager
    same_start = line.started_on in (None, known.started_on)
    same_lead = line.lead is None or (settings is not None and settings.lead_id == line.lead)
    return _Outcome.UNCHANGED if same_manager and same_start and same_lead else _Outcome.CHANGED
