"""What the commands share: where they print, the program on a database, how a moment or a manager is typed."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from bot import running
from bot.app import Kickstand, build
from bot.clock import Clock, system
from bot.settings import SettingsError, load
from bot.store.engine import database_url
from bot.team import service as team
from bot.team.models import Person

Chosen = Annotated[str, typer.Option("--workspace", metavar="T...", help="Which workspace, when there are several.")]
out, err = Console(highlight=False), Console(stderr=True, highlight=False)

WIDE = 160
"""Columns of a table at least: an id or a label must not be cut, however narrow the window."""


def print_table(table: Table) -> None:
    """Print a table whose rows stay lines; a narrow window wraps them as it wraps any line."""
    Console(highlight=False, width=max(out.width, WIDE)).print(table, crop=False)


def say(sentence: str) -> None:
    """Print a sentence: its words stay whole in a window, and it stays one line in a file or a pipe."""
    out.print(sentence, markup=False, soft_wrap=not out.is_terminal)


@contextmanager
def program_on(clock: Clock = system) -> Iterator[Kickstand]:
    """The program for one command, on a database that has its tables. Raises SettingsError."""
    program = build(load(), clock)
    try:
        running.prepare(program)
        yield program
    finally:
        program.close()


def moment(text: str) -> datetime:
    """The moment that was typed after --as-of; nothing typed: now. Raises SettingsError."""
    if not text:
        return system()
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--as-of wants a moment like 2026-11-23T09:00:00+00:00 (it is {text!r}).") from None
    if typed.tzinfo is None:
        raise SettingsError(f"--as-of needs its offset, as in {text}+00:00.")
    if typed > system():
        raise not_yet(text)
    return typed


def not_yet(text: str) -> SettingsError:
    """What is raised for a moment that has not come."""
    return SettingsError(f"--as-of has not come yet (it is {text!r}).")


def must_be_there() -> None:
    """For a command that only tells what was recorded. Raises SettingsError where the database is no file yet."""
    url = database_url(load().database_url)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
        raise SettingsError(f"There is no database at {url.database}, so nothing was recorded.")


def manager_called(session: Session, wanted: str) -> Person:
    """The one manager of this id, name or first name. Raises SettingsError, naming those that there are."""
    there, name = team.managers(session), wanted.strip().casefold()
    found = (
        [each for each in there if each.id == wanted.strip("<@>")]
        or [each for each in there if each.name.casefold() == name]
        or [each for each in there if each.first_name.casefold() == name]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise SettingsError(f"Several managers are called {wanted}: say which id, {', '.join(e.id for e in found)}.")
    names = ", ".join(f"{each.name} ({each.id})" for each in sorted(there, key=lambda each: each.name))
    raise SettingsError(
        f"No manager here is called {wanted!r}. {f'I know {names}.' if names else 'Nobody leads a team yet.'}"
    )


def typed_by() -> str:
    """The user of the operating system; its number where it has no name, as in a container."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"user {os.getuid()}"
