"""Stored texts for tests of keys and back-ups: requests of Riya's, each with one question."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.requests.models import Request, Said
from bot.requests.rules import Part, Status, WayIn
from bot.settings import Settings
from bot.slack.installing.workspaces import Workspace
from bot.store.engine import open_engine
from bot.store.workspace import inside
from bot.team.models import Person
from tests.conftest import MONDAY, TEAM


def opened(engine: Engine, *keys: str) -> Engine:
    """The same database with these keys, the newest first."""
    url = engine.url.render_as_string(hide_password=False)
    return open_engine(Settings(database_url=url, kickstand_secret_key=",".join(keys)))


def ask(engine: Engine, *numbers: int) -> None:
    """Requests with these numbers, in one transaction: what was tried in one table, the question in another."""
    with inside(TEAM), Session(engine) as session, session.begin():
        session.merge(Workspace(id=TEAM, bot_user_id="", bot_id="", installed_at=MONDAY))
        session.flush()
        session.merge(Person(workspace_id=TEAM, id="U1", name="Riya", zone="UTC", refreshed_at=MONDAY))
        session.flush()
        for number in numbers:
            request = Request(
                id=f"r{number}",
                rep_id="U1",
                manager_id="U1",
                way_in=WayIn.DM,
                status=Status.HELD,
                asked_at=MONDAY,
                hold_seconds=60,
                tried=f"tried {number}",
            )
            request.said.append(Said(id=f"s{number}", author_id="U1", part=Part.ASK, text=f"text {number}", at=MONDAY))
            session.add(request)


def said(engine: Engine) -> dict[str, str | None]:
    """Every question, by its id. Raises WrongKey when one cannot be read."""
    with engine.connect().execution_options(every_workspace=True) as connection:
        return {row.id: row.text for row in connection.execute(select(Said.id, Said.text))}


def tried(engine: Engine) -> dict[str, str | None]:
    """What was tried, by the request's id. Raises WrongKey when one cannot be read."""
    with engine.connect().execution_options(every_workspace=True) as connection:
        return {row.id: row.tried for row in connection.execute(select(Request.id, Request.tried))}
