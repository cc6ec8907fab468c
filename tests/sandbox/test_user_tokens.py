"""What an app sees and does with a person's token: as far as that person sees, and as far as they allowed."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.installing import acts_for, authorised
from tests.sandbox.small_app import Json, modal, section

DM = "D1RIYAMONA"
OTHERS = "D1RIYAOMAR"
EVERYTHING = ("im:history", "im:read", "users:read", "chat:write", "mpim:history")


def refusal(client: WebClient, method: str, **args: Any) -> Json:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    data: Any = caught.value.response.data
    return dict(data)


@pytest.fixture
def omar(sandbox: Sandbox) -> Person:
    return sandbox.add_person("omar", "Omar Aziz")


@pytest.fixture
def hers(sandbox: Sandbox, riya: Person, mona: Person, omar: Person) -> str:
    """Riya wrote to Mona and to Omar; answers the ts of the first."""
    riya.waits = 0
    riya.says("Not for Mona", to=omar)
    return riya.says("May I?", to=mona).ts


@pytest.fixture
def as_mona(sandbox: Sandbox, mona: Person, hers: str) -> WebClient:
    """The app with Mona's token, with every scope that it may ask her for."""
    return acts_for(sandbox, mona, *EVERYTHING)


# Seeing -----------------------------------------------------------------------------------------------------------


def test_a_direct_message_names_the_other_party(sandbox: Sandbox, as_mona: WebClient, riya: Person) -> None:
    channel: Any = as_mona.conversations_info(channel=DM)["channel"]
    assert (channel["is_im"], channel["user"], channel["is_ext_shared"]) == (True, riya.id, False)
    channel = acts_for(sandbox, riya, "im:read").conversations_info(channel=DM)["channel"]
    assert channel["user"] == sandbox.person("mona").id


def test_a_direct_message_with_another_company_says_so(sandbox: Sandbox, mona: Person) -> None:
    vera = sandbox.add_person("vera", team_id="T9VELD000")
    vera.waits = 0
    message = vera.says("Hello", to=mona)
    channel: Any = acts_for(sandbox, mona, "im:read").conversations_info(channel=message.channel)["channel"]
    assert (channel["user"], channel["is_ext_shared"]) == (vera.id, True)


def test_its_history_and_threads_can_be_read(
    sandbox: Sandbox, as_mona: WebClient, riya: Person, mona: Person, hers: str
) -> None:
    mona.waits = 0
    mona.says("What have you tried?", to=riya, thread=riya.says("And this", to=mona))
    history: Any = as_mona.conversations_history(channel=DM)["messages"]
    assert [each["text"] for each in history] == ["And this", "May I?"] and history[1]["ts"] == hers
    thread: Any = as_mona.conversations_replies(channel=DM, ts=history[0]["ts"])["messages"]
    assert [each["user"] for each in thread] == [riya.id, mona.id]


def test_both_parties_are_its_members_a_page_at_a_time(as_mona: WebClient, riya: Person, mona: Person) -> None:
    pages: Any = as_mona.conversations_members(channel=DM, limit=1)
    assert [page["members"] for page in pages] == [[riya.id], [mona.id]]


def test_opening_a_direct_message_needs_the_scope_for_it(as_mona: WebClient, riya: Person) -> None:
    assert refusal(as_mona, "conversations.open", users=riya.id)["needed"] == "im:write"


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("conversations.info", {}),
        ("conversations.members", {}),
        ("conversations.history", {}),
        ("conversations.replies", {"ts": "1.000001"}),
        ("chat.postMessage", {"text": "x"}),
        ("chat.postEphemeral", {"text": "x", "user": "U0OMAR000"}),
        ("chat.update", {"ts": "1.000001", "text": "x"}),
        ("chat.delete", {"ts": "1.000001"}),
        ("chat.getPermalink", {"message_ts": "1.000001"}),
    ],
)
def test_what_she_does_not_see_is_not_there_for_her_token(as_mona: WebClient, method: str, args: Json) -> None:
    assert refusal(as_mona, method, channel=OTHERS, **args)["error"] == "channel_not_found"


@pytest.mark.parametrize("method", ["info", "members", "history", "replies"])
def test_the_bot_sees_nothing_between_people_although_one_of_them_consented(
    client: WebClient, as_mona: WebClient, method: str, hers: str
) -> None:
    assert refusal(client, f"conversations.{method}", channel=DM, ts=hers)["error"] == "channel_not_found"


def test_a_public_channel_can_be_read_without_being_in_it(sandbox: Sandbox, riya: Person, mona: Person) -> None:
    """Unlike with the bot's token."""
    channel = sandbox.add_channel("lunch", riya, with_app=False)
    riya.waits = 0
    riya.says("Soup", to="#lunch")
    token = sandbox.platform.installation.authorise(mona.id, ["channels:history"]).access
    history: Any = WebClient(token, base_url=sandbox.api_url).conversations_history(channel=channel.id)
    assert [each["text"] for each in history["messages"]] == ["Soup"]


