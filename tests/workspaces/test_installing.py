"""Installing through the browser: the whole way, what is kept, and attacks on the way back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.sandbox.browser import Browser, Page, query, with_query
from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.oauth import PATH
from bot.slack.installing.oauth import OAuthState
from bot.slack.installing.pages import BACK, INSTALL
from tests.workspaces.conftest import ASK, Several


def begins(several: Several, browser: Browser) -> Page:
    """The consent page, by the link on the first page."""
    first = browser.opens(several.url + INSTALL)
    assert first.status == 200
    return browser.opens(first.links[0])


def allows(several: Several, place: LocalWorkspace, browser: Browser, page: Page, **changed: str) -> str:
    """Where Slack sends the browser after Allow."""
    form = query(page.url) | {"team": place.workspace.team_id, "answer": "allow"} | changed
    return browser.opens(several.sandbox.url + PATH, form).leads_to


def is_installed(several: Several, place: LocalWorkspace) -> bool:
    return place.workspace.team_id in several.kickstand.tokens.all()


def test_an_admin_installs_it_and_their_workspace_is_served(several: Several, nordic: LocalWorkspace) -> None:
    page = several.installs(nordic)
    assert page.status == 200
    assert "Kickstand is in Nordic" in page.text and "/kickstand team" in page.text
    row = several.row(nordic)
    assert (row.name, row.team_id, row.token) == ("Nordic", nordic.workspace.team_id, nordic.bot_token)
    assert row.bot_user_id == nordic.workspace.bot_user_id and "im:history" in row.scopes
    assert row.installed_at == several.clock()
    people = several.team_in(nordic, nils="Nils Berg", nora="Nora Dahl")
    people["nils"].says(ASK)
    several.waits(hours=1)
    assert ASK in people["nora"].sees


def test_tokens_and_states_are_not_readable_in_the_database(several: Several, nordic: LocalWorkspace) -> None:
    browser = Browser()
    state = query(begins(several, browser).url)["state"]
    several.sandbox.rotate_tokens()
    several.installs(nordic)
    row = several.row(nordic)
    with several.kickstand.engine.connect() as connection:
        there = f"{connection.execute(text('SELECT * FROM workspace')).all()}"
        there += f"{connection.execute(text('SELECT * FROM oauth_state')).all()}"
    for secret in (row.token, row.refresh_token, state):
        assert secret and secret not in there


def test_a_person_who_cancels_is_told_so_kindly(several: Several, nordic: LocalWorkspace) -> None:
    page = several.installs(nordic, allows=False)
    assert (page.status, "You pressed Cancel" in page.text) == (200, True)
    assert not is_installed(several, nordic)


@pytest.mark.parametrize("state", ["", "made-up", None])
def test_a_state_that_is_not_ours_installs_nothing(several: Several, nordic: LocalWorkspace, state: str | None) -> None:
    browser = Browser()
    back = allows(several, nordic, browser, begins(several, browser))
    given = {"code": query(back)["code"]} | ({} if state is None else {"state": state})
    page = browser.opens(with_query(several.url + BACK, **given))
    assert page.status == 400 and "Please start again" in page.text
    assert not is_installed(several, nordic)


def test_a_state_of_somebody_else_installs_nothing(several: Several, nordic: LocalWorkspace) -> None:
    """An attacker sends a victim the way back of their own installation."""
    mine, theirs = Browser(), Browser()
    begins(several, theirs)
    back = allows(several, nordic, mine, begins(several, mine))
    assert theirs.opens(back).status == 400
    assert not is_installed(several, nordic)
    assert mine.opens(back).status == 200  # it is still good where it began


def test_another_browser_installs_nothing(several: Several, nordic: LocalWorkspace) -> None:
    page = several.installs(nordic, keeps_cookies=False)
    assert page.status == 400 and "another browser" in page.text
    assert not is_installed(several, nordic)


def test_a_state_is_good_once(several: Several, nordic: LocalWorkspace) -> None:
    browser = Browser()
    consent = begins(several, browser)
    back = allows(several, nordic, browser, consent)
    cookie = query(back)["state"]
    assert browser.opens(back).status == 200
    before = several.row(nordic).installed_at
    several.clock.advance(timedelta(minutes=1))
    again = allows(several, nordic, browser, consent)
    page = with_cookie(several, again, cookie)
    assert page.status == 401 and "Please start again" in page.text
    assert several.row(nordic).installed_at == before


def with_cookie(several: Several, url: str, state: str) -> Page:
    """As a browser would that kept a cookie which it was told to forget."""
    import urllib.error
    import urllib.request

    request = urllib.request.Request(url, headers={"Cookie": f"slack-app-oauth-state={state}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return Page(url, answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Page(url, error.code, error.read().decode())


def test_a_state_is_over_after_ten_minutes(several: Several, nordic: LocalWorkspace, clock: MovableClock) -> None:
    browser = Browser()
    consent = begins(several, browser)
    clock.advance(timedelta(minutes=10))
    page = browser.opens(allows(several, nordic, browser, consent))
    assert page.status == 401 and not is_installed(several, nordic)
    begins(several, browser)
    with Session(several.kickstand.engine) as session:
        assert len(session.scalars(select(OAuthState)).all()) == 1  # the old one is forgotten


def test_a_code_is_good_once_even_with_a_new_state(several: Several, nordic: LocalWorkspace) -> None:
    browser = Browser()
    used = allows(several, nordic, browser, begins(several, browser))
    assert browser.opens(used).status == 200
    fresh = allows(several, nordic, browser, begins(several, browser))
    assert browser.opens(with_query(fresh, code=query(used)["code"])).status == 401


def test_a_code_for_another_address_is_no_good_here(several: Several, nordic: LocalWorkspace) -> None:
    browser = Browser()
    away = allows(several, nordic, browser, begins(several, browser), redirect_uri="http://127.0.0.1:9/else")
    page = browser.opens(with_query(several.url + BACK, **query(away)))
    assert page.status == 401 and not is_installed(several, nordic)


def test_the_way_back_without_a_code_is_refused(several: Several) -> None:
    browser = Browser()
    state = query(begins(several, browser).url)["state"]
    assert browser.opens(with_query(several.url + BACK, state=state)).status == 401


def test_the_pages_show_nothing_that_came_in_the_address(several: Several, caplog: pytest.LogCaptureFixture) -> None:
    page = Browser().opens(with_query(several.url + BACK, error="<script>alert(1)</script>", state="<b>"))
    assert "<script>" not in page.text and "alert" not in page.text and "<b>" not in page.text
    assert "alert" not in caplog.text


def test_a_strange_name_of_a_workspace_is_shown_as_it_is(several: Several) -> None:
    page = several.installs(several.sandbox.another_workspace("<script>alert(1)"))
    assert "<script>" not in page.text and "&lt;script&gt;alert(1)" in page.text


def test_no_page_and_no_log_has_a_secret(
    several: Several, nordic: LocalWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    browser = Browser()
    consent = begins(several, browser)
    back = allows(several, nordic, browser, consent)
    page, again = browser.opens(back), browser.opens(back)
    secrets = [nordic.bot_token, query(back)["code"], query(back)["state"], several.sandbox.client_secret]
    for shown in (page.text, again.text, caplog.text):
        assert not [each for each in secrets if each in shown]
    assert f"installed in {nordic.workspace.team_id}" in caplog.text


def test_while_slack_does_not_answer_the_person_is_asked_to_try_again(several: Several, nordic: LocalWorkspace) -> None:
    browser = Browser()
    back = allows(several, nordic, browser, begins(several, browser))
    several.sandbox.faults.error("oauth.v2.access", "fatal_error", times=1)
    nordic.faults.error("oauth.v2.access", "fatal_error", times=1)
    page = browser.opens(back)
    assert page.status >= 400 and "Please start again" in page.text
    assert not is_installed(several, nordic)


def test_the_pages_are_neither_stored_nor_framed_nor_passed_on(several: Several) -> None:
    import urllib.request

    with urllib.request.urlopen(several.url + INSTALL) as answer:
        headers: Any = answer.headers
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600"):
        assert word in headers["Set-Cookie"]


def test_installing_again_keeps_the_team_and_sends_what_waited(several: Several, nordic: LocalWorkspace) -> None:
    several.installs(nordic)
    people = several.team_in(nordic, nils="Nils Berg", nora="Nora Dahl")
    people["nils"].says(ASK)
    nordic.revoke_tokens()
    several.settle()
    several.waits(hours=1)
    assert ASK not in people["nora"].sees
    assert several.row(nordic).token is None
    several.installs(nordic)
    assert several.row(nordic).gone_at is None and several.row(nordic).token == nordic.bot_token
    several.tick()
    assert ASK in people["nora"].sees
