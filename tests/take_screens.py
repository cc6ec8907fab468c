"""Takes the pictures in docs/screens anew, from the demo in a real Chromium: `python -m tests.take_screens`."""

from collections.abc import Sequence
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
TO_ITS_TOP = """each => {
    each.scrollIntoView({block: "start"});
    let around = each.parentElement;
    while (around && around.scrollTop === 0) around = around.parentElement;
    if (around) around.scrollTop -= 40;
}"""
"""Script: show a message from its first line on."""
ASKED = {
    "riya": ("Acme want a second pilot. Do I give them one?", "Solved it"),
    "omar": ("Who signs on our side for Lindqvist?", "Solved it"),
    "ines": ("What comes next after the security review at Brightside?", "Send now"),
    "tom": ("What comes next after the security review at Northwind?", "Solved it"),
    "yuki": ("What comes next after the security review at Fabrikam?", "Send now"),
    "sam": ("Which case study fits a hospital?", "Park for 1:1"),
}
ENDED = {"Solved it": "It never had to reach", "Send now": "has had this since", "Park for 1:1": "Parked for your 1:1"}


def main() -> None:
    """Riya asks and Mona has the card; then a week of a larger team, and who reads what about it on Monday."""
    quiet_logs()
    SCREENS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        with on_a_page(0) as url:
            _a_question(browser.new_page(viewport={"width": 1280, "height": 800}), url)
        with on_a_page(0, is_large=True) as url:
            _a_monday(browser.new_page(viewport={"width": 1280, "height": 1240}), url)
        browser.close()


def _a_question(page: Page, url: str) -> None:
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


def _a_monday(page: Page, url: str) -> None:
    """Four reps ask and crack it, or do not; on Monday the report, App Home of three people, a rep's own picture."""
    page.goto(f"{url}/as/riya")
    page.get_by_label("Hide the guide").click()
    for who, (question, ending) in ASKED.items():
        page.goto(f"{url}/as/{who}")
        page.get_by_label("Message Kickstand").fill(question)
        page.keyboard.press("Enter")
        page.get_by_text("unless you crack it first").last.wait_for()
        page.get_by_role("button", name=ending).last.click()
        page.get_by_text(ENDED[ending]).last.wait_for()
    _a_win(page, f"{url}/as/riya")
    for _ in range(2):
        page.get_by_role("button", name="+1 h").click()
    page.get_by_role("button", name="Next Monday").click()
    _says_held(page, f"{url}/as/mona", 3)
    page.get_by_role("button", name="+1 h").click()
    _message(page, f"{url}/as/mona", "without you last week", "report.png")
    _message(page, f"{url}/as/mona", "What each number above counts", "report-thread.png")
    page.get_by_role("button", name="Explain", exact=True).last.click()
    page.get_by_text("Behind the score").wait_for()
    page.screenshot(path=SCREENS / "explain.png")
    _closed(page)
    _home(page, f"{url}/as/mona", "Levels", "home-manager.png")
    _message(page, f"{url}/as/lee", "Your teams in the week of", "digest.png")
    _home(page, f"{url}/as/lee", "What I know about you", "home-lead.png")
    _home(page, f"{url}/as/riya", "My picture", "home-rep.png")
    page.get_by_role("button", name="My picture").click()
    page.get_by_text("What you asked", exact=True).wait_for()
    page.screenshot(path=SCREENS / "my-picture.png")
    _closed(page)
    _a_month(page, url)
    _a_quarter(page, url)


def _a_month(page: Page, url: str) -> None:
    """When the month is over, Mona answers four questions."""
    _mondays_until(page, f"{url}/as/mona", "Answer 4 questions")
    _fill(page, "Answer 4 questions", ("Partly", "No", "Yes", "Partly"), "Save")
    _message(page, f"{url}/as/mona", "Your month in one look", "month.png")


def _a_quarter(page: Page, url: str) -> None:
    """Once in the quarter five reps answer three questions; two weeks later Mona reads what they said together."""
    for who in ("riya", "omar", "ines", "tom", "yuki"):
        _mondays_until(page, f"{url}/as/{who}", "Answer 3 questions")
        _fill(page, "Answer 3 questions", ("I fully agree", "I rather agree", "I fully agree"), "Count my answer")
    page.goto(f"{url}/as/mona")
    for _ in range(2):
        _next_monday(page)
    _message(page, f"{url}/as/mona", "answered three questions, without names", "pulse.png")


def _mondays_until(page: Page, address: str, button: str) -> None:
    page.goto(address)
    while not page.get_by_role("button", name=button).count():
        _next_monday(page)
        page.goto(address)


def _next_monday(page: Page) -> None:
    with page.expect_response(lambda answer: "/clock/advance" in answer.url, timeout=120_000):
        page.get_by_role("button", name="Next Monday").click()


def _fill(page: Page, opens: str, answers: Sequence[str], sends: str) -> None:
    """A form of radio buttons, one answer for each sentence."""
    page.get_by_role("button", name=opens).last.click()
    form = page.get_by_role("dialog")
    for number, answer in enumerate(answers):
        form.get_by_role("radiogroup").nth(number).get_by_label(answer).check()
    form.get_by_role("button", name=sends).click()
    form.wait_for(state="hidden")


def _says_held(page: Page, address: str, times: int) -> None:
    """A manager says of so many 1:1s that they were held."""
    page.goto(address)
    for _ in range(times):
        page.get_by_role("button", name="Held", exact=True).last.click()
        page.wait_for_timeout(2000)


def _a_win(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("Home", exact=True).first.click()
    page.get_by_role("button", name="My picture").click()
    page.get_by_role("button", name="Share this win").first.click()
    page.get_by_label("What happened, in your own words").fill("Acme took one pilot, with a date to sign at its end.")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_text("Take it back").wait_for()
    page.wait_for_timeout(500)
    _closed(page)


def _closed(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")


def _message(page: Page, address: str, words: str, name: str) -> None:
    page.goto(address)
    found = page.get_by_text(words).last
    found.wait_for()
    found.evaluate(TO_ITS_TOP)
    page.wait_for_timeout(500)
    page.screenshot(path=SCREENS / name)


def _home(page: Page, address: str, words: str, name: str) -> None:
    page.goto(address)
    page.get_by_text("Home", exact=True).first.click()
    page.get_by_text(words).last.wait_for()
    page.screenshot(path=SCREENS / name)


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
