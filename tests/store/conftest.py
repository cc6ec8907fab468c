"""What tests of the database share: an empty one of either kind, and commands in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.conftest import KEY, ROOT

Start = Callable[..., subprocess.Popen[str]]


def new_database(server: str, name: str) -> str:
    """The address of a database without any table on this PostgreSQL server."""
    with create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return new_database(request.getfixturevalue("postgresql"), "empty")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts Python with these words in a process of its own, on this database and with this environment."""
    running: list[subprocess.Popen[str]] = []

    def one(*words: str, url: str, **more: str) -> subprocess.Popen[str]:
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATABASE_URL": url, "KICKSTAND_SECRET_KEY": KEY}
        running.append(
            subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env={**env, **more},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield one
    for process in running:
        process.kill()
        process.communicate()
