"""`kickstand check`: says in words what is wrong with settings, database, tokens, scopes. Changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.app import tables
from bot.commands import checking_several
from bot.freeze import service as freezing
from bot.requests.service import releasing
from bot.settings import Settings, SettingsError
from bot.slack.failures import UNREACHED, refusal
from bot.slack.outbox import Post
from bot.store.encrypted import check_key
from bot.store.engine import database_url, is_writable, open_engine, reason
from bot.store.keys import WrongKey
from bot.store.migrate import Shape, shape
from bot.triage.pattern_files import NeverHoldError
from bot.triage.personal import load as load_personal


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `wrong` is a sentence that says what to do, or empty."""

    what: str
    wrong: str = ""


def check(settings: Settings) -> Iterator[Finding]:
    """Look at everything, in the order in which it would stop `kickstand run`."""
    looks = _SEVERAL if settings.serves_several else _ONE | (_CONSENT if settings.knows_the_app else {})
    for name, look in looks.items():
        yield Finding(name, look(settings))
    yield from _switched_off(settings)


def _database(settings: Settings) -> str:
    if _is_missing(settings):
        folder = Path(str(database_url(settings.database_url).database)).absolute().parent
        if not is_writable(database_url(settings.database_url)):
            return f"There is no database yet, and I cannot make one: {folder} is not there, or not mine to write in."
        return "There is no database yet. `kickstand migrate` makes it; `kickstand run` does too."
    try:
        engine = open_engine(settings)
        found = shape(engine)
        if found == Shape.CURRENT:
            check_key(engine, tables())
        engine.dispose()
    except (SettingsError, WrongKey) as error:
        return str(error)
    except SQLAlchemyError as error:
        return _unanswered(settings, reason(error))
    return {
        Shape.CURRENT: "",
        Shape.EMPTY: "The database is empty. `kickstand migrate` makes the tables; `kickstand run` does too.",
        Shape.OLD: "The database is older than this version. Run `kickstand migrate`.",
        Shape.UNKNOWN: "The database was written by a newer version. Install that version.",
    }[found]


def _unanswered(settings: Settings, why: str) -> str:
    url = database_url(settings.database_url)
    if url.drivername == "sqlite" and not is_writable(url):
        folder = Path(str(url.database)).absolute().parent
        return f"I cannot write in {folder}, and SQLite needs that even to read. Make it mine, or move the database."
    return f"The database does not answer ({why}). Check DATABASE_URL."


def _is_missing(settings: Settings) -> bool:
    """A SQLite file that is not there: opening it would make one, and a check changes nothing."""
    try:
        url = database_url(settings.database_url)
    except SettingsError:
        return False
    return url.drivername == "sqlite" and bool(url.database) and not Path(str(url.database)).exists()


def _with_database(settings: Settings, look: Callable[[Engine], str]) -> str:
    """What `look` finds; nothing while there is no database, or none that answers."""
    if _is_missing(settings):
        return ""
    try:
        engine = open_engine(settings)
        found = look(engine)
        engine.dispose()
    except (SettingsError, WrongKey, SQLAlchemyError):
        return ""  # the database's own line says what is wrong
    return found


def _workspaces(settings: Settings) -> str:
    return _with_database(settings, lambda engine: checking_several.workspaces(settings, engine))


def _stuck(settings: Settings) -> str:
    return _with_database(settings, _stuck_in)


def _stuck_in(engine: Engine) -> str:
    with Session(engine) as session:
        query = select(Post.trouble, func.count()).where(Post.trouble.is_not(None)).group_by(Post.trouble)
        found = session.execute(query, execution_options={"every_workspace": True}).all()
    if not found:
        return ""
    return "Some messages have not arrived: " + ", ".join(f"{count} × {trouble}" for trouble, count in found) + "."


def _switched_off(settings: Settings) -> Iterator[Finding]:
    """What an admin switched off: nothing is wrong with it, and somebody may wonder."""
    said = _with_database(settings, lambda engine: "\n".join(_switches_in(engine)))
    yield from (Finding(line) for line in said.splitlines())


def _switches_in(engine: Engine) -> Iterator[str]:
    with Session(engine) as session:
        if last := releasing.last(session):
            yield f"Everything was let go out at {last.at:%Y-%m-%d %H:%M} UTC by {last.by} ({last.released} questions)"
        for each in freezing.for_everybody(session):
            until = f"to {each.last_day}" if each.last_day else "on, until `kickstand freeze end`"
            yield f"Nothing waits in {each.workspace_id} from {each.first_day} {until}"


def _client(settings: Settings, token: str) -> WebClient:
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=10)


def bot_token(settings: Settings) -> str:
    """What is wrong with the bot's token and its scopes, as Slack says; or nothing."""
    if not settings.slack_bot_token:
        return "SLACK_BOT_TOKEN is missing. Install the app to your workspace and copy the bot token (xoxb-...)."
    try:
        answer: Any = _client(settings, settings.slack_bot_token).auth_test()
    except UNREACHED as error:
        if said := refusal(error):
            return f"Slack does not accept the bot token ({said}). Copy it again from the app's page."
        return checking_several.unreached(settings)
    lacks = checking_several.missing(answer)
    if not lacks:
        return ""
    return f"The bot lacks {lacks}. Update the app with what `kickstand manifest` prints, and install it again."


def app_token(settings: Settings) -> str:
    """What is wrong with the way in which Slack reaches us, as far as Slack says; or nothing."""
    if not settings.slack_app_token:
        if settings.slack_signing_secret:
            return ""
        return "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP."
    try:
        _client(settings, "").apps_connections_open(app_token=settings.slack_app_token)
    except UNREACHED as error:
        if said := refusal(error):
            switch = "Make one with the scope connections:write, and switch Socket Mode on."
            return f"Slack does not accept the app token ({said}). {switch}"
        return checking_several.unreached(settings)
    return ""


def _list(settings: Settings) -> str:
    try:
        load_personal(settings.kickstand_never_hold)
    except NeverHoldError as error:
        return str(error)
    return ""


_ONE: dict[str, Callable[[Settings], str]] = {
    "Database": _database,
    "Messages": _stuck,
    "Bot token and scopes": bot_token,
    "How Slack reaches me": app_token,
    "Never-hold list": _list,
}
_CONSENT: dict[str, Callable[[Settings], str]] = {"Managers' consent": checking_several.consent}
_SEVERAL: dict[str, Callable[[Settings], str]] = {
    "Database": _database,
    "Messages": _stuck,
    "The app, and how Slack reaches me": checking_several.app,
    "Workspaces": _workspaces,
    "Never-hold list": _list,
}
