"""The demo as a newcomer meets it: the real bot behind the page, in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.demo import on_a_page
from tests.page.test_in_browser import become, say

pytestmark = pytest.mark.browser
UNHURRIED = 60_000
"""Milliseconds: the page asks anew every 20 s at the latest; bot, local Slack and browser share one machine."""


def test_a_newcomer_asks_moves_the_clock_and_answers_as_the_manager(chromium_page: Page) -> None:
    expect.set_options(timeout=UNHURRIED)
    with on_a_page(0) as url:
        page = chromium_page
        page.set_default_timeout(UNHURRIED)
        page.goto(url)
        expect(page.get_by_text("Try this")).to_be_visible()
        say(page, "Can I give Acme 20 %? They'd sign this week.")
        expect(page.get_by_text("I'll bring this to Mona at 11:15, unless you crack it first.")).to_be_visible()
        page.get_by_role("button", name="Answer 2 questions").last.click()
        form = page.get_by_role("dialog", name="Two questions")
        form.get_by_label("What have you tried?").fill("10 % and annual prepay")
        form.get_by_label("What else are you considering?").fill("15 % for two years")
        form.get_by_label("Which would you pick?").select_option(label="The first")
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Mona gets this at 11:15, with your pick: 15 % for two years.")).to_be_visible()

        page.get_by_role("button", name="+1 h").click()
        expect(page.get_by_text("Mona has had this since 11:15.")).to_be_visible()
        become(page, "Mona")
        expect(page.get_by_text("Riya: Can I give Acme 20 %?")).to_be_visible()
        page.get_by_role("button", name="Back their pick").last.click()
        expect(page.get_by_text("You backed Riya's pick: 15 % for two years.")).to_be_visible()
        become(page, "Riya")
        page.get_by_role("button", name=re.compile("^Me$")).last.click()
        expect(page.get_by_text("Who decided, as you saw it: you did.")).to_be_visible()

        become(page, "Mona")
        page.get_by_role("button", name="Next Monday").click()
        expect(
            page.get_by_text(re.compile("Your team solved .* last week|settled without you yet|too few")).last
        ).to_be_visible()
    expect.set_options(timeout=15_000)
