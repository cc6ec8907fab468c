"""Amounts, days away, sub-commands and teams, as people type them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.errors import Refusal
from bot.team.amounts import MOST, parse_amount, plain_amount, say_amount
from bot.team.commands import parse_away, parse_pause, split
from bot.team.members_form import MembersSlot, parse_members
from bot.team.settings_form import Answer

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("250000", "250000"),
        ("250,000", "250000"),
        ("250.000,50", "250000.50"),
        ("250 000 €", "250000"),
        ("12.5k", "12500"),
        ("$ 1.2m", "1200000"),
        ("EUR 12000", "12000"),
        ("US$ 12k", "12000"),
        ("12’000", "12000"),
        ("1,234.5", "1234.5"),
        ("12,50", "12.5"),
        ("about 12k", "12000"),
        ("~ $12k", "12000"),
        ("ca. 12.000 €", "12000"),
        ("A$5k", "5000"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: str) -> None:
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["", "-5", "1e5", "12,34,56", "0.500", "250.000.50", "abc", "3mm", "1.2.3", "١٢", "k"]
)
def test_what_could_mean_two_things_is_asked_again(typed: str) -> None:
    with pytest.raises(ValueError, match="Write it like 250,000"):
        parse_amount(typed)


def test_nothing_is_no_amount() -> None:
    with pytest.raises(ValueError, match="above zero"):
        parse_amount("0")


def test_an_amount_beyond_reason_is_asked_again() -> None:
    with pytest.raises(ValueError, match="Check the zeros"):
        parse_amount("9" * 80)


@given(st.decimals("0.01", MOST, places=2))
def test_an_amount_that_is_shown_is_read_back(amount: Decimal) -> None:
    assert parse_amount(plain_amount(amount)) == amount
    assert parse_amount(say_amount(amount, "€")) == amount


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("help", [])),
        ("  ", ("help", [])),
        ("TEAM", ("team", [])),
        (" away  2026-12-24 x", ("away", ["2026-12-24", "x"])),
    ],
)
def test_the_first_word_is_the_sub_command(text: str, expected: tuple[str, list[str]]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("words", ["2026-12-24 2027-01-02", "2026-12-24 to 2027-01-02", "2026-12-24 - 2027-01-02"])
def test_two_dates_are_a_stretch(words: str) -> None:
    assert parse_away(words.split(), TODAY) == (date(2026, 12, 24), date(2027, 1, 2))


def test_one_date_is_that_day() -> None:
    assert parse_away(["2026-11-02"], TODAY) == (TODAY, TODAY)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("tomorrow", "can't read `tomorrow` as a date"),
        ("2026-02-30", "can't read `2026-02-30` as a date"),
        ("24.12.2026", "can't read `24.12.2026` as a date"),
        ("<!channel>", "can't read `!channel` as a date"),
        ("2026-12-24 2026-12-25 2026-12-26", "one date or two"),
        ("to", "one date or two"),
        ("2026-12-24 2026-12-23", "other way round"),
        ("2026-11-01", "over already"),
        ("2026-12-24 2028-12-24", "more than a year"),
    ],
)
def test_days_away_that_make_no_sense_get_a_sentence(words: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        parse_away(words.split(), TODAY)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-30, 500))
def test_days_away_are_the_dates_typed_or_refused(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    try:
        assert parse_away([first.isoformat(), last.isoformat()], TODAY) == (first, last)
    except Refusal:
        assert length < 0 or length > 366 or last < TODAY


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", None),
        ("2h", timedelta(hours=2)),
        ("90m", timedelta(minutes=90)),
        ("3d", timedelta(days=3)),
        ("for 2 H", timedelta(hours=2)),
        ("14d", timedelta(days=14)),
        ("until 2026-11-03", date(2026, 11, 3)),
        ("2026-11-16", date(2026, 11, 16)),
    ],
)
def test_a_pause_is_a_length_or_a_day_or_nothing(words: str, wanted: timedelta | date | None) -> None:
    assert parse_pause(words.split(), TODAY) == wanted


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("0m", "no time at all"),
        ("15d", "14 days are the most"),
        ("999999d", "14 days are the most"),
        ("until 2026-11-17", "14 days are the most"),
        ("until 2026-11-02", "has begun already"),
        ("until 2025-01-01", "has begun already"),
        ("forever", "can't read `forever` as a date"),
        ("-2h", "can't read `-2h` as a date"),
        ("٢h", "can't read `٢h` as a date"),
        ("<!channel>", "can't read `!channel` as a date"),
        ("2h please", "can't read that as a time"),
    ],
)
def test_a_pause_that_makes_no_sense_gets_a_sentence_with_an_example(words: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        parse_pause(words.split(), TODAY)
    assert "`/kickstand pause 2h`" in str(refused.value)


@pytest.mark.parametrize(
    ("given_", "slot", "sentence"),
    [
        ({"add": ["U0MONA"], "remove": [], "started_on": None}, MembersSlot.ADD, "your own rep"),
        ({"add": [], "remove": [], "started_on": "2026-11-02"}, MembersSlot.ADD, "who started"),
        ({"add": ["U0RIYA"], "remove": ["U0RIYA"], "started_on": None}, MembersSlot.REMOVE, "both lists"),
    ],
)
def test_a_team_that_makes_no_sense_is_asked_again(given_: dict[str, Answer], slot: MembersSlot, sentence: str) -> None:
    errors = parse_members(given_, "U0MONA").errors
    assert list(errors) == [slot]
    assert sentence in errors[slot]
