"""The command line. Reads arguments, calls one thing, says what happened; exit code 2 for a setting that is wrong."""

import sys
from http.client import HTTPException
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.error import URLError

import typer
from cryptography.fernet import Fernet
from rich.table import Table
from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from bot import running
from bot.clock import system
from bot.commands import checking, operations
from bot.commands.evidence import evidence, replay
from bot.commands.off import freeze_cli, release_all
from bot.commands.playbook import playbook_cli
from bot.commands.score import score_command, weekly
from bot.commands.setup import setup, show_manifest
from bot.commands.team import team_cli
from bot.commands.terminal import Chosen, err, out, program_on
from bot.commands.triage import triage
from bot.commands.trial import trial_cli
from bot.settings import SettingsError, load
from bot.slack.failures import refusal
from bot.store.engine import open_engine, reason
from bot.store.keys import WrongKey
from bot.store.migrate import Shape, upgrade
from bot.telemetry import logs
from bot.triage.labelled import LabelledError
from bot.triage.linear import WeightsError
from bot.triage.pattern_files import NeverHoldError

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kickstand holds help requests for a while, asks what was tried, and brings managers something easy to coach.",
)
cli.add_typer(team_cli, name="team")
cli.add_typer(playbook_cli, name="playbook")
cli.add_typer(trial_cli, name="trial")
cli.command()(setup)
cli.command("manifest")(show_manifest)
cli.add_typer(freeze_cli, name="freeze")
cli.command("release-all")(release_all)
cli.command()(triage)
cli.command()(weekly)
cli.command("score")(score_command)
cli.command()(replay)
cli.command()(evidence)
_MIGRATED = {
    Shape.EMPTY: "The tables are made.",
    Shape.OLD: "The database is migrated.",
    Shape.CURRENT: "The database is up to date.",
}


def main(words: list[str] | None = None) -> None:
    """Run the command in `words`, or in the process's arguments.

    What is wrong with the settings, or with a labelled file, is said in one sentence, exit code 2.
    """
    try:
        cli(words)
    except (SettingsError, NeverHoldError, WrongKey, LabelledError, WeightsError) as error:
        _end(str(error), 2)
    except (SlackClientError, URLError, ConnectionError, TimeoutError, HTTPException) as error:
        said = refusal(error)
        _end(f"{f'Slack said no: {said}' if said else 'Slack cannot be reached'}. `kickstand check` tells more.", 1)
    except SQLAlchemyError as error:
        _end(f"The database said no ({reason(error)}). `kickstand check` tells more.", 1)


def _end(sentence: str, code: int) -> NoReturn:
    """One line, whatever the window: it may end in a journal."""
    err.print(sentence, markup=False, soft_wrap=True)
    sys.exit(code)


@cli.command()
def demo(
    headless: Annotated[bool, typer.Option(help="Play a scripted week and print it; no browser.")] = False,
    port: Annotated[int, typer.Option(help="Where the page is served.", min=1, max=65535)] = 8484,
    year: Annotated[
        bool, typer.Option("--year", help="Simulate a year of three teams and print their scores.")
    ] = False,
) -> None:
    """Try it without Slack: a local Slack with a small team, on a page in your browser."""
    from bot.sandbox import demo as sandbox_demo  # the sandbox and its web server are needed here alone
    from bot.sandbox import year as sandbox_year

    if year:
        sandbox_year.show(out)
    elif headless:
        sandbox_demo.headless(out)
    else:
        sandbox_demo.serve(out, port)


@cli.command()
def run() -> None:
    """Run against Slack: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on KICKSTAND_PORT."""
    settings = load()
    logs.start(settings)
    if settings.slack_app_token:
        running.over_socket(settings)
    else:
        from bot import over_http  # its server is needed here alone

        over_http.serve(settings)


@cli.command()
def check() -> None:
    """Say in words what is wrong with tokens, scopes, database and migrations."""
    findings = list(checking.check(load()))
    for finding in findings:
        mark = "[red]✗[/red]" if finding.wrong else "[green]✓[/green]"
        out.print(f"{mark} {finding.what}" + (": " if finding.wrong else ""), end="")
        out.print(finding.wrong, markup=False, soft_wrap=True)
    raise typer.Exit(1 if any(finding.wrong for finding in findings) else 0)


@cli.command()
def migrate() -> None:
    """Bring the database to the shape this version needs. A SQLite file is copied first."""
    done = upgrade(open_engine(load()), system())
    out.print(_MIGRATED[done.before])
    if done.copy:
        out.print(f"The way back is the copy {done.copy}.", markup=False, soft_wrap=True)


@cli.command()
def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; a file that is not.")],
) -> None:
    """Copy the SQLite database to FILE, also while Kickstand runs. The key is not in it."""
    _say(operations.back_up(load(), to))


@cli.command()
def export(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="Where the zip goes; a file that is not.")],
    workspace: Chosen = "",
) -> None:
    """Write settings, reporting lines, buttons and times to FILE: nobody's words, and nothing about single people."""
    _say(operations.export(load(), to, workspace, system()))


@cli.command()
def restored() -> None:
    """Say, before the start, that the database came from a back-up: nothing that waits is sent twice."""
    _say(operations.restored(load()))


@cli.command("rotate-key")
def rotate_key(
    new: Annotated[bool, typer.Option("--new", help="First put a new key in the key file beside SQLite.")] = False,
) -> None:
    """Encrypt what is stored with the newest key, also while Kickstand runs."""
    _say(operations.rotate_key(load(), system(), new=new))


def _say(outcome: operations.Outcome) -> None:
    for sentence in outcome.sentences:
        out.print(sentence, markup=False, soft_wrap=True)
    if not outcome.complete:
        raise typer.Exit(1)


@cli.command("new-key")
def new_key() -> None:
    """Print a key for KICKSTAND_SECRET_KEY. Keep it: without it the stored text cannot be read."""
    out.print(Fernet.generate_key().decode(), markup=False)


@cli.command()
def tick() -> None:
    """Do everything that is due now, once. Harmless beside a running Kickstand."""
    with program_on() as program:
        program.tick()
        program.jobs.expire()
    out.print("Done: everything that was due.")


@cli.command()
def workspaces() -> None:
    """List the workspaces in which Kickstand is installed, and those that it was removed from."""
    there = operations.workspaces(load())
    table = Table("Id", "Name", "Installed", "Gone")
    for each in there:
        table.add_row(
            each.id, each.name, f"{each.installed_at:%Y-%m-%d}", f"{each.gone_at:%Y-%m-%d}" if each.gone_at else ""
        )
    out.print(table if there else "Kickstand is not installed anywhere yet.")
