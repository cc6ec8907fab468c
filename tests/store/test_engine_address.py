"""DATABASE_URL as it reaches the driver, and the word for what the driver could not do."""

import time
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.commands.checking import check
from bot.settings import Settings
from bot.store.engine import database_url, is_writable, open_engine, reason
from tests.conftest import KEY


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("sqlite:///kickstand.db", {}),
        ("postgres://u@h/k", {"connect_timeout": "10", "tcp_user_timeout": "20000"}),
        (
            "postgresql://u@h/k?connect_timeout=3&sslmode=require",
            {"connect_timeout": "3", "tcp_user_timeout": "20000", "sslmode": "require"},
        ),
    ],
)
def test_a_postgresql_that_is_cut_off_is_given_up_soon_unless_the_address_says_otherwise(
    typed: str, asked: dict[str, str]
) -> None:
    assert dict(database_url(typed).query) == asked


def test_where_nothing_can_be_written_nobody_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/k.db", kickstand_secret_key=KEY)
    with open_engine(settings).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")
        connection.exec_driver_sql("COMMIT")
    connection.engine.dispose()
    (tmp_path / "k.db-wal").mkdir()  # SQLite then says what it says of a disk that cannot be written
    tmp_path.chmod(0o500)
    try:
        if is_writable(database_url(settings.database_url)):
            pytest.skip("whoever runs the tests may write anywhere")
        monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("it waits"))
        found = next(each for each in check(settings) if each.what == "Database")
        assert found.wrong.startswith(f"I cannot write in {tmp_path}, and SQLite needs that even to read.")
    finally:
        tmp_path.chmod(0o700)


def test_what_sqlite_could_not_do_is_one_word_of_its_own(tmp_path: Path) -> None:
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path}/nowhere/k.db", kickstand_secret_key=KEY))
    with pytest.raises(OperationalError) as failed:
        engine.connect()
    assert reason(failed.value) == "SQLITE_CANTOPEN"
    assert reason(OperationalError("SELECT 'Acme'", {}, Exception("Acme"))) == "OperationalError"
