"""The Web API answers as Slack does, to an unmodified slack_sdk client and to plain HTTP."""

import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST, Json, modal, section

LONG_BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 4
D = "D0RIYA000"


def error_of(client: WebClient, method: str, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    return str(caught.value.response["error"])


@pytest.fixture
def posted(client: WebClient, riya: Person) -> str:
    return str(client.chat_postMessage(channel=riya.id, text="Hello")["ts"])


def test_auth_test_names_team_bot_and_scopes(client: WebClient, sandbox: Sandbox) -> None:
    answer = client.auth_test()
    assert answer["team_id"] == sandbox.workspace.team_id and answer["bot_id"] == sandbox.workspace.bot_id
    assert answer.headers["x-oauth-scopes"] == ",".join(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert answer.headers["x-slack-req-id"]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
        ("app", "chat.postMessage", "not_allowed_token_type"),
    ],
)
def test_a_wrong_token_is_refused(sandbox: Sandbox, token: str, method: str, error: str) -> None:
    token = {"bot": sandbox.bot_token, "app": sandbox.app_token}.get(token, token)
    body = urllib.parse.urlencode({"token": token}).encode()
    with urllib.request.urlopen(f"{sandbox.api_url}{method}", body) as answer:
        assert answer.status == 200 and json.load(answer) == {"ok": False, "error": error}


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_arguments_come_in_every_way_slack_allows(sandbox: Sandbox, riya: Person, way: str) -> None:
    args = {"channel": riya.id, "text": "Grüße & more", "blocks": json.dumps([section("*Hi*")])}
    request = urllib.request.Request(f"{sandbox.api_url}chat.postMessage", method="POST")
    request.add_header("Authorization", f"Bearer {sandbox.bot_token}")
    if way == "query":
        request.full_url += "?" + urllib.parse.urlencode(args)
        request.method = "GET"
    elif way == "form":
        request.data = urllib.parse.urlencode(args).encode()
    elif way == "json":
        request.data = json.dumps(args | {"blocks": [section("*Hi*")]}).encode()
        request.add_header("Content-Type", "application/json; charset=utf-8")
    else:
        lines = [f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in args.items()]
        request.data = ("".join(lines) + "--x--\r\n").encode()
        request.add_header("Content-Type", "multipart/form-data; boundary=x")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["ok"] is True
    assert riya.last.text == "Grüße & more" and riya.last.plain == "Hi"


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "D0NOBODY0", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0GHOST00", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "D1RIYAMONA", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": D, "text": "  "}, "no_text"),
        ("chat.postMessage", {"channel": D, "blocks": "[oops"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": D, "blocks": [{"type": "nope"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": D, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ("chat.postMessage", {"channel": D, "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ("chat.postMessage", {"channel": D, "text": "x", "blocks": LONG_BLOCKS}, "msg_blocks_too_long"),
        ("chat.postMessage", {"channel": D, "text": "x", "metadata": {"event_type": "t"}}, "invalid_metadata_schema"),
        ("chat.postMessage", {"channel": D, "text": "x", "metadata": "[1"}, "invalid_metadata_format"),
        ("chat.postMessage", {"channel": "C0LUNCH00", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C0OLD0000", "text": "x"}, "is_archived"),
        ("chat.postEphemeral", {"channel": D, "user": "U0MONA000", "text": "x"}, "user_not_in_channel"),
        ("chat.postEphemeral", {"channel": D, "user": "U0RIYA000", "text": "x" * 4001}, "msg_too_long"),
        ("chat.update", {"channel": D, "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": D, "ts": "HERS", "text": "x"}, "cant_update_message"),
        ("chat.update", {"channel": D, "ts": "OURS", "text": "x" * 4001}, "msg_too_long"),
        ("chat.update", {"channel": D, "ts": "OURS"}, "no_text"),
        ("chat.delete", {"channel": D, "ts": "HERS"}, "cant_delete_message"),
        ("chat.getPermalink", {"channel": D, "message_ts": "1.000001"}, "message_not_found"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U0GHOST00"}, "user_not_found"),
        ("conversations.open", {"users": "U0GONE000"}, "user_disabled"),
        ("conversations.info", {"channel": "D1RIYAMONA"}, "channel_not_found"),
        ("conversations.history", {"channel": "D1RIYAMONA"}, "channel_not_found"),
        ("conversations.history", {"channel": "C0LUNCH00"}, "not_in_channel"),
        ("conversations.history", {"channel": D, "oldest": "soon"}, "invalid_ts_oldest"),
        ("conversations.history", {"channel": D, "latest": "soon"}, "invalid_ts_latest"),
        ("conversations.history", {"channel": D, "cursor": "%"}, "invalid_cursor"),
        ("conversations.history", {"channel": D, "limit": 0}, "invalid_limit"),
        ("conversations.replies", {"channel": D, "ts": "1.000001"}, "thread_not_found"),
        ("users.info", {"user": "U0GHOST00"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "ghost@example.com"}, "users_not_found"),
        ("users.lookupByEmail", {"email": "gone@example.com"}, "users_not_found"),
        ("dnd.info", {"user": "U0GHOST00"}, "user_not_found"),
        ("bots.info", {"bot": "B0OTHER00"}, "bot_not_found"),
        ("team.info", {"team": "T0OTHER00"}, "team_not_found"),
        ("views.open", {"view": modal(section("x"))}, "invalid_arguments"),
        ("views.update", {"view_id": "V0NONE000", "view": modal(section("x"))}, "not_found"),
    ],
)
def test_a_call_that_cannot_be_served_gets_slacks_own_word(
    sandbox: Sandbox, client: WebClient, riya: Person, mona: Person, posted: str, method: str, args: Json, error: str
) -> None:
    sandbox.add_person("gone").account.deleted = True
    sandbox.add_channel("lunch", riya, with_app=False)
    sandbox.add_channel("old", riya).is_archived = True
    riya.waits = 0
    hers = riya.says("Mine")
    riya.says("Between us", to=mona)
    args = {name: {"HERS": hers.ts, "OURS": posted}.get(str(value), value) for name, value in args.items()}
    assert error_of(client, method, **args) == error


def test_a_missing_scope_is_named(sandbox: Sandbox, client: WebClient, riya: Person) -> None:
    with pytest.raises(SlackApiError) as caught:
        slim = Sandbox(clock=lambda: MONDAY, manifest=MANIFEST | {"oauth_config": {"scopes": {"bot": ["im:read"]}}})
        slim.start()
        try:
            WebClient(slim.bot_token, base_url=slim.api_url).chat_postMessage(channel="U1", text="x")
        finally:
            slim.stop()
    assert caught.value.response["error"] == "missing_scope"
    assert (caught.value.response["needed"], caught.value.response["provided"]) == ("chat:write", "im:read")


def test_an_unknown_method_is_refused_and_remembered(sandbox: Sandbox, client: WebClient) -> None:
    assert error_of(client, "chat.invent") == "unknown_method"
    assert sandbox.unknown_methods == ["chat.invent"]
    sandbox.unknown_methods.clear()


def test_a_removed_app_is_told_that_its_account_is_inactive(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.uninstall()
    assert error_of(client, "auth.test") == "account_inactive"


def test_long_text_is_cut_at_forty_thousand(client: WebClient, riya: Person) -> None:
    answer: Any = client.chat_postMessage(channel=riya.id, text="x" * 40_001)
    assert len(answer["message"]["text"]) == 40_000


def test_updating_with_text_alone_removes_blocks_and_keeps_metadata(client: WebClient, riya: Person) -> None:
    metadata = {"event_type": "kept", "event_payload": {"id": "7"}}
    ts = client.chat_postMessage(channel=riya.id, text="a", blocks=[section("a")], metadata=metadata)["ts"]
    answer: Any = client.chat_update(channel=D, ts=ts, text="b")
    assert "blocks" not in answer["message"] and answer["message"]["metadata"] == metadata


@pytest.mark.parametrize(("everything", "payload"), [(True, {"id": "7"}), (False, None)])
def test_metadata_is_told_in_full_only_when_asked(
    client: WebClient, riya: Person, everything: bool, payload: Json | None
) -> None:
    client.chat_postMessage(channel=riya.id, text="x", metadata={"event_type": "card", "event_payload": {"id": "7"}})
    answer: Any = client.conversations_history(channel=D, include_all_metadata=everything)
    assert answer["messages"][0]["metadata"].get("event_payload") == payload


def test_people_are_listed_in_pages_and_found_by_address(client: WebClient, riya: Person, mona: Person) -> None:
    pages: Any = client.users_list(limit=2)
    assert [[user["name"] for user in page["members"]] for page in pages] == [
        ["smalltalk", "riya"],
        ["mona", "slackbot"],
    ]
    found: Any = client.users_lookupByEmail(email="MONA@example.com")
    assert (found["user"]["id"], found["user"]["tz_offset"]) == (mona.id, -5 * 3600)
    assert found["user"]["profile"]["email"] == "mona@example.com"


def test_opening_a_conversation_gives_the_same_one_every_time(client: WebClient, riya: Person) -> None:
    first: Any = client.conversations_open(users=riya.id)
    again: Any = client.conversations_open(users=[riya.id], return_im=True)
    assert first["channel"] == {"id": D} and again["channel"]["user"] == riya.id
    info: Any = client.conversations_info(channel=D)
    assert info["channel"]["is_im"] is True


def test_do_not_disturb_ends_with_story_time(client: WebClient, riya: Person, clock: MovableClock) -> None:
    riya.account.dnd_until = MONDAY + timedelta(hours=1)
    assert client.dnd_info(user=riya.id)["dnd_enabled"] is True
    clock.advance(timedelta(hours=2))
    assert client.dnd_info(user=riya.id)["dnd_enabled"] is False


def test_a_link_to_a_message_names_its_place(client: WebClient, riya: Person, posted: str) -> None:
    link = client.chat_getPermalink(channel=D, message_ts=posted)["permalink"]
    assert link == f"https://sandbox.slack.com/archives/{D}/p{posted.replace('.', '')}"
