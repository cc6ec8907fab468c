"""A menu takes a hundred choices, or a hundred groups of them: everybody on a long team can still be picked."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.decisions import blocks as decisions
from bot.joint_calls.blocks import forms as calls
from bot.observations import blocks as notes
from bot.one_on_ones.blocks import forms as one_on_ones
from bot.slack.kit import choices, option
from tests.blockkit import read_modal

Json = dict[str, Any]
TEAM = [(f"U{number:03}", f"{chr(65 + number // 6)} Rep {number}") for number in range(150)]
SOMEONE = [one_on_ones.Someone(*each) for each in TEAM]
FORMS = {
    "a call": calls.plan([calls.Choice(*each, False) for each in TEAM], ZoneInfo("UTC"), ""),
    "a note": notes.form(TEAM, "U149", "", ""),
    "a point": one_on_ones.point("", "", SOMEONE),
    "a rhythm": one_on_ones.rhythm(SOMEONE, date(2026, 11, 17)),
    "a decision": decisions.form(decisions.Filled(rep_id="U149"), TEAM, ""),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_everybody_on_a_long_team_is_in_the_menu(form: Json) -> None:
    read_modal(form)
    groups = [each for block in form["blocks"] for each in block.get("element", {}).get("option_groups", [])]
    assert {rep for rep, _ in TEAM} <= {each["value"] for group in groups for each in group["options"]}
    assert all(len(group["options"]) <= 100 for group in groups)


def test_the_groups_of_a_long_menu_are_named_by_their_letters() -> None:
    names = [group["label"]["text"] for group in choices([option(name, id_) for id_, name in TEAM])["option_groups"]]
    assert names == ["A to Q", "Q to Y"]


def test_a_short_menu_has_no_groups() -> None:
    assert choices([option("Riya", "U1")]) == {"options": [option("Riya", "U1")]}
