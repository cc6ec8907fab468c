"""`kickstand team`: reporting lines, imported from a file or from Slack's profiles, and shown. Decides nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.clock import system
from bot.commands.terminal import Chosen, err, out, print_table, program_on
from bot.settings import SettingsError
from bot.slack.errors import Refusal
from bot.store.workspace import inside
from bot.team import service as team
from bot.team.from_slack import Chart, read_chart
from bot.team.roster import Roster, RosterErrors, roster_from_bytes
from bot.team.roster_import import ImportResult, import_lines, patient_client

team_cli = typer.Typer(no_args_is_help=True, help="Who reports to whom.")

File = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="A CSV with the header rep,manager,lead,started_on.")
]
FromSlack = Annotated[bool, typer.Option("--from-slack", help="Read who is whose manager from Slack's profiles.")]
Under = Annotated[str, typer.Option(metavar="ID|EMAIL", help="With --from-slack: only people below this person.")]
Field = Annotated[str, typer.Option(metavar="LABEL", help="With --from-slack: the field that names the manager.")]
Yes = Annotated[bool, typer.Option("--yes", help="With --from-slack: do it, instead of only showing it.")]


@team_cli.command("import")
def import_(
    file: File = None,
    from_slack: FromSlack = False,
    under: Under = "",
    field: Field = "Manager",
    yes: Yes = False,
    workspace: Chosen = "",
) -> None:
    """Import reporting lines from FILE, or from Slack's profiles. One bad line, and nothing is imported."""
    if (file is None) != from_slack:
        raise SettingsError("Name a CSV file, or say --from-slack; one of the two.")
    data = _bytes(file) if file else b""
    with program_on() as program, inside(program.chosen(workspace)), _mistakes_said():
        client = patient_client(program.tokens.client(program.chosen(workspace)))
        roster = roster_from_bytes(data) if file else _shown(_asked(client, field, under))
        is_real = bool(file) or yes
        result = import_lines(
            program.runtime.sessions, client, roster, system(), program.team_changed, only_look=not is_real
        )
        if is_real:
            program.jobs.deliver()
        if from_slack:
            with program.runtime.sessions() as session:
                _say_who_stays(session, roster)
    out.print(_counts(result) if is_real else f"{_counts(result)} Nothing is imported yet: --yes does it.")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.") from None


@contextmanager
def _mistakes_said() -> Iterator[None]:
    """What is wrong with lines, or with what was asked for, is said; exit code 1."""
    try:
        yield
    except RosterErrors as errors:
        for each in errors.errors:
            err.print(f"line {each.number}: {each.sentence}", markup=False, soft_wrap=True)
        err.print("Nothing was imported.")
    except Refusal as refusal:
        err.print(f"{refusal} Nothing was imported.", markup=False, soft_wrap=True)
    else:
        return
    raise typer.Exit(1)


def _asked(client: WebClient, field: str, under: str) -> Chart:
    """What Slack's profiles say: one question for each person, and Slack asks for pauses."""
    with err.status("Asking Slack who is whose manager. A large workspace takes minutes."):
        return read_chart(client, field, under)


def _shown(chart: Chart) -> Roster:
    """Print what Slack's profiles say; answers it."""
    if not chart.roster.lines:
        raise Refusal("Nobody there has a manager in that field.")
    table = Table("Line", "Manager", "Rep", "Lead", "Started on")
    for line in chart.roster.lines:
        people = [chart.names.get(each or "", "") for each in (line.manager, line.rep, line.lead)]
        table.add_row(str(line.number), *people, line.started_on.isoformat() if line.started_on else "")
    print_table(table)
    if chart.left_out:
        names = ", ".join(chart.left_out)
        out.print(f"Left out, for their manager has no active account: {names}.", markup=False, soft_wrap=True)
    return chart.roster


def _say_who_stays(session: Session, roster: Roster) -> None:
    """Whoever is on a team here and no rep there: they lead now, have no manager in Slack any more, or left."""
    listed = {line.rep for line in roster.lines}
    staying = [each for each in team.confirmed_lines(session) if each.rep_id not in listed]
    names = [
        f"{team.person(session, each.rep_id).name} ({team.person(session, each.manager_id).name})" for each in staying
    ]
    if names:
        out.print(
            f"Not in this list, and left on their teams: {', '.join(sorted(names))}.", markup=False, soft_wrap=True
        )
        out.print("A manager takes somebody off with `/kickstand team`.")


def _counts(result: ImportResult) -> str:
    return f"{result.added} added, {result.changed} changed, {result.unchanged} as they were."


@team_cli.command("list")
def list_(workspace: Chosen = "") -> None:
    """Show who reports to whom."""
    with program_on() as program, inside(program.chosen(workspace)), program.runtime.sessions() as session:
        rows = team.team_list(session)
    table = Table("Manager", "Rep", "Lead", "Started on")
    for row in rows:
        table.add_row(row.manager, row.rep, row.lead or "", row.started_on.isoformat() if row.started_on else "")
    out.print(table if rows else "Nobody reports to anybody yet.")
