"""`kickstand trial`: the first week of reading along, as an admin sees it and ends it. Decides nothing."""

from typing import Annotated

import typer
from rich.table import Table

from bot.clock import system
from bot.commands.terminal import Chosen, err, manager_called, out, print_table, program_on
from bot.slack.errors import Refusal
from bot.store.workspace import inside
from bot.team import service as team
from bot.watch.service import watching

trial_cli = typer.Typer(no_args_is_help=True, help="The first week of reading along: nothing is held yet.")


@trial_cli.command("list")
def list_(workspace: Chosen = "") -> None:
    """Show for whom I read along on trial, and until when."""
    now = system()
    with program_on() as program, inside(program.chosen(workspace)), program.runtime.sessions() as session:
        rows = [(team.person(session, each.manager_id), each.trial_until) for each in watching.on_trial(session, now)]
    table = Table("Manager", "Until, for them")
    for manager, until in rows:
        table.add_row(manager.name, f"{until.astimezone(team.zone(manager)):%Y-%m-%d %H:%M}" if until else "")
    if rows:
        print_table(table)
    else:
        out.print("Nobody is on trial.")


@trial_cli.command("end")
def end(
    manager: Annotated[str, typer.Argument(metavar="MANAGER", help="Slack's id, or the name.")], workspace: Chosen = ""
) -> None:
    """From now on hold for real what I read for this manager, who hears of it."""
    with program_on() as program, inside(program.chosen(workspace)):
        try:
            with program.runtime.sessions.begin() as session:
                found = manager_called(session, manager)
                name = found.name
                watching.end_trial(session, found.id, system())
        except Refusal:
            err.print(f"{name} is not on trial.", markup=False)
            raise typer.Exit(1) from None
        program.jobs.deliver()
    out.print(f"What I read for {name} is held for real from now on.", markup=False)
