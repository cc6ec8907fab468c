"""Several workspaces on one server: one app, but people, tokens, deliveries and troubles of each are its own."""

import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import Json, SmallApp, modal, section


def client_of(place: LocalWorkspace) -> WebClient:
    return WebClient(place.bot_token, base_url=place.api_url, retry_handlers=[])


@pytest.fixture
def nordic(sandbox: Sandbox) -> LocalWorkspace:
    return sandbox.another_workspace("Nordic", installed=True)


def test_a_token_leads_to_its_own_workspace(sandbox: Sandbox, nordic: LocalWorkspace) -> None:
    first, second = client_of(sandbox).auth_test(), client_of(nordic).auth_test()
    assert (first["team"], second["team"]) == ("Sandbox", "Nordic")
    for name in ("team_id", "user_id", "bot_id"):
        assert first[name] != second[name]
    assert nordic.workspace.app_id == sandbox.workspace.app_id
    assert (nordic.signing_secret, nordic.app_token) == (sandbox.signing_secret, sandbox.app_token)


def test_events_of_every_workspace_reach_the_one_app(
    sandbox: Sandbox, nordic: LocalWorkspace, app: SmallApp, riya: Person
) -> None:
    riya.says("From here")
    nordic.add_person("riya").says("From the north")
    assert [(body["team_id"], body["event"]["text"]) for body in app.heard] == [
        (sandbox.workspace.team_id, "From here"),
        (nordic.workspace.team_id, "From the north"),
    ]
    assert app.heard[1]["authorizations"][0]["user_id"] == nordic.workspace.bot_user_id


def test_the_same_user_id_may_live_in_two_workspaces(
    sandbox: Sandbox, nordic: LocalWorkspace, riya: Person, app: SmallApp
) -> None:
    other = nordic.add_person("nils", id=riya.id)
    client_of(nordic).chat_postMessage(channel=riya.id, text="For Nils")
    client_of(sandbox).chat_postMessage(channel=riya.id, text="For Riya")
    assert [seen.text for seen in other.messages] == ["For Nils"]
    assert [seen.text for seen in riya.messages] == ["For Riya"]
    assert other.conversation.id != riya.conversation.id


def test_without_an_id_of_ones_own_nobody_is_the_same(nordic: LocalWorkspace, riya: Person) -> None:
    other = nordic.add_person("riya")
    assert other.id != riya.id and other.conversation.id != riya.conversation.id
    assert nordic.add_channel("sales").id.startswith("C2")


def test_one_workspace_does_not_see_into_another(nordic: LocalWorkspace, riya: Person) -> None:
    client = client_of(nordic)
    for method, args in (("users.info", {"user": riya.id}), ("conversations.history", {"channel": "D0RIYA000"})):
        with pytest.raises(SlackApiError, match="not_found"):
            client.api_call(method, json=args)


def test_a_click_is_answered_in_the_workspace_where_it_happened(nordic: LocalWorkspace, app: SmallApp) -> None:
    nils = nordic.add_person("nils")

    def opens(body: Json, *_: object) -> None:
        client_of(nordic).views_open(trigger_id=body["trigger_id"], view=modal(section("North")))

    app.does["command"] = opens
    nils.types("/small talk")
    assert app.heard[0]["team_id"] == nordic.workspace.team_id
    assert nils.modal_title == "A modal" and nils.errors == []
    WebhookClient(app.heard[0]["response_url"]).send(text="Noted")
    assert nils.last.plain == "Noted"


def test_a_trigger_of_one_workspace_opens_nothing_in_another(
    sandbox: Sandbox, nordic: LocalWorkspace, app: SmallApp, riya: Person
) -> None:
    riya.types("/small talk")
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client_of(nordic).views_open(trigger_id=app.heard[0]["trigger_id"], view=modal(section("x")))


def test_a_response_url_of_no_workspace_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{sandbox.url}/respond/T0NOWHERE0/key", b"{}")
    assert caught.value.code == 404
    caught.value.close()


def test_troubles_befall_one_workspace_only(sandbox: Sandbox, nordic: LocalWorkspace, riya: Person) -> None:
    nordic.faults.error("chat.postMessage", "fatal_error", times=9)
    assert client_of(sandbox).chat_postMessage(channel=riya.id, text="Hello")["ok"] is True
    nils: Any = nordic.add_person("nils")
    with pytest.raises(SlackApiError, match="fatal_error"):
        client_of(nordic).chat_postMessage(channel=nils.id, text="Hello")


def test_removing_the_app_from_one_workspace_leaves_the_others(sandbox: Sandbox, nordic: LocalWorkspace) -> None:
    nordic.uninstall()
    assert client_of(sandbox).auth_test()["ok"] is True
    with pytest.raises(SlackApiError, match="account_inactive"):
        client_of(nordic).auth_test()


def test_a_workspace_without_the_app_has_no_token_and_tells_nothing(sandbox: Sandbox, app: SmallApp) -> None:
    quiet = sandbox.another_workspace("Quiet")
    with pytest.raises(LookupError, match="never installed"):
        _ = quiet.bot_token
    quiet.add_person("nils").says("Anybody?")
    assert app.heard == []


def test_a_reset_leaves_only_the_first_workspace(sandbox: Sandbox, nordic: LocalWorkspace) -> None:
    token = nordic.bot_token
    sandbox.reset()
    with pytest.raises(SlackApiError, match="invalid_auth"):
        WebClient(token, base_url=sandbox.api_url).auth_test()
    assert client_of(sandbox).auth_test()["ok"] is True
    assert sandbox.another_workspace("South").workspace.team_id.startswith("T2SOUTH")
