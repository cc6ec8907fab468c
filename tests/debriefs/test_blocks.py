"""Everything about debriefs at its longest, read through an independent library."""

from dataclasses import replace
from itertools import product

import pytest

from bot.debriefs import blocks as words
from bot.debriefs.blocks import Lesson
from bot.debriefs.rules import LONGEST, LONGEST_DEAL, Lost
from bot.requests.blocks import threads
from bot.requests.rules import Outcome
from bot.slack.kit import BLOCKS_IN_VIEW, TEXT, Words
from tests.blockkit import read_block, read_message, read_modal, words_in
from tests.requests.test_card_blocks import PLAIN as REQUEST

NASTY = "<!channel> *bold* `code` & <@U0MONA000> <https://example.com|x> "
PLAIN = Lesson("0123456789abcdef0123456789abcdef", Lost("Globex", "a", "b", "c", "d"), "Riya", "Mona", "12 October")
ANSWER = (NASTY * 30)[:LONGEST]
LONG = replace(
    PLAIN,
    words=Lost((NASTY * 3)[:LONGEST_DEAL], ANSWER, ANSWER, ANSWER, ANSWER),
    rep="R" * 200,
    manager="M" * 200,
    note=ANSWER,
)


def check(said: Words) -> None:
    read_message(said.text, said.blocks)
    for text in (said.text, *words_in(said.blocks)):
        assert "<!channel>" not in text and "<@U0MONA000>" not in text


@pytest.mark.parametrize(("lesson", "is_open", "note"), list(product([PLAIN, LONG], [True, False], ["", "Well done"])))
def test_every_message_fits_and_lets_nobodys_markup_fire(lesson: Lesson, is_open: bool, note: str) -> None:
    here = replace(lesson, is_open=is_open, note=note or lesson.note)
    for said in (words.written(here), words.noted(here)):
        check(said)
    assert "Globex" in words.noted(replace(PLAIN, note="x")).text
    assert all(each in words.written(PLAIN).text for each in ("What happened? a", "What do you need? d", "Add a note"))
    assert len(words.written(PLAIN).text) < TEXT


@pytest.mark.parametrize(("lesson", "number"), list(product([PLAIN, LONG], [0, 1, 10, 200])))
def test_the_list_fits_whoever_reads_it(lesson: Lesson, number: int) -> None:
    for mine, for_me, is_open, may in product([True, False], repeat=4):
        here = replace(lesson, is_mine=mine, is_for_me=for_me and not mine, is_open=is_open, may_open=may)
        many = [replace(here, id=f"{place:032x}") for place in range(number)]
        view = words.listed(many, looked_for=True, more=7)
        read_modal(view)
        assert len(view["blocks"]) < BLOCKS_IN_VIEW


@pytest.mark.parametrize("lesson", [PLAIN, LONG])
def test_forms_and_app_home_fit(lesson: Lesson) -> None:
    read_modal(words.form(lesson.manager, lesson.id))
    read_modal(words.note_form(lesson))
    blocks = words.home(lesson.manager, True, [lesson, replace(lesson, id="f" * 32)], 3)
    assert len(blocks) <= 5
    assert "And 3 more, once these are settled." in str(blocks)
    for block in blocks:
        read_block(block)
    assert words.home("", False, []) == []


@pytest.mark.parametrize("how", list(Outcome))
def test_only_what_went_badly_offers_the_four_questions(how: Outcome) -> None:
    """S1.5"""
    said = threads.outcome(replace(REQUEST, outcome=how))
    check(said)
    assert ("We lost it" in said.text) == (how == Outcome.BADLY)
