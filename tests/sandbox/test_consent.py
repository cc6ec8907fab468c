"""People let the app act for them: the consent page, what may be declined, and the tokens that come of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.sandbox.browser import Browser, query, with_query
from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.doors import InstallDoor
from tests.sandbox.installing import BACK, WATCH, acts_for, allowed, authorised, exchange, installed, refreshed
from tests.sandbox.small_app import Json

ASKED = (*WATCH, "chat:write")


@pytest.fixture
def opt_in(sandbox: Sandbox, tmp_path: Path) -> Iterator[InstallDoor]:
    """An app that is installed already, and asks people for nothing but their own consent."""
    door = InstallDoor(sandbox, tmp_path, scopes=(), user_scopes=ASKED)
    yield door
    door.close()


def works(place: Sandbox, token: str) -> bool:
    return bool(WebClient(token, base_url=place.api_url).auth_test()["ok"])


# The whole way ----------------------------------------------------------------------------------------------------


def test_a_person_lets_the_app_act_for_them(sandbox: Sandbox, opt_in: InstallDoor, mona: Person) -> None:
    page = mona.authorises(opt_in.url)
    assert (page.status, "Thank you" in page.text) == (200, True)
    found = opt_in.store.find_installation(enterprise_id=None, team_id=sandbox.workspace.team_id, user_id=mona.id)
    assert found is not None and (found.user_token, found.bot_token) == (sandbox.user_token(mona), None)
    assert found.user_scopes == list(ASKED)
    assert works(sandbox, str(found.user_token)) and works(sandbox, sandbox.bot_token)


def test_a_person_who_cancels_gives_no_token(sandbox: Sandbox, opt_in: InstallDoor, mona: Person) -> None:
    page = mona.authorises(opt_in.url, allows=False)
    assert query(page.url)["error"] == "access_denied"
    with pytest.raises(LookupError, match="never authorised"):
        sandbox.user_token(mona)


def test_an_optional_scope_may_be_declined(sandbox: Sandbox, opt_in: InstallDoor, mona: Person) -> None:
    mona.authorises(opt_in.url, declines=("chat:write",))
    assert sandbox.platform.installation.people[mona.id].scopes == WATCH


@pytest.mark.parametrize("scope", ["im:history", "mpim:history"])
def test_what_is_not_offered_to_be_left_out_cannot_be(opt_in: InstallDoor, mona: Person, scope: str) -> None:
    """The first is needed, the second was not asked for."""
    with pytest.raises(LookupError, match=scope):
        mona.authorises(opt_in.url, declines=(scope,))


@pytest.mark.parametrize("attack", [{"keeps_cookies": False}, {"state": "made-up"}])
def test_a_way_back_that_did_not_begin_here_gives_no_token(
    sandbox: Sandbox, opt_in: InstallDoor, mona: Person, attack: Any
) -> None:
    assert mona.authorises(opt_in.url, **attack).status >= 400
    with pytest.raises(LookupError):
        sandbox.user_token(mona)


# The consent page -------------------------------------------------------------------------------------------------


def asks(sandbox: Sandbox, **changed: str) -> str:
    address = f"{sandbox.url}/oauth/v2/authorize"
    return with_query(address, **({"client_id": sandbox.client_id, "redirect_uri": BACK} | changed))


def test_the_page_names_who_can_answer_and_what_may_be_left_out(sandbox: Sandbox, mona: Person) -> None:
    sandbox.add_person("vera", team_id="T9VELD000")
    page = Browser().opens(asks(sandbox, user_scope="im:read,chat:write"))
    assert "Mona Weber" in page.text and "Vera" not in page.text
    assert 'value="chat:write" checked' in page.text and 'value="im:read" checked' not in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"user_scope": "im:read,search:read"},
        {"user_scope": "im:read", "user": "U0GHOST00"},
        {"user_scope": "im:read", "user": "U0VERA000"},
        {"user_scope": "im:read", "user": "U0GONE000"},
        {"user_scope": " , "},
    ],
)
def test_a_question_nobody_can_answer_leads_nowhere(sandbox: Sandbox, wrong: dict[str, str]) -> None:
    sandbox.add_person("vera", team_id="T9VELD000")
    sandbox.add_person("gone").account.deleted = True
    page = Browser().opens(asks(sandbox, **wrong), {"answer": "allow"})
    assert (page.status, page.leads_to) == (400, "")


# Answers and tokens -----------------------------------------------------------------------------------------------


def test_the_answer_to_a_persons_consent_has_no_token_of_the_bot(sandbox: Sandbox, mona: Person) -> None:
    answer = authorised(sandbox, mona)
    assert not {"access_token", "bot_user_id", "scope", "token_type", "refresh_token"} & set(answer)
    assert answer["team"] == {"id": sandbox.workspace.team_id} and answer["enterprise"] is None
    person = answer["authed_user"]
    assert (person["id"], person["scope"], person["token_type"]) == (mona.id, ",".join(WATCH), "user")
    assert person["access_token"].startswith("xoxp-") and "expires_in" not in person


def test_asking_again_adds_scopes_to_the_same_token(sandbox: Sandbox, mona: Person) -> None:
    first = authorised(sandbox, mona, "im:read")["authed_user"]
    again = authorised(sandbox, mona, "chat:write")["authed_user"]
    assert again["access_token"] == first["access_token"] and again["scope"] == "im:read,chat:write"


def test_declining_later_takes_nothing_away(sandbox: Sandbox, mona: Person) -> None:
    authorised(sandbox, mona, *ASKED)
    again = authorised(sandbox, mona, *ASKED, optional=[])["authed_user"]
    assert again["scope"] == ",".join(ASKED)


def test_who_declines_everything_gives_no_token(sandbox: Sandbox, mona: Person) -> None:
    assert authorised(sandbox, mona, "chat:write", optional=[])["authed_user"] == {"id": mona.id}


def test_one_answer_may_install_and_authorise(sandbox: Sandbox) -> None:
    nordic = sandbox.another_workspace("Nordic")
    nils = nordic.add_person("nils")
    answer = installed(nordic, user=nils.id, user_scope="im:read")
    assert answer["access_token"] == nordic.bot_token
    assert answer["authed_user"]["access_token"] == nordic.user_token(nils)


def test_two_people_have_two_tokens(sandbox: Sandbox, riya: Person, mona: Person) -> None:
    tokens = [authorised(sandbox, each)["authed_user"]["access_token"] for each in (riya, mona)]
    told = [WebClient(token, base_url=sandbox.api_url).auth_test() for token in tokens]
    assert [each["user_id"] for each in told] == [riya.id, mona.id] and "bot_id" not in told[0].data


def test_a_token_carries_its_own_scopes(sandbox: Sandbox, mona: Person) -> None:
    answer = acts_for(sandbox, mona, "im:read").auth_test()
    assert answer.headers["x-oauth-scopes"] == "im:read"


def test_with_rotation_a_person_has_a_pair_too(sandbox: Sandbox, mona: Person, clock: MovableClock) -> None:
    sandbox.rotate_tokens()
    person: Json = authorised(sandbox, mona)["authed_user"]
    assert person["access_token"].startswith("xoxe.xoxp-") and person["expires_in"] == 43_200
    clock.advance(timedelta(hours=12))
    with pytest.raises(SlackApiError, match="token_expired"):
        works(sandbox, person["access_token"])
    again = refreshed(sandbox, person["refresh_token"])
    assert (again["token_type"], again["expires_in"]) == ("user", 43_200) and "bot_user_id" not in again
    assert works(sandbox, again["access_token"])
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        refreshed(sandbox, person["refresh_token"])


def test_slack_sdks_own_rotator_understands_a_persons_pair(sandbox: Sandbox, mona: Person) -> None:
    sandbox.rotate_tokens()
    person = authorised(sandbox, mona)["authed_user"]
    rotator = TokenRotator(
        client_id=sandbox.client_id, client_secret=sandbox.client_secret, client=WebClient(base_url=sandbox.api_url)
    )
    old = Installation(
        user_id=mona.id,
        user_token=person["access_token"],
        user_refresh_token=person["refresh_token"],
        user_token_expires_at=1,
    )
    new: Any = rotator.perform_user_token_rotation(installation=old)
    assert works(sandbox, new.user_token) and new.user_refresh_token != old.user_refresh_token


def test_a_code_of_the_page_is_good_once(sandbox: Sandbox, mona: Person) -> None:
    code = allowed(sandbox, scope="", user_scope="im:read", user=mona.id)["code"]
    exchange(sandbox, code)
    with pytest.raises(SlackApiError, match="code_already_used"):
        exchange(sandbox, code)


def test_after_a_reset_nobody_authorised_anything(sandbox: Sandbox, mona: Person) -> None:
    token = authorised(sandbox, mona)["authed_user"]["access_token"]
    sandbox.reset()
    with pytest.raises(SlackApiError, match="invalid_auth"):
        works(sandbox, token)
