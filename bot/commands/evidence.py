"""`kickstand replay` and `kickstand evidence`: what was recorded, seen another way. Sends nothing, writes nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import system
from bot.commands.terminal import Chosen, must_be_there, out, print_table, say
from bot.evidence import words
from bot.evidence.rules.replaying import Otherwise
from bot.evidence.rules.waits import MIN_REPS
from bot.evidence.service.replaying import Found, Period, managers_called, replayed
from bot.evidence.service.waits import compare_waits
from bot.settings import ScoreMode, Settings, SettingsError, load
from bot.slack.installing.workspaces import Workspace
from bot.store.engine import open_engine, reading
from bot.store.migrate import Shape, shape
from bot.store.workspace import inside, sessions_on
from bot.team.amounts import parse_amount

LONGEST = timedelta(hours=4)
"""What a manager may set at most."""
_UNITS = {"m": "minutes", "h": "hours"}
Since = Annotated[str, typer.Option(metavar="DATE", help="Only what was asked from this day on (UTC), as 2026-09-01.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Only what was asked until this day, the day included.")]


@dataclass(frozen=True)
class Record:
    """What was recorded in one workspace, to be read only."""

    session: Session
    settings: Settings


def replay(
    hold: Annotated[str, typer.Option(metavar="LENGTH", help="The wait to try, as 30m or 2h.")] = "",
    protect_at: Annotated[str, typer.Option(metavar="AMOUNT", help="The protected amount to try, as 50000.")] = "",
    since: Since = "",
    until: Until = "",
    manager: Annotated[str, typer.Option(metavar="ID|NAME", help="Only this manager's team.")] = "",
    workspace: Chosen = "",
) -> None:
    """Say what another wait, or another protected amount, would have changed. Sends and writes nothing."""
    otherwise = Otherwise(_length(hold), _amount(protect_at))
    if otherwise == Otherwise():
        raise SettingsError("Say what to try: --hold 30m, or --protect-at 50000, or both.")
    from_, to = _day("--since", since), _day("--until", until, after=1)
    if from_ and to and to <= from_:
        raise SettingsError("--until comes before --since. Try the other way round.")
    with _recorded(workspace) as record:
        manager_id = _manager(record.session, manager) if manager else None
        period = Period(from_, to, manager_id)
        found = replayed(record.session, record.settings, period, otherwise, system())
        aggregate = record.settings.kickstand_score == ScoreMode.AGGREGATE
    if aggregate and found.reps < MIN_REPS:
        out.print(f"KICKSTAND_SCORE is aggregate: counts are shown from {MIN_REPS} reps on, and {found.reps} asked.")
    else:
        _print_replay(found, otherwise)


def _print_replay(found: Found, otherwise: Otherwise) -> None:
    say(words.headline(found, otherwise))
    if words.nothing_there(found):
        return
    table = Table(show_header=False)
    for row in words.replay_rows(found, otherwise):
        table.add_row(*row)
    print_table(table)
    for sentence in (words.unknown(found.replay), words.REPLAY_CAVEAT):
        if sentence:
            say(sentence)


def evidence(since: Since = "", workspace: Chosen = "") -> None:
    """Compare the waits that were drawn, over all teams that try different ones. Needs five reps."""
    from_ = _day("--since", since)
    with _recorded(workspace) as record:
        comparison = compare_waits(record.session, from_, system())
    if few := words.too_few(comparison):
        say(few)
        return
    say(words.summary(comparison))
    table = Table(*words.waits_header(comparison), show_lines=True)
    for row in words.waits_rows(comparison):
        table.add_row(*row)
    print_table(table)
    for sentence in words.WAITS_CAVEATS:
        say(sentence)


@contextmanager
def _recorded(workspace: str) -> Iterator[Record]:
    """One workspace's record on a connection that cannot write. Raises SettingsError; Slack is not asked."""
    settings = load()
    if settings.kickstand_score == ScoreMode.OFF:
        raise SettingsError("KICKSTAND_SCORE is off, so no numbers are computed here.")
    must_be_there()
    engine = open_engine(settings)
    try:
        if shape(engine) != Shape.CURRENT:
            raise SettingsError("The database does not have this version's shape. Run `kickstand migrate` first.")
        with (
            reading(engine) as connection,
            sessions_on(engine)(bind=connection) as session,
            inside(_workspace(session, workspace)),
        ):
            yield Record(session, settings)
    finally:
        engine.dispose()


def _workspace(session: Session, wanted: str) -> str:
    """The workspace that is meant, of those that the database knows."""
    there = list(session.scalars(select(Workspace.id).where(Workspace.gone_at.is_(None)).order_by(Workspace.id)))
    if not there:
        raise SettingsError("Kickstand is not installed in any workspace.")
    if wanted in there or (not wanted and len(there) == 1):
        return wanted or there[0]
    raise SettingsError(f"Say which workspace is meant, as in --workspace {there[0]}. There are {', '.join(there)}.")


def _manager(session: Session, name: str) -> str:
    found = managers_called(session, name)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise SettingsError(f"No manager here is called {name!r}. `kickstand team list` shows them.")
    there = ", ".join(f"{each.name} ({each.id})" for each in found)
    raise SettingsError(f"{name!r} could be several: {there}. Give the id.")


def _length(text: str) -> timedelta | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,4})([mh])", text.strip().lower(), re.ASCII)
    found = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if found is None or found > LONGEST:
        raise SettingsError(f"--hold wants a length like 30m or 2h, 4h at most (it is {text!r}).")
    return found


def _amount(text: str) -> Decimal | None:
    try:
        return parse_amount(text) if text else None
    except ValueError as error:
        raise SettingsError(f"--protect-at: {error}") from None


def _day(option: str, text: str, *, after: int = 0) -> datetime | None:
    """The midnight, in UTC, at which a day begins, or one so many days later."""
    try:
        day = date.fromisoformat(text) + timedelta(days=after) if text else None
    except (ValueError, OverflowError):
        raise SettingsError(f"{option} wants a date like 2026-09-01 (it is {text!r}).") from None
    return datetime.combine(day, time(), UTC) if day else None
