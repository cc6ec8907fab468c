"""Installing over OAuth: a real Bolt flow against the consent page, the codes, and attacks on the way back."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.browser import Browser, query, with_query
from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.doors import InstallDoor
from tests.sandbox.installing import BACK, SCOPES, allowed, exchange
from tests.sandbox.small_app import Json


@pytest.fixture(params=["redirect", "page"])
def front_door(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> Iterator[InstallDoor]:
    """An app whose install address redirects to Slack, and one that shows a page with the button."""
    door = InstallDoor(sandbox, tmp_path, page=request.param == "page")
    yield door
    door.close()


@pytest.fixture
def nordic(sandbox: Sandbox) -> LocalWorkspace:
    return sandbox.another_workspace("Nordic")


@pytest.fixture
def nils(nordic: LocalWorkspace) -> Person:
    return nordic.add_person("nils", is_admin=True)


# The whole way ----------------------------------------------------------------------------------------------------


def test_a_person_lets_the_app_into_their_workspace(
    front_door: InstallDoor, nordic: LocalWorkspace, nils: Person
) -> None:
    page = nils.installs(front_door.url)
    assert (page.status, "Thank you" in page.text) == (200, True)
    found = front_door.store.find_installation(enterprise_id=None, team_id=nordic.workspace.team_id)
    assert found is not None and (found.bot_token, found.user_id) == (nordic.bot_token, nils.id)
    assert found.bot_user_id == nordic.workspace.bot_user_id
    client = WebClient(nordic.bot_token, base_url=nordic.api_url)
    client.chat_postMessage(channel=nils.id, text="Hello")
    assert nils.last.plain == "Hello"


def test_a_person_who_cancels_leaves_no_installation(
    front_door: InstallDoor, nordic: LocalWorkspace, nils: Person
) -> None:
    page = nils.installs(front_door.url, allows=False)
    assert query(page.url)["error"] == "access_denied" and "code" not in query(page.url)
    with pytest.raises(LookupError):
        _ = nordic.bot_token


@pytest.mark.parametrize("attack", [{"keeps_cookies": False}, {"state": "made-up"}])
def test_a_way_back_that_did_not_begin_here_installs_nothing(
    front_door: InstallDoor, nordic: LocalWorkspace, nils: Person, attack: Any
) -> None:
    page = nils.installs(front_door.url, **attack)
    assert page.status >= 400
    with pytest.raises(LookupError):
        _ = nordic.bot_token


def test_the_browser_does_not_leave_this_computer(nils: Person) -> None:
    with pytest.raises(LookupError, match="leads away"):
        nils.installs("http://slack.com/install")


def test_an_address_that_is_no_way_to_install_just_shows_its_page(sandbox: Sandbox, nils: Person) -> None:
    assert nils.installs(f"{sandbox.url}/nothing").status == 404


# The consent page -------------------------------------------------------------------------------------------------


def test_the_consent_page_shows_what_is_asked_and_escapes_it(sandbox: Sandbox, nordic: LocalWorkspace) -> None:
    url = with_query(f"{sandbox.url}/oauth/v2/authorize", client_id=sandbox.client_id, scope="chat:write")
    page = Browser().opens(with_query(url, redirect_uri=BACK, state='"><script>'))
    assert page.status == 200 and "chat:write" in page.text and "Nordic" in page.text
    assert "Allow" in page.text and "Cancel" in page.text and "<script>" not in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "1.2"},
        {"scope": ""},
        {"redirect_uri": ""},
        {"redirect_uri": "javascript:alert(1)"},
        {"team": "T0NOWHERE0"},
    ],
)
def test_a_wrong_question_gets_a_page_and_no_way_back(sandbox: Sandbox, wrong: dict[str, str]) -> None:
    right = {"client_id": sandbox.client_id, "scope": "chat:write", "redirect_uri": BACK}
    for form in (None, right | wrong | {"answer": "allow"}):
        page = Browser().opens(with_query(f"{sandbox.url}/oauth/v2/authorize", **(right | wrong)), form)
        assert (page.status, page.leads_to) == (400, "")


def test_only_the_addresses_in_the_manifest_are_good_when_there_are_any() -> None:
    manifest: Json = {"display_information": {"name": "S"}, "oauth_config": {"redirect_urls": [BACK]}}
    sandbox = Sandbox(clock=MovableClock(), manifest=manifest).start()
    try:
        url = with_query(f"{sandbox.url}/oauth/v2/authorize", client_id=sandbox.client_id, scope="chat:write")
        assert Browser().opens(url).status == 200
        assert Browser().opens(with_query(url, redirect_uri=f"{BACK}/deeper")).status == 200
        assert Browser().opens(with_query(url, redirect_uri="http://127.0.0.1:9/else")).status == 400
    finally:
        sandbox.stop()


# Codes and answers ------------------------------------------------------------------------------------------------


def test_the_answer_tells_where_the_app_is_now(nordic: LocalWorkspace, nils: Person) -> None:
    back = allowed(nordic, user=nils.id, user_scope="im:read")
    assert back["state"] == "s 1"
    answer = exchange(nordic, back["code"])
    assert answer["access_token"] == nordic.bot_token and answer["access_token"].startswith("xoxb-")
    assert (answer["token_type"], answer["scope"]) == ("bot", ",".join(SCOPES))
    assert answer["team"] == {"id": nordic.workspace.team_id, "name": "Nordic"}
    assert (answer["enterprise"], answer["is_enterprise_install"]) == (None, False)
    assert (answer["app_id"], answer["bot_user_id"]) == (nordic.workspace.app_id, nordic.workspace.bot_user_id)
    assert answer["authed_user"]["id"] == nils.id and answer["authed_user"]["scope"] == "im:read"
    assert "refresh_token" not in answer and "expires_in" not in answer


def test_without_a_workspace_named_the_first_one_is_meant(sandbox: Sandbox, nordic: LocalWorkspace) -> None:
    code = allowed(nordic, team="")["code"]
    assert exchange(nordic, code)["team"]["id"] == sandbox.workspace.team_id


def test_installing_again_gives_the_same_token_and_adds_scopes(nordic: LocalWorkspace) -> None:
    first = exchange(nordic, allowed(nordic, scope="chat:write")["code"])
    again = exchange(nordic, allowed(nordic, scope="im:history")["code"])
    assert again["access_token"] == first["access_token"]
    assert again["scope"] == "chat:write,im:history"


def test_a_scope_that_was_not_asked_for_is_missing(nordic: LocalWorkspace, nils: Person) -> None:
    token = exchange(nordic, allowed(nordic, scope="im:history")["code"])["access_token"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        WebClient(token, base_url=nordic.api_url).chat_postMessage(channel=nils.id, text="x")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"code": "made up"}, "invalid_code"),
        ({"redirect_uri": f"{BACK}/else"}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
    ],
)
def test_a_wrong_exchange_gets_slacks_own_word(nordic: LocalWorkspace, changed: dict[str, str], error: str) -> None:
    code = allowed(nordic)["code"]
    with pytest.raises(SlackApiError, match=error):
        exchange(nordic, **({"code": code} | changed))
    assert exchange(nordic, code)["ok"] is True


def test_a_code_is_good_once_and_for_ten_minutes(nordic: LocalWorkspace, clock: MovableClock) -> None:
    used, late = allowed(nordic)["code"], allowed(nordic)["code"]
    exchange(nordic, used)
    with pytest.raises(SlackApiError, match="code_already_used"):
        exchange(nordic, used)
    clock.advance(timedelta(minutes=10, seconds=1))
    with pytest.raises(SlackApiError, match="invalid_code"):
        exchange(nordic, late)


def test_the_secrets_may_come_in_the_form_too(nordic: LocalWorkspace) -> None:
    secrets = {"client_id": nordic.client_id, "client_secret": nordic.client_secret}
    form = {"code": allowed(nordic)["code"], "redirect_uri": BACK} | secrets
    answer = Browser().opens(f"{nordic.api_url}oauth.v2.access", form)
    assert '"ok":true' in answer.text
    request = urllib.request.Request(f"{nordic.api_url}oauth.v2.access", headers={"Authorization": "Basic ?"})
    with urllib.request.urlopen(request) as refused:
        assert b"invalid_client_id" in refused.read()
