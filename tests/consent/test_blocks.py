"""What is said about reading along, read by an independent Block Kit library, at its longest."""

from dataclasses import replace
from itertools import product

import pytest

from bot.sandbox.blocks import Surface, problems
from bot.slack.kit import BLOCKS_IN_MESSAGE, TEXT, Words
from bot.watch.blocks import home, pages
from bot.watch.blocks.begun import Begun, begun, lost
from bot.watch.blocks.notice import Told, notice
from bot.watch.blocks.settings import NOT_SWITCHED_ON, Links, Page, settings
from bot.watch.rules import ChannelRule
from tests.blockkit import read_message, read_modal, words_in

LONG = "Maximiliane-Konstantina <!channel> & Söhne " * 5
UNTIL = "Wednesday 30 September at 23:59"
CHANNELS = tuple(f"C{number:010}" for number in range(60))
LINKS = Links("https://slack.example/" + "r" * 2900, "https://slack.example/" + "s" * 2900)


def fits(words: Words) -> None:
    assert 0 < len(words.text) <= TEXT
    assert len(words.blocks) <= BLOCKS_IN_MESSAGE
    read_message(words.text, words.blocks)
    shown = "\n".join(words_in(words.blocks))
    assert "<!channel>" not in shown
    for line in shown.splitlines():
        assert line in words.text, "what is shown is told by the text too"


TOLD = [
    Told(manager, direct, channels, trial, "30 days", declined, is_current)
    for manager, direct, channels, trial, declined, is_current in product(
        ("Mona", LONG), (True, False), ((), CHANNELS[:1], CHANNELS), ("", UNTIL), (True, False), (True, False)
    )
]


@pytest.mark.parametrize("told", TOLD, ids=str)
def test_the_message_to_a_rep_fits_slack_and_says_everything_in_its_text(told: Told) -> None:
    fits(notice(told))
    assert not problems([*home.of_rep(told), {"type": "divider"}], Surface.HOME)


def test_a_rep_is_not_told_of_what_is_not_read() -> None:
    told = Told("Mona", direct=False, channels=CHANNELS[:2], keep="30 days")
    assert "direct messages" not in notice(told).text
    assert "what you post in <#C0000000000> and <#C0000000001>" in notice(told).text
    assert "trial" not in notice(told).text
    assert "channel" not in notice(replace(told, direct=True, channels=())).text


@pytest.mark.parametrize(
    "now",
    [
        Begun(direct, channels, reps, trial, "365 days")
        for direct, channels, reps, trial in product((True, False), ((), CHANNELS), (0, 1, 500), ("", UNTIL))
    ],
    ids=str,
)
def test_the_message_to_a_manager_fits_slack(now: Begun) -> None:
    fits(begun(now))
    assert not problems([*home.of_manager(now), {"type": "divider"}], Surface.HOME)


def test_that_it_is_over_fits_slack() -> None:
    fits(lost())


@pytest.mark.parametrize(
    "page",
    [
        Page(reps, since, trial, speaks, links, tuple((each, ChannelRule.EVERY, True) for each in channels), told)
        for reps, since, trial, speaks, links, channels, told in product(
            (0, 300),
            ("", "16 November 2026"),
            ("", UNTIL),
            (True, False),
            (None, LINKS),
            ((), CHANNELS),
            (None, Told(LONG, True, CHANNELS)),
        )
    ],
    ids=str,
)
def test_the_modal_fits_slack(page: Page) -> None:
    view = settings(page)
    read_modal(view)
    assert not problems(view["blocks"], Surface.MODAL)


def test_without_the_admins_part_the_modal_says_why_and_offers_no_link() -> None:
    view = str(settings(Page(reps=2)))
    assert NOT_SWITCHED_ON in view.replace("\\'", "'") and "Let me read them" not in view


def test_the_pages_say_how_many_and_run_no_script() -> None:
    assert "those with your rep, and no others" in pages.on(1, "", speaks=False)
    assert "&lt;b&gt;" in pages.on(2, "<b>", speaks=True)
    for each in (pages.cancelled(), pages.late(), pages.refused(), pages.somebody_else(), pages.too_little()):
        assert "<title>Not switched on</title>" in each and "<script" not in each
