"""The app goes and comes back: what it hears, in which order, and what its old and new tokens are good for."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.installing import installed, refreshed
from tests.sandbox.small_app import SmallApp


def names(app: SmallApp) -> list[str]:
    return [event["type"] for event in app.events]


def error_of(client: WebClient) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.auth_test()
    return str(caught.value.response["error"])


@pytest.mark.parametrize(
    ("order", "heard"),
    [
        ("revoked_first", ["tokens_revoked", "app_uninstalled"]),
        ("uninstalled_first", ["app_uninstalled", "tokens_revoked"]),
    ],
)
def test_the_two_last_events_come_in_either_order(
    sandbox: Sandbox, app: SmallApp, client: WebClient, order: Any, heard: list[str]
) -> None:
    errors: list[str] = []
    app.does["event"] = lambda body, _, respond: errors.append(error_of(client))
    sandbox.uninstall(order)
    sandbox.settle()
    assert names(app) == heard
    assert errors == ["account_inactive"] * 2
    revoked = next(event for event in app.events if event["type"] == "tokens_revoked")
    assert revoked["tokens"] == {"oauth": [], "bot": [sandbox.workspace.bot_user_id]}


def test_after_the_removal_nothing_is_told(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.uninstall()
    sandbox.settle()
    riya.says("Anybody?")
    assert len(app.events) == 2


def test_tokens_can_be_revoked_alone(sandbox: Sandbox, app: SmallApp, client: WebClient, riya: Person) -> None:
    sandbox.revoke_tokens()
    sandbox.settle()
    assert names(app) == ["tokens_revoked"] and error_of(client) == "token_revoked"
    riya.says("Anybody?")
    assert len(app.events) == 1


def test_a_new_installation_gives_a_new_token_and_the_old_one_stays_dead(
    sandbox: Sandbox, app: SmallApp, client: WebClient, riya: Person
) -> None:
    old = sandbox.bot_token
    sandbox.uninstall()
    sandbox.settle()
    new = installed(sandbox, scope="chat:write,im:history")["access_token"]
    assert new == sandbox.bot_token != old
    assert WebClient(new, base_url=sandbox.api_url).auth_test()["ok"] is True
    assert error_of(client) == "account_inactive"
    riya.says("Back again?")
    assert names(app)[-1] == "message"


def test_the_last_events_may_come_after_the_app_is_back(sandbox: Sandbox, app: SmallApp) -> None:
    sandbox.hold_events()
    sandbox.uninstall()
    token = installed(sandbox)["access_token"]
    assert app.heard == []
    sandbox.release_events()
    assert names(app) == ["tokens_revoked", "app_uninstalled"]
    assert WebClient(token, base_url=sandbox.api_url).auth_test()["ok"] is True


def test_an_app_may_revoke_its_own_token(sandbox: Sandbox, app: SmallApp, client: WebClient) -> None:
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_test()["ok"] is True
    assert client.auth_revoke()["revoked"] is True
    sandbox.settle()
    assert error_of(client) == "token_revoked" and names(app) == ["tokens_revoked"]


def test_with_rotation_only_the_one_token_is_revoked(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    client.auth_revoke()
    sandbox.settle()
    sandbox.rotate_tokens()
    answer = installed(sandbox)
    rotated = WebClient(answer["access_token"], base_url=sandbox.api_url)
    assert rotated.auth_revoke()["revoked"] is True
    assert error_of(rotated) == "token_revoked"
    riya.says("Still there?")
    assert names(app) == ["tokens_revoked", "message"]
    again = refreshed(sandbox, answer["refresh_token"])["access_token"]
    assert WebClient(again, base_url=sandbox.api_url).auth_test()["ok"] is True


def test_an_app_may_remove_itself(sandbox: Sandbox, app: SmallApp, client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        client.apps_uninstall(client_id=sandbox.client_id, client_secret="wrong")
    client.apps_uninstall(client_id=sandbox.client_id, client_secret=sandbox.client_secret)
    sandbox.settle()
    assert error_of(client) == "account_inactive" and names(app) == ["tokens_revoked", "app_uninstalled"]
