"""Profiles: the fields that a workspace's admins made, and what people have in them."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox


def test_fields_have_ids_and_people_have_values_under_them(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    field_id = sandbox.add_profile_field("Manager")
    sandbox.add_profile_field("Badge", "text", hidden=True)
    mona = sandbox.add_person("mona")
    riya.fills_profile("Manager", mona.id)
    answer: Any = client.team_profile_get(visibility="visible")
    assert [(each["id"], each["label"], each["type"]) for each in answer["profile"]["fields"]] == [
        (field_id, "Manager", "user")
    ]
    mine: Any = client.users_profile_get(user=riya.id)
    assert mine["profile"]["fields"] == {field_id: {"value": mona.id, "alt": ""}}
    with_label: Any = client.users_profile_get(user=riya.id, include_labels=True)
    assert with_label["profile"]["fields"][field_id]["label"] == "Manager"
    nobodys: Any = client.users_profile_get(user=mona.id)
    assert nobodys["profile"]["fields"] == []


def test_nobody_and_no_scope_are_refused(sandbox: Sandbox, client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.users_profile_get(user="U0NOBODY0")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.team_profile_get(visibility="some")
    keys = sandbox.platform.installation.bot
    keys.scopes = tuple(each for each in keys.scopes if each != "users.profile:read")
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.team_profile_get()
