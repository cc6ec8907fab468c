"""Custom steps of workflows: what the app hears, how it ends them, and what Slack does not let it do."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from slack_bolt import Ack, App, Complete, Fail
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.clock import MovableClock
from bot.sandbox.executions import Execution, State
from bot.sandbox.server import Sandbox
from tests.lines import lines_to
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST, Json

PARAMETERS: Json = {
    "properties": {
        "who": {"type": "slack#/types/user_id", "title": "Who"},
        "text": {"type": "string", "title": "Text"},
        "times": {"type": "integer"},
        "loud": {"type": "boolean"},
    },
    "required": ["who", "text"],
}
ECHO: Json = {
    "title": "Echo",
    "description": "Says it again",
    "input_parameters": PARAMETERS,
    "output_parameters": {"properties": {"text": {"type": "string"}, "by": {"type": "slack#/types/user_id"}}}
    | {"required": ["text"]},
}
READY: Json = MANIFEST | {
    "functions": {"echo": ECHO},
    "settings": MANIFEST["settings"] | {"org_deploy_enabled": True, "function_runtime": "remote"},
}


class Echo:
    """A real Bolt app with one step; it leaves that running unless a test says otherwise."""

    def __init__(self, sandbox: Sandbox) -> None:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self.bolt = App(client=client, process_before_response=True, request_verification_enabled=False)
        self.heard: list[Json] = []
        self.does: Callable[..., Any] = lambda complete, fail: None

        @self.bolt.function("echo")
        def echo(event: Json, complete: Complete, fail: Fail, ack: Ack) -> None:
            self.heard.append(event)
            self.does(complete, fail)


@pytest.fixture(scope="module")
def server(clock: MovableClock) -> Iterator[Sandbox]:
    sandbox = Sandbox(clock=clock, manifest=READY).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture(scope="module")
def plugged(server: Sandbox) -> Iterator[Echo]:
    echo = Echo(server)
    lines = lines_to(server, echo.bolt.dispatch)
    lines.start()
    yield echo
    assert lines.stop()


@pytest.fixture
def echo(plugged: Echo, sandbox: Sandbox) -> Echo:
    plugged.heard.clear()
    plugged.does = lambda complete, fail: None
    return plugged


@pytest.fixture
def started(echo: Echo, sandbox: Sandbox) -> Execution:
    return sandbox.add_person("riya").runs_step("echo", text="hello")


def error(does: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as caught:
        does()
    return str(caught.value.response["error"])


def test_the_app_hears_what_the_step_is_given_without_any_subscription(echo: Echo, started: Execution) -> None:
    (heard,) = echo.heard
    assert heard["function"]["callback_id"] == "echo"
    assert heard["function"]["input_parameters"][1] == {
        "name": "text",
        "is_required": True,
        "type": "string",
        "title": "Text",
    }
    assert heard["inputs"] == {"who": "U0RIYA000", "text": "hello"}
    assert heard["function_execution_id"] == started.id
    assert started.state is State.RUNNING


def test_the_step_ends_with_what_the_app_gives_or_says(echo: Echo, sandbox: Sandbox) -> None:
    riya = sandbox.add_person("riya")
    echo.does = lambda complete, fail: complete({"text": "HELLO", "by": riya.id})
    done = riya.runs_step("echo", text="hello", times=2, loud=True)
    assert (done.state, done.outputs) == (State.COMPLETED, {"text": "HELLO", "by": riya.id})
    echo.does = lambda complete, fail: fail("I cannot.")
    failed = riya.runs_step("echo", text="hello")
    assert (failed.state, failed.error) == (State.FAILED, "I cannot.")


def test_a_step_ends_once(started: Execution, client: WebClient) -> None:
    client.functions_completeSuccess(function_execution_id=started.id, outputs={"text": "a"})
    again = [
        lambda: client.functions_completeSuccess(function_execution_id=started.id, outputs={"text": "b"}),
        lambda: client.functions_completeError(function_execution_id=started.id, error="No."),
    ]
    assert [error(each) for each in again] == ["execution_not_in_running_state"] * 2
    assert (started.outputs, started.error) == ({"text": "a"}, "")


@pytest.mark.parametrize(
    ("outputs", "why"),
    [
        ({}, "missing parameter text"),
        ({"text": 5}, "text must be string"),
        ({"text": "a", "by": "Riya"}, "by must be slack#/types/user_id"),
        ({"text": "a", "more": "b"}, "unknown parameter more"),
    ],
)
def test_outputs_are_as_the_manifest_declares_them(
    started: Execution, client: WebClient, outputs: Json, why: str
) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.functions_completeSuccess(function_execution_id=started.id, outputs=outputs)
    assert caught.value.response["error"] == "parameter_validation_failed"
    assert why in str(caught.value.response["response_metadata"]["messages"])
    assert not started.is_over


def test_only_the_workspace_in_which_it_runs_can_end_it(sandbox: Sandbox, started: Execution) -> None:
    nordic = sandbox.another_workspace("Nordic", installed=True)
    stranger = WebClient(nordic.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    ends = partial(stranger.functions_completeError, function_execution_id=started.id, error="No.")
    assert error(ends) == "function_execution_not_found"
    assert not started.is_over


def test_arguments_are_needed(started: Execution, client: WebClient) -> None:
    id_ = {"function_execution_id": started.id}
    wrong: dict[str, Json] = {"functions.completeError": id_, "functions.completeSuccess": id_ | {"outputs": "[]"}}
    for method, params in wrong.items():
        assert error(partial(client.api_call, method, params=params)) == "invalid_arguments"
    assert error(lambda: client.api_call("functions.completeError", params={"error": "No."})) == "invalid_arguments"


def test_the_token_that_comes_along_works_for_a_quarter_of_an_hour_or_until_the_end(
    sandbox: Sandbox, clock: MovableClock, started: Execution
) -> None:
    lent = WebClient(started.token, base_url=sandbox.api_url, retry_handlers=[])
    assert started.token.startswith("xwfp-")
    lent.chat_postMessage(channel="U0RIYA000", text="Working on it.")
    clock.set(MONDAY.replace(hour=MONDAY.hour + 1))
    assert error(lambda: lent.chat_postMessage(channel="U0RIYA000", text="Still.")) == "token_expired"
    second = sandbox.person("riya").runs_step("echo", text="again")
    lent = WebClient(second.token, base_url=sandbox.api_url, retry_handlers=[])
    lent.functions_completeSuccess(function_execution_id=second.id, outputs={"text": "a"})
    assert error(lambda: lent.chat_postMessage(channel="U0RIYA000", text="More.")) == "token_revoked"


def test_it_ends_with_the_apps_removal(sandbox: Sandbox, started: Execution) -> None:
    lent = WebClient(started.token, base_url=sandbox.api_url, retry_handlers=[])
    sandbox.platform.installation.end("account_inactive")
    assert error(lambda: lent.auth_test()) == "account_inactive"
    with pytest.raises(LookupError):
        sandbox.person("riya").runs_step("echo", text="hello")


@pytest.mark.parametrize(
    "inputs", [{}, {"text": 5}, {"text": "a", "who": "Riya"}, {"text": "a", "more": "b"}, {"text": "a", "loud": "yes"}]
)
def test_workflow_builder_lets_only_declared_inputs_through(sandbox: Sandbox, inputs: Json) -> None:
    with pytest.raises(LookupError, match="does not run"):
        sandbox.add_person("riya").runs_step("echo", **inputs)


@pytest.mark.parametrize("missing", [{"org_deploy_enabled": False}, {"function_runtime": "slack"}])
def test_a_step_is_offered_only_by_an_app_that_is_org_ready_and_runs_it_itself(
    clock: MovableClock, missing: Json
) -> None:
    bare = Sandbox(clock=clock, manifest=READY | {"settings": READY["settings"] | missing})
    with pytest.raises(LookupError, match="org-ready"):
        bare.add_person("riya").runs_step("echo", text="hello")


def test_a_step_that_is_not_declared_is_not_offered(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="no step 'shout'"):
        sandbox.add_person("riya").runs_step("shout", text="hello")


def test_an_event_of_a_step_can_come_twice(echo: Echo, sandbox: Sandbox) -> None:
    sandbox.faults.doubled_events = 1
    sandbox.add_person("riya").runs_step("echo", text="hello")
    sandbox.replay_events(1, "function_executed", new_id=True)
    sandbox.settle()
    assert len(echo.heard) == 3
    assert len({each["function_execution_id"] for each in echo.heard}) == 1
