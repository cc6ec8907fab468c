"""`kickstand playbook`: a manager's playbook from a Markdown file, and back. Says what happened; decides nothing."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import system
from bot.commands.terminal import Chosen, err, manager_called, out, program_on
from bot.playbook.blocks import PERSONAL
from bot.playbook.markdown import MarkdownErrors, parse, written
from bot.playbook.rules import Entry
from bot.playbook.service import stages
from bot.settings import SettingsError
from bot.store.workspace import inside
from bot.triage.personal import Personal
from bot.triage.personal import load as load_personal

playbook_cli = typer.Typer(no_args_is_help=True, help="What comes next at each stage, as a Markdown file.")
Manager = Annotated[str, typer.Option("--manager", metavar="ID|NAME", help="Whose playbook: Slack's id, or the name.")]


@playbook_cli.command("import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Markdown: `# Stage`, below it `## Next steps` ...")],
    manager: Manager,
    workspace: Chosen = "",
) -> None:
    """Make FILE the manager's whole playbook. One bad line, and nothing is imported."""
    entries = _parsed(path)
    with program_on() as program, inside(program.chosen(workspace)), program.runtime.sessions.begin() as session:
        _refuse_personal(entries, load_personal(program.runtime.settings.kickstand_never_hold))
        done = stages.replace(session, manager_called(session, manager).id, entries, system())
    out.print(
        f"{done.added} added, {done.changed} changed, {done.unchanged} as they were, {done.removed} taken out.",
        markup=False,
    )


@playbook_cli.command()
def export(manager: Manager, workspace: Chosen = "") -> None:
    """Print the manager's playbook as Markdown, as `import` reads it."""
    with program_on() as program, inside(program.chosen(workspace)), program.runtime.sessions() as session:
        typer.echo(written(stages.entries(session, manager_called(session, manager).id)))


def _refuse_personal(entries: Iterable[Entry], personal: Personal) -> None:
    """Reps would read it; as in the form in Slack, nothing personal is kept. Links are not looked at."""
    found = [each.name for each in entries if any(personal.verdict(text).yes for text in each.texts)]
    for name in found:
        err.print(f"{name}: {PERSONAL}", markup=False, soft_wrap=True)
    if found:
        err.print("Nothing was imported.")
        raise typer.Exit(1)


def _parsed(path: Path) -> list[Entry]:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not text in UTF-8.") from None
    except MarkdownErrors as errors:
        for each in errors.errors:
            err.print(f"line {each.line}: {each.sentence}", markup=False, soft_wrap=True)
        err.print("Nothing was imported.")
        raise typer.Exit(1) from None
