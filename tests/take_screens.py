"""Takes the pictures in docs/screens anew, from the demo in a real Chromium: `python -m tests.take_screens`."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.sandbox.demo import on_a_page, quiet_logs
from tests.page.conftest import FLAGS, chromium_path

SCREENS = Path(__file__).parent.parent / "docs" / "screens"
ANSWERS = {
    "What have you tried?": "Offered 10 % with annual prepay; they pushed back",
    "What else are you considering?": "15 % for two years",
    "Another way": "stay at 10 % and add onboarding",
    "Deal amount": "12,000",
}


def main() -> None:
    """Riya asks and answers the two questions; an hour later Mona has the card."""
    quiet_logs()
    SCREENS.mkdir(parents=True, exist_ok=True)
    with on_a_page(0) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(url)
        page.get_by_label("Hide the guide").click()
        page.get_by_label("Message Kickstand").fill("Can I give Acme 20 %? They say they'd sign this week.")
        page.keyboard.press("Enter")
        page.get_by_text("unless you crack it first").wait_for()
        page.screenshot(path=SCREENS / "demo.png")
        _brief(page)
        page.get_by_role("button", name="+1 h").click()
        page.get_by_text("has had this since").wait_for()
        page.goto(f"{url}/as/mona")
        page.get_by_text("Riya: Can I give Acme").wait_for()
        page.screenshot(path=SCREENS / "card.png")
        browser.close()


def _brief(page: Page) -> None:
    page.get_by_role("button", name="Answer 2 questions").last.click()
    form = page.get_by_role("dialog")
    for label, words in ANSWERS.items():
        form.get_by_label(label).fill(words)
    form.get_by_label("Which would you pick?").select_option(label="The first")
    form.get_by_role("button", name="Save").click()
    page.get_by_text("with your pick").wait_for()


if __name__ == "__main__":
    main()
