"""The key file beside SQLite: made with the database, followed by whoever runs, changed without a gap."""

import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from bot.commands.operations import rotate_key
from bot.settings import Settings, SettingsError
from bot.store.engine import open_engine
from bot.store.keys import WrongKey, add_newest, held
from bot.store.migrate import upgrade
from tests.conftest import KEY, MONDAY
from tests.store.texts import ask, said


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation on SQLite that knows nothing of keys."""
    return Settings(database_url=f"sqlite:///{tmp_path / 'kickstand.db'}", kickstand_secret_key=None)


@pytest.fixture
def running(settings: Settings) -> Engine:
    """The database as the running program has it open."""
    engine = open_engine(settings)
    upgrade(engine, MONDAY)
    return engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kickstand.key"


def _read_with(settings: Settings, key: str) -> dict[str, str | None]:
    engine = open_engine(settings.model_copy(update={"kickstand_secret_key": key}))
    found = said(engine)
    engine.dispose()
    return found


def test_the_key_file_is_made_once_and_for_its_owner_only(settings: Settings, file: Path) -> None:
    open_engine(settings).dispose()
    first = file.read_text()
    open_engine(settings).dispose()
    assert file.read_text() == first
    assert file.stat().st_mode & 0o077 == 0


def test_a_database_without_its_key_file_gets_no_other_key(settings: Settings, running: Engine, file: Path) -> None:
    running.dispose()
    file.unlink()
    with pytest.raises(SettingsError, match=r"kickstand.db is there, but not its key .*kickstand.key"):
        open_engine(settings)
    assert not file.exists()


def test_a_damaged_key_file_is_named(settings: Settings, running: Engine, file: Path) -> None:
    running.dispose()
    file.write_text("no key")
    with pytest.raises(WrongKey, match=r"kickstand.key must be a key"):
        open_engine(settings)


def test_a_new_key_takes_over_under_a_running_program(settings: Settings, running: Engine, file: Path) -> None:
    ask(running, 1, 2)
    old = file.read_text()
    outcome = rotate_key(settings, MONDAY, new=True)
    assert outcome.complete
    assert outcome.sentences[0].startswith("4 of 4 stored texts")
    ask(running, 3)
    new = file.read_text()
    assert new != old
    assert _read_with(settings, new) == said(running) == {"s1": "text 1", "s2": "text 2", "s3": "text 3"}
    with pytest.raises(WrongKey):
        _read_with(settings, old)
    aside = file.with_name("kickstand.key.before-20261116T090000")
    assert aside.read_text() == old
    assert aside.stat().st_mode & 0o077 == 0
    assert str(aside) in outcome.sentences[1]
    running.dispose()


def test_nothing_is_lost_that_is_written_while_the_key_changes(settings: Settings, running: Engine, file: Path) -> None:
    stop, begun = threading.Event(), threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            ask(running, len(written))
            written.append(len(written))
            begun.set()
            stop.wait(0.005)  # SQLite is not fair: who writes without a pause starves the others

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert begun.wait(10)
        for _ in range(3):
            assert rotate_key(settings, MONDAY, new=True).complete
    finally:
        stop.set()
        thread.join()
    assert held(file) == [file.read_text()]
    assert _read_with(settings, file.read_text()) == {f"s{number}": f"text {number}" for number in written}
    running.dispose()


def test_a_change_that_was_broken_off_is_finished_with_the_same_key(
    settings: Settings, running: Engine, file: Path
) -> None:
    ask(running, 1)
    add_newest(file)
    newest, _ = held(file)
    assert rotate_key(settings, MONDAY, new=True).complete
    assert held(file) == [newest]
    assert len(rotate_key(settings, MONDAY, new=False).sentences) == 1
    assert held(file) == [newest]
    running.dispose()


def test_the_old_key_stays_while_something_cannot_be_read(settings: Settings, running: Engine, file: Path) -> None:
    ask(running, 1, 2)
    with running.begin() as connection:
        connection.exec_driver_sql("UPDATE said SET text = 'damaged' WHERE id = 's2'")
    outcome = rotate_key(settings, MONDAY, new=True)
    assert not outcome.complete
    assert "Not readable with any of the keys, and left as before: 1." in outcome.sentences[1]
    assert len(held(file)) == 2
    running.dispose()


def test_a_new_key_is_not_put_in_a_file_when_the_key_is_a_setting(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="there is no key file"):
        rotate_key(settings.model_copy(update={"kickstand_secret_key": KEY}), MONDAY, new=True)


def test_no_key_is_changed_in_a_database_that_another_key_wrote(
    settings: Settings, running: Engine, file: Path
) -> None:
    ask(running, 1)
    running.dispose()
    file.write_text(Fernet.generate_key().decode())
    with pytest.raises(WrongKey, match="another key"):
        rotate_key(settings, MONDAY, new=True)
    assert len(held(file)) == 1
