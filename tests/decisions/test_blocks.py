"""The list, the form and the messages at their longest, read through an independent library."""

from decimal import Decimal
from typing import Any

import pytest

from bot.decisions import blocks
from bot.decisions.blocks import Filled, Shown
from bot.decisions.rules import Agreed, Fit, Found, LimitKind, Right
from bot.requests.blocks import own, rep
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Status, WayIn
from bot.slack.kit import BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW, TEXT
from bot.team.rules import Topic
from tests.blockkit import read_message, read_modal

NASTY = "<!channel> *bold* `code` & <@U0MONA000> "
ID = "0123456789abcdef0123456789abcdef"


def shown(number: int, right: Right = Right.DECIDE, **more: Any) -> Shown:
    return Shown(f"{ID[:-4]}{number:04d}", Topic.PRICING, (NASTY * 4)[:80], right, "1,000,000 $", "R" * 60, 7, **more)


def test_a_large_register_fits_into_the_modal() -> None:
    found = [shown(number) for number in range(120)]
    mine = [shown(number, right) for number, right in enumerate(list(Right) * 40)]
    modal = blocks.listed(True, found, mine, "M" * 100, "home")
    read_modal(modal)
    assert len(modal["blocks"]) < BLOCKS_IN_VIEW
    assert "And 80 more." in str(modal)
    assert "<!channel>" not in str(modal)


def test_the_form_takes_a_large_team() -> None:
    reps = [(f"U{number:09}", "R" * 200) for number in range(150)]
    start = Filled(Topic.TERMS, "T" * 200, Right.MINE, "10 %", reps[3][0])
    read_modal(blocks.form(start, reps, f"{ID} home"))


@pytest.mark.parametrize("count", [0, 1, 200])
def test_the_message_about_a_change_says_everything_in_its_text(count: int) -> None:
    said = blocks.changed([shown(number, list(Right)[number % 4]) for number in range(count)], "M" * 60)
    read_message(said.text, said.blocks)
    assert len(said.text) <= TEXT
    assert "has changed what is yours to decide." in said.text.splitlines()[0]


@pytest.mark.parametrize("count", [1, 2, 60])
def test_the_evening_s_message_fits_and_says_everything_in_its_text(count: int) -> None:
    said = own.told([own.Told("R" * 40, NASTY * 40, "discounts up to 10 %")] * count, "today")
    read_message(said.text, said.blocks)
    assert len(said.text) <= TEXT and len(said.blocks) <= BLOCKS_IN_MESSAGE
    assert "made today" in said.text.splitlines()[0]
    assert "<!channel>" not in said.text


@pytest.mark.parametrize("way_in", [WayIn.DM, WayIn.WATCHED_DM, WayIn.CHANNEL])
def test_the_rep_s_message_offers_the_decision_and_says_why(way_in: WayIn) -> None:
    view = RequestView(
        id=ID,
        status=Status.HELD,
        text="May I give 8 %?",
        rep="Riya",
        manager="Mona",
        goes="at 11:00",
        way_in=way_in,
        own_right="discounts up to 10 %",
        because="you wrote “discount” and 8 %",
        tells=True,
    )
    said = rep.message(view)
    read_message(said.text, said.blocks)
    assert said.text.startswith("This one is yours (discounts up to 10 %).")
    assert "at 11:00" in said.text or "until 11:00" in said.text
    for part in ("because you wrote “discount” and 8 %", "hears of it in the evening", "Ask anyway", "Not about that"):
        assert part in said.text
    assert rep.QUESTIONS not in said.text


def test_titles_stand_in_sentences_as_people_write_them() -> None:
    assert blocks.title_within("Discounts") == "discounts"
    assert blocks.title_within("SLA terms") == "SLA terms"


def test_how_it_was_found_is_said_in_our_own_words() -> None:
    agreed = Agreed("d", Topic.PRICING, "Discounts", Right.DECIDE, LimitKind.PERCENT, Decimal(10))
    assert (
        blocks.because(Found(agreed, Fit.YOURS, "discount", Decimal("8.50")), "$") == "you wrote “discount” and 8.5 %"
    )
    assert blocks.because(Found(agreed, Fit.YOURS, "", Decimal(8)), "$") == "you named the topic and wrote 8 %"
    assert blocks.because(Found(agreed, Fit.YOURS, "pilot"), "$") == "you wrote “pilot”"


def filled(**given: str) -> dict[str, Any]:
    """The form as Slack sends it."""
    choices = {"topic": "pricing", "right": "decide", "whom": "team"} | given
    texts = {name: {name: {"value": given.get(name)}} for name in ("title", "limit")}
    picked = {name: {name: {"selected_option": {"value": choices[name]}}} for name in ("topic", "right", "whom")}
    return {"state": {"values": texts | picked}}


@pytest.mark.parametrize(
    ("typed", "kind", "limit"),
    [
        ("10 %", LimitKind.PERCENT, "10"),
        ("7,5%", LimitKind.PERCENT, "7.5"),
        ("5k", LimitKind.AMOUNT, "5000.00"),
        ("12,000 $", LimitKind.AMOUNT, "12000.00"),
        ("10 $", LimitKind.AMOUNT, "10.00"),
        ("up to 10 %", LimitKind.PERCENT, "10"),
        ("Max. 5k", LimitKind.AMOUNT, "5000.00"),
    ],
)
def test_a_limit_is_typed_as_people_type_it(typed: str, kind: LimitKind, limit: str) -> None:
    given, errors = blocks.read(filled(title="Discounts", limit=typed))
    assert (errors, given.limit_kind, given.limit) == ({}, kind, Decimal(limit))
    assert blocks.read(filled(title="D", limit=blocks.typed_limit(kind, given.limit)))[0].limit == given.limit


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Give it a name"),
        ({"title": "D", "limit": "a lot"}, "limit", "Write it like 10 % or 5,000"),
        ({"title": "D", "limit": "up to"}, "limit", "Write it like 10 % or 5,000"),
        ({"title": "D", "limit": "more than 10 %"}, "limit", "Write it like 10 % or 5,000"),
        ({"title": "D", "limit": "10.555 %"}, "limit", "Write it like 10 % or 5,000"),
        ({"title": "D", "limit": "10"}, "limit", "A per cent, or money?"),
        ({"title": "D", "limit": "0 %"}, "limit", "above 0 and at most 100"),
        ({"title": "D", "limit": "200 %"}, "limit", "above 0 and at most 100"),
        ({"title": "D", "limit": "10 %", "right": "mine"}, "limit", "Leave this empty"),
        ({"title": "D", "topic": "weather"}, "topic", "Pick one."),
        ({"title": "D", "right": "all"}, "right", "Pick one."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given: dict[str, str], field: str, sentence: str) -> None:
    _, errors = blocks.read(filled(**given))
    assert list(errors) == [field]
    assert sentence in errors[field]
