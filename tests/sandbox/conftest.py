"""One sandbox for all tests of it, emptied for each; a small Bolt app on both transports."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import Conversation
from tests.lines import lines_to
from tests.sandbox.small_app import MANIFEST, HttpDoor, SmallApp

MONDAY = datetime(2026, 11, 2, 9, 40, tzinfo=UTC)


@pytest.fixture(scope="session")
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture(scope="session")
def server(clock: MovableClock) -> Iterator[Sandbox]:
    sandbox = Sandbox(clock=clock, manifest=MANIFEST).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(server: Sandbox, clock: MovableClock) -> Iterator[Sandbox]:
    clock.set(MONDAY)
    server.reset()
    server.deliver_to(None)
    yield server
    assert not server.unknown_methods


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture(scope="session")
def bolt(server: Sandbox) -> SmallApp:
    client = WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])
    return SmallApp(client, server.signing_secret)


@pytest.fixture(scope="session")
def door(bolt: SmallApp) -> Iterator[HttpDoor]:
    door = HttpDoor(bolt.bolt)
    yield door
    door.close()


@pytest.fixture(scope="session")
def plugged_in(server: Sandbox, bolt: SmallApp) -> Iterator[None]:
    lines = lines_to(server, bolt.bolt.dispatch)
    lines.start()
    yield
    assert lines.stop()
    server.platform.sockets.wait_for_lines(0)


@pytest.fixture(params=["socket mode", "http"])
def app(request: pytest.FixtureRequest, sandbox: Sandbox, bolt: SmallApp) -> Iterator[SmallApp]:
    """The small app, once on each transport."""
    bolt.forget()
    if request.param == "http":
        sandbox.deliver_to(request.getfixturevalue("door").url)
    else:
        request.getfixturevalue("plugged_in")
    yield bolt
    sandbox.platform.courier.abandon()
    bolt.forget()


@pytest.fixture
def riya(sandbox: Sandbox) -> Person:
    return sandbox.add_person("riya", "Riya Shah")


@pytest.fixture
def mona(sandbox: Sandbox) -> Person:
    return sandbox.add_person("mona", "Mona Weber", tz="America/New_York")


@pytest.fixture
def help_channel(sandbox: Sandbox, riya: Person, mona: Person) -> Conversation:
    """#help with Riya, Mona and the app in it."""
    return sandbox.add_channel("help", riya, mona)


@pytest.fixture
def lunch(sandbox: Sandbox, riya: Person) -> Conversation:
    """#lunch with Riya in it, without the app."""
    return sandbox.add_channel("lunch", riya, with_app=False)
