"""The pages of a Kickstand that Slack reaches over Socket Mode: the way back and health, and nothing else."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest

from bot.app import Kickstand
from bot.serving import PageServer, pages
from bot.settings import SettingsError
from bot.watch.consent import BACK
from tests.bad_input.door import Said
from tests.logged import Log


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def serving(program: Kickstand, port: int) -> PageServer:
    return PageServer(program, "127.0.0.1", port)


@pytest.fixture
def server(kickstand: Kickstand) -> Iterator[PageServer]:
    server = serving(kickstand, free_port())
    server.start()
    yield server
    server.stop()


def asks(server: PageServer, path: str, method: str = "GET", body: bytes | None = None) -> Said:
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Said(answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Said(error.code, error.read().decode())


def test_it_answers_the_way_back_and_health(server: PageServer) -> None:
    assert asks(server, "/healthz") == Said(200, "ok\n")
    page = asks(server, f"{BACK}?error=access_denied&state=x")
    assert page.status == 200 and "You pressed Cancel" in page.body
    assert asks(server, f"{BACK}?code=x&state=x").status == 400
    assert asks(server, BACK).status == 400
    assert asks(server, f"{BACK}?{'&'.join(f'a{number}=1' for number in range(99))}").status == 400


def test_it_takes_nothing_from_slack_and_nothing_but_get(server: PageServer) -> None:
    """Over Socket Mode nothing that comes in is signed."""
    body = b'{"type": "url_verification", "challenge": "abc"}'
    for path in ("/slack/events", "/", "/slack/install", "/slack/oauth_redirect", "/.env"):
        assert asks(server, path, "POST", body).status == 404
        assert asks(server, path).status == 404
    for method in ("POST", "HEAD", "PUT", "DELETE"):
        assert asks(server, f"{BACK}?error=access_denied", method).status in {404, 405}


def test_several_at_once_are_answered(server: PageServer) -> None:
    said: list[int] = []
    threads = [Thread(target=lambda: said.append(asks(server, BACK).status)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [400] * 8


def test_a_port_that_is_taken_is_said_in_a_sentence(kickstand: Kickstand) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"^KICKSTAND_PORT {port} on 127.0.0.1 cannot be used: "):
            serving(kickstand, port)


def test_whoever_cannot_have_the_port_goes_without_health_but_not_without_the_way_back(
    kickstand: Kickstand, log: Log
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = kickstand.runtime.settings.model_copy(update={"kickstand_host": "127.0.0.1", "kickstand_port": port})
        program = replace(kickstand, runtime=replace(kickstand.runtime, settings=settings))
        with pytest.raises(SettingsError, match=r"Address already in use\. Managers who let me read"):
            pages(program)
        assert pages(replace(program, consent=None)) is None
    assert [each["event"].partition(" on ")[0] for each in log.fields] == [f"KICKSTAND_PORT {port}"]


def test_it_lets_go_of_its_port(kickstand: Kickstand) -> None:
    server = serving(kickstand, port := free_port())
    server.start()
    assert asks(server, "/healthz").status == 200
    server.stop()
    with socket.create_server(("127.0.0.1", port)):
        pass
