"""Socket Mode's switches: one connection told to go, no new ones let in, Socket Mode switched off and on."""

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.bare import Bare, ticket, wait_until
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """A server of its own, because these tests close connections."""
    sandbox = Sandbox(clock=lambda: MONDAY, manifest=MANIFEST).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(server: Sandbox) -> Iterator[Sandbox]:
    server.reset()
    yield server
    server.platform.courier.abandon()
    server.disconnect()
    server.platform.sockets.wait_for_lines(0)


def test_one_connection_can_be_told_to_go(sandbox: Sandbox) -> None:
    first, second = Bare(sandbox), Bare(sandbox)
    sandbox.disconnect(which=1)
    wait_until(lambda: not second.thread.is_alive())
    assert second.heard[-1]["reason"] == "refresh_requested"
    assert first.thread.is_alive() and len(first.heard) == 1
    with pytest.raises(IndexError):
        sandbox.disconnect(which=7)


def test_one_connection_without_its_link_closes_the_door_for_nobody(sandbox: Sandbox) -> None:
    Bare(sandbox)
    sandbox.disconnect("link_disabled", which=0)
    assert ticket(sandbox)


def test_new_connections_can_be_refused_while_the_old_ones_stay(sandbox: Sandbox, riya: Person) -> None:
    bare = Bare(sandbox)
    sandbox.refuse_connections("service_unavailable")
    with pytest.raises(SlackApiError, match="service_unavailable"):
        ticket(sandbox)
    riya.says("Still there?")
    assert len(bare.envelopes) == 1
    sandbox.allow_connections()
    assert ticket(sandbox)


def test_socket_mode_switched_off_stays_off_until_it_is_switched_on(sandbox: Sandbox) -> None:
    bare = Bare(sandbox)
    sandbox.disconnect("link_disabled")
    wait_until(lambda: not bare.thread.is_alive())
    for _ in range(2):
        with pytest.raises(SlackApiError, match="forbidden_team"):
            ticket(sandbox)
    sandbox.allow_connections()
    assert ticket(sandbox)
