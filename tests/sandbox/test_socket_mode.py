"""Socket Mode as Slack speaks it: tickets, hello, envelopes to any connection, redelivery, goodbyes, silence."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.sandbox.delivery import NotSettled
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.bare import Bare, ticket, wait_until
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST


@pytest.fixture
def alone(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox with no connection but those of the test."""
    sandbox.disconnect()
    sandbox.platform.sockets.wait_for_lines(0)
    yield sandbox
    sandbox.platform.courier.abandon()
    sandbox.disconnect()
    sandbox.platform.sockets.wait_for_lines(0)


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """A server of its own, because these tests close connections."""
    sandbox = Sandbox(clock=lambda: MONDAY, manifest=MANIFEST).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(server: Sandbox) -> Sandbox:
    server.reset()
    return server


def test_a_connection_is_greeted(alone: Sandbox) -> None:
    bare = Bare(alone)
    hello = bare.heard[0]
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"]["app_id"] == alone.workspace.app_id
    bare.close()


def test_a_ticket_is_good_for_one_connection(alone: Sandbox) -> None:
    url = ticket(alone)
    with connect(url):
        pass
    with pytest.raises(InvalidStatus, match="403"), connect(url):
        pass


def test_an_eleventh_connection_is_turned_away(alone: Sandbox) -> None:
    lines = [Bare(alone) for _ in range(10)]
    extra = Bare(alone)
    assert extra.heard[0]["reason"] == "too_many_websockets"
    wait_until(lambda: not extra.thread.is_alive())
    for line in lines:
        line.close()


def test_each_envelope_goes_to_one_connection_only(alone: Sandbox, riya: Person) -> None:
    lines = [Bare(alone) for _ in range(3)]
    for number in range(6):
        riya.says(str(number))
    counts = [len(line.envelopes) for line in lines]
    assert sum(counts) == 6 and counts == [2, 2, 2]
    envelope = lines[0].envelopes[0]
    assert (envelope["type"], envelope["retry_attempt"], envelope["retry_reason"]) == ("events_api", 0, "")
    assert envelope["accepts_response_payload"] is False
    for line in lines:
        line.close()


def test_an_event_without_acknowledgement_comes_again_on_another_connection(alone: Sandbox, riya: Person) -> None:
    alone.be_patient(ack_seconds=0.05, retry_waits=(0, 0.02, 0.02))
    first, second = Bare(alone, acks=False), Bare(alone, acks=False)
    with pytest.raises(NotSettled, match=r"'May I\?' by riya.*timeout, timeout, timeout, timeout"):
        riya.says("May I?")
    tries = sorted(first.envelopes + second.envelopes, key=lambda each: each["retry_attempt"])
    assert [each["retry_attempt"] for each in tries] == [0, 1, 2, 3]
    assert [each["retry_reason"] for each in tries] == ["", "timeout", "timeout", "timeout"]
    assert len({each["envelope_id"] for each in tries}) == 1
    assert len({each["payload"]["event_id"] for each in tries}) == 1
    assert len(first.envelopes) == len(second.envelopes) == 2
    first.close()
    second.close()


def test_a_late_acknowledgement_stops_the_redeliveries(alone: Sandbox, riya: Person) -> None:
    alone.be_patient(ack_seconds=0.3, retry_waits=(0, 1.5, 1.5))
    bare = Bare(alone, acks=False)
    riya.waits = 0
    riya.says("May I?")
    wait_until(lambda: len(bare.envelopes) == 2)
    bare.ack(bare.envelopes[0]["envelope_id"])
    alone.settle()
    time.sleep(0.1)
    assert len(bare.envelopes) == 2
    bare.close()


