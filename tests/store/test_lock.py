"""Of several processes that change a database as a whole, one does it at a time, and a dead one is in nobody's way."""

import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, make_url, text

from bot.settings import Settings, SettingsError
from bot.store.engine import open_engine
from bot.store.lock import alone
from bot.store.migrate import Shape, config, shape
from tests.conftest import KEY
from tests.store.conftest import Start
from tests.store.first_schema import EXPECTED, facts, fill

LONG = 60.0
HOLD = """
from bot.settings import load
from bot.store.engine import open_engine
from bot.store.lock import alone

with alone(open_engine(load())):
    print("held", flush=True)
    input()
"""


def _open(url: str) -> Engine:
    return open_engine(Settings(database_url=url, kickstand_secret_key=KEY))


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def _waits(engine: Engine, process: subprocess.Popen[str]) -> bool:
    """Whether this process stands before the lock."""
    if engine.dialect.name == "sqlite":
        lock, files = Path(f"{engine.url.database}.lock").resolve(), Path(f"/proc/{process.pid}/fd")
        return not files.exists() or any(each.resolve() == lock for each in files.iterdir())
    query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with engine.connect() as connection:
        return bool(connection.scalar(query) == 2)


def _migrate_twice_at_once(engine: Engine, start: Start, url: str) -> None:
    """Both have looked, and found that there is work, before either may begin."""
    with alone(engine):
        both = [start("-m", "bot", "migrate", url=url) for _ in range(2)]
        for each in both:
            _until(lambda each=each: _waits(engine, each))  # type: ignore[misc]
    for each in both:
        _, said = each.communicate(timeout=LONG)
        assert each.returncode == 0, said
    assert shape(engine) == Shape.CURRENT


def test_two_that_start_on_an_empty_database_make_its_tables_once(empty_url: str, start: Start) -> None:
    engine = _open(empty_url)
    _migrate_twice_at_once(engine, start, empty_url)
    engine.dispose()


def test_two_that_start_on_an_old_database_migrate_it_once_with_one_copy(
    empty_url: str, start: Start, tmp_path: Path
) -> None:
    engine = _open(empty_url)
    command.upgrade(config(engine), "0001")
    fill(engine)
    _migrate_twice_at_once(engine, start, empty_url)
    assert facts(engine) == EXPECTED
    engine.dispose()
    copies = 1 if make_url(empty_url).get_backend_name() == "sqlite" else 0
    assert len(list(tmp_path.glob("*.before-*"))) == copies


def test_who_starts_for_the_first_time_in_company_shares_one_key(tmp_path: Path, start: Start) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    company = [start("-m", "bot", "migrate", url=url, KICKSTAND_SECRET_KEY="") for _ in range(3)]
    for each in company:
        _, said = each.communicate(timeout=LONG)
        assert each.returncode == 0, said
    engine = open_engine(Settings(database_url=url, kickstand_secret_key=None))
    assert shape(engine) == Shape.CURRENT
    engine.dispose()
    assert len(list(tmp_path.glob("*.key*"))) == 1


def test_who_waits_too_long_is_told_and_a_process_that_dies_lets_go(empty_url: str, start: Start) -> None:
    holder = start("-c", HOLD, url=empty_url)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    engine = _open(empty_url)
    with pytest.raises(SettingsError, match="Another Kickstand"), alone(engine, timedelta(milliseconds=100)):
        pytest.fail("two hold it")
    holder.kill()
    holder.wait()
    with alone(engine, timedelta(seconds=LONG)):
        pass
    engine.dispose()
