"""The switches: each makes one thing go wrong, for so many calls, and then it is over."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FuturesTimeout
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from bot.sandbox.clock import MovableClock
from bot.sandbox.faults import Trouble
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.bare import wait_until


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


def test_a_dropped_connection_leaves_nothing_behind(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    sandbox.faults.drop_connection("chat.postMessage")
    with pytest.raises(OSError):
        post(client, riya)
    assert riya.messages == []
    assert post(client, riya)["ok"] is True


def test_a_hanging_call_is_answered_when_it_is_released(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    sandbox.faults.hang("chat.postMessage")
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(post, client, riya)
        with pytest.raises(FuturesTimeout):
            answer.result(0.2)
        assert riya.messages == [] and client.auth_test()["ok"] is True
        sandbox.faults.release()
        assert answer.result(5)["ok"] is True
    assert [seen.text for seen in riya.messages] == ["Hello"]


def test_an_app_that_stopped_waiting_finds_nothing_done(sandbox: Sandbox, riya: Person) -> None:
    sandbox.faults.hang("chat.postMessage")
    hasty = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=1)
    with pytest.raises(TimeoutError):
        post(hasty, riya)
    sandbox.faults.release()
    assert hasty.auth_test()["ok"] is True and riya.messages == []


def test_a_reset_lets_hanging_calls_go(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.hang("auth.test")
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(client.auth_test)
        wait_until(lambda: sandbox.faults.played["auth.test", Trouble.HANGING])
        sandbox.reset()
        assert answer.result(5)["ok"] is True


def test_a_method_serves_so_many_calls_in_a_minute(sandbox: Sandbox, client: WebClient, clock: MovableClock) -> None:
    sandbox.faults.limit_method("users.list", per_minute=2)
    client.users_list()
    clock.advance(timedelta(seconds=20))
    client.users_list()
    with pytest.raises(SlackApiError) as caught:
        client.users_list()
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "40")
    assert client.auth_test()["ok"] is True
    clock.advance(timedelta(seconds=40))
    assert client.users_list()["ok"] is True
    with pytest.raises(SlackApiError):
        client.users_list()
    sandbox.faults.limit_method("users.list", None)
    assert client.users_list()["ok"] is True


def chances(sandbox: Sandbox, client: WebClient, seed: int) -> list[str]:
    """What sixty calls came to."""
    sandbox.faults.clear()
    plan = {"auth.test": {"error": 0.3, "server_error": 0.2}, "*": {"dropped": 1.0}}
    sandbox.faults.at_random(random.Random(seed), plan)
    outcomes = []
    for _ in range(60):
        try:
            outcomes.append(str(client.auth_test()["ok"]))
        except SlackApiError as error:
            outcomes.append(str(error.response.status_code))
    return outcomes


def test_troubles_by_chance_follow_the_seed(sandbox: Sandbox, client: WebClient) -> None:
    first = chances(sandbox, client, 7)
    assert set(first) == {"True", "200", "503"}
    assert sandbox.faults.played["auth.test", Trouble.ERROR] == first.count("200")
    assert chances(sandbox, client, 7) == first != chances(sandbox, client, 8)
    with pytest.raises(OSError):
        client.users_list()
    sandbox.faults.at_random(random.Random(7), {})
    assert client.users_list()["ok"] is True


@pytest.mark.parametrize("wrong", [{"hanging": 0.1}, {"nonsense": 0.1}, {"error": 0.6, "slow": 0.6}])
def test_chances_that_make_no_sense_are_refused(sandbox: Sandbox, wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        sandbox.faults.at_random(random.Random(7), {"auth.test": wrong})


def test_a_reset_ends_all_troubles(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.faults.error("auth.test", "fatal_error", times=9)
    sandbox.faults.rate_limit_posts = True
    sandbox.reset()
    assert client.auth_test()["ok"] is True and not sandbox.faults.rate_limit_posts


def test_a_workspace_without_charts_refuses_them_wherever_blocks_go(
    sandbox: Sandbox, client: WebClient, riya: Person
) -> None:
    point = {"label": "a", "value": 1}
    body = {"type": "line", "series": [{"name": "b", "data": [point]}], "axis_config": {"categories": ["a"]}}
    blocks = [{"type": "data_visualization", "title": "Weeks", "chart": body}]
    posted = client.chat_postMessage(channel=riya.id, text="a 1", blocks=blocks)
    sandbox.faults.lacking_blocks = frozenset({"data_visualization"})
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=riya.id, text="a 1", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["errors"] == ["unsupported type: data_visualization [json-pointer:/blocks/0/type]"]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="a 1", blocks=blocks)
    with pytest.raises(SlackApiError, match="unsupported type"):
        client.views_publish(user_id=riya.id, view={"type": "home", "blocks": blocks})
    assert client.chat_postMessage(channel=riya.id, text="a 1")["ok"] is True
    sandbox.faults.clear()
    assert client.chat_postMessage(channel=riya.id, text="a 1", blocks=blocks)["ok"] is True
