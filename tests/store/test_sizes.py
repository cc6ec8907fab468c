"""SQLite picks the right index among many rows of one workspace, also on connections that were open before."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from benchmarks.seeding import manager, seed_pending, seed_teams
from benchmarks.slack import TEAM
from bot.requests.service.lists import lists
from bot.settings import Settings
from bot.store.engine import learn_sizes, open_engine
from bot.store.workspace import inside, sessions_on
from tests.conftest import KEY


@pytest.fixture
def among_many(sqlite_template: Path, tmp_path: Path) -> Engine:
    """A workspace of a hundred reps with five thousand questions."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'many.db')}"
    engine = open_engine(Settings(database_url=url, kickstand_secret_key=KEY))
    seed_teams(engine, managers=10)
    seed_pending(engine, 5000, reps=100)
    return engine


def plans(engine: Engine) -> str:
    """How SQLite goes about a manager's lists in App Home."""
    asked = []
    event.listen(engine, "before_cursor_execute", lambda _, cursor, text, values, *__: asked.append((text, values)))
    with inside(TEAM), sessions_on(engine).begin() as session:
        lists(session, manager(0), most=10)
        of_requests = [each for each in asked if "FROM request" in each[0]]
        rows = [
            row
            for text, values in of_requests
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    return "\n".join(row[3] for row in rows)


def test_a_managers_lists_do_not_read_what_the_rest_of_the_workspace_asked(among_many: Engine) -> None:
    whole_workspace = "ix_request_rep_id_status (workspace_id=?)\n"
    assert whole_workspace in plans(among_many)
    learn_sizes(among_many)
    assert whole_workspace not in plans(among_many)
    assert "ix_request_deputy_id (workspace_id=? AND deputy_id=?)" in plans(among_many)
