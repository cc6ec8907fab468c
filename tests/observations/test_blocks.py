"""Everything about notes at its longest and in every state, read through an independent library."""

from dataclasses import replace
from itertools import product

import pytest

from bot.observations import blocks as words
from bot.observations.blocks import Note, Notes
from bot.observations.rules import LONGEST, State
from bot.slack.kit import BLOCKS_IN_VIEW, Words
from bot.team.rules import Topic
from tests.blockkit import read_block, read_message, read_modal, words_in

NASTY = "<!channel> *bold* `code` & <@U0MONA000> <https://example.com|x> "
PLAIN = Note("0123456789abcdef0123456789abcdef", Topic.PRICING, State.QUIET, "Riya", "Mona", "Too low", "12 October")
LONG = replace(PLAIN, rep="R" * 200, manager="M" * 200, text=(NASTY * 30)[:LONGEST], month="November 2026")


def many(note: Note, number: int) -> tuple[Note, ...]:
    states = list(State)
    return tuple(replace(note, id=f"{place:032x}", state=states[place % len(states)]) for place in range(number))


def check(said: Words) -> None:
    read_message(said.text, said.blocks)
    for block in said.blocks:
        for element in block.get("elements", []):
            if element["type"] == "button":
                assert element["text"]["text"] in said.text
    for text in (said.text, *words_in([block for block in said.blocks if block["type"] != "rich_text"])):
        assert "<!channel>" not in text and "<@U0MONA000>" not in text


@pytest.mark.parametrize(("note", "state"), list(product([PLAIN, LONG], State)))
def test_every_message_fits_and_lets_nobodys_markup_fire(note: Note, state: State) -> None:
    here = replace(note, state=state)
    for said in (words.wanted(here), words.shared(here), words.for_the_1_to_1(here)):
        check(said)


@pytest.mark.parametrize(("note", "number"), list(product([PLAIN, LONG], [0, 1, 7, 300])))
def test_the_list_fits_however_long_it_is(note: Note, number: int) -> None:
    notes = Notes(many(note, number), note.manager, True, True, many(note, number))
    read_modal(words.listed(notes))
    read_modal(words.listed(notes, note.rep))
    assert len(words.listed(notes)["blocks"]) < BLOCKS_IN_VIEW


@pytest.mark.parametrize(("note", "number"), list(product([PLAIN, LONG], [0, 1, 300])))
def test_app_home_gets_few_blocks_and_nothing_twice(note: Note, number: int) -> None:
    notes = Notes(many(note, number), note.manager, True, True, many(note, number))
    blocks = words.home(notes)
    assert len(blocks) <= 8
    assert number < 300 or "more, once these are settled." in str(blocks)
    for block in blocks:
        read_block(block)
    actions = [
        element["action_id"]
        for block in blocks
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if "action_id" in element
    ]
    assert len(actions) == len(set(actions))
    assert words.home(Notes()) == []


def test_the_form_fits_with_as_many_reps_as_a_menu_takes() -> None:
    reps = [(f"U{place:09d}", f"{NASTY} {place}") for place in range(300)]
    read_modal(words.form(reps, reps[3][0], NASTY * 200, "home"))


def test_the_card_says_the_newest_three_and_that_there_are_more() -> None:
    """S0.5"""
    assert words.on_card([PLAIN]) == "12 October: “Too low”"
    assert words.on_card(many(PLAIN, 5)).endswith("  ·  and 2 more")
    assert len(words.on_card(many(LONG, 300))) < 800
    assert words.topics_on_card(many(PLAIN, 3)) == "on price and discount. `/kickstand notes` has them"
