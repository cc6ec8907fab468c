"""Those whom an app should tell apart: people of another company, guests, other apps, workflows."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import SmallApp


@pytest.fixture
def vera(sandbox: Sandbox) -> Person:
    """Somebody of another company, over Slack Connect."""
    return sandbox.add_person("vera", "Vera Veld", team_id="T9VELD000")


def test_a_message_over_slack_connect_names_the_other_company(
    sandbox: Sandbox, app: SmallApp, vera: Person, riya: Person
) -> None:
    vera.says("Hello from outside")
    riya.says("Hello from inside")
    outside, inside = app.heard
    assert (outside["is_ext_shared_channel"], inside["is_ext_shared_channel"]) == (True, False)
    assert outside["event"]["user_team"] == outside["event"]["source_team"] == "T9VELD000"
    assert "user_team" not in inside["event"]
    assert outside["team_id"] == outside["authorizations"][0]["team_id"] == sandbox.workspace.team_id


def test_a_person_of_another_company_looks_like_one(client: WebClient, vera: Person) -> None:
    user: Any = client.users_info(user=vera.id)["user"]
    assert user["team_id"] == user["profile"]["team"] == "T9VELD000" and "email" not in user["profile"]
    channel: Any = client.conversations_info(channel=vera.conversation.id)["channel"]
    assert channel["is_ext_shared"] is True


def test_a_person_of_another_company_clicks_from_there(app: SmallApp, vera: Person) -> None:
    vera.uses_shortcut("Start something")
    assert app.heard[0]["user"]["team_id"] == "T9VELD000"


@pytest.mark.parametrize(
    ("facts", "restricted", "ultra"),
    [({"is_guest": True}, True, False), ({"is_single_channel_guest": True}, True, True), ({}, False, False)],
)
def test_guests_of_both_kinds_write_to_the_app(
    sandbox: Sandbox, client: WebClient, app: SmallApp, facts: Any, restricted: bool, ultra: bool
) -> None:
    gus = sandbox.add_person("gus", **facts)
    gus.says("May I?")
    user: Any = client.users_info(user=app.events[0]["user"])["user"]
    assert (user["is_restricted"], user["is_ultra_restricted"]) == (restricted, ultra)


def test_another_apps_bot_writes_in_the_conversation(
    sandbox: Sandbox, client: WebClient, app: SmallApp, riya: Person
) -> None:
    sandbox.other_app_writes(riya, "Buy more")
    event = app.events[0]
    assert event["bot_id"] == "B9ZIPZAP0" and event["app_id"] != sandbox.workspace.app_id
    user: Any = client.users_info(user=event["user"])["user"]
    assert user["is_bot"] is True and user["profile"]["bot_id"] == event["bot_id"]
    assert client.bots_info(bot=event["bot_id"])["bot"]["app_id"] == event["app_id"]
    assert riya.last.sender == "zipzap" and riya.sees == "Zip Zap: Buy more"


def test_a_workflow_writes_without_a_user(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.other_app_writes(riya, "Time to report", voice="workflow", name="Weekly")
    event = app.events[0]
    assert (event["subtype"], event["username"], "user" in event) == ("bot_message", "Weekly", False)


def test_another_app_may_write_in_a_persons_name(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.other_app_writes(riya, "Sent from my calendar", voice="as her")
    event = app.events[0]
    assert (event["user"], event["bot_id"]) == (riya.id, "B9ZIPZAP0") and "subtype" not in event


def test_our_app_cannot_change_what_another_one_wrote(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    riya.waits = 0
    sandbox.platform.courier.hold_events()
    message = sandbox.other_app_writes(riya, "Buy more")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=message.channel, ts=message.ts, text="Buy less")
