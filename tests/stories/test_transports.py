"""The same program over signed HTTP: the core of the loop, and what is no request of Slack's."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from sqlalchemy import text

from bot.app import Kickstand, build
from bot.requests.rules import Status
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.sandbox.signed_http import signature
from bot.settings import Settings
from bot.web import ENDPOINT, wsgi
from tests.story import Story

ASK = "Can I give Acme 20 %?"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@dataclass
class Http:
    """A story over HTTP, and the address it runs on."""

    story: Story
    url: str

    def posts(self, body: bytes, headers: dict[str, str]) -> int:
        """The status that a request of ours gets."""
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture
def http(settings: Settings, sandbox: Sandbox, clock: MovableClock) -> Iterator[Http]:
    program: Kickstand = build(settings.model_copy(update={"slack_app_token": None}), clock, by_hand=True)
    server = make_server("127.0.0.1", 0, wsgi(program), server_class=Threads, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}{ENDPOINT}"
    sandbox.deliver_to(url)
    yield Http(Story.begin(sandbox, program, clock), url)
    sandbox.settle()
    sandbox.deliver_to(None)
    server.shutdown()
    thread.join()
    server.server_close()
    program.close()


def test_the_core_loop_over_signed_http(http: Http) -> None:
    """S2.1, S2.3, S2.14"""
    story = http.story
    assert story.sandbox.verify_url()
    story.riya.types(f"/ask {ASK}")
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What else are you considering?": "15 %", "Which would you pick?": "The first"})
    assert story.riya.submits() == {}
    story.waits(hours=1)
    story.mona.clicks("Ask a question")
    assert "Pick one of these" in next(iter(story.mona.submits().values()))
    story.mona.fills({"Or in your own words": "Why 15?"})
    assert story.mona.submits() == {}
    story.riya.says("Because of the two years.", thread=story.riya.last)
    story.mona.clicks("Back their pick")
    story.riya.clicks("Me")
    assert story.request().status == Status.CLOSED
    assert "Mona backs your pick: 15 %. Go." in story.riya.sees
    story.riya.opens_home()
    assert story.riya.home


def test_a_failing_listener_answers_500_and_slacks_next_delivery_is_the_only_effect(http: Http) -> None:
    """A listener's error never answers 200 before the data is saved."""
    story = http.story
    story.sandbox.be_patient(ack_seconds=2, retry_waits=(0.4, 0.4))
    with story.kickstand.engine.begin() as connection:
        connection.execute(text("ALTER TABLE request RENAME TO elsewhere"))
    riya = story.sandbox.person("riya", waits=0)
    riya.says(ASK)
    time.sleep(0.2)
    with story.kickstand.engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO request"))
    story.sandbox.settle()
    (delivery,) = [each for each in story.sandbox.platform.courier.sent if ASK in each.story and "riya" in each.story]
    assert [each.acked for each in delivery.outcomes] == [False, True]
    assert delivery.outcomes[0].reason == "http_error"
    assert story.requests() == 1
    story.sandbox.replay_events(1)
    story.sandbox.settle()
    assert story.requests() == 1


def test_what_is_not_signed_by_slack_is_refused(http: Http) -> None:
    """Nobody but Slack gets in: 4xx, and nothing happens."""
    story = http.story
    before = story.requests()
    body = (
        b'{"type":"event_callback","event":{"type":"message","channel_type":"im","user":"U1","text":"hi","ts":"1.0"}}'
    )
    now, secret = str(int(time.time())), story.sandbox.signing_secret
    good = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": now}
    old = str(int(time.time()) - 600)
    refused = [
        {},
        good,
        good | {"X-Slack-Signature": "v0=0"},
        good | {"X-Slack-Signature": signature("another secret", now, body)},
        good | {"X-Slack-Signature": signature(secret, now, body + b" ")},
        good | {"X-Slack-Request-Timestamp": old, "X-Slack-Signature": signature(secret, old, body)},
        good | {"X-Slack-Request-Timestamp": "yesterday", "X-Slack-Signature": signature(secret, "yesterday", body)},
        good | {"X-Slack-Request-Timestamp": "", "X-Slack-Signature": signature(secret, "", body)},
        good | {"X-Slack-Request-Timestamp": "9" * 5000, "X-Slack-Signature": "v0=0"},
    ]
    for headers in refused:
        assert 400 <= http.posts(body, {"Content-Type": "application/json"} | headers) < 500, headers
    assert 400 <= http.posts(b"\xff\xfe", good | {"X-Slack-Signature": signature(secret, now, b"\xff\xfe")}) < 500
    assert story.requests() == before
