"""What reaches the endpoint and is no request of Slack's: refused with a 4xx, without a trace, nothing stored."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, text

from bot.app import tables
from bot.sandbox.signed_http import signature
from bot.telemetry.metrics import DELIVERIES
from bot.web import ENDPOINT, LARGEST
from tests.bad_input.door import Door, Said
from tests.forge import Forge
from tests.story import Story

JSON = json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode()
NOBODYS = json.dumps(
    {"type": "event_callback", "event": {"type": "message", "channel": "C1", "channel_type": "channel", "ts": "1.1"}}
).encode()
FORM = "application/x-www-form-urlencoded"
NOW = str(int(time.time()))
SIGNED_BUT_UNREADABLE = {
    "nothing": b"",
    "half a JSON": b'{"type": "event_callback", "event": {',
    "a list": b"[1, 2, 3]",
    "a number": b"7",
    "a word": b'"event_callback"',
    "null": b"null",
    "ten thousand levels": b'{"event": ' * 10_000 + b"1" + b"}" * 10_000,
    "ten thousand lists": b'{"event": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "an endless number": b'{"type": "event_callback", "event_time": ' + b"9" * 5000 + b"}",
    "an empty object": b"{}",
    "no type": b'{"event": {"type": "message"}}',
    "an event without its event": JSON.replace(b'"event":', b'"even":'),
    "no UTF-8": b'{"type": "\xff\xfe"}',
    "a NUL": b'{"type": "event_callback"}\x00',
    "a view that is a word": b'{"type": "view_submission", "view": "request.ask"}',
    "a view of no type": b'{"type": "view_submission", "team": {"id": "T0SANDBOX0"}, "user": {"id": "U1"}, "view": '
    b'{"id": "V1", "callback_id": "request.ask", "blocks": [], "state": {"values": {}}}}',
}
UNREADABLE_FORMS = {
    "a broken payload": b"payload=%7B%22type%22",
    "a payload that is a list": b"payload=%5B%5D",
    "an empty payload": b"payload=",
    "a word": b"hello",
    "a command without anybody": b"command=%2Fask&text=hello",
}
UNSIGNED = {
    "no signature": {"sign": ""},
    "somebody's signature": {"sign": signature("another secret", NOW, JSON)},
    "a signature of something else": {"sign": "v0=" + "0" * 64},
    "a signature in another alphabet": {"sign": "v0=é"},
    "from ten minutes ago": {"stamp": str(int(NOW) - 600)},
    "from the future": {"stamp": str(int(NOW) + 86_400)},
    "not a time": {"stamp": "yesterday"},
    "an endless time": {"stamp": "9" * 5000},
    "no time": {"stamp": ""},
    "a negative time": {"stamp": "-1"},
    "two times in one header": {"stamp": f"{NOW},{NOW}"},
    "two signatures in one header": {"sign": f"v0=0,{signature('another secret', NOW, JSON)}"},
}


@pytest.fixture
def _nothing_is_stored(engine: Engine, story: Story) -> Iterator[None]:
    before = _rows(engine)
    yield
    assert _rows(engine) == before


def _rows(engine: Engine) -> dict[str, int]:
    with engine.execution_options(every_workspace=True).connect() as connection:
        return {
            each.name: connection.execute(text(f"SELECT count(*) FROM {each.name}")).scalar_one()
            for each in tables().sorted_tables
        }


def counted() -> Counter[str]:
    """How many deliveries had which outcome."""
    found = Counter[str]()
    for each in DELIVERIES.collect():
        for sample in each.samples:
            if sample.name.endswith("_total"):
                found[sample.labels["outcome"]] += int(sample.value)
    return found


def is_refusal(said: Said) -> bool:
    return 400 <= said.status < 500 and "Traceback" not in said.body and len(said.body) < 200


@pytest.mark.usefixtures("_nothing_is_stored")
@pytest.mark.parametrize("body", [JSON, NOBODYS], ids=["somebody's", "nobody's"])
def test_what_slack_did_not_sign_is_refused_and_counted_so(door: Door, body: bytes) -> None:
    before = counted()
    let_in = {name: said for name, how in UNSIGNED.items() if not is_refusal(said := door.posts(body, **how))}
    assert not let_in and counted() - before == Counter(refused=len(UNSIGNED))
    assert door.posts(body).status == 200


@pytest.mark.usefixtures("_nothing_is_stored")
def test_what_cannot_be_read_is_refused_signed_or_not(door: Door) -> None:
    """Bolt reads a body before it looks at the signature."""
    for name, body in SIGNED_BUT_UNREADABLE.items():
        said = door.posts(body)
        as_event = said == Said(200, "") and name == "an event without its event"
        assert is_refusal(said) or as_event, name
        before = counted()
        assert is_refusal(door.posts(body, sign="v0=0")) and counted() - before == Counter(refused=1), name
    for name, body in UNREADABLE_FORMS.items():
        assert is_refusal(door.posts(body, CONTENT_TYPE=FORM)), name
        assert is_refusal(door.posts(body, CONTENT_TYPE=FORM, sign="v0=0")), name


@pytest.mark.usefixtures("_nothing_is_stored")
def test_a_body_of_another_kind_or_length_is_refused(door: Door) -> None:
    form = urlencode({"payload": JSON.decode()}).encode()
    assert is_refusal(door.posts(form, CONTENT_TYPE="application/json"))
    assert is_refusal(door.posts(form, CONTENT_TYPE="multipart/form-data; boundary=x", sign="v0=0"))
    assert is_refusal(door.posts(b"<xml/>", CONTENT_TYPE="text/xml"))
    assert is_refusal(door.posts(b" " * (LARGEST + 1)))
    for length in (str(LARGEST + 1), "-1", "many", "1e3", "9" * 30, "5", None, ""):
        assert is_refusal(door.posts(JSON, CONTENT_LENGTH=length)), length


@pytest.mark.usefixtures("_nothing_is_stored")
def test_other_paths_and_methods_are_not_found(door: Door) -> None:
    for method, path in (("GET", ENDPOINT), ("PUT", ENDPOINT), ("DELETE", ENDPOINT), ("POST", "/"), ("POST", "//x")):
        assert door.asks(method, path, JSON).status in {404, 405, 400}
    for path in ("/", "/.env", "/slack", f"{ENDPOINT}/", "/é", "/healthz/x", "/slack/events/../../etc/passwd"):
        assert door.asks("GET", path).status in {404, 405}
    assert door.asks("GET", "/healthz").status == 200


@pytest.mark.usefixtures("_nothing_is_stored")
def test_a_challenge_counts_only_when_slack_signed_it(door: Door) -> None:
    challenge = b'{"type": "url_verification", "token": "t", "challenge": "abc"}'
    assert "abc" in door.posts(challenge).body
    said = door.posts(challenge, sign="v0=0")
    assert is_refusal(said)
    assert "abc" not in said.body


def test_a_ssl_check_opens_nothing(door: Door, story: Story) -> None:
    """Bolt answers one without a signature: whatever else is in it, nothing happens."""
    forged = Forge(story.sandbox.platform).message(story.id("riya"), story.riya.conversation.id, "Can I give 20 %?")
    said = door.posts(json.dumps(forged | {"ssl_check": "1", "token": "t"}).encode(), sign="v0=0")
    assert said.status in {200, 401}
    assert story.requests() == 0


def test_what_slack_signed_arrives_all_the_same(door: Door, story: Story) -> None:
    """Characters that no database takes are no reason to lose a message."""
    words = "Can I give \x00 Acme \ud800 20 %?"
    forge = Forge(story.sandbox.platform)
    assert door.sends(forge.message(story.id("riya"), story.riya.conversation.id, words)).status == 200
    assert story.request().text == "Can I give \ufffd Acme \ufffd 20 %?"
