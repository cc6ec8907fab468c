"""Uploading a file: with slack_sdk's three steps at once, and each step by itself."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.sandbox.page.routes import page_routes
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST, Json, section

CSV = b"rep,asked\nRiya,7\n"
D = "D0RIYA000"


def promised(client: WebClient, length: int = len(CSV), **more: Any) -> Json:
    answer: Any = client.files_getUploadURLExternal(filename="score.csv", length=length, **more)
    return dict(answer.data)


def put(url: str, content: bytes) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, content, method="POST")) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def uploaded(client: WebClient) -> str:
    promise = promised(client)
    assert put(promise["upload_url"], CSV) == 200
    return str(promise["file_id"])


def test_a_file_arrives_as_a_message_that_the_person_can_read(
    client: WebClient, riya: Person, sandbox: Sandbox
) -> None:
    client.files_upload_v2(
        content=CSV, filename="score.csv", title="The score", channel=riya.conversation.id, initial_comment="Your week"
    )
    assert riya.files == [("score.csv", CSV)]
    assert riya.last.plain == "Your week\n(score.csv)"
    event = sandbox.platform.courier.sent[-1].payload["event"]
    assert (event["subtype"], event["user"]) == ("file_share", sandbox.workspace.bot_user_id)
    file = event["files"][0]
    assert (file["name"], file["title"], file["size"], file["mimetype"]) == ("score.csv", "The score", 17, "text/csv")


def test_the_file_can_be_fetched_once_it_is_shared(client: WebClient, riya: Person) -> None:
    id = uploaded(client)
    answer: Any = client.files_completeUploadExternal(files=[{"id": id}], channel_id=riya.conversation.id)
    with urllib.request.urlopen(answer["files"][0]["url_private_download"]) as fetched:
        assert fetched.read() == CSV and fetched.headers["Content-Disposition"] == "attachment"


def test_a_file_may_go_to_several_places_and_to_people(
    client: WebClient, sandbox: Sandbox, riya: Person, mona: Person
) -> None:
    sales = sandbox.add_channel("sales", riya)
    client.files_completeUploadExternal(files=[{"id": uploaded(client)}], channels=[sales.id, mona.id])
    assert mona.files == [("score.csv", CSV)] and "(score.csv)" in riya.reads("#sales")
    assert riya.files == []


def test_a_file_may_be_a_reply_with_blocks(client: WebClient, riya: Person) -> None:
    head = str(client.chat_postMessage(channel=riya.id, text="Your report")["ts"])
    client.files_completeUploadExternal(
        files=[{"id": uploaded(client)}], channel_id=D, thread_ts=head, blocks=json.dumps([section("As a table")])
    )
    assert riya.messages[0].replies[0].plain == "As a table\n(score.csv)"
    assert riya.files == [("score.csv", CSV)]


def test_without_a_place_the_file_stays_private(client: WebClient, riya: Person) -> None:
    assert client.files_completeUploadExternal(files=[{"id": uploaded(client)}])["ok"] is True
    assert riya.messages == []


def test_bytes_of_another_length_are_refused(client: WebClient, riya: Person) -> None:
    promise = promised(client)
    assert put(promise["upload_url"], CSV + b"x") == 400
    assert put(promise["upload_url"] + "x", CSV) == 404
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": promise["file_id"]}], channel_id=riya.conversation.id)


def test_an_address_takes_one_file(client: WebClient) -> None:
    promise = promised(client)
    assert [put(promise["upload_url"], CSV) for _ in range(2)] == [200, 404]


def test_a_form_may_carry_the_file(client: WebClient, riya: Person) -> None:
    promise = promised(client)
    head = b'--x\r\nContent-Disposition: form-data; name="filename"; filename="score.csv"\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = head + CSV + b"\r\n--x--\r\n"
    with urllib.request.urlopen(urllib.request.Request(promise["upload_url"], body, kind)) as answer:
        assert answer.read() == b"OK - 17"


def test_a_file_is_shared_once(client: WebClient, riya: Person) -> None:
    id = uploaded(client)
    client.files_completeUploadExternal(files=[{"id": id}], channel_id=riya.conversation.id)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": id}], channel_id=riya.conversation.id)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"length": 0}, "missing_argument"),
        ({"length": 1_000_000_001}, "file_upload_size_restricted"),
        ({"alt_txt": "x" * 1001}, "alt_txt_too_large"),
        ({"length": 1_000_001, "snippet_type": "csv"}, "snippet_too_large"),
    ],
)
def test_a_promise_beyond_the_limits_is_refused(client: WebClient, args: Any, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        promised(client, **args)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"files": [{"id": "F0MADEUP0"}]}, "file_not_found"),
        ({"files": []}, "invalid_arguments"),
        ({"channel_id": "U0RIYA000"}, "channel_not_found"),
        ({"channel_id": "C0LUNCH00"}, "not_in_channel"),
        ({"channels": ["D0NOBODY0"]}, "channel_not_found"),
        ({"channels": [D] * 101}, "channels_limit_exceeded"),
        ({"channels": [D, "C0SALES00"], "thread_ts": "1.000001"}, "invalid_arguments"),
        ({"channel_id": D, "blocks": json.dumps([{"type": "nope"}])}, "invalid_blocks"),
    ],
)
def test_sharing_in_the_wrong_way_shares_nothing(
    sandbox: Sandbox, client: WebClient, riya: Person, args: Any, error: str
) -> None:
    sandbox.add_channel("lunch", riya, with_app=False)
    sandbox.add_channel("sales", riya)
    _ = riya.conversation
    id = uploaded(client)
    with pytest.raises(SlackApiError, match=error):
        client.files_completeUploadExternal(**({"files": [{"id": id}]} | args))
    assert riya.messages == []
    assert client.files_completeUploadExternal(files=[{"id": id}], channel_id=D)["ok"] is True


def test_slack_sdk_says_when_the_bytes_were_refused(client: WebClient, sandbox: Sandbox, riya: Person) -> None:
    sandbox.faults.error("files.completeUploadExternal", "fatal_error")
    with pytest.raises((SlackApiError, SlackRequestError), match="fatal_error"):
        client.files_upload_v2(content=CSV, filename="score.csv", channel=riya.conversation.id)
    assert riya.files == []


def test_the_page_offers_the_file_for_download() -> None:
    sandbox = Sandbox(clock=lambda: MONDAY, manifest=MANIFEST, routes=page_routes).start()
    try:
        riya = sandbox.add_person("riya")
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        answer: Any = client.files_upload_v2(content=CSV, filename="score.csv", channel=riya.conversation.id)
        with urllib.request.urlopen(f"{sandbox.url}/as/riya/smalltalk") as page:
            link = f'<a href="{answer["file"]["url_private_download"]}" download="score.csv">score.csv</a>'
            assert link in page.read().decode()
        sandbox.platform.courier.abandon()
    finally:
        sandbox.stop()


def test_a_file_is_described_to_whoever_sees_it(
    client: WebClient, sandbox: Sandbox, riya: Person, mona: Person
) -> None:
    riya.waits = 0
    ours = riya.says("What do you think?", files=["offer.pdf"]).files[0]
    theirs = riya.says("Between us", to=mona, files=["salary.pdf"]).files[0]
    assert client.files_info(file=ours["id"])["file"] == ours
    for hidden in (theirs["id"], "F0GHOST000"):
        with pytest.raises(SlackApiError, match="file_not_found"):
            client.files_info(file=hidden)
    sandbox.platform.courier.abandon()
