"""Moments come back as they went in, private text is unreadable in the file, concurrent writers lose nothing."""

import threading
from contextvars import copy_context
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from bot.settings import Settings, SettingsError
from bot.slack.installing.workspaces import Workspace
from bot.slack.receiving.seen import Seen, first_time
from bot.store.engine import database_url as parse_url
from bot.store.engine import open_engine
from bot.store.keys import WrongKey
from bot.store.workspace import inside
from bot.team.models import Person
from tests.conftest import KEY, MONDAY, TEAM

SAME_TEST = [HealthCheck.function_scoped_fixture]


@given(moment=st.datetimes(timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))))
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=SAME_TEST)
def test_a_moment_comes_back_as_the_same_moment(database_url: str, moment: datetime) -> None:
    if not 1900 < moment.year < 2900:
        return
    engine = open_engine(Settings(database_url=database_url, kickstand_secret_key=KEY))
    with Session(engine) as session:
        session.add(Seen(key="a moment", at=moment))
        session.flush()
        session.expire_all()
        found = session.scalars(select(Seen)).one()
        assert found.at == moment
        assert found.at.utcoffset() == timedelta(0)
        session.rollback()
    engine.dispose()


def test_a_moment_without_a_zone_is_refused_at_the_door(database_url: str) -> None:
    engine = open_engine(Settings(database_url=database_url, kickstand_secret_key=KEY))
    with Session(engine) as session, pytest.raises(StatementError, match="without a time zone"):
        session.add(Seen(key="naive", at=datetime(2026, 1, 1)))
        session.flush()
    engine.dispose()


def test_forty_writers_at_once_lose_nothing_and_a_key_is_new_exactly_once(database_url: str) -> None:
    engine = open_engine(Settings(database_url=database_url, kickstand_secret_key=KEY))
    with Session(engine) as session, session.begin():
        session.add(Person(id="U1", name="Riya", zone="UTC", hold_minutes=0, refreshed_at=MONDAY))
    new: list[bool] = []

    def work() -> None:
        for _ in range(5):
            with Session(engine) as session, session.begin():
                person = session.get_one(Person, (TEAM, "U1"), with_for_update=True)
                person.hold_minutes = (person.hold_minutes or 0) + 1
                new.append(first_time(session, "one delivery", MONDAY))

    threads = [threading.Thread(target=copy_context().run, args=(work,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert session.get_one(Person, (TEAM, "U1")).hold_minutes == 40
    assert new.count(True) == 1
    engine.dispose()


def test_many_that_open_a_new_file_at_once_all_get_in(tmp_path: Path) -> None:
    """SQLite lets nobody wait while a file changes to its write-ahead log: it says no at once."""
    opened: list[str] = []

    def open_it(url: str, together: threading.Barrier) -> None:
        engine = open_engine(Settings(database_url=url, kickstand_secret_key=KEY))
        together.wait()
        with engine.connect() as connection:
            opened.append(str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()))
        engine.dispose()

    for number in range(30):
        together = threading.Barrier(6)
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        threads = [threading.Thread(target=open_it, args=(url, together)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert opened == ["wal"] * 180


def test_text_is_unreadable_without_the_key_and_readable_with_a_newer_one_beside_it(story_database: Path) -> None:
    newer = Fernet.generate_key().decode()
    url = f"sqlite:///{story_database}"
    both = open_engine(Settings(database_url=url, kickstand_secret_key=f"{newer},{KEY}"))
    with both.connect() as connection:
        assert "secret words" not in str(connection.execute(text("SELECT * FROM said")).all())
    from bot.requests.models import Said

    with Session(both) as session:
        assert session.scalars(select(Said.text)).one() == "secret words"
    other = open_engine(Settings(database_url=url, kickstand_secret_key=newer))
    with Session(other) as session, pytest.raises(WrongKey, match="another key"):
        session.scalars(select(Said.text)).one()
    both.dispose()
    other.dispose()


@pytest.fixture
def story_database(sqlite_template: Path, tmp_path: Path) -> Path:
    """A database with one request whose text is `secret words`."""
    import shutil

    from bot.requests.models import Request, Said
    from bot.requests.rules import Part, Status, WayIn

    path = tmp_path / "secret.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=KEY))
    with inside(TEAM), Session(engine) as session, session.begin():
        session.add(Workspace(id=TEAM, bot_user_id="", bot_id="", installed_at=MONDAY))
        session.flush()
        session.add(Person(id="U1", name="Riya", zone="UTC", refreshed_at=MONDAY))
        session.flush()
        request = Request(
            id="r", rep_id="U1", manager_id="U1", way_in=WayIn.DM, status=Status.HELD, asked_at=MONDAY, hold_seconds=1
        )
        request.said.append(Said(id="s", author_id="U1", part=Part.ASK, text="secret words", at=MONDAY))
        session.add(request)
    engine.dispose()
    return path


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("sqlite:///k.db", "sqlite"),
    ],
)
def test_usual_addresses_are_understood(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


@pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", ""])
def test_other_addresses_are_named_in_a_sentence(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        parse_url(url)
