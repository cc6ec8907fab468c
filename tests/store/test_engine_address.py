"""DATABASE_URL as it reaches the driver, and the word for what the driver could not do."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.store.engine import database_url, open_engine, reason
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


def test_what_sqlite_could_not_do_is_one_word_of_its_own(tmp_path: Path) -> None:
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path}/nowhere/k.db", kickstand_secret_key=KEY))
    with pytest.raises(OperationalError) as failed:
        engine.connect()
    assert reason(failed.value) == "SQLITE_CANTOPEN"
    assert reason(OperationalError("SELECT 'Acme'", {}, Exception("Acme"))) == "OperationalError"
