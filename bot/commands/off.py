"""`kickstand release-all` and `kickstand freeze`: an admin's off switches. Says what happened; decides nothing."""

import logging
from datetime import date, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.orm import Session

from bot.app import Kickstand
from bot.clock import system
from bot.commands.terminal import Chosen, manager_called, out, print_table, program_on, typed_by
from bot.freeze import service as freezing
from bot.freeze.models import Freeze
from bot.requests.service import releasing
from bot.settings import SettingsError
from bot.slack.errors import Refusal
from bot.store.workspace import inside
from bot.team import service as team

log = logging.getLogger(__name__)
WESTERNMOST = timedelta(hours=-12)
"""Where a day begins last: what begins on that day has begun for every manager."""
freeze_cli = typer.Typer(no_args_is_help=True, help="Days on which nothing waits, for everybody or one team.")
Manager = Annotated[
    str, typer.Option("--manager", metavar="ID|NAME", help="One manager's team only. Default: the workspace.")
]


def release_all(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Chosen = "",
) -> None:
    """Bring everything that waits to its managers now, at any hour. Harmless beside a running Kickstand, and twice."""
    with program_on() as program:
        there = [program.chosen(workspace)] if workspace else program.tokens.all()
        waiting = {each: _held(program, each) for each in there}
        number = sum(map(len, waiting.values()))
        if not number:
            out.print("Nothing waits. Nothing was changed.")
            return
        if not yes:
            typer.confirm(f"{_questions(number)} waiting. Bring all of them to their managers now?", abort=True)
        done = sum(_let_out(program, each, ids) for each, ids in waiting.items())
        program.jobs.deliver()
        left = sum(len(_held(program, each)) for each in there)
    out.print(f"{done} went out. What Slack has not taken yet, a running Kickstand brings.")
    if left:
        out.print(f"{_questions(left)} waiting still: asked just now, or by somebody whose manager nobody has named.")
    out.print("What is asked from now on waits as ever. To end that too: `kickstand freeze add --open-end`.")


def _questions(number: int) -> str:
    return f"{number} question is" if number == 1 else f"{number} questions are"


def _held(program: Kickstand, workspace_id: str) -> list[str]:
    with inside(workspace_id), program.runtime.sessions() as session:
        return list(releasing.held(session))


def _let_out(program: Kickstand, workspace_id: str, ids: list[str]) -> int:
    """One question in each transaction: one that fails keeps no other back."""
    with inside(workspace_id):
        done = sum(_let_one_out(program, each) for each in ids)
        with program.runtime.sessions.begin() as session:
            releasing.record(session, typed_by(), done, system())
    return done


def _let_one_out(program: Kickstand, request_id: str) -> bool:
    try:
        with program.runtime.sessions.begin() as session:
            return releasing.let_out(session, program.runtime.settings, request_id, system())
    except Exception as error:  # it stays held, and is counted as such
        log.error("request %s could not be let out: %s", request_id, type(error).__name__)
        return False


@freeze_cli.command()
def add(
    first: Annotated[str, typer.Argument(metavar="FIRST", help="The first day, as 2026-12-28. Default: today.")] = "",
    last: Annotated[str, typer.Argument(metavar="LAST", help="The last day. Default: the first.")] = "",
    open_end: Annotated[bool, typer.Option("--open-end", help="Until somebody ends it: the off switch.")] = False,
    manager: Manager = "",
    workspace: Chosen = "",
) -> None:
    """Let nothing wait on these days: what is asked goes out at once, and is not scored."""
    if open_end and last:
        raise SettingsError("--open-end has no last day: give one or the other.")
    now = system()
    begins = _day(first) if first else (now + WESTERNMOST if open_end else now).date()
    ends = None if open_end else _day(last) if last else begins
    with program_on() as program, inside(program.chosen(workspace)):
        with program.runtime.sessions.begin() as session:
            _add(program, session, manager, begins, ends, now)
        program.jobs.run_woken()
    at_once = open_end and not first
    out.print(f"Nothing waits {'from now on, until it is ended' if at_once else _span(begins, ends)}.")


def _add(program: Kickstand, session: Session, manager: str, first: date, last: date | None, now: datetime) -> None:
    manager_id = manager_called(session, manager).id if manager else None
    try:
        found = freezing.add(session, manager_id, None, first, last, now)
    except Refusal as refusal:
        raise SettingsError(str(refusal)) from None
    _planned_anew(program, session, found, now)


@freeze_cli.command("list")
def list_(workspace: Chosen = "") -> None:
    """Show the days that are set and not over."""
    with program_on() as program, inside(program.chosen(workspace)), program.runtime.sessions() as session:
        owners = [None, *team.managers(session)]
        table = Table("Id", "Whose questions", "Days", box=None)
        for each in owners:
            whose = f"of {each.name}'s team" if each else "everybody's"
            for found in freezing.listed(session, each.id if each else None, system().date()):
                whom = f"{team.person(session, found.rep_id).name}'s" if found.rep_id else whose
                table.add_row(found.id, whom, _span(found.first_day, found.last_day))
    if table.rows:
        print_table(table)
    else:
        out.print("No such days are set: questions wait.")


@freeze_cli.command()
def end(
    freeze_id: Annotated[str, typer.Argument(metavar="ID", help="As `kickstand freeze list` shows it.")],
    workspace: Chosen = "",
) -> None:
    """Let questions wait again: what an admin set for everybody, or a manager for their team."""
    with program_on() as program, inside(program.chosen(workspace)), program.runtime.sessions.begin() as session:
        found = session.get(Freeze, freeze_id)
        if found is None:
            raise SettingsError("There is no such id. `kickstand freeze list` shows those that there are.")
        freezing.end(session, found.manager_id, freeze_id)
        _planned_anew(program, session, found, system())
    out.print("Questions wait as ever again.")


def _planned_anew(program: Kickstand, session: Session, found: Freeze, now: datetime) -> None:
    for manager_id in freezing.affected(session, found):
        program.team_changed(session, manager_id, now)


def _span(first: date, last: date | None) -> str:
    if last is None:
        return f"from {first} on, until it is ended"
    return f"on {first}" if first == last else f"from {first} to {last}"


def _day(text: str) -> date:
    """Raises SettingsError, in a sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"A day is written like 2026-12-28 (it is {text!r}).") from None
