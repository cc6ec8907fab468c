"""views.* as the Web API serves them: hashes, external ids, what stays filled in, home tabs."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST, Json, actions, asks, button, modal, section

INPUT = {"type": "plain_text_input", "action_id": "words"}


def trigger(sandbox: Sandbox, person: Person) -> str:
    return sandbox.platform.triggers.issue(person.id)


@pytest.fixture
def opened(sandbox: Sandbox, client: WebClient, riya: Person) -> Json:
    view = modal(asks("Why?", "why", INPUT), external_id="mine")
    answer: Any = client.views_open(trigger_id=trigger(sandbox, riya), view=view)
    return dict(answer["view"])


def test_an_opened_view_has_what_slack_gives_it(sandbox: Sandbox, opened: Json) -> None:
    assert opened["root_view_id"] == opened["id"] and opened["previous_view_id"] is None
    assert opened["hash"] and opened["app_id"] == sandbox.workspace.app_id
    assert opened["state"] == {"values": {"why": {"words": {"type": "plain_text_input", "value": None}}}}


def test_an_update_with_an_old_hash_conflicts(client: WebClient, opened: Json) -> None:
    new: Any = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("1")))
    assert new["view"]["hash"] != opened["hash"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("2")))


def test_an_update_finds_its_view_by_external_id(client: WebClient, opened: Json, riya: Person) -> None:
    client.views_update(external_id="mine", view=modal(section("Ready"), title="Later", external_id="mine"))
    assert riya.modal_title == "Later"


def test_an_external_id_is_unique(sandbox: Sandbox, client: WebClient, opened: Json, mona: Person) -> None:
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        client.views_open(trigger_id=trigger(sandbox, mona), view=modal(section("x"), external_id="mine"))


def test_what_was_filled_in_survives_an_update_of_the_same_block(client: WebClient, opened: Json, riya: Person) -> None:
    riya.waits = 0
    riya.fills({"Why?": "Because"})
    both = modal(asks("Why?", "why", INPUT), asks("And?", "and", INPUT | {"action_id": "more"}))
    answer: Any = client.views_update(view_id=opened["id"], view=both)
    values = answer["view"]["state"]["values"]
    assert values["why"]["words"]["value"] == "Because" and values["and"]["more"]["value"] is None
    emptied: Any = client.views_update(view_id=opened["id"], view=modal(asks("Why?", "other", INPUT)))
    assert emptied["view"]["state"]["values"]["other"]["words"]["value"] is None


def test_a_closed_modal_cannot_be_updated(client: WebClient, opened: Json, riya: Person) -> None:
    riya.waits = 0
    riya.closes()
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id=opened["id"], view=modal(section("x")))


def test_a_modal_stays_a_modal(client: WebClient, opened: Json) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_update(view_id=opened["id"], view={"type": "home", "blocks": []})


def test_a_push_needs_a_trigger_from_a_modal(sandbox: Sandbox, client: WebClient, opened: Json, riya: Person) -> None:
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_push(trigger_id=trigger(sandbox, riya), view=modal(section("x")))


def test_a_refused_view_leaves_the_trigger_unused(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    key = trigger(sandbox, riya)
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=key, view=modal(title="x" * 25))
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"]
    assert client.views_open(trigger_id=key, view=modal(section("x")))["ok"] is True


def test_a_view_above_250_kilobytes_is_refused(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    blocks = [section("x" * 2900) for _ in range(90)]
    with pytest.raises(SlackApiError, match="view_too_large"):
        client.views_open(trigger_id=trigger(sandbox, riya), view=modal(*blocks))


def test_a_home_tab_is_replaced_in_place(client: WebClient, riya: Person) -> None:
    first: Any = client.views_publish(user_id=riya.id, view={"type": "home", "blocks": [section("One")]})
    again: Any = client.views_publish(
        user_id=riya.id, hash=first["view"]["hash"], view={"type": "home", "blocks": [section("Two")]}
    )
    assert first["view"]["id"] == again["view"]["id"] and riya.home == "Two"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id=riya.id, hash=first["view"]["hash"], view={"type": "home", "blocks": []})


def test_a_button_on_the_home_tab_opens_a_modal(client: WebClient, sandbox: Sandbox, riya: Person) -> None:
    riya.waits = 0
    home = {"type": "home", "blocks": [actions(button("Ask", "ask"))]}
    client.views_publish(user_id=riya.id, view=home)
    riya.clicks("Ask")
    sent = sandbox.platform.courier.sent[-1].payload
    assert sent["container"]["type"] == "view" and sent["view"]["type"] == "home" and "channel" not in sent
    client.views_open(trigger_id=sent["trigger_id"], view=modal(section("x")))
    assert riya.modal_title == "A modal"


@pytest.mark.parametrize(
    ("switch", "method", "error"),
    [
        ("home_tab_enabled", "views.publish", "not_enabled"),
        ("messages_tab_enabled", "chat.postMessage", "messages_tab_disabled"),
    ],
)
def test_a_tab_that_the_manifest_leaves_out_cannot_be_used(switch: str, method: str, error: str) -> None:
    features = MANIFEST["features"]
    manifest = MANIFEST | {"features": features | {"app_home": features["app_home"] | {switch: False}}}
    other = Sandbox(clock=lambda: MONDAY, manifest=manifest).start()
    try:
        person = other.add_person("riya")
        client = WebClient(other.bot_token, base_url=other.api_url)
        args = {"channel": person.id, "text": "x", "user_id": person.id, "view": {"type": "home", "blocks": []}}
        with pytest.raises(SlackApiError, match=error):
            client.api_call(method, json=args)
        if method == "chat.postMessage":
            with pytest.raises(LookupError, match="turned off"):
                person.says("Hello?")
    finally:
        other.stop()


def test_interactivity_that_is_off_shows_an_error(client: WebClient, sandbox: Sandbox) -> None:
    settings = MANIFEST["settings"] | {"interactivity": {"is_enabled": False}}
    other = Sandbox(clock=lambda: MONDAY, manifest=MANIFEST | {"settings": settings}).start()
    try:
        person = other.add_person("riya")
        app = WebClient(other.bot_token, base_url=other.api_url)
        app.chat_postMessage(channel=person.id, text="x", blocks=[actions(button("Yes", "y"))])
        person.waits = 0
        person.clicks("Yes")
        assert person.errors == ["This app is not configured to handle interactive responses."]
    finally:
        other.stop()
