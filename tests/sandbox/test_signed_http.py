"""Deliveries over HTTP: signed, repeated with their headers, never repeated for clicks."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.delivery import NotSettled
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import HttpDoor, SmallApp


class Endpoint:
    """An HTTP endpoint that answers with the given statuses in turn (the last one for ever)."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], str]] = []
        self.statuses = [200]
        self.headers: dict[str, str] = {}
        self.body = b""
        self.hold = threading.Event()
        self.hold.set()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                endpoint.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                endpoint.hold.wait(1)
                self.send_response(endpoint.statuses.pop(0) if len(endpoint.statuses) > 1 else endpoint.statuses[0])
                for name, value in endpoint.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(endpoint.body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def retries(self) -> list[tuple[str | None, str | None]]:
        return [(head.get("x-slack-retry-num"), head.get("x-slack-retry-reason")) for head, _ in self.heard]


@pytest.fixture
def endpoint(sandbox: Sandbox) -> Iterator[Endpoint]:
    endpoint = Endpoint()
    sandbox.deliver_to(endpoint.url)
    yield endpoint
    endpoint.hold.set()
    sandbox.platform.courier.abandon()
    endpoint.server.shutdown()
    endpoint.server.server_close()


def test_every_request_is_signed(sandbox: Sandbox, endpoint: Endpoint, riya: Person) -> None:
    riya.says("May I?")
    riya.types("/small talk")
    riya.uses_shortcut("Start something")
    verifier = SignatureVerifier(sandbox.signing_secret)
    assert len(endpoint.heard) == 3
    for headers, body in endpoint.heard:
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + " ", headers)


def test_events_come_as_json_commands_and_interactions_as_forms(endpoint: Endpoint, riya: Person) -> None:
    riya.says("May I?")
    riya.types("/small talk")
    riya.uses_shortcut("Start something")
    (_, event), (_, command), (_, interaction) = endpoint.heard
    assert json.loads(event)["event"]["text"] == "May I?"
    assert parse_qs(command)["text"] == ["talk"]
    assert json.loads(parse_qs(interaction)["payload"][0])["callback_id"] == "start"


def test_an_event_is_repeated_until_a_200(sandbox: Sandbox, endpoint: Endpoint, riya: Person) -> None:
    sandbox.be_patient(retry_waits=(0, 0.01, 0.01))
    endpoint.statuses = [500, 404, 200]
    riya.says("May I?")
    assert endpoint.retries() == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({body for _, body in endpoint.heard}) == 1


def test_an_event_is_given_up_after_three_repeats(sandbox: Sandbox, endpoint: Endpoint, riya: Person) -> None:
    sandbox.be_patient(retry_waits=(0, 0.01, 0.01))
    endpoint.statuses = [500]
    with pytest.raises(NotSettled, match="http_error, http_error, http_error, http_error"):
        riya.says("May I?")
    assert [number for number, _ in endpoint.retries()] == [None, "1", "2", "3"]


def test_an_app_may_ask_not_to_be_told_again(sandbox: Sandbox, endpoint: Endpoint, riya: Person) -> None:
    endpoint.statuses, endpoint.headers = [500], {"X-Slack-No-Retry": "1"}
    with pytest.raises(NotSettled, match="no_retry"):
        riya.says("May I?")
    assert len(endpoint.heard) == 1


def test_a_slow_answer_counts_as_none(sandbox: Sandbox, endpoint: Endpoint, riya: Person) -> None:
    sandbox.be_patient(ack_seconds=0.5, retry_waits=(0,))
    endpoint.hold.clear()
    with pytest.raises(NotSettled, match="http_timeout, http_timeout"):
        riya.says("May I?")
    assert endpoint.retries()[1] == ("1", "http_timeout")


def test_nobody_at_the_address_is_a_failed_connection(sandbox: Sandbox, riya: Person) -> None:
    sandbox.be_patient(retry_waits=())
    sandbox.deliver_to("http://127.0.0.1:9/")
    with pytest.raises(NotSettled, match="connection_failed"):
        riya.says("May I?")


def test_a_command_that_fails_is_shown_and_not_repeated(endpoint: Endpoint, riya: Person) -> None:
    endpoint.statuses = [500]
    riya.types("/small talk")
    assert riya.errors == ['/small failed with the error "dispatch_failed"'] and len(endpoint.heard) == 1


def test_a_command_may_be_answered_in_plain_text(endpoint: Endpoint, riya: Person) -> None:
    endpoint.body = b"Noted"
    riya.types("/small talk")
    assert riya.last.plain == "Noted"


def test_the_address_is_verified_with_a_challenge(sandbox: Sandbox, door: HttpDoor, endpoint: Endpoint) -> None:
    assert not sandbox.verify_url()
    sandbox.deliver_to(door.url)
    assert sandbox.verify_url()


def test_bolt_sees_the_headers_of_a_repeat(sandbox: Sandbox, bolt: SmallApp, door: HttpDoor, riya: Person) -> None:
    sandbox.be_patient(retry_waits=(0,))
    sandbox.deliver_to(door.url)
    bolt.forget()
    failures = iter([RuntimeError("on purpose")])

    def fails_once(*_: Any) -> None:
        for failure in failures:
            raise failure

    bolt.bolt.error(lambda error: None)
    bolt.does["event"] = fails_once
    riya.says("May I?")
    assert bolt.retries == [(None, None), ("1", "http_error")]
    bolt.forget()
