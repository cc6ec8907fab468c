"""What managers and reps type into their modals, and what they hear when it is wrong."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.team.amounts import MOST
from bot.team.blocks import modals
from bot.team.holidays import countries
from bot.team.settings_form import Answer, OwnChoices, SettingsPage, Slot, TeamChoices, answers, parse_settings

TODAY = date(2026, 11, 2)
PAGE = SettingsPage(True, "Mona", 30, 60, TeamChoices(), OwnChoices())
EMPTY: dict[str, Answer] = {
    Slot.HOLD: None,
    Slot.LEAST: None,
    Slot.MOST: None,
    Slot.START: None,
    Slot.END: None,
    Slot.DAYS: ["0", "1", "2", "3", "4"],
    Slot.COUNTRY: "none",
    Slot.SUBDIVISION: None,
    Slot.DEPUTY: [],
    Slot.PROTECT: None,
    Slot.CURRENCY: None,
    Slot.HR_CONTACT: [],
    Slot.SPEAK_UP: None,
    Slot.WINS: [],
    Slot.AWAY_FROM: None,
    Slot.AWAY_UNTIL: None,
    Slot.OWN_HOLD: None,
    Slot.QUESTIONS: "on",
}


def wrong(**typed: Answer) -> dict[str, str]:
    """The errors of a modal that is empty but for these fields."""
    return parse_settings(EMPTY | typed, PAGE, TODAY).errors


def choices(**typed: Answer) -> TeamChoices:
    entered = parse_settings(EMPTY | typed, PAGE, TODAY)
    assert entered.errors == {}
    assert entered.team is not None
    return entered.team


def test_an_empty_modal_means_the_defaults() -> None:
    assert choices() == TeamChoices()


def test_everything_a_manager_may_set_is_read() -> None:
    assert choices(
        hold_minutes="45",
        rep_hold_least="30",
        rep_hold_most="90",
        work_start="08:30",
        work_end="17:00",
        work_days=["6", "0"],
        country="DE",
        subdivision="by",
        deputy_id=["U0LEE"],
        protect_at="250k",
        currency="€",
        hr_contact_id=["U0JO"],
        speak_up_url="https://speak.example.com/up?team=4",
        wins_channel=["C0WINS"],
    ) == TeamChoices(
        hold_minutes=45,
        rep_hold_least=30,
        rep_hold_most=90,
        work_start=time(8, 30),
        work_end=time(17),
        work_days="06",
        country="DE",
        subdivision="BY",
        deputy_id="U0LEE",
        protect_at=Decimal("250000.00"),
        currency="€",
        hr_contact_id="U0JO",
        speak_up_url="https://speak.example.com/up?team=4",
        wins_channel="C0WINS",
    )


def test_a_night_shift_may_end_before_it_starts() -> None:
    night = choices(work_start="22:00", work_end="06:00")
    assert (night.work_start, night.work_end) == (time(22), time(6))


WRONG: list[tuple[dict[str, Answer], Slot, str]] = [
    ({"hold_minutes": "241"}, Slot.HOLD, "from 0 to 240"),
    ({"hold_minutes": "-1"}, Slot.HOLD, "from 0 to 240"),
    ({"hold_minutes": "1.5"}, Slot.HOLD, "whole minutes"),
    ({"hold_minutes": "soon"}, Slot.HOLD, "whole minutes"),
    ({"hold_minutes": "٣٠"}, Slot.HOLD, "whole minutes"),
    ({"hold_minutes": "9" * 400}, Slot.HOLD, "from 0 to 240"),
    ({"rep_hold_least": "14"}, Slot.LEAST, "from 15 to 120"),
    ({"rep_hold_most": "121"}, Slot.MOST, "from 15 to 120"),
    ({"rep_hold_least": "60", "rep_hold_most": "30"}, Slot.MOST, "less than the shortest wait, 60 minutes"),
    ({"work_start": "09:00"}, Slot.END, "both times"),
    ({"work_end": "18:00"}, Slot.START, "both times"),
    ({"work_start": "09:00", "work_end": "09:00"}, Slot.END, "two different times"),
    ({"work_start": "9 o'clock", "work_end": "18:00"}, Slot.START, "like 09:00"),
    ({"work_days": []}, Slot.DAYS, "at least one day"),
    ({"work_days": ["7"]}, Slot.DAYS, "at least one day"),
    ({"country": "XX"}, Slot.COUNTRY, "Choose one from the list"),
    ({"subdivision": "BY"}, Slot.SUBDIVISION, "Choose the country first"),
    ({"country": "DE", "subdivision": "TX"}, Slot.SUBDIVISION, "I know BB, BE, BW, BY"),
    ({"country": "SG", "subdivision": "TX"}, Slot.SUBDIVISION, "Leave this empty"),
    ({"protect_at": "a lot"}, Slot.PROTECT, "Write it like 250,000"),
    ({"protect_at": "0"}, Slot.PROTECT, "above zero"),
    ({"currency": "euros"}, Slot.CURRENCY, "like $"),
    ({"currency": "5"}, Slot.CURRENCY, "like $"),
    ({"currency": "<!a>"}, Slot.CURRENCY, "like $"),
    ({"speak_up_url": "http://speak.example.com"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "speak.example.com"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://intranet"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://[::"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://me:pw@speak.example.com"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://speak.example.com/a b"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://speak.example.com/<!channel>"}, Slot.SPEAK_UP, "https://"),
    ({"speak_up_url": "https://speak.example.com/" + "x" * 500}, Slot.SPEAK_UP, "too long"),
    ({"away_from": "tomorrow"}, Slot.AWAY_FROM, "like 2026-12-24"),
    ({"away_until": "2026-11-09"}, Slot.AWAY_FROM, "first day"),
    ({"away_from": "2026-11-09", "away_until": "2026-11-08"}, Slot.AWAY_UNTIL, "other way round"),
    ({"away_from": "2026-11-01"}, Slot.AWAY_FROM, "over already"),
    ({"away_from": "2026-11-09", "away_until": "2028-01-01"}, Slot.AWAY_UNTIL, "more than a year"),
    ({"own_hold_minutes": "29"}, Slot.OWN_HOLD, "from 30 to 60"),
    ({"own_hold_minutes": "61"}, Slot.OWN_HOLD, "from 30 to 60"),
]


@pytest.mark.parametrize(("typed", "slot", "sentence"), WRONG)
def test_what_is_wrong_is_said_beside_its_field(typed: dict[str, Answer], slot: Slot, sentence: str) -> None:
    errors = wrong(**typed)
    assert list(errors) == [slot]
    assert sentence in errors[slot]


def test_every_wrong_field_is_told_at_once() -> None:
    assert set(wrong(hold_minutes="x", currency="55555", work_days=[])) == {Slot.HOLD, Slot.CURRENCY, Slot.DAYS}


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({}, None),
        ({"away_from": "2026-11-02"}, (TODAY, TODAY)),
        ({"away_from": "2026-10-30", "away_until": "2026-11-02"}, (date(2026, 10, 30), TODAY)),
    ],
)
def test_days_away_may_be_one_day_and_may_have_begun(typed: dict[str, Answer], days: tuple[date, date] | None) -> None:
    assert parse_settings(EMPTY | typed, PAGE, TODAY).away == days


def test_a_part_that_was_not_shown_is_left_alone() -> None:
    own_only: dict[str, Answer] = {Slot.OWN_HOLD: "45", Slot.QUESTIONS: "off"}
    entered = parse_settings(own_only, PAGE, TODAY)
    assert (entered.team, entered.own, entered.away) == (None, OwnChoices(45, False), None)
    team_only = {name: value for name, value in EMPTY.items() if name not in own_only}
    assert parse_settings(team_only, PAGE, TODAY).own is None


def state_of(view: dict[str, Any]) -> dict[str, Any]:
    """The state that Slack sends when a modal is submitted untouched."""
    keys = {
        "number_input": ("value", "initial_value"),
        "plain_text_input": ("value", "initial_value"),
        "timepicker": ("selected_time", "initial_time"),
        "datepicker": ("selected_date", "initial_date"),
        "static_select": ("selected_option", "initial_option"),
        "radio_buttons": ("selected_option", "initial_option"),
        "checkboxes": ("selected_options", "initial_options"),
        "multi_users_select": ("selected_users", "initial_users"),
        "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    }
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            held, first = keys[element["type"]]
            empty: Any = [] if held.endswith("s") else None
            values[block["block_id"]] = {
                element["action_id"]: {"type": element["type"], held: element.get(first, empty)}
            }
    return {"state": {"values": values}}


team_choices = st.builds(
    TeamChoices,
    hold_minutes=st.none() | st.integers(0, 240),
    rep_hold_least=st.integers(15, 60),
    rep_hold_most=st.integers(60, 120),
    work_start=st.just(time(8, 30)),
    work_end=st.just(time(17, 15)),
    work_days=st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days))),
    country=st.sampled_from(["DE", "US"]),
    subdivision=st.none(),
    deputy_id=st.sampled_from([None, "U0LEE"]),
    protect_at=st.none() | st.decimals(Decimal("0.01"), MOST, places=2),
    currency=st.sampled_from(["$", "€", "CHF"]),
    hr_contact_id=st.sampled_from([None, "U0JO"]),
    speak_up_url=st.sampled_from([None, "https://speak.example.com/"]),
)
own_choices = st.builds(OwnChoices, hold_minutes=st.none() | st.integers(15, 120), wants_questions=st.booleans())


@settings(max_examples=25)
@given(team_choices, own_choices)
def test_a_modal_submitted_untouched_changes_nothing(team: TeamChoices, own: OwnChoices) -> None:
    page = SettingsPage(True, "Mona", 15, 120, team, own)
    view = modals.settings_modal(page, countries(), "60 minutes", "09:00 to 18:00")
    entered = parse_settings(answers(state_of(view)), page, TODAY)
    assert (entered.errors, entered.team, entered.own, entered.away) == ({}, team, own, None)


@given(st.dictionaries(st.sampled_from(list(Slot)), st.none() | st.text(max_size=40) | st.lists(st.text(max_size=5))))
def test_nothing_that_can_be_typed_breaks_the_reader(typed: dict[str, Answer]) -> None:
    parse_settings(EMPTY | typed, PAGE, TODAY)
