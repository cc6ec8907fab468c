"""What is read about calls together, read by an independent Block Kit library, at its longest; and forms read back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.joint_calls.blocks import forms, home, looking_back, pact
from bot.joint_calls.blocks.forms import Choice, Slot
from bot.joint_calls.blocks.view import GOOD_FOR, CallView
from bot.joint_calls.rules import STRIKES, Month, Played, Recovery, Role, Side, View
from bot.slack.kit import TEXT, Block, Words
from tests.blockkit import read_block, read_message, read_modal

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SEEN = View(Role.DEPTH, signal_used=True, jumped_in=False, signal_where="pricing", recovery=Recovery.ALONE, note="x")
PLAIN = CallView(
    id="a" * 32,
    side=Side.REP,
    rep="Riya",
    manager="Mona",
    customer="Acme",
    when="on Thursday at 10:00",
    role_by_rep=Role.DEPTH,
    role_by_manager=None,
    signal="Anything to add?",
    introduction="Riya leads, Mona observing",
    i_agreed=True,
    other_agreed=False,
    minutes=30,
)
OVERS: tuple[dict[str, Any], ...] = (
    {},
    {"begun": True},
    {"off": True},
    {"ended": True},
    {"day_off": "Mona has a day off then."},
    {"role_by_manager": Role.CRUTCH},
    {"mine": SEEN},
    {"mine": SEEN, "theirs": replace(SEEN, played=Role.CRUTCH, note=None), "rep_wrote": True},
    {"mine": SEEN, "theirs": SEEN, "rep_wrote": True, "parked": True},
)
STATES = [
    replace(PLAIN, side=side, strike=0 if side is Side.MANAGER else None, i_agreed=mine, other_agreed=other, **over)
    for side, (mine, other), over in product(
        Side,
        ((True, False), (False, True), (True, True)),
        OVERS,
    )
]
SAY = (pact.pact, pact.reminder, pact.news, looking_back.after)


def longest(view: CallView) -> CallView:
    """The same with everything as long as people make it."""
    name, words = "Maximiliane <!channel> & Söhne " * 6, "May I & should <!channel> *really*? " * 30
    seen = view.mine and replace(view.mine, note=words[:1000], signal_where=words[:200])
    theirs = view.theirs and replace(view.theirs, note=words[:1000], signal_where=words[:200])
    long = replace(view, rep=name, manager=name, customer=words[:80], mine=seen, theirs=theirs)
    return replace(long, signal=words[:200], introduction=words[:200])


@pytest.mark.parametrize("view", [*STATES, *map(longest, STATES)])
def test_every_state_is_a_message_that_slack_takes_and_its_text_says_it_all(view: CallView) -> None:
    for say in SAY:
        words = say(view)
        read_message(words.text, words.blocks)
        assert "<!" not in words.text + markup(words.blocks)
        if view.rep == "Riya":
            assert len(words.text) < TEXT
            assert_all_in_text(words)


def markup(part: Any) -> str:
    """Everything that Slack reads as markup."""
    if isinstance(part, list):
        return "".join(map(markup, part))
    if not isinstance(part, dict):
        return ""
    return str(part["text"]) if part.get("type") == "mrkdwn" else markup(list(part.values()))


def assert_all_in_text(words: Words) -> None:
    for block in words.blocks:
        if block["type"] == "section":
            for line in str(block["text"]["text"]).replace("*", "").replace("_", "").splitlines():
                for part in line.split("  "):
                    assert part in words.text


@pytest.mark.parametrize("side", Side)
def test_every_form_is_one_that_slack_takes(side: Side) -> None:
    for view in (replace(PLAIN, side=side), longest(replace(PLAIN, side=side))):
        read_modal(forms.change(view, NOW, BERLIN, "x home"))
        read_modal(forms.agree(view, pact.facts_of(view), view.id))
        read_modal(forms.look_back(view, view.id))
    people = [Choice(f"U{number}", "Somebody with a long name " * 4, number == 0) for number in range(150)]
    read_modal(forms.plan(people, BERLIN, "home"))


def test_the_words_for_roles_fit_a_choice() -> None:
    assert all(len(each) <= 75 for each in GOOD_FOR.values())
    assert len({pact.strike(replace(PLAIN, strike=each)) for each in range(STRIKES)}) == STRIKES


def test_a_month_stays_one_block_and_names_a_few_calls_of_each_role() -> None:
    calls = tuple(Played("Acme & Söhne " * 6, "Riya", date(2026, 11, 2), role) for role in Role for _ in range(20))
    said = home.month_lines(Month(calls, silent=2), "November")
    assert said.count("and 14 more") == 4
    assert "As crutch: 20 of 80 (25 %)." in said
    assert home.month_lines(Month(), "November") == ""
    blocks = home.home([longest(PLAIN)] * 2, [longest(PLAIN)] * 2, said, later=3, left=4)
    assert len(blocks) == 12
    assert "And 3 calls later." in str(blocks) and "And 4 more, once these are settled." in str(blocks)
    for block in blocks:
        read_block(block)


def entered(**values: str | None) -> dict[str, object]:
    """A submitted form, as Slack tells of it."""
    keys = {Slot.DAY: "selected_date", Slot.TIME: "selected_time", Slot.PARTNER: "selected_option"}
    options = {Slot.ROLE, Slot.PARTNER, Slot.PLAYED, Slot.USED, Slot.JUMPED_IN, Slot.RECOVERY}

    def state(name: str, value: str | None) -> Block:
        if name in options:
            return {"selected_option": {"value": value} if value else None}
        return {keys.get(Slot(name), "value"): value}

    return {"state": {"values": {name: {name: state(name, value)} for name, value in values.items()}}}


GOOD = {"partner": "U1", "customer": "Acme", "day": "2026-11-17", "time": "14:00", "role": "crutch"}


def test_a_filled_form_is_read_on_the_writers_clock() -> None:
    found = forms.read_terms(entered(**GOOD, signal=" “Well?” ", introduction=None), BERLIN, NOW)
    assert (found.partner, found.errors) == ("U1", {})
    assert found.terms
    assert found.terms.starts_at == datetime(2026, 11, 17, 13, 0, tzinfo=UTC)
    assert (found.terms.signal, found.terms.introduction, found.terms.role) == ("Well?", "", Role.CRUTCH)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"customer": "  "}, "customer"),
        ({"customer": None}, "customer"),
        ({"role": None}, "role"),
        ({"role": "boss"}, "role"),
        ({"time": "25:99"}, "time"),
        ({"time": None}, "time"),
        ({"day": None}, "day"),
        ({"day": "2026-11-13"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "0001-01-01"}, "day"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_at_its_field(wrong: dict[str, str | None], at: str) -> None:
    found = forms.read_terms(entered(**{**GOOD, **wrong}), BERLIN, NOW)
    assert found.terms is None
    assert list(found.errors) == [at]


def test_a_view_is_read_and_an_empty_one_gets_sentences() -> None:
    seen, errors = forms.read_view(
        entered(played="expert", signal_used="no", jumped_in="yes", recovery=None, note="x", signal_where=None)
    )
    assert (seen, errors) == (View(Role.EXPERT, signal_used=False, jumped_in=True, note="x"), {})
    seen, errors = forms.read_view(entered(played=None, signal_used="maybe", jumped_in=None))
    assert seen is None
    assert set(errors) == {"played", "signal_used", "jumped_in"}
