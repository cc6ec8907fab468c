"""The world of the team's tests."""

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings
from bot.store.engine import open_engine
from tests.team.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Five people who know nothing of each other, in a real database of either kind."""
    engine = open_engine(Settings(database_url=database_url, kickstand_secret_key=Fernet.generate_key().decode()))
    yield World(engine)
    engine.dispose()
