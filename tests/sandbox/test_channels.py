"""The app in channels: coming in, hearing, having to go; public and private."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import Conversation
from tests.sandbox.conftest import MONDAY
from tests.sandbox.installing import authorised
from tests.sandbox.small_app import MANIFEST, Json, SmallApp

BOT = "U0SMALLTALK"


def sent(sandbox: Sandbox) -> list[Json]:
    """Every event that the app was sent, whatever Bolt did with it; oldest first."""
    sandbox.settle()
    return [delivery.payload["event"] for delivery in sandbox.platform.courier.sent]


def refusal(client: WebClient, method: str, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    return str(caught.value.response["error"])


# Coming in --------------------------------------------------------------------------------------------------------


def test_the_app_that_is_invited_hears_of_it(
    app: SmallApp, sandbox: Sandbox, riya: Person, lunch: Conversation
) -> None:
    riya.invites_app("#lunch")
    joined, noted = sent(sandbox)
    assert (joined["type"], joined["user"], joined["channel"]) == ("member_joined_channel", BOT, lunch.id)
    assert (joined["channel_type"], joined["inviter"]) == ("C", riya.id)
    assert (noted["subtype"], noted["user"], noted["inviter"]) == ("channel_join", BOT, riya.id)
    assert noted["text"] == f"<@{BOT}> has joined the channel" and "bot_id" not in noted
    assert [event["type"] for event in app.events] == ["member_joined_channel"], "Bolt drops its own message"
    riya.invites_app("#lunch")
    assert len(sent(sandbox)) == 2


def test_the_app_goes_in_by_itself(
    app: SmallApp, sandbox: Sandbox, client: WebClient, riya: Person, lunch: Conversation
) -> None:
    answer: Any = client.conversations_join(channel=lunch.id)
    assert answer["channel"]["is_member"] is True and "warning" not in answer.data
    assert "inviter" not in sent(sandbox)[0]
    riya.says("Soup", to="#lunch")
    assert app.events[-1]["text"] == "Soup"
    again: Any = client.conversations_join(channel=lunch.id)
    assert (again["warning"], again["response_metadata"]["warnings"]) == (
        "already_in_channel",
        ["already_in_channel"],
    )


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0SECRET0", "channel_not_found"),
        ("C0OLD0000", "is_archived"),
        ("D0RIYA000", "method_not_supported_for_channel_type"),
        ("C0GHOST00", "channel_not_found"),
    ],
)
def test_where_the_app_cannot_go_in(
    sandbox: Sandbox, client: WebClient, riya: Person, channel: str, error: str
) -> None:
    sandbox.add_channel("secret", riya, with_app=False, private=True)
    sandbox.add_channel("old", riya, with_app=False).is_archived = True
    assert riya.conversation.id == "D0RIYA000"
    assert refusal(client, "conversations.join", channel=channel) == error


def test_going_in_needs_a_scope() -> None:
    slim = Sandbox(lambda: MONDAY, MANIFEST | {"oauth_config": {"scopes": {"bot": ["channels:read"]}}}).start()
    try:
        channel = slim.add_channel("lunch", slim.add_person("riya"), with_app=False)
        found = refusal(WebClient(slim.bot_token, base_url=slim.api_url), "conversations.join", channel=channel.id)
    finally:
        slim.stop()
    assert found == "missing_scope"


def test_members_are_listed_in_pages(client: WebClient, help_channel: Conversation, riya: Person, mona: Person) -> None:
    pages: Any = client.conversations_members(channel=help_channel.id, limit=2)
    assert [page["members"] for page in pages] == [[riya.id, mona.id], [BOT]]
    assert refusal(client, "conversations.members", channel=help_channel.id, cursor="%") == "invalid_cursor"


def test_how_many_members_there_are_is_told_when_asked(client: WebClient, help_channel: Conversation) -> None:
    plain: Any = client.conversations_info(channel=help_channel.id)["channel"]
    asked: Any = client.conversations_info(channel=help_channel.id, include_num_members=True)["channel"]
    assert "num_members" not in plain and asked["num_members"] == 3


# Hearing ----------------------------------------------------------------------------------------------------------


def test_a_mention_is_told_beside_the_message(app: SmallApp, riya: Person, help_channel: Conversation) -> None:
    riya.says("@smalltalk who knows Acme?", to="#help")
    kinds = {event["type"]: event for event in app.events}
    mention, message = kinds["app_mention"], kinds["message"]
    assert (mention["ts"], mention["text"], mention["user"]) == (message["ts"], message["text"], riya.id)
    assert mention["channel"] == help_channel.id and "channel_type" not in mention


def test_without_a_mention_and_in_direct_messages_only_the_message_is_told(
    app: SmallApp, riya: Person, help_channel: Conversation
) -> None:
    riya.says("Who knows Acme?", to="#help")
    riya.says("@smalltalk you do")
    assert [event["type"] for event in app.events] == ["message", "message"]


def test_a_mention_where_the_app_is_not_is_heard_by_nobody(app: SmallApp, riya: Person, lunch: Conversation) -> None:
    riya.says("@smalltalk soup?", to="#lunch")
    assert app.events == []


def test_people_come_and_go(app: SmallApp, sandbox: Sandbox, mona: Person, help_channel: Conversation) -> None:
    omar = sandbox.add_person("omar")
    mona.invites(omar, "#help")
    omar.leaves_channel("#help")
    omar.joins("#help")
    told = [(event["type"], event.get("subtype"), event["user"], event.get("inviter")) for event in app.events]
    by_kind = sorted(told, key=lambda each: each[0] == "message")
    assert by_kind == [
        ("member_joined_channel", None, omar.id, mona.id),
        ("member_left_channel", None, omar.id, None),
        ("member_joined_channel", None, omar.id, None),
        ("message", "channel_join", omar.id, mona.id),
        ("message", "channel_leave", omar.id, None),
        ("message", "channel_join", omar.id, None),
    ]


def test_a_new_name_and_the_archive_are_told(
    app: SmallApp, sandbox: Sandbox, client: WebClient, mona: Person, help_channel: Conversation
) -> None:
    mona.renames("#help", "help-deals")
    mona.archives("#help-deals")
    assert refusal(client, "chat.postMessage", channel=help_channel.id, text="x") == "is_archived"
    with pytest.raises(LookupError, match="archived"):
        mona.says("Hello?", to="#help-deals")
    mona.unarchives("#help-deals")
    kinds = [event.get("subtype") or event["type"] for event in sent(sandbox)]
    assert sorted(kinds) == sorted(
        ["channel_rename", "channel_name", *["channel_archive"] * 2, *["channel_unarchive"] * 2]
    )
    renamed = next(event for event in sent(sandbox) if event["type"] == "channel_rename")
    assert (renamed["channel"]["id"], renamed["channel"]["name"]) == (help_channel.id, "help-deals")
    noted = next(event for event in sent(sandbox) if event.get("subtype") == "channel_name")
    assert (noted["old_name"], noted["name"]) == ("help", "help-deals")


def test_a_deleted_channel_is_told_and_is_there_for_nobody(
    app: SmallApp, sandbox: Sandbox, client: WebClient, mona: Person, help_channel: Conversation
) -> None:
    mona.deletes_channel("#help")
    [told] = sent(sandbox)
    assert (told["type"], told["channel"], told["actor_id"]) == ("channel_deleted", help_channel.id, mona.id)
    assert refusal(client, "chat.postMessage", channel=help_channel.id, text="x") == "channel_not_found"
    with pytest.raises(LookupError):
        mona.says("Hello?", to="#help")


def test_these_lines_stand_in_the_history(client: WebClient, mona: Person, sandbox: Sandbox) -> None:
    channel = sandbox.add_channel("deals", mona, with_app=False)
    mona.waits = 0
    mona.invites_app("#deals")
    [line] = client.conversations_history(channel=channel.id)["messages"]
    assert line["subtype"] == "channel_join"
    assert mona.reads("#deals") == "Smalltalk: @Smalltalk has joined the channel"
    sandbox.platform.courier.abandon()


@pytest.mark.parametrize("act", ["invites_app", "removes_app", "leaves_channel", "archives", "says"])
def test_nobody_does_anything_where_they_are_not(mona: Person, lunch: Conversation, act: str) -> None:
    with pytest.raises(LookupError, match="is not in #lunch"):
        mona.says("x", to="#lunch") if act == "says" else getattr(mona, act)("#lunch")


# Having to go -----------------------------------------------------------------------------------------------------


def test_the_app_that_is_removed_hears_that_it_left_and_a_word_from_slackbot(
    app: SmallApp, sandbox: Sandbox, client: WebClient, mona: Person, help_channel: Conversation
) -> None:
    mona.removes_app("#help")
    left, word = sent(sandbox)
    assert (left["type"], left["channel"], left["actor_id"]) == ("channel_left", help_channel.id, mona.id)
    assert (word["type"], word["user"], word["channel_type"]) == ("message", "USLACKBOT", "im")
    assert word["text"] == f"You have been removed from #help by <@{mona.id}>" and "bot_id" not in word
    mona.says("Alone at last", to="#help")
    assert len(sent(sandbox)) == 2
    assert refusal(client, "chat.postMessage", channel=help_channel.id, text="x") == "not_in_channel"
    assert refusal(client, "conversations.history", channel=help_channel.id) == "not_in_channel"
    with pytest.raises(LookupError, match="not in #help"):
        mona.removes_app("#help")


def test_a_private_channel_is_there_for_its_members_alone(
    app: SmallApp, sandbox: Sandbox, client: WebClient, riya: Person, mona: Person
) -> None:
    channel = sandbox.add_channel("deals", riya, private=True)
    riya.says("Quietly", to="#deals")
    assert [event["channel_type"] for event in app.events] == ["group"]
    info: Any = client.conversations_info(channel=channel.id)["channel"]
    assert (info["is_private"], info["is_channel"], info["is_group"]) == (True, False, True)
    with pytest.raises(LookupError, match="does not see"):
        mona.joins("#deals")
    riya.renames("#deals", "big-deals")
    riya.removes_app("#big-deals")
    kinds = [event["type"] for event in sent(sandbox)]
    assert "group_rename" in kinds and "group_left" in kinds
    assert refusal(client, "conversations.info", channel=channel.id) == "channel_not_found"
    assert refusal(client, "conversations.history", channel=channel.id) == "channel_not_found"
    assert refusal(client, "chat.postMessage", channel=channel.id, text="x") == "channel_not_found"


def test_a_private_channel_needs_scopes_of_its_own(sandbox: Sandbox, riya: Person, mona: Person) -> None:
    channel = sandbox.add_channel("deals", riya, mona, private=True)
    authorised(sandbox, mona)
    token = WebClient(sandbox.user_token(mona), base_url=sandbox.api_url)
    assert refusal(token, "conversations.info", channel=channel.id) == "missing_scope"
    assert refusal(token, "conversations.history", channel=channel.id) == "missing_scope"
