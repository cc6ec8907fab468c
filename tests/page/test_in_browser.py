"""The page in a real Chromium: what a visitor does, and what they then see without loading the page again."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.server import Sandbox

pytestmark = pytest.mark.browser


def say(page: Page, text: str) -> None:
    page.get_by_label(re.compile("^Message ")).fill(text)
    page.keyboard.press("Enter")


def test_a_message_is_answered_and_a_click_changes_the_answer_without_a_reload(
    office: Sandbox, chromium_page: Page
) -> None:
    page = chromium_page
    page.goto(office.url)
    page.evaluate("window.neverReloaded = true")
    say(page, "hello <b>you</b>")
    expect(page.get_by_text("You said hello <b>you</b>")).to_be_visible()
    page.get_by_role("button", name="Solved it").click()
    expect(page.get_by_text("Well done")).to_be_visible()
    expect(page.get_by_role("button", name="Solved it")).to_have_count(0)
    assert page.evaluate("window.neverReloaded")
