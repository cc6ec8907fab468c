"""Migrations make the tables that the code expects, on both databases, and can be taken back."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from bot.app import tables
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.migrate import Shape, config, shape, upgrade
from tests.conftest import KEY, MONDAY


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: str = request.getfixturevalue("postgresql")
    with create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty"))
        connection.execute(text("CREATE DATABASE empty"))
    return make_url(server).set(database="empty").render_as_string(hide_password=False)


def test_migrating_makes_exactly_the_tables_of_the_code_and_back_to_nothing(empty_url: str) -> None:
    engine = open_engine(Settings(database_url=empty_url, kickstand_secret_key=KEY))
    assert shape(engine) == Shape.EMPTY
    assert upgrade(engine, MONDAY) is None
    assert shape(engine) == Shape.CURRENT
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables()) == []
    command.downgrade(config(engine), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    command.upgrade(config(engine), "head")
    assert shape(engine) == Shape.CURRENT
    engine.dispose()


def test_an_old_sqlite_file_is_copied_before_it_is_migrated_and_a_newer_one_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = open_engine(Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=KEY))
    upgrade(engine, MONDAY)
    command.downgrade(config(engine), "-1")
    if shape(engine) == Shape.OLD:
        copy = upgrade(engine, MONDAY)
        assert copy is not None
        assert copy.exists()
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('9999')")
    assert shape(engine) == Shape.UNKNOWN
    engine.dispose()
