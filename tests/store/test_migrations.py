"""Migrations make the tables that the code expects, on both databases, keep what was stored, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.app import tables
from bot.settings import Settings, SettingsError
from bot.store.engine import open_engine
from bot.store.migrate import Shape, config, revisions, shape, upgrade
from tests.conftest import KEY, MONDAY
from tests.store.first_schema import EXPECTED, MOVED, facts, fill, values


@pytest.fixture
def database(empty_url: str) -> Iterator[Engine]:
    engine = open_engine(Settings(database_url=empty_url, kickstand_secret_key=KEY))
    yield engine
    engine.dispose()


def test_migrating_makes_exactly_the_tables_of_the_code_and_back_to_nothing(database: Engine) -> None:
    assert shape(database) == Shape.EMPTY
    assert upgrade(database, MONDAY) == (Shape.EMPTY, None)
    assert upgrade(database, MONDAY) == (Shape.CURRENT, None)
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables()) == []
    command.downgrade(config(database), "base")
    with database.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    command.upgrade(config(database), "head")
    assert shape(database) == Shape.CURRENT


def test_the_number_of_a_migrations_file_is_its_revision(database: Engine) -> None:
    known = ScriptDirectory.from_config(config(database)).walk_revisions()
    assert [*reversed(revisions())] == [each.revision for each in known]


def test_what_the_first_version_stored_is_there_in_todays(database: Engine) -> None:
    command.upgrade(config(database), "0001")
    fill(database)
    before = values(database)
    assert upgrade(database, MONDAY).before == Shape.OLD
    after = values(database)
    assert set(before) - set(after) == MOVED
    assert after == {place: found for place, found in before.items() if place not in MOVED}
    assert facts(database) == EXPECTED


def test_what_the_first_version_stored_survives_the_way_there_back_and_there_again(database: Engine) -> None:
    command.upgrade(config(database), "0001")
    fill(database)
    before = values(database)
    command.upgrade(config(database), "head")
    command.downgrade(config(database), "0001")
    assert values(database) == before
    upgrade(database, MONDAY)
    assert facts(database) == EXPECTED


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(database: Engine) -> None:
    command.upgrade(config(database), "0001")
    fill(database)
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE person DROP COLUMN quiet_until"))  # 0002 makes a table, then fails
    before = values(database)
    with pytest.raises(SQLAlchemyError):
        upgrade(database, MONDAY)
    assert values(database) == before
    with database.connect() as connection:
        assert "quiet_time" not in inspect(connection).get_table_names()
        assert MigrationContext.configure(connection).get_current_revision() == "0001"


def test_an_old_sqlite_file_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path / 'old.db'}", kickstand_secret_key=KEY))
    command.upgrade(config(engine), "0001")
    fill(engine)
    before = values(engine)
    copy = upgrade(engine, MONDAY).copy
    engine.dispose()
    assert copy == tmp_path / "old.db.before-20261116T090000"
    way_back = open_engine(Settings(database_url=f"sqlite:///{copy}", kickstand_secret_key=KEY))
    assert shape(way_back) == Shape.OLD
    assert values(way_back) == before
    way_back.dispose()


def test_what_a_newer_version_wrote_is_left_alone(database: Engine) -> None:
    upgrade(database, MONDAY)
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert shape(database) == Shape.UNKNOWN
    with pytest.raises(SettingsError, match="newer version"):
        upgrade(database, MONDAY)
