"""What somebody does who looks after a database: back-up, a restore, a new key, an export. Never calls Slack."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.orm import Session

from bot.app import tables
from bot.privacy.service import exporting
from bot.settings import Settings, SettingsError
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import AUTHORIZATION, Post
from bot.store import keys
from bot.store.backup import copy
from bot.store.encrypted import Count, check_key, rotate
from bot.store.engine import database_url, key_file, open_engine, reading
from bot.store.lock import alone
from bot.store.migrate import Shape, shape
from bot.store.workspace import inside, sessions_on


class Outcome(NamedTuple):
    """What to tell, and whether everything was done."""

    sentences: list[str]
    complete: bool = True


def back_up(settings: Settings, to: Path) -> Outcome:
    """Copy a SQLite file. Raises SettingsError for another database, or when the copy cannot be made."""
    url = database_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise SettingsError(
            "`kickstand backup` copies a SQLite file. For PostgreSQL use pg_dump: see docs/operations.md."
        )
    copy(Path(url.database), to)
    where = "in KICKSTAND_SECRET_KEY" if settings.kickstand_secret_key else f"in {key_file(settings)}"
    return Outcome([f"The copy is {to}.", f"The key is not in it. It is {where}; keep that somewhere else, and safe."])


def restored(settings: Settings) -> Outcome:
    """Have every message that waits looked for in Slack first: it may have been sent after the back-up was made.

    Raises SettingsError or WrongKey for a database that cannot be used as it is.
    """
    with _open(settings) as engine:
        waits = or_(Post.next_try_at.is_not(None), Post.trouble.in_(AUTHORIZATION))
        unsure = update(Post).where(Post.ts.is_(None), waits)
        since = {"unsure_since": func.coalesce(Post.unsure_since, Post.created_at)}
        with engine.begin() as connection:
            found = connection.execute(unsure.values(since).execution_options(every_workspace=True)).rowcount
    return Outcome([f"{found or 'No'} {_messages(found)} waiting. What Slack has already is not sent again."])


def _messages(number: int) -> str:
    return "message is" if number == 1 else "messages are"


def rotate_key(settings: Settings, now: datetime, *, new: bool) -> Outcome:
    """Encrypt everything with the newest key; from a key file the older ones are then taken out.

    `new`: put a new key in the file first, unless an earlier run that was broken off did so already.
    Raises SettingsError when the key is not in a file, WrongKey when it is not the one of this database.
    """
    file = key_file(settings)
    if new and file is None:
        raise SettingsError(
            "KICKSTAND_SECRET_KEY is set, so there is no key file. Put a key of `kickstand new-key` first in it, then "
            "a comma and the old one, and run this without --new."
        )
    with _open(settings) as engine, alone(engine):
        if file and new and len(keys.held(file)) == 1:
            keys.add_newest(file)
        written, found = rotate(engine, tables())
        said = [f"{written} of {found.stored} stored texts are encrypted anew, with the newest key."]
        if found.old or found.unreadable:
            return Outcome(said + _left(found), complete=False)
        return Outcome(said + _old_key(settings, file, now))


def workspaces(settings: Settings) -> list[Workspace]:
    """Every workspace that is known, and that is not forgotten yet. Raises SettingsError or WrongKey."""
    with _open(settings) as engine, Session(engine) as session:
        return list(session.scalars(select(Workspace).order_by(Workspace.installed_at, Workspace.id)))


def export(settings: Settings, to: Path, workspace_id: str, now: datetime) -> Outcome:
    """A zip for an admin: what `bot/privacy/service/exporting.py` allows, one JSON row a line, and what is not in it.

    Raises SettingsError when the file is there already or cannot be written, or it is not clear which workspace.
    """
    if to.exists():
        raise SettingsError(f"{to} is there already. Name a file that is not.")
    with _open(settings) as engine, reading(engine) as connection, sessions_on(engine)(bind=connection) as session:
        files = _files(session, workspace_id, now)
    try:
        _zip(to, files)
    except OSError as error:
        to.unlink(missing_ok=True)
        raise SettingsError(f"{to} cannot be written: {error.strerror}.") from None
    return Outcome([f"The export is {to}. about.json in it says what it holds, what it leaves out, and why."])


def _files(session: Session, workspace_id: str, now: datetime) -> dict[str, str]:
    with inside(_chosen(session, workspace_id)):
        about = {"about.json": json.dumps(exporting.about(session, now), indent=2)}
        return about | {f"{name}.jsonl": _lines(rows) for name, rows in exporting.exported(session)}


def _chosen(session: Session, wanted: str) -> str:
    """This workspace or, when it is empty, the only one. Raises SettingsError."""
    there = list(session.scalars(select(Workspace.id).where(Workspace.gone_at.is_(None)).order_by(Workspace.id)))
    if wanted in there or (not wanted and len(there) == 1):
        return wanted or there[0]
    raise SettingsError(f"Say which workspace is meant, with --workspace. There are {', '.join(there) or 'none'}.")


def _lines(rows: list[exporting.Json]) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in rows)


def _zip(to: Path, files: Mapping[str, str]) -> None:
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw, ZipFile(raw, "w") as made:
        for name, text in files.items():
            made.writestr(name, text, ZIP_DEFLATED)


def _left(found: Count) -> list[str]:
    said = []
    if found.old:
        said.append(
            f"Still with an older key: {found.old}. If a Kickstand runs that does not have the newest key yet, start "
            "it again with it. Then run this once more."
        )
    if found.unreadable:
        said.append(f"Not readable with any of the keys, and left as before: {found.unreadable}.")
    return [*said, "Keep the older keys for now."]


def _old_key(settings: Settings, file: Path | None, now: datetime) -> list[str]:
    """Where the older keys go."""
    if file is None:
        several = "," in (settings.kickstand_secret_key or "")
        return ["The older keys can leave KICKSTAND_SECRET_KEY. Back-ups made until now still need them."] * several
    if len(keys.held(file)) == 1:
        return []
    aside = keys.keep_newest(file, now)
    return [f"The older key is in {aside} now. Delete it when no back-up made until now is left: they need it."]


@contextmanager
def _open(settings: Settings) -> Iterator[Engine]:
    """The database, when it has this version's shape and our key."""
    engine = open_engine(settings)
    try:
        if shape(engine) != Shape.CURRENT:
            raise SettingsError("The database does not have the shape of this version. Run `kickstand migrate` first.")
        check_key(engine, tables())
        yield engine
    finally:
        engine.dispose()
