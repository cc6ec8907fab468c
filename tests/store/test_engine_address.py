"""DATABASE_URL as it reaches the driver. Connects to nothing."""

import pytest

from bot.store.engine import database_url


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
