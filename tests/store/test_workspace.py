"""Whose rows a session sees: every table says whose its rows are, and nothing reaches over without saying so."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, exists, func, insert, inspect, select, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session, aliased

from bot.app import tables
from bot.slack.installing.workspaces import Workspace
from bot.store.workspace import NoWorkspace, current, inside, rename, sessions_on
from bot.team.models import Person, Team, TimeOff
from tests.conftest import MONDAY, TEAM, reached_over
from tests.watch import is_narrow

ELSEWHERE = "T0ELSEWHERE"
OF_NOBODY = {"workspace", "oauth_state", "key_mark"}
"""Tables that are about workspaces themselves, or about somebody before anybody knows which is theirs."""


@pytest.fixture
def two(engine: Engine) -> Iterator[Engine]:
    """Two workspaces, each with somebody of the same id."""
    with engine.begin() as connection:
        row = {"id": ELSEWHERE, "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": MONDAY}
        connection.execute(insert(Workspace).values(row))
    for workspace_id, name in ((TEAM, "Riya"), (ELSEWHERE, "Somebody else")):
        with inside(workspace_id), sessions_on(engine).begin() as session:
            session.add(Person(id="U1", name=name, refreshed_at=MONDAY))
            session.flush()
            session.add(Team(manager_id="U1", created_at=MONDAY))
            session.add(TimeOff(person_id="U1", first_day=MONDAY.date(), last_day=MONDAY.date()))
    yield engine


def test_every_table_says_whose_its_rows_are() -> None:
    for table in tables().sorted_tables:
        if table.name not in OF_NOBODY:
            assert "workspace_id" in table.c, table.name
            assert not table.c.workspace_id.nullable


def test_a_key_that_slack_makes_is_a_key_within_its_workspace() -> None:
    slack_made = {"person", "team", "weekly_score", "seen", "conversation", "pause"}
    found = {table.name for table in tables().sorted_tables if "workspace_id" in table.primary_key.columns}
    assert slack_made <= found
    for table in tables().sorted_tables:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name == "person":
                assert "workspace_id" in constraint.column_keys, f"{table.name} may refer to a stranger"


def test_a_session_reads_its_own_workspace_only_however_it_asks(two: Engine) -> None:
    other = aliased(Person)
    with inside(ELSEWHERE), sessions_on(two).begin() as session:
        theirs = session.scalars(select(TimeOff.id)).one()
    with sessions_on(two).begin() as session:
        assert [each.name for each in session.scalars(select(Person))] == ["Riya"]
        assert session.scalars(select(other.name)).all() == ["Riya"]
        assert session.get_one(Person, "U1").name == "Riya"
        assert session.get(TimeOff, theirs) is None
        assert len(session.get_one(Person, "U1").time_off) == 1
        joined = select(Person.name).join(Team, Team.manager_id == Person.id)
        assert session.scalars(joined).all() == ["Riya"]
        assert session.scalars(select(Person.name).where(Person.id.in_(select(Team.manager_id)))).all() == ["Riya"]
        assert session.scalar(select(func.count()).select_from(Person)) == 1
        assert session.scalar(select(func.count()).select_from(other)) == 1
        assert session.scalar(select(exists().where(Person.name == "Somebody else"))) is False


def test_a_session_changes_and_deletes_its_own_workspace_only(two: Engine) -> None:
    with sessions_on(two).begin() as session:
        session.execute(update(Person).values(name="Changed"))
        session.execute(delete(TimeOff))
    with inside(ELSEWHERE), sessions_on(two).begin() as session:
        assert session.get_one(Person, "U1").name == "Somebody else"
        assert len(session.get_one(Person, "U1").time_off) == 1


def test_what_looks_across_says_so(two: Engine) -> None:
    with sessions_on(two).begin() as session:
        names = session.scalars(select(Person.name), execution_options={"every_workspace": True})
        assert sorted(names) == ["Riya", "Somebody else"]


def test_outside_any_workspace_nothing_is_read_or_written(two: Engine) -> None:
    troubles: list[type[Exception]] = []

    def stray() -> None:
        for act in (
            lambda session: session.scalars(select(Person)).all(),
            lambda session: session.get(Person, "U1"),
            lambda session: session.execute(delete(TimeOff)),
            lambda session: (session.add(Person(id="U2", name="", refreshed_at=MONDAY)), session.flush()),
            lambda session: current(),
        ):
            try:
                with sessions_on(two).begin() as session:
                    act(session)
            except (NoWorkspace, StatementError) as error:
                troubles.append(type(error))

    thread = threading.Thread(target=stray)  # a new thread is in no workspace
    thread.start()
    thread.join()
    assert len(troubles) == 5


def test_rows_that_were_nobodys_yet_are_given_to_their_workspace(two: Engine) -> None:
    with two.begin() as connection:
        row = {"id": "T0NEW", "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": MONDAY}
        connection.execute(insert(Workspace).values(row))
    with Session(two) as session, session.begin():
        rename(session, tables(), ELSEWHERE, "T0NEW")
    with inside("T0NEW"), sessions_on(two).begin() as session:
        assert session.get_one(Person, "U1").name == "Somebody else"
        assert len(session.get_one(Person, "U1").time_off) == 1
    with inside(ELSEWHERE), sessions_on(two).begin() as session:
        assert session.scalars(select(Person)).all() == []
    assert inspect(two).has_table("person")


def test_the_watch_over_every_statement_of_the_suite_sees_one_that_reaches_over(engine: Engine) -> None:
    with inside(TEAM), engine.connect() as connection:
        connection.execute(select(Person.name).where(Person.id == "U1"))
        connection.execute(update(Person).where(Person.id == "U1").values(name=""))
        connection.rollback()
    assert len(reached_over) == 2
    reached_over.clear()


@pytest.mark.parametrize(
    ("statement", "is_fine"),
    [
        ("SELECT person.id FROM person WHERE person.workspace_id = ? AND person.id = ?", True),
        ("SELECT person.id FROM person WHERE person.id = ?", False),
        ("SELECT request.id FROM request WHERE request.id = ?", True),
        ("SELECT request.id FROM request WHERE request.id = ? OR request.rep_id = ?", False),
        ("UPDATE request SET status=? WHERE request.id = ?", True),
        ("UPDATE request SET status=? WHERE request.rep_id = ?", False),
        ("DELETE FROM said WHERE said.id = ?", True),
        ("DELETE FROM said", False),
        ("SELECT a.workspace_id FROM person AS a WHERE a.id = ?", False),
        ("SELECT version_num FROM alembic_version", True),
    ],
)
def test_which_statements_are_narrow(statement: str, is_fine: bool) -> None:
    assert is_narrow(statement) is is_fine
