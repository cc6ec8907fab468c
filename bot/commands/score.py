"""`kickstand weekly` and `kickstand score`: reports by hand, and how a number comes about. Computes nothing itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from sqlalchemy.orm import Session

from bot.app import Kickstand
from bot.clock import system
from bot.commands.terminal import (
    Chosen,
    manager_called,
    moment,
    must_be_there,
    not_yet,
    out,
    print_table,
    program_on,
    say,
    typed_by,
)
from bot.score import messages as score_messages
from bot.score.blocks.printed import COLUMNS, Printed, not_there_yet, printed
from bot.score.rules import explanation as explaining
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import SuggestionKind
from bot.score.rules.week import Week, scored_week
from bot.score.service import looking
from bot.score.service import weekly as score
from bot.score.service.gathering import joined_on, scored_requests
from bot.score.service.modes import is_aggregate, numbers_are_on
from bot.settings import ScoreMode, SettingsError
from bot.store.workspace import inside
from bot.team import service as team
from bot.team.models import Person

DRY_RUN = "Print the reports; post nothing. That you looked is recorded."


def weekly(
    as_of: Annotated[
        str, typer.Option(help="A moment with its offset, as 2026-11-23T09:00:00+00:00. Default: now.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN)] = False,
    workspace: Chosen = "",
) -> None:
    """Post the weekly reports, and the leads' digests, that are due; or print what the reports would say."""
    now = moment(as_of)
    must_be_there()
    with program_on(lambda: now) as program, inside(program.chosen(workspace)):
        if not numbers_are_on(program.runtime.settings):
            out.print(OFF)
        elif dry_run:
            _print_reports(program, now)
        else:
            _post_reports(program)


OFF = "KICKSTAND_SCORE is off: no number about a team is computed, so there are no weekly reports."
AGGREGATE = "KICKSTAND_SCORE is aggregate: counts of teams of five and more, no score."


def _print_reports(program: Kickstand, now: datetime) -> None:
    settings = program.runtime.settings
    if is_aggregate(settings):
        out.print(AGGREGATE)
    with program.runtime.sessions() as session:
        managers = team.managers(session)
        reports = [_report(program, session, each, now) for each in managers]
    _record(program, [each.id for each in managers], "weekly --dry-run")
    for title, said in reports:
        if title:
            out.rule(title)
        out.print(said, markup=False)


def _report(program: Kickstand, session: Session, manager: Person, now: datetime) -> tuple[str, str]:
    """A title and what the report says; no title where it cannot be made: that keeps no other back."""
    try:
        week = scored_week(now, team.zone(manager))
        numbers = score.numbers_for(session, program.runtime.settings, manager, week, now)
        said = score_messages.words(_of_nobody(numbers), score.before(session, manager.id, week))
    except Exception as error:
        return "", f"The report of {manager.name} cannot be made ({type(error).__name__})."
    return f"{manager.name}, {week.key}", said.text


def _of_nobody(numbers: WeeklyNumbers) -> WeeklyNumbers:
    """Without what one rep is rescued on again and again: that is for their manager alone."""
    is_about_one = numbers.suggestion is not None and numbers.suggestion.kind is SuggestionKind.REPEATED
    return replace(numbers, suggestion=None) if is_about_one else numbers


def _record(program: Kickstand, manager_ids: Sequence[str], command: str) -> None:
    """Before anything is printed: whose figures were looked at can be read afterwards."""
    with program.runtime.sessions.begin() as session:
        looking.record(session, typed_by(), manager_ids, command, system())


def _post_reports(program: Kickstand) -> None:
    posted, failed = program.jobs.post_weekly_here()
    program.jobs.post_digests()
    program.jobs.deliver()
    out.print(f"{posted} posted." if posted else "Nothing was due." if not failed else "Nothing was posted.")
    if failed:
        out.print(f"{failed} could not be made; the log says whose. They stay due.")
        raise typer.Exit(1)


def score_command(
    explain: Annotated[str, typer.Option("--explain", metavar="MANAGER", help="Whose score: a Slack id or a name.")],
    as_of: Annotated[str, typer.Option(help="A day, as 2026-11-23, or a moment with its offset. Default: now.")] = "",
    workspace: Chosen = "",
) -> None:
    """Print how a manager's score comes about, request by request: no words. That you looked is recorded."""
    must_be_there()
    with program_on() as program, inside(program.chosen(workspace)):
        if program.runtime.settings.kickstand_score is not ScoreMode.ON:
            out.print(OFF if not numbers_are_on(program.runtime.settings) else AGGREGATE)
            return
        with program.runtime.sessions() as session:
            manager = manager_called(session, explain)
            now = _as_of(as_of, team.zone(manager))
            week = _week(session, manager, now)
            numbers = score.numbers_for(session, program.runtime.settings, manager, week, now)
            requests = scored_requests(session, program.runtime.settings, manager, week, now)
            posted = score.saved_for(session, manager.id, week)
            said = printed(manager.name, explaining.explain(requests, week), numbers, posted)
        _record(program, [manager.id], "score --explain")
        _print(said)


def _print(said: Printed) -> None:
    table = Table(*COLUMNS, box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for cells in said.rows:
        table.add_row(*cells)
    for line in said.head:
        say(line)
    if said.rows:
        print_table(table)
    for line in said.tail:
        say(line)


def _as_of(text: str, zone: ZoneInfo) -> datetime:
    """A day is its noon on the manager's own calendar. Raises SettingsError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return moment(text)
    if day > system().astimezone(zone).date():
        raise not_yet(text)
    return datetime.combine(day, time(12), zone)


def _week(session: Session, manager: Person, now: datetime) -> Week:
    """The week that a report would be about then. Raises SettingsError before the manager's first."""
    first = joined_on(session, manager, now)
    if now.date() < first or (week := scored_week(now, team.zone(manager))).last_day < first:
        raise SettingsError(not_there_yet(manager.name, first))
    return week
