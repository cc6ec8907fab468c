"""Enterprise Grid: an app installed on a whole organisation, or on one workspace of it."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.installing import allowed, exchange
from tests.sandbox.small_app import SmallApp


def test_an_organisation_is_installed_as_a_whole(sandbox: Sandbox, app: SmallApp) -> None:
    nordic = sandbox.another_workspace("Nordic")
    nils = nordic.add_person("nils")
    nordic.as_org("E0NORDIC0", "Nordic Group")
    answer = exchange(nordic, allowed(nordic)["code"])
    assert (answer["team"], answer["is_enterprise_install"]) == (None, True)
    assert answer["enterprise"] == {"id": "E0NORDIC0", "name": "Nordic Group"}
    told: Any = WebClient(answer["access_token"], base_url=nordic.api_url).auth_test()
    assert (told["enterprise_id"], told["is_enterprise_install"]) == ("E0NORDIC0", True)
    nils.says("May I?")
    body = app.heard[0]
    assert (body["team_id"], body["enterprise_id"]) == (nordic.workspace.team_id, "E0NORDIC0")
    authorization = body["authorizations"][0]
    assert (authorization["team_id"], authorization["enterprise_id"]) == (None, "E0NORDIC0")
    assert authorization["is_enterprise_install"] is True


def test_what_people_do_in_an_organisation_names_it(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.as_org("E0ACME000", "Acme")
    riya.types("/small talk")
    riya.uses_shortcut("Start something")
    command, shortcut = app.heard
    assert (command["enterprise_id"], command["is_enterprise_install"]) == ("E0ACME000", "true")
    assert (shortcut["team"], shortcut["enterprise"]) == (None, {"id": "E0ACME000", "name": "Acme"})
    assert shortcut["user"]["team_id"] == sandbox.workspace.team_id


def test_a_workspace_of_an_organisation_may_be_installed_alone(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.as_org("E0ACME000", "Acme", whole=False)
    riya.says("May I?")
    authorization = app.heard[0]["authorizations"][0]
    assert authorization["team_id"] == sandbox.workspace.team_id
    assert authorization["is_enterprise_install"] is False and authorization["enterprise_id"] == "E0ACME000"
    assert exchange(sandbox, allowed(sandbox)["code"])["team"]["id"] == sandbox.workspace.team_id


def test_one_token_serves_every_workspace_of_an_organisation(sandbox: Sandbox, riya: Person) -> None:
    sandbox.as_org("E0ACME000", "Acme")
    south = sandbox.another_workspace("South", beside=sandbox)
    sven = south.add_person("sven")
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    assert south.bot_token == sandbox.bot_token
    client.chat_postMessage(channel=sven.id, text="For Sven")
    client.chat_postMessage(channel=riya.id, text="For Riya")
    assert (sven.last.plain, riya.last.plain) == ("For Sven", "For Riya")
    people: Any = client.users_list(team_id=south.workspace.team_id)
    assert [each["name"] for each in people["members"]] == ["smalltalk", "sven", "slackbot"]
    with pytest.raises(SlackApiError, match="missing_argument"):
        client.users_list()
