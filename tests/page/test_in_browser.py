"""The page in a real Chromium: what a visitor does, and what they then see without loading the page again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script>"


@pytest.fixture
def page(office: Sandbox, chromium_page: Page) -> Page:
    """The front page, as Riya; it must never be loaded again."""
    chromium_page.goto(office.url)
    expect(chromium_page).to_have_url(f"{office.url}/as/riya/echo")
    chromium_page.evaluate("window.neverReloaded = true")
    return chromium_page


def composer(page: Page):  # type: ignore[no-untyped-def]  # Playwright's own type
    return page.get_by_label(re.compile("^Message "))


def talk_with(page: Page, name: str) -> None:
    page.get_by_label("Messages", exact=True).get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_label(f"Message {name}")).to_be_visible()


def become(page: Page, name: str) -> None:
    page.get_by_label("You are").get_by_role("link", name=re.compile(f"^{name}")).click()
    here = page.get_by_label("You are").locator("[aria-current=true]")
    expect(here).to_contain_text(name)


def say(page: Page, text: str) -> None:
    composer(page).fill(text)
    composer(page).press("Enter")


def never_reloaded(page: Page) -> bool:
    return bool(page.evaluate("window.neverReloaded"))


def test_a_message_is_answered_and_a_click_changes_the_answer_without_a_reload(page: Page) -> None:
    say(page, "hello there")
    expect(page.get_by_text("You said hello there")).to_be_visible()
    expect(composer(page)).to_have_value("")
    page.get_by_role("button", name="Solved it").click()
    expect(page.get_by_text("Well done")).to_be_visible()
    expect(page.get_by_role("button", name="Solved it")).to_have_count(0)
    assert never_reloaded(page)


def test_what_the_app_says_by_itself_appears_while_somebody_types_and_takes_nothing_away(
    page: Page, office: Sandbox
) -> None:
    say(page, "hello")
    expect(page.get_by_text("You said hello")).to_be_visible()
    composer(page).type("half a sen")
    office.person("mona").says("did you see this?", to=office.person("riya"))
    expect(page.get_by_role("link", name=re.compile("^Mona Keller")).get_by_text("1 new")).to_be_attached()
    expect(composer(page)).to_have_value("half a sen")
    expect(composer(page)).to_be_focused()


def test_a_modal_keeps_what_was_typed_shows_errors_and_closes_when_all_is_well(page: Page) -> None:
    say(page, "/ask")
    form = page.get_by_role("dialog", name="A few questions")
    expect(form.get_by_label("What have you tried?")).to_be_focused()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    form.get_by_label("What have you tried?").fill("nothing yet")
    form.get_by_label("Amount").fill("a dozen")
    form.get_by_label("Green").check()
    form.get_by_role("button", name="Add a hint").click()
    expect(form.get_by_text("A guess is fine.", exact=True)).to_be_visible()
    expect(form.get_by_label("What have you tried?")).to_have_value("nothing yet")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Please enter a valid number.")).to_be_visible()
    form.get_by_label("Amount").fill("12")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("A guess is fine too.")).to_be_visible()
    form.get_by_label("What have you tried?").fill("asking twice")
    form.get_by_label("Mona Keller").check()
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(page.get_by_text("Saved: asking twice, 12, green, 1")).to_be_visible()
    assert never_reloaded(page)


def test_menus_selects_and_confirmations_tell_the_app(page: Page) -> None:
    say(page, "hello")
    page.get_by_label("Choose a colour").select_option("Green")
    expect(page.get_by_text("You chose green")).to_be_visible()
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Whisper").click()
    expect(page.get_by_text("Only you hear this whisper")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("heading", name="Really?")).to_be_visible()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("You said hello")).to_be_visible()
    page.get_by_role("button", name="Forget it").click()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("You said hello")).to_have_count(0)


def test_one_visitor_is_two_people_who_talk_and_answer_in_a_thread(page: Page) -> None:
    talk_with(page, "Mona Keller")
    say(page, "May I?")
    expect(page.get_by_text("May I?")).to_be_visible()
    become(page, "Mona")
    talk_with(page, "Riya Shah")
    page.get_by_text("May I?").hover()
    page.get_by_role("link", name="Reply in thread").click()
    expect(page.get_by_label("Reply in this thread")).to_be_focused()
    page.keyboard.type("You may")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Thread").get_by_text("You may")).to_be_visible()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/as/riya/mona$"))
    expect(page.get_by_label("Thread").get_by_text("You may")).to_be_visible()
    assert never_reloaded(page)


def test_own_messages_can_be_edited_and_deleted(page: Page, office: Sandbox) -> None:
    say(page, "helo & welcome")
    mine = page.get_by_label(re.compile("^Riya Shah, "))
    mine.hover()
    mine.get_by_label("Edit message").click()
    expect(page.get_by_label("Edit your message")).to_have_value("helo & welcome")
    page.get_by_label("Edit your message").fill("hello & welcome")
    page.keyboard.press("Enter")
    expect(mine.get_by_text("(edited)")).to_be_visible()
    mine.hover()
    mine.get_by_label("Delete message").click()
    expect(mine).to_have_count(0)
    expect(page.get_by_label("Edit message")).to_have_count(0)


def test_shortcuts_open_the_apps_form_from_the_composer_and_from_a_message(page: Page) -> None:
    page.get_by_label("Shortcuts").click()
    page.get_by_role("button", name="Ask around").click()
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    talk_with(page, "Omar Haddad")
    say(page, "Who signs this?")
    page.get_by_text("Who signs this?").hover()
    page.get_by_label("More for this message").click()
    page.get_by_role("button", name="Ask about this").click()
    expect(form.get_by_label("What have you tried?")).to_have_value("Who signs this?")


def test_everything_can_be_done_with_the_keyboard_alone(page: Page) -> None:
    composer(page).type("/a")
    expect(page.get_by_role("option", name="/away")).to_be_visible()
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("/ask ")
    page.keyboard.type("my way")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("or yours")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("What have you tried?")).to_have_value("my way\nor yours")
    expect(form.get_by_label("What have you tried?")).to_be_focused()
    while page.evaluate("document.activeElement.textContent.trim()") != "Save":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: my way")).to_be_visible()
    expect(composer(page)).to_be_focused()


def test_the_home_tab_is_published_when_it_is_opened_and_its_buttons_work(page: Page) -> None:
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    page.get_by_role("button", name="Knock").click()
    page.get_by_role("link", name="Messages").click()
    expect(page.get_by_text("Come in")).to_be_visible()


def test_the_clock_moves_in_the_viewers_own_zone_and_whoever_ticks_is_told(
    page: Page, office: Sandbox, page_clock: MovableClock
) -> None:
    expect(page.get_by_text("10:40", exact=True)).to_be_visible()
    page.get_by_role("button", name="+15 min").click()
    page.get_by_role("button", name="+1 h").click()
    expect(page.get_by_text("11:55", exact=True)).to_be_visible()
    page.get_by_role("button", name="Next Monday").click()
    expect(page.get_by_role("banner").get_by_text("23 November")).to_be_visible()
    expect(page.get_by_role("banner").get_by_text("15:00")).to_be_visible()
    assert office.person("riya").account.status_text == f"{page_clock():%H:%M}" == "14:00"


def test_the_guide_names_who_to_be_and_goes_away_and_comes_back(page: Page) -> None:
    page.get_by_role("region", name="Try this").get_by_role("link", name="Mona").click()
    expect(page).to_have_url(re.compile("/as/mona/echo$"))
    page.get_by_label("Hide the guide").click()
    expect(page.get_by_role("region", name="Try this")).to_have_count(0)
    page.get_by_role("button", name="Show “Try this”").click()
    expect(page.get_by_text("Answer her.")).to_be_visible()


def test_nobodys_words_run_as_code(page: Page, office: Sandbox) -> None:
    office.person("omar").account.real_name = f"Omar {EVIL}"
    say(page, EVIL)
    expect(page.get_by_text(f"You said {EVIL}")).to_be_visible()
    say(page, f"/ask {EVIL}")
    expect(page.get_by_role("dialog").get_by_label("What have you tried?")).to_have_value(EVIL)
    assert "broken in" not in page.title()


def test_what_went_wrong_is_shown_and_can_be_waved_away(page: Page) -> None:
    say(page, "/nonsense")
    notice = page.get_by_text("/nonsense is not a valid command.")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)


def test_a_phone_shows_it_all_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    say(page, "hello, this is a somewhat longer sentence with averylongwordthatdoesnotwanttobreakanywhereatall in it")
    expect(page.get_by_role("button", name="Solved it")).to_be_in_viewport()
    expect(composer(page)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Next Monday")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_every_form_still_works(office: Sandbox, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(office.url)
    composer(page).fill("hello")
    page.get_by_role("button", name="Send").click()
    page.get_by_label("Choose a colour").select_option("Red")
    page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.get_by_text("You chose red")).to_be_visible()
    page.get_by_role("button", name="Fill in the form").click()
    page.get_by_label("What have you tried?").fill("paper")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: paper")).to_be_visible()
    context.close()


def test_a_button_stays_busy_until_its_own_answer_is_here_whatever_else_arrives(page: Page, office: Sandbox) -> None:
    button = page.get_by_role("button", name="Next Monday")
    button.evaluate("button => button.classList.add('busy')")
    office.person("mona").says("by the way", to=office.person("riya"))
    expect(page.get_by_role("link", name=re.compile("^Mona Keller")).get_by_text("1 new")).to_be_attached()
    expect(button).to_have_class("busy")
