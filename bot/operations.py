"""What somebody does who looks after a database: back-up, life after a restore, a new key. Never calls Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.orm import Session

from bot.app import tables
from bot.settings import Settings, SettingsError
from bot.slack.outbox import AUTHORIZATION, Post
from bot.slack.workspaces import Workspace
from bot.store import keys
from bot.store.backup import copy
from bot.store.encrypted import Count, check_key, rotate
from bot.store.engine import database_url, key_file, open_engine
from bot.store.lock import alone
from bot.store.migrate import Shape, shape


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
