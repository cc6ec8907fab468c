"""When a pulse is asked, and that what is said of it gives nobody away."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.pulse.blocks import result
from bot.pulse.rules import (
    ANSWERS,
    LEAST_ANSWERED,
    Band,
    are_answers,
    asks_at,
    band,
    coarse,
    is_due,
    next_ask,
    quarter,
    tuesday,
)

ONE = st.sampled_from(ANSWERS)
MANY = st.lists(ONE, min_size=LEAST_ANSWERED, max_size=30)


def counted(given: list[int]) -> list[int]:
    return [given.count(each) for each in ANSWERS]


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 1, 1), date(2026, 2, 3)),
        (date(2026, 3, 31), date(2026, 2, 3)),
        (date(2026, 6, 1), date(2026, 5, 5)),
        (date(2026, 9, 1), date(2026, 8, 4)),
        (date(2026, 12, 31), date(2026, 11, 3)),
        (date(2027, 11, 9), date(2027, 11, 2)),
        (date(2025, 8, 1), date(2025, 8, 5)),
        (date(2025, 4, 30), date(2025, 5, 6)),
    ],
)
def test_it_begins_on_the_first_tuesday_of_the_second_month(day: date, begins: date) -> None:
    assert tuesday(day) == begins


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_quarter_has_one_tuesday(day: date) -> None:
    begins = tuesday(day)
    assert quarter(begins) == quarter(day)
    assert begins.weekday() == 1 and begins.day <= 7 and begins.month in {2, 5, 8, 11}


def test_it_is_due_when_it_is_ten_for_the_first_of_them_and_a_week_at_most() -> None:
    zones = [ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")]
    first = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    assert asks_at(first.date(), zones[1]) == first
    second = timedelta(seconds=1)
    assert not is_due(first - second, zones)
    assert is_due(first, zones) and is_due(first + timedelta(days=7) - second, zones)
    assert not is_due(first + timedelta(days=7), zones)
    assert not is_due(first, [])


@given(now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
@example(now=datetime(2024, 12, 31, tzinfo=UTC))
def test_the_next_one_is_the_first_moment_after_now_at_which_somebody_is_asked(now: datetime) -> None:
    zones = [ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland"), ZoneInfo("America/New_York")]
    found = next_ask(now, zones)
    days = (now.date() + timedelta(days=days) for days in range(-100, 200))
    assert found == min(at for day in days for zone in zones if (at := asks_at(day, zone)) > now)
    assert next_ask(now, []) is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([4, 4, 5, 5, 1], Band.MOSTLY_YES),
        ([4, 4, 4, 3, 3], Band.MIXED),
        ([5, 5, 5, 5, 1, 1], Band.MIXED),  # two thirds, and no more
        ([1, 2, 1, 2, 5], Band.MOSTLY_NO),
        ([3, 3, 3, 3, 3], Band.MIXED),
        ([1, 5, 1, 5, 3], Band.MIXED),
    ],
)
def test_a_band_is_more_than_two_thirds_on_one_side(given: list[int], says: Band) -> None:
    assert band(counted(given)) is says


@given(ONE, st.integers(LEAST_ANSWERED, 40), ONE)
def test_that_all_said_the_same_is_never_told(same: int, people: int, other: int) -> None:
    """Whoever reads the band cannot rule out, of any one person, that they said something else."""
    unanimous, one_differs = [same] * people, [same] * (people - 1) + [other]
    assert band(counted(unanimous)) is band(counted(one_differs))


def test_with_five_answers_every_answer_of_any_one_goes_with_every_band() -> None:
    """As long as the others' answers are not known: each band is possible with each answer of one person."""
    possible = {
        (mine, band(counted([mine, *others])))
        for mine in ANSWERS
        for others in combinations_with_replacement(ANSWERS, 4)
    }
    assert possible == {(mine, each) for mine in ANSWERS for each in Band}


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(given: list[int], random: object) -> None:
    mixed = list(given)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert coarse(counted(mixed)) == coarse(counted(given))


@given(MANY)
def test_what_is_kept_says_the_same_and_no_more(given: list[int]) -> None:
    kept = coarse(counted(given))
    assert sum(kept) == len(given) and band(kept) is band(counted(given)) and coarse(kept) == kept
    assert len([each for each in kept if each]) == 1


@given(MANY, MANY)
def test_words_follow_from_the_number_of_answers_and_the_bands(one: list[int], other: list[int]) -> None:
    other = (other * len(one))[: len(one)]
    alike = band(counted(one)) is band(counted(other))
    said = [result([counted(each)] * 3, "Your team").text for each in (one, other)]
    assert (said[0] == said[1]) == alike


@given(st.lists(ONE, max_size=LEAST_ANSWERED - 1))
def test_of_fewer_than_five_not_even_the_number_is_said(given: list[int]) -> None:
    assert result([counted(given)] * 3, "Your team") == result([[0] * 5] * 3, "Your team")
    assert "Fewer than five answered, so nothing is shown, and nothing is kept." in result([[0] * 5] * 3, "A").text


@given(st.lists(st.integers(-1, 7), max_size=5))
def test_only_one_answer_to_each_of_the_three_is_an_answer(given: list[int]) -> None:
    assert are_answers(given) == (len(given) == 3 and min(given) >= 1 and max(given) <= 5)
