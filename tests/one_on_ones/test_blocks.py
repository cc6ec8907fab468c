"""What people read about 1:1s, read by an independent Block Kit library, at its longest; forms read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Any

import pytest

from bot.one_on_ones.blocks import agenda, forms, home
from bot.one_on_ones.blocks.forms import Someone
from bot.one_on_ones.blocks.view import Item, PairView
from bot.one_on_ones.rules import MeetingState, Rhythm, Usual
from bot.slack.kit import BLOCKS_IN_MESSAGE, TEXT, clip
from tests.blockkit import read_block, read_message, read_modal

NAME = "Maximiliane-Konstantina <!channel> & Söhne " * 3
LONG = "May I & should <!channel> *really* do <https://acme.example|this>?\n" * 60
VIEW = PairView(rep_id="U1", other="Mona", is_manager=False, id="a" * 32, at="today at 10:00", weeks=1)
FULL = replace(
    VIEW,
    other=NAME,
    next="on 24 November at 10:00",
    topics=tuple(Usual),
    parked=tuple(Item(f"{place:032}", LONG) for place in range(60)),
    points=tuple(Item(f"{place + 100:032}", LONG, NAME, from_before=place % 2 == 0) for place in range(60)),
)
VIEWS = [
    replace(view, is_manager=is_manager, state=state, began=began, skipped=began)
    for view, is_manager, state, began in product((VIEW, FULL), (True, False), MeetingState, (True, False))
]


@pytest.mark.parametrize("say", [agenda.message, agenda.ask, agenda.nudge, agenda.moved])
def test_every_message_is_as_slack_wants_it(say: Any) -> None:
    for view in VIEWS:
        said = say(view)
        read_message(clip(said.text, TEXT), said.blocks)
        assert len(said.blocks) <= BLOCKS_IN_MESSAGE
        assert "<!channel>" not in said.text


def test_every_modal_and_home_is_as_slack_wants_it() -> None:
    for view in VIEWS:
        read_modal(agenda.pair_modal(view))
        views = [replace(view, rep_id=f"U{place}", id=f"{place:032}") for place in range(60)]
        read_modal(home.overview(view, views))
        asked = [replace(each, state=MeetingState.PLANNED) for each in views]
        blocks = home.home(view, 60, 60, asked[:2], len(asked[2:]))
        assert len(blocks) == 7
        assert "And 58 more, once these are settled." in str(blocks[-1])
        assert all(read_block(each) for each in blocks)


def test_every_form_is_as_slack_wants_it() -> None:
    people = [Someone(f"U{place}", NAME) for place in range(300)]
    now = datetime(2026, 11, 16, 9, tzinfo=UTC)
    for form in (
        forms.point("U1", NAME),
        forms.point("", "", people, LONG),
        forms.moving("a" * 32, NAME, now, now),
        forms.rhythm(people, now.date()),
    ):
        read_modal(form)


def test_the_text_says_what_the_blocks_say() -> None:
    said = agenda.message(
        replace(VIEW, is_manager=True, parked=(Item("1", "Acme?"),), points=(Item("2", "Globex", "Riya"),))
    )
    for words in ("1:1 with Mona today at 10:00, every week.", "Deals", "- Acme?", "- Globex (Riya)", "Move", "Skip"):
        assert words in said.text


TODAY = date(2026, 11, 16)


def values(**chosen: Any) -> dict[str, dict[str, dict[str, Any]]]:
    given: dict[str, Any] = {
        "who": {"selected_options": [{"value": "U1"}]},
        "weeks": {"selected_option": {"value": "2"}},
        "first_on": {"selected_date": "2026-11-17"},
        "at": {"selected_time": "10:00"},
    } | chosen
    return {name: {name: held} for name, held in given.items()}


def test_a_rhythm_is_read_as_it_was_chosen() -> None:
    found = forms.entered(values(), TODAY)
    assert (found.rep_ids, found.everybody, found.rhythm) == (("U1",), False, Rhythm(2, date(2026, 11, 17), time(10)))
    assert forms.entered(values(weeks={"selected_option": {"value": "0"}}, at={}), TODAY).rhythm is None
    assert forms.entered(values(who={"selected_options": [{"value": "all"}]}), TODAY).everybody


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"who": {"selected_options": []}}, "who"),
        ({"who": {}}, "who"),
        ({"weeks": {"selected_option": None}}, "weeks"),
        ({"weeks": {"selected_option": {"value": "3"}}}, "weeks"),
        ({"first_on": {"selected_date": None}}, "first_on"),
        ({"first_on": {"selected_date": "2026-11-15"}}, "first_on"),
        ({"first_on": {"selected_date": "2028-11-15"}}, "first_on"),
        ({"at": {"selected_time": None}}, "at"),
        ({"at": {"selected_time": "25:99"}}, "at"),
    ],
)
def test_what_is_wrong_with_a_rhythm_gets_a_sentence_at_its_field(chosen: dict[str, Any], field: str) -> None:
    errors = forms.entered(values(**chosen), TODAY).errors
    assert errors is not None and set(errors) == {field} and errors[field].endswith(".")