@pytest.mark.parametrize("anywhere", [True, False])
def test_an_acknowledgement_may_come_on_another_connection(alone: Sandbox, riya: Person, anywhere: bool) -> None:
    alone.be_patient(ack_seconds=0.3, retry_waits=())
    alone.platform.sockets.acks_anywhere = anywhere
    lines = [Bare(alone, acks=False), Bare(alone, acks=False)]
    riya.waits = 0
    riya.says("May I?")
    wait_until(lambda: any(line.envelopes for line in lines))
    silent, other = sorted(lines, key=lambda line: -len(line.envelopes))
    other.ack(silent.envelopes[0]["envelope_id"])
    try:
        if anywhere:
            alone.settle()
        else:
            with pytest.raises(NotSettled):
                alone.settle()
    finally:
        alone.platform.sockets.acks_anywhere = True
        for line in lines:
            line.close()


def test_a_doubled_event_arrives_twice_as_a_first_attempt(alone: Sandbox, riya: Person) -> None:
    bare = Bare(alone)
    alone.faults.doubled_events = 1
    riya.says("May I?")
    wait_until(lambda: len(bare.envelopes) == 2)
    assert [each["retry_attempt"] for each in bare.envelopes] == [0, 0]
    assert bare.envelopes[0] == bare.envelopes[1]
    bare.close()


def test_an_old_event_can_come_again(alone: Sandbox, riya: Person) -> None:
    bare = Bare(alone)
    riya.says("May I?")
    alone.replay_events()
    alone.settle()
    assert bare.envelopes[0]["payload"] == bare.envelopes[1]["payload"]
    assert bare.envelopes[0]["envelope_id"] != bare.envelopes[1]["envelope_id"]
    bare.close()


def test_without_a_connection_a_command_fails_before_the_persons_eyes(alone: Sandbox, riya: Person) -> None:
    riya.types("/small talk")
    assert riya.errors == ['/small failed with the error "dispatch_failed"']


@pytest.mark.parametrize(
    ("reason", "stays"), [("warning", True), ("refresh_requested", False), ("link_disabled", False)]
)
def test_goodbyes(alone: Sandbox, reason: str, stays: bool) -> None:
    bare = Bare(alone)
    alone.disconnect(reason)
    wait_until(lambda: len(bare.heard) == 2)
    assert (bare.heard[1]["type"], bare.heard[1]["reason"]) == ("disconnect", reason)
    if not stays:
        wait_until(lambda: not bare.thread.is_alive())
    assert bare.thread.is_alive() is stays
    bare.close()


def test_a_silent_connection_swallows_everything_even_pings(alone: Sandbox, riya: Person) -> None:
    alone.be_patient(ack_seconds=0.1, retry_waits=())
    bare = Bare(alone)
    alone.go_silent()
    assert not bare.socket.ping().wait(0.2)
    with pytest.raises(NotSettled, match="timeout"):
        riya.says("Anybody?")
    assert bare.envelopes == [] and bare.thread.is_alive()
    alone.cut_connections()
    wait_until(lambda: not bare.thread.is_alive())


def test_a_cut_connection_ends_without_a_word(alone: Sandbox) -> None:
    bare = Bare(alone)
    alone.cut_connections()
    wait_until(lambda: not bare.thread.is_alive())
    assert len(bare.heard) == 1


def test_the_synchronous_client_of_slack_sdk_works(alone: Sandbox, riya: Person) -> None:
    heard: list[SocketModeRequest] = []

    def listen(client: Any, request: SocketModeRequest) -> None:
        heard.append(request)
        answer = {"text": "Noted"} if request.type == "slash_commands" else None
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    client = SocketModeClient(app_token=alone.app_token, web_client=WebClient(base_url=alone.api_url))
    client.socket_mode_request_listeners.append(listen)
    client.connect()
    try:
        alone.wait_for_app()
        riya.says("May I?")
        riya.types("/small talk")
        assert [request.type for request in heard] == ["events_api", "slash_commands"]
        assert riya.last.plain == "Noted"
    finally:
        client.auto_reconnect_enabled = False
        alone.cut_connections()  # its close() would wait three seconds for something to read
        client.close()
