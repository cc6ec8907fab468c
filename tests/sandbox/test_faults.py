"""The switches: each makes one thing go wrong, for so many calls, and then it is over."""

import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox


def post(client: WebClient, riya: Person, words: str = "Hello") -> Any:
    return client.chat_postMessage(channel=riya.id, text=words)


def test_a_rate_limit_says_when_to_come_back(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    sandbox.faults.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        post(client, riya)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert client.auth_test()["ok"] is True
    assert post(client, riya)["ok"] is True


def test_an_error_lasts_as_many_calls_as_planned(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    sandbox.faults.error("chat.postMessage", "restricted_action", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="restricted_action"):
            post(client, riya)
    assert post(client, riya)["ok"] is True and len(riya.messages) == 1


def test_a_breakdown_answers_without_json(sandbox: Sandbox) -> None:
    sandbox.faults.server_error("auth.test", status=502)
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(f"{sandbox.api_url}auth.test", method="POST"))
    assert caught.value.code == 502
    caught.value.close()


def test_a_lost_response_leaves_the_message_behind(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    sandbox.faults.lose_response("chat.postMessage")
    with pytest.raises(OSError):
        post(client, riya)
    assert [seen.text for seen in riya.messages] == ["Hello"]


def test_a_client_that_tries_again_after_a_lost_response_posts_twice(sandbox: Sandbox, riya: Person) -> None:
    sandbox.faults.lose_response("chat.postMessage")
    handlers: Any = [ConnectionErrorRetryHandler(max_retry_count=1)]
    post(WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=handlers), riya)
    assert [seen.text for seen in riya.messages] == ["Hello", "Hello"]


def test_a_slow_answer_comes_late_but_comes(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.slow("auth.test", seconds=0.2)
    started = time.monotonic()
    assert client.auth_test()["ok"] is True
    assert time.monotonic() - started >= 0.2


def test_one_message_a_second_and_channel(sandbox: Sandbox, client: WebClient, riya: Person, mona: Person) -> None:
    sandbox.faults.rate_limit_posts = True
    post(client, riya)
    assert client.chat_postMessage(channel=mona.id, text="Hello")["ok"] is True
    with pytest.raises(SlackApiError) as caught:
        post(client, riya)
    assert caught.value.response.status_code == 429 and len(riya.messages) == 1


def test_a_reset_ends_all_troubles(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.error("auth.test", "fatal_error", times=9)
    sandbox.faults.rate_limit_posts = True
    sandbox.reset()
    assert client.auth_test()["ok"] is True and not sandbox.faults.rate_limit_posts
