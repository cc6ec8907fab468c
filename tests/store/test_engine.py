"""SQLite's queue of writers: nobody loses an update or is told that the database is locked; readers wait for nobody."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.settings import Settings
from bot.store.engine import open_engine, reading
from tests.conftest import KEY

WRITERS, TIMES = 8, 15


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A file with one number in it."""
    found = open_engine(Settings(database_url=f"sqlite:///{tmp_path / 'one.db'}", kickstand_secret_key=KEY))
    with found.begin() as connection:
        connection.execute(text("CREATE TABLE one (number INTEGER)"))
        connection.execute(text("INSERT INTO one VALUES (0)"))
    yield found
    found.dispose()


def add_one(engine: Engine) -> None:
    with engine.begin() as connection:
        number = connection.scalar(text("SELECT number FROM one")) or 0
        connection.execute(text("UPDATE one SET number = :number"), {"number": number + 1})


def number(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.scalar(text("SELECT number FROM one")) or 0)


def test_many_who_write_at_once_take_turns(engine: Engine) -> None:
    failed: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(TIMES):
                add_one(engine)
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=work) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (failed, number(engine)) == ([], WRITERS * TIMES)


def test_who_fails_gives_the_turn_to_the_next(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        connection.execute(text("UPDATE one SET number = 7"))
        _ = 1 / 0
    add_one(engine)
    assert number(engine) == 1


def test_who_only_reads_waits_for_no_writer_and_sees_what_was_there_before(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE one SET number = 7"))
        assert number(engine) == 0
    assert number(engine) == 7
