"""What the app says to one person in a channel, and what people type there: notes, commands, links."""

from typing import Any

import pytest
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import Conversation
from tests.sandbox.small_app import Json, SmallApp, actions, button


def refusal(client: WebClient, method: str, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    return str(caught.value.response["error"])


# Speaking to one person there -------------------------------------------------------------------------------------


def test_a_private_note_is_for_one_member(
    client: WebClient, riya: Person, mona: Person, help_channel: Conversation, sandbox: Sandbox
) -> None:
    ts = client.chat_postEphemeral(channel=help_channel.id, user=riya.id, text="What have you tried?")["message_ts"]
    assert "What have you tried?" in riya.reads("#help") and mona.reads("#help") == ""
    assert (
        client.conversations_history(channel=help_channel.id)["messages"] == []
        and list(sandbox.platform.courier.sent) == []
    )
    assert refusal(client, "chat.update", channel=help_channel.id, ts=ts, text="x") == "message_not_found"
    assert refusal(client, "chat.delete", channel=help_channel.id, ts=ts) == "message_not_found"
    assert refusal(client, "chat.getPermalink", channel=help_channel.id, message_ts=ts) == "message_not_found"


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        ("C0HELP000", "U0OMAR000", "user_not_in_channel"),
        ("C0LUNCH00", "U0RIYA000", "not_in_channel"),
        ("C0GHOST00", "U0RIYA000", "channel_not_found"),
    ],
)
def test_whom_the_app_cannot_reach_there(
    sandbox: Sandbox,
    client: WebClient,
    help_channel: Conversation,
    lunch: Conversation,
    channel: str,
    user: str,
    error: str,
) -> None:
    sandbox.add_person("omar")
    assert refusal(client, "chat.postEphemeral", channel=channel, user=user, text="x") == error


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"replace_original": True, "text": "Thank you"}, "Smalltalk (only you can see this): Thank you"),
        ({"delete_original": True}, ""),
    ],
)
def test_a_private_note_is_changed_through_the_address_that_a_click_brings(
    app: SmallApp, client: WebClient, riya: Person, mona: Person, help_channel: Conversation, answer: Json, left: str
) -> None:
    blocks = [actions(button("Not a request", "no"))]
    client.chat_postEphemeral(channel=help_channel.id, user=riya.id, text="?", blocks=blocks)
    [note] = riya.sees_in("#help")
    riya.clicks("Not a request", on=note)
    body = app.heard[-1]
    assert body["container"]["is_ephemeral"] is True and "message" not in body
    assert body["channel"] == {"id": help_channel.id, "name": "help"}
    assert WebhookClient(body["response_url"]).send_dict(answer).status_code == 200
    assert riya.reads("#help") == left and mona.reads("#help") == ""


# Commands and links -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("watch #help", "watch <#C0HELP000|help>"),
        ("watch #deals", "watch <#C0DEALS00|>"),
        ("watch #nowhere", "watch #nowhere"),
        ("add @mona", "add <@U0MONA000|mona>"),
    ],
)
def test_a_command_names_channels_and_people_by_id(
    app: SmallApp, sandbox: Sandbox, riya: Person, mona: Person, help_channel: Conversation, typed: str, text: str
) -> None:
    sandbox.add_channel("deals", riya, private=True)
    riya.types(f"/small {typed}")
    assert app.heard[-1]["text"] == text


@pytest.mark.parametrize(("channel", "name"), [("#help", "help"), ("#deals", "privategroup")])
def test_a_command_may_be_typed_in_a_channel_and_is_answered_there(
    app: SmallApp, sandbox: Sandbox, riya: Person, mona: Person, help_channel: Conversation, channel: str, name: str
) -> None:
    sandbox.add_channel("deals", riya, mona, private=True)
    app.does["command"] = lambda body, client, respond: "Noted"
    riya.types("/small talk", to=channel)
    assert app.heard[-1]["channel_name"] == name
    assert "Noted" in riya.reads(channel) and "Noted" not in mona.reads(channel)


def test_a_link_to_a_reply_names_its_thread(client: WebClient, riya: Person, help_channel: Conversation) -> None:
    riya.waits = 0
    head = riya.says("Who knows Acme?", to="#help")
    reply = riya.says("Anybody?", to="#help", thread=head)
    link = client.chat_getPermalink(channel=help_channel.id, message_ts=reply.ts)["permalink"]
    place = f"https://sandbox.slack.com/archives/{help_channel.id}/p{reply.ts.replace('.', '')}"
    assert link == f"{place}?thread_ts={head.ts}&cid={help_channel.id}"
