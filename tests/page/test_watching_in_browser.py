"""The page where an app reads along: a person's consent in a second tab, both sides of a talk, and channels."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox.browser import with_query
from bot.sandbox.server import Sandbox
from tests.page.scripted_app import button
from tests.page.test_in_browser import become, say, talk_with
from tests.sandbox.doors import InstallDoor

pytestmark = pytest.mark.browser


@pytest.fixture
def page(office: Sandbox, chromium_page: Page) -> Page:
    chromium_page.goto(office.url)
    return chromium_page


@pytest.fixture
def door(office: Sandbox, tmp_path: Path) -> Iterator[InstallDoor]:
    """The address of the app where people let it read along."""
    door = InstallDoor(office, tmp_path, scopes=(), user_scopes=("im:history", "im:read", "chat:write"))
    yield door
    door.close()


def invite(office: Sandbox, key: str, url: str) -> None:
    """The app asks somebody with a button that opens an address."""
    elements = [button("Let me read along", "knock", url=url)]
    app = WebClient(office.bot_token, base_url=office.api_url)
    blocks: Any = [{"type": "actions", "elements": elements}]
    app.chat_postMessage(channel=office.person(key).id, text="May I?", blocks=blocks)


def opened(page: Page) -> Page:
    """The tab that the button opens."""
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Let me read along").click()
    return tab.value


def test_mona_lets_the_app_read_along_and_takes_it_back(page: Page, office: Sandbox, door: InstallDoor) -> None:
    talk_with(page, "Mona Keller")
    expect(page.get_by_text("no app can read this")).to_be_visible()
    become(page, "Mona")
    invite(office, "mona", door.url)
    tab = opened(page)
    expect(tab.get_by_role("heading", name="Echo asks Mona Keller for permission")).to_be_visible()
    expect(tab.get_by_text("Read your direct messages")).to_be_visible()
    tab.get_by_label("Write as you").uncheck()
    tab.get_by_role("button", name="Allow").click()
    expect(tab.get_by_text("Thank you")).to_be_visible()
    assert office.platform.installation.people[office.person("mona").id].scopes == ("im:history", "im:read")
    expect(page.get_by_text("You let Echo act for you (im:history, im:read).")).to_be_visible()

    become(page, "Riya")
    talk_with(page, "Mona Keller")
    expect(page.get_by_text("Mona Keller lets Echo read along")).to_be_visible()
    say(page, "May I?")
    become(page, "Mona")
    talk_with(page, "Riya Shah")
    expect(page.get_by_label("Riya Shah, ").get_by_text("May I?")).to_be_visible()
    become(page, "Riya")
    expect(page.get_by_text("You said May I?")).to_be_visible()

    become(page, "Mona")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You let Echo act for you")).to_have_count(0)
    talk_with(page, "Riya Shah")
    expect(page.get_by_text("no app can read this")).to_be_visible()


def test_a_button_that_opens_an_address_tells_the_app_too(page: Page, office: Sandbox, door: InstallDoor) -> None:
    invite(office, "riya", door.url)
    opened(page)
    expect(page.get_by_text("Come in")).to_be_visible()


def test_a_tab_that_only_looks_does_not_change_who_answers(page: Page, office: Sandbox, door: InstallDoor) -> None:
    """Omar's tab is drawn anew when something happens, while Riya's visitor is asked."""
    omar = page.context.new_page()
    omar.goto(f"{office.url}/as/omar")
    become(page, "Mona")
    become(page, "Riya")
    invite(office, "omar", door.url)
    expect(omar.get_by_role("link", name="Let me read along")).to_be_visible()
    invite(office, "riya", door.url)
    expect(opened(page).get_by_role("heading", name="Echo asks Riya Shah for permission")).to_be_visible()


def test_where_nobody_answers_the_visitor_is_told(page: Page, office: Sandbox) -> None:
    address = f"{office.url}/oauth/v2/authorize"
    back = "http://127.0.0.1:9/back"
    invite(office, "riya", with_query(address, client_id=office.client_id, user_scope="im:read", redirect_uri=back))
    tab = opened(page)
    tab.get_by_role("button", name="Allow").click()
    expect(tab.get_by_text("the app has not heard of your answer")).to_be_visible()
    expect(tab.get_by_text(back)).to_be_visible()


def test_the_app_comes_into_a_channel_and_goes(page: Page, office: Sandbox) -> None:
    office.add_channel("help", office.person("riya"), office.person("mona"), with_app=False)
    office.add_channel("deals", office.person("riya"), with_app=False, private=True)
    page.reload()
    rooms = page.get_by_label("Messages", exact=True)
    expect(rooms.get_by_role("link", name=re.compile("deals"))).to_be_visible()
    rooms.get_by_role("link", name=re.compile("help")).click()
    expect(page.get_by_text("Riya, Mona.")).to_be_visible()
    say(page, "Anybody?")
    page.get_by_role("button", name="Add Echo").click()
    expect(page.get_by_text("@Echo has joined the channel")).to_be_visible()
    say(page, "Now you hear me")
    become(page, "Riya")
    expect(page.get_by_text("You said Now you hear me")).to_be_visible()
    expect(page.get_by_text("You said Anybody?")).to_have_count(0)
    rooms.get_by_role("link", name=re.compile("help")).click()
    page.get_by_role("button", name="Remove Echo").click()
    expect(page.get_by_text("Echo is not here.")).to_be_visible()
    become(page, "Mona")
    rooms.get_by_role("link", name=re.compile("help")).click()
    expect(page.get_by_text("Anybody?")).to_be_visible()
    expect(rooms.get_by_role("link", name=re.compile("deals"))).to_have_count(0)
