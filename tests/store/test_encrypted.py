"""A new key takes over while others read and write: no word is lost, and then the old key can go."""

import threading
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, Text, event, literal, select, type_coerce, update
from sqlalchemy.exc import OperationalError

from bot.app import tables
from bot.requests.models import Request, Said
from bot.store.encrypted import BATCH, check_key, columns, count, rotate
from bot.store.key_mark import leave_mark
from bot.store.keys import WrongKey
from tests.conftest import KEY
from tests.store.texts import ask, opened, said, tried

NEW = Fernet.generate_key().decode()
MANY = BATCH + 30


@pytest.fixture
def both(engine: Engine) -> Iterator[Engine]:
    """The database as it is opened while the keys change."""
    found = opened(engine, NEW, KEY)
    yield found
    found.dispose()


def change(engine: Engine, numbers: range) -> None:
    """Each of these questions gets other words, one after the other, each in its own transaction."""
    for number in numbers:
        with engine.begin() as connection:
            connection.execute(update(Said).where(Said.id == f"s{number}").values(text=f"newer {number}"))


def test_every_encrypted_column_is_found() -> None:
    found = {(table.name, column.name) for table, own in columns(tables()).items() for column in own}
    assert {("said", "text"), ("request", "tried"), ("request", "options"), ("request", "urgent_why")} <= found
    assert ("person", "name") not in found


def test_the_mark_of_the_key_is_changed_with_it(engine: Engine, both: Engine) -> None:
    leave_mark(engine)
    assert rotate(both, tables()) == (1, (1, 0, 0))
    alone = opened(engine, NEW)
    leave_mark(alone)
    alone.dispose()


def test_afterwards_the_new_key_alone_reads_everything_and_the_old_one_nothing(engine: Engine, both: Engine) -> None:
    ask(engine, *range(MANY))
    assert rotate(both, tables()) == (2 * MANY, (2 * MANY, 0, 0))
    alone = opened(engine, NEW)
    assert said(alone) == {f"s{number}": f"text {number}" for number in range(MANY)}
    assert tried(alone) == {f"r{number}": f"tried {number}" for number in range(MANY)}
    check_key(alone, tables())
    with pytest.raises(WrongKey, match="written with another key"):
        said(engine)
    alone.dispose()


def test_what_has_the_newest_key_is_left_alone_so_that_it_can_be_taken_up_again(engine: Engine, both: Engine) -> None:
    ask(engine, 1, 2, 3)
    ask(both, 4, 5)
    assert count(both, tables()) == (10, 6, 0)
    assert rotate(both, tables())[0] == 6
    assert rotate(both, tables()) == (0, (10, 0, 0))


def test_words_that_are_changed_meanwhile_are_the_ones_that_stay(engine: Engine, both: Engine) -> None:
    """The running program still writes with the old key, so that there is something to write anew all the time."""
    ask(engine, *range(MANY))
    program = threading.Thread(target=change, args=(engine, range(MANY)))
    program.start()
    while program.is_alive():
        rotate(both, tables())
    assert rotate(both, tables())[1] == (2 * MANY, 0, 0)
    alone = opened(engine, NEW)
    assert said(alone) == {f"s{number}": f"newer {number}" for number in range(MANY)}
    alone.dispose()


def test_words_that_come_between_reading_and_writing_are_not_lost(engine: Engine, both: Engine) -> None:
    """Whoever comes just then waits (here: gives up at once), or has the last word."""
    ask(engine, 1)
    program = opened(engine, KEY)
    impatient = "SET lock_timeout = '100ms'" if engine.dialect.name == "postgresql" else "PRAGMA busy_timeout=100"
    event.listen(program, "connect", lambda connection, _: connection.execute(impatient).close())
    ends: list[str] = []

    @event.listens_for(both, "after_cursor_execute")
    def between(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT said") and not ends:
            try:
                change(program, range(1, 2))
                ends.append("newer 1")
            except OperationalError:
                ends.append("text 1")

    rotate(both, tables())
    assert list(said(both).values()) == ends
    program.dispose()


def test_a_program_that_still_writes_with_the_old_key_is_noticed(engine: Engine, both: Engine) -> None:
    ask(engine, *range(3))
    assert rotate(both, tables()) == (6, (6, 0, 0))
    change(engine, range(2))
    assert count(both, tables()) == (6, 2, 0)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_row_that_somebody_holds_is_not_waited_for_but_counted(engine: Engine, both: Engine) -> None:
    """Waiting while it holds rows itself could end in a deadlock with the running program."""
    ask(engine, 1, 2)
    with engine.begin() as connection:
        connection.execute(update(Request).where(Request.id == "r1").values(tried="newer"))
        assert rotate(both, tables()) == (3, (4, 1, 0))
    assert rotate(both, tables()) == (1, (4, 0, 0))
    assert tried(both) == {"r1": "newer", "r2": "tried 2"}


def test_what_no_key_can_read_is_counted_and_left_as_it_is(engine: Engine, both: Engine) -> None:
    ask(engine, 1, 2)
    with engine.begin() as connection:
        connection.execute(update(Said).where(Said.id == "s1").values(text=literal("damaged", Text())))
    assert rotate(both, tables()) == (3, (4, 0, 1))
    with engine.connect().execution_options(every_workspace=True) as connection:
        assert connection.scalar(select(type_coerce(Said.text, Text)).where(Said.id == "s1")) == "damaged"


def test_another_key_is_noticed_before_anything_is_read_or_written(engine: Engine) -> None:
    other = opened(engine, NEW)
    check_key(other, tables())  # nothing is stored yet
    leave_mark(engine)
    leave_mark(engine)
    check_key(engine, tables())
    with pytest.raises(WrongKey, match="KICKSTAND_SECRET_KEY"):
        check_key(other, tables())
    with pytest.raises(WrongKey, match="KICKSTAND_SECRET_KEY"):
        leave_mark(other)  # both started at the same moment
    other.dispose()
