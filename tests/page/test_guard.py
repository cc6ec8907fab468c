"""Other web pages, other names for this computer and old forms get nowhere."""

import http.client
import re
from urllib.parse import urlencode, urlsplit

import pytest

from bot.sandbox.page.guard import is_this_computer
from bot.sandbox.server import Sandbox

PAGE = "/as/riya/echo"


def ask(office: Sandbox, method: str, path: str, headers: dict[str, str] | None = None, **form: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(office.url).netloc, timeout=5)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection.request(method, path, urlencode(form) if form else None, {**kind, **(headers or {})})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def token(office: Sandbox) -> str:
    found = re.search(r'name="token" value="([^"]+)"', ask(office, "GET", PAGE)[1])
    assert found
    return found[1]


def said(office: Sandbox) -> list[str]:
    return [m.text for m in office.workspace.bot_direct(office.person("riya").id).messages if not m.bot_id]


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1:8484", True),
        ("localhost:8484", True),
        ("[::1]:8484", True),
        ("127.0.0.1", True),
        ("evil.example:8484", False),
        ("127.0.0.1.evil.example", False),
        ("evil.example@127.0.0.1.nip.io", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_only_loopback_names_are_this_computer(host: str, answer: bool) -> None:
    assert is_this_computer(host) is answer


def test_a_name_that_was_rebound_to_this_computer_is_refused(office: Sandbox) -> None:
    status, body = ask(office, "GET", PAGE, {"Host": "evil.example"})
    assert status == 403
    assert "Riya" not in body


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_from_another_page_does_nothing_even_with_the_token(office: Sandbox, headers: dict[str, str]) -> None:
    status, _ = ask(office, "POST", "/do/say", headers, token=token(office), at=PAGE, text="psst")
    assert status == 403
    assert said(office) == []


@pytest.mark.parametrize("given", ["", "wrong", "ümlaut"])
def test_a_form_of_an_earlier_start_does_nothing(office: Sandbox, given: str) -> None:
    status, body = ask(office, "POST", "/do/say", {"Sec-Fetch-Site": "same-origin"}, token=given, at=PAGE, text="psst")
    assert status == 403
    assert "load this page again" in body
    assert said(office) == []


@pytest.mark.parametrize("header", ["Sec-Fetch-Site", "Origin"])
def test_the_pages_own_form_is_heard(office: Sandbox, header: str) -> None:
    here = {"Sec-Fetch-Site": {"Sec-Fetch-Site": "same-origin"}, "Origin": {"Origin": office.url}}[header]
    status, _ = ask(office, "POST", "/do/say", here, token=token(office), at=PAGE, text="hello")
    assert status == 303
    assert said(office) == ["hello"]


@pytest.mark.parametrize(
    ("act", "form", "words"),
    [
        ("delete", {"on": "1.2"}, "nothing happened"),
        ("edit", {"on": "{mona}", "text": "mine now"}, "nothing happened"),
        ("press", {"on": "1.2", "press": "[]"}, "nothing happened"),
        ("press", {"on": "home", "press": '["b", "a", null]'}, "nothing happened"),
        ("submit", {"view": "V0"}, "nothing happened"),
        ("close", {"view": "V0"}, "nothing happened"),
        ("shortcut", {"shortcut": "no_such"}, "nothing happened"),
        ("say", {"text": "/nope"}, "/nope is not a valid command"),
        ("say", {"text": "/ask", "thread": "1.2"}, "do not work in threads"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(office: Sandbox, act: str, form: dict[str, str], words: str) -> None:
    message = office.person("mona").says("mine", to=office.person("riya"))
    filled = {name: value.replace("{mona}", message.ts) for name, value in form.items()}
    at = "/as/riya/mona" if act == "edit" else PAGE
    here = {"Sec-Fetch-Site": "same-origin"}
    status, _ = ask(office, "POST", f"/do/{act}", here, token=token(office), at=at, **filled)
    assert status == 303
    assert words in ask(office, "GET", PAGE)[1]
    assert message.text == "mine"


def test_an_unknown_act_and_an_unknown_place_are_turned_away(office: Sandbox) -> None:
    here = {"Sec-Fetch-Site": "same-origin"}
    assert ask(office, "POST", "/do/fly", here, token=token(office), at=PAGE)[0] == 404
    assert ask(office, "POST", "/do/say", here, token=token(office), at="//evil.example/as/x", text="x")[0] == 303
    assert ask(office, "GET", "/as/nobody/echo")[0] == 303
    assert ask(office, "GET", "/as/nobody")[0] == 303


def test_the_page_may_load_nothing_from_elsewhere_and_sit_in_no_frame(office: Sandbox) -> None:
    connection = http.client.HTTPConnection(urlsplit(office.url).netloc, timeout=5)
    connection.request("GET", PAGE)
    policy = connection.getresponse().headers["Content-Security-Policy"]
    connection.close()
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    body = ask(office, "GET", PAGE)[1]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', body)
    assert not re.search(r"\s(?:style|on\w+)=", body)
