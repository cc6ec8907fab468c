"""Public holidays: known days, substitute days, regions, and settings that have gone stale."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.team.holidays import PublicHolidays, countries, holidays_for, known_country, subdivisions
from bot.team.working_time import Hours, add_working


@pytest.mark.parametrize(
    ("country", "region", "day", "free"),
    [
        ("US", None, date(2025, 7, 4), True),
        ("US", None, date(2025, 7, 3), False),
        ("US", None, date(2026, 7, 3), True),  # the 4th is a Saturday
        ("US", None, date(2021, 12, 31), True),  # New Year of 2022, kept in the year before
        ("us", None, date(2025, 11, 27), True),
        ("DE", None, date(2025, 10, 3), True),
        ("DE", "BY", date(2025, 11, 1), True),
        ("DE", "by", date(2025, 1, 6), True),
        ("DE", "BE", date(2025, 1, 6), False),
        ("DE", None, date(2025, 12, 24), False),  # a half day in many firms, no public holiday
        ("FR", None, date(2025, 7, 14), True),
        ("GB", "SCT", date(2025, 12, 1), True),  # St Andrew's Day, moved to Monday
        ("GB", "ENG", date(2025, 12, 1), False),
        ("IN", None, date(2025, 8, 15), True),
        ("BR", None, date(2025, 9, 7), True),
        ("JP", None, date(2025, 5, 6), True),
    ],
)
def test_the_calendar_of_the_place_decides(country: str, region: str | None, day: date, free: bool) -> None:
    assert (day in holidays_for(country, region)) is free


@pytest.mark.parametrize("country", [None, "", "XX", "Germany", "D"])
def test_without_a_known_country_every_day_is_a_working_day(country: str | None) -> None:
    assert date(2025, 12, 25) not in holidays_for(country, None)


def test_a_region_that_is_not_known_counts_as_the_whole_country() -> None:
    assert date(2025, 10, 3) in holidays_for("DE", "XX")
    assert date(2025, 1, 6) not in holidays_for("DE", "XX")


def test_a_region_is_found_in_any_case_also_where_its_code_is_a_name() -> None:
    for country in ("DE", "AZ", "PT", "NZ"):
        for region in subdivisions(country):
            assert holidays_for(country, region.lower()) == holidays_for(country, region)
            assert holidays_for(country, region.lower()) == PublicHolidays(country, region)


def test_a_moment_is_looked_up_by_its_date_and_nonsense_is_no_holiday() -> None:
    free = holidays_for("US", None)
    assert datetime(2025, 7, 4, 15, 30) in free
    assert "2025-07-04" not in free
    assert date(1, 1, 2) not in free
    assert date(9999, 12, 31) not in free


def test_countries_are_named_for_a_menu() -> None:
    names = countries()
    assert names["DE"] == "Germany"
    assert names["US"] == "United States"
    assert names["IM"] == "Isle of Man"
    assert names["HK"] == "Hong Kong"
    assert names["TT"] == "Trinidad and Tobago"
    assert list(names.values()) == sorted(names.values())
    assert all(len(code) == 2 and code.isupper() for code in names)
    assert len(names) > 100
    assert len(set(names.values())) == len(names)


def test_a_country_is_known_in_any_case() -> None:
    assert known_country("de")
    assert known_country("DE")
    assert not known_country("")
    assert not known_country("DEU")


def test_regions_are_listed_by_their_short_code() -> None:
    assert {"BY", "BE", "SN"} <= set(subdivisions("DE"))
    assert subdivisions("XX") == ()
    assert subdivisions("de") == subdivisions("DE")


def test_a_hold_skips_the_holiday() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(berlin, time(9), time(17), frozenset(range(5)), holidays_for("DE", "BY"))
    asked = datetime(2025, 4, 17, 16, 30, tzinfo=berlin)  # Thursday before Easter
    assert add_working(hours, asked, timedelta(hours=1)) == datetime(2025, 4, 22, 9, 30, tzinfo=berlin)


@settings(deadline=None, max_examples=60)
@example("IN", date(1990, 5, 1))
@example("IN", date(2060, 5, 1))
@given(st.sampled_from(sorted(countries())), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_every_country_answers_for_every_year(country: str, day: date) -> None:
    assert (day in holidays_for(country, None)) in (True, False)


def test_many_threads_asking_at_once_see_the_same_calendar() -> None:
    def ask(_: int) -> list[bool]:
        free = holidays_for("DE", "SN")
        return [date(year, 12, 25) in free for year in range(1995, 2035)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(32)))
    assert all(all(answer) for answer in answers)


def test_the_heavy_library_waits_until_a_holiday_is_asked_for() -> None:
    code = "import sys, bot.team.holidays as h; h.holidays_for(None, None); print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