def test_an_address_is_read_only_with_the_scope_for_it(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    profile: Any = acts_for(sandbox, riya, "users:read").users_info(user=riya.id)["user"]["profile"]
    assert "email" not in profile and "email" in client.users_info(user=riya.id)["user"]["profile"]


# Scopes and tokens ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("users.info", {"user": "U0RIYA000"}, "users:read"),
        ("users.lookupByEmail", {"email": "riya@example.com"}, "users:read.email"),
        ("conversations.info", {"channel": DM}, "im:read"),
        ("conversations.members", {"channel": DM}, "im:read"),
        ("conversations.history", {"channel": DM}, "im:history"),
        ("conversations.replies", {"channel": DM, "ts": "1.000001"}, "im:history"),
        ("chat.postMessage", {"channel": DM, "text": "x"}, "chat:write"),
        ("chat.update", {"channel": DM, "ts": "1.000001", "text": "x"}, "chat:write"),
        ("chat.delete", {"channel": DM, "ts": "1.000001"}, "chat:write"),
    ],
)
def test_a_scope_she_did_not_allow_is_missing_although_the_bot_has_it(
    sandbox: Sandbox, mona: Person, hers: str, method: str, args: Json, needed: str
) -> None:
    others = [each for each in EVERYTHING if each != needed]
    found = refusal(acts_for(sandbox, mona, *others), method, **args)
    assert found["error"] == "missing_scope" and needed in found["needed"].split(",")
    assert found["provided"] == ",".join(others)


def test_the_bot_gets_no_scope_from_a_persons_consent(sandbox: Sandbox, mona: Person) -> None:
    authorised(sandbox, mona, "mpim:history")
    answer = WebClient(sandbox.bot_token, base_url=sandbox.api_url).auth_test()
    assert "mpim:history" not in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("apps.connections.open", {}),
        ("views.publish", {"user_id": "U0MONA000", "view": {"type": "home", "blocks": [section("x")]}}),
        ("views.open", {"trigger_id": "1.2.3", "view": modal(section("x"))}),
        ("files.getUploadURLExternal", {"filename": "a.txt", "length": 1}),
    ],
)
def test_a_persons_token_does_not_open_what_is_the_bots(as_mona: WebClient, method: str, args: Json) -> None:
    assert refusal(as_mona, method, **args)["error"] == "not_allowed_token_type"


def test_the_app_may_revoke_a_persons_token(sandbox: Sandbox, as_mona: WebClient, mona: Person) -> None:
    assert as_mona.auth_revoke(test=True)["revoked"] is False
    assert as_mona.auth_revoke()["revoked"] is True
    assert refusal(as_mona, "auth.test")["error"] == "token_revoked"
    assert WebClient(sandbox.bot_token, base_url=sandbox.api_url).auth_test()["ok"]
    event = sandbox.platform.courier.sent[-1].payload["event"]
    assert (event["type"], event["tokens"]) == ("tokens_revoked", {"oauth": [mona.id], "bot": []})
    sandbox.platform.courier.abandon()


def test_whoever_leaves_the_company_takes_their_token_along(as_mona: WebClient, mona: Person) -> None:
    mona.waits = 0
    mona.leaves()
    assert refusal(as_mona, "auth.test")["error"] == "account_inactive"


# Writing ----------------------------------------------------------------------------------------------------------


def test_the_app_answers_in_her_name(sandbox: Sandbox, as_mona: WebClient, riya: Person, mona: Person) -> None:
    posted: Any = as_mona.chat_postMessage(channel=riya.id, text="What have you tried?")
    assert posted["channel"] == DM
    message = posted["message"]
    workspace = sandbox.workspace
    told = (message["user"], message["bot_id"], message["app_id"])
    assert told == (mona.id, workspace.bot_id, workspace.app_id) and "client_msg_id" not in message
    assert riya.reads(mona) == "Riya Shah: May I?\nMona Weber: What have you tried?"


def test_what_the_app_said_in_her_name_it_may_change_and_remove_in_her_name_alone(
    client: WebClient, as_mona: WebClient, riya: Person, mona: Person, sandbox: Sandbox
) -> None:
    ts = as_mona.chat_postMessage(channel=DM, text="One")["ts"]
    assert refusal(client, "chat.update", channel=DM, ts=ts, text="x")["error"] == "channel_not_found"
    as_riya = acts_for(sandbox, riya, "chat:write")
    assert refusal(as_riya, "chat.update", channel=DM, ts=ts, text="x")["error"] == "cant_update_message"
    as_mona.chat_update(channel=DM, ts=ts, text="Two")
    assert mona.reads(riya).endswith("Mona Weber: Two")
    assert refusal(as_riya, "chat.delete", channel=DM, ts=ts)["error"] == "cant_delete_message"
    as_mona.chat_delete(channel=DM, ts=ts)
    assert mona.reads(riya) == "Riya Shah: May I?"


def test_riyas_message_cannot_be_touched_with_monas_token(as_mona: WebClient, hers: str) -> None:
    assert refusal(as_mona, "chat.update", channel=DM, ts=hers, text="x")["error"] == "cant_update_message"
    assert refusal(as_mona, "chat.delete", channel=DM, ts=hers)["error"] == "cant_delete_message"


def test_riyas_own_token_may_take_her_message_back(sandbox: Sandbox, riya: Person, mona: Person, hers: str) -> None:
    acts_for(sandbox, riya, "chat:write").chat_delete(channel=DM, ts=hers)
    assert mona.reads(riya) == ""


@pytest.mark.parametrize("channel", ["C0LUNCH00", "U0GONE000"])
def test_nobody_posts_where_they_are_not(sandbox: Sandbox, as_mona: WebClient, riya: Person, channel: str) -> None:
    sandbox.add_channel("lunch", riya)
    sandbox.add_person("gone").account.deleted = True
    found = refusal(as_mona, "chat.postMessage", channel=channel, text="x")["error"]
    assert found == {"C": "not_in_channel", "U": "channel_not_found"}[channel[0]]


def test_a_link_to_a_message_needs_no_scope_but_sight(sandbox: Sandbox, riya: Person, mona: Person, hers: str) -> None:
    link = acts_for(sandbox, mona, "users:read").chat_getPermalink(channel=DM, message_ts=hers)["permalink"]
    assert link == f"https://sandbox.slack.com/archives/{DM}/p{hers.replace('.', '')}"
