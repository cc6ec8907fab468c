"""When a call starts, what falls due about it, whose yes holds, where two views differ: tables, and any moment."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.joint_calls.rules import (
    FARTHEST,
    LASTS,
    REMINDED,
    Month,
    Played,
    Recovery,
    Role,
    Step,
    View,
    differences,
    first_due,
    keeps_agreement,
    managers_turn,
    starts_at,
    step,
)
from bot.team.working_time import Hours, working_between

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
START = NOW + timedelta(hours=5)
OVER, TOO_FAR = "That time is over. Pick one that is still to come.", "That is more than a year ahead."
SEEN = View(Role.DEPTH, signal_used=True, jumped_in=False, signal_where="pricing", recovery=Recovery.ALONE, note="x")


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 11, 16), time(10, 0), OVER),
        (date(2026, 11, 16), time(10, 1), datetime(2026, 11, 16, 9, 1, tzinfo=UTC)),
        (date(2026, 11, 15), time(23, 59), OVER),
        (date(1, 1, 1), time(0), OVER),
        (date(2027, 7, 1), time(14, 0), datetime(2027, 7, 1, 12, 0, tzinfo=UTC)),
        (date(2027, 11, 17), time(9, 0), datetime(2027, 11, 17, 8, 0, tzinfo=UTC)),
        (date(2027, 11, 18), time(9, 0), TOO_FAR),
        (date(9999, 12, 31), time(23, 59), TOO_FAR),
    ],
)
def test_a_call_starts_by_the_writers_clock_within_a_year(day: date, at: time, expected: datetime | str) -> None:
    found = starts_at(day, at, BERLIN, NOW)
    assert found == expected or (isinstance(found, str) and isinstance(expected, str) and found.startswith(expected))


@given(st.dates(), st.times(), st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kolkata"]))
def test_any_day_and_time_is_a_moment_to_come_within_a_year_or_a_sentence(day: date, at: time, zone: str) -> None:
    found = starts_at(day, at, ZoneInfo(zone), NOW)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert NOW < found <= NOW + FARTHEST + timedelta(days=2)
        assert found.tzinfo is UTC


@given(st.timedeltas(timedelta(seconds=1), FARTHEST))
def test_what_falls_due_first_is_ahead_and_is_the_reminder_where_there_is_time(ahead: timedelta) -> None:
    due = first_due(NOW + ahead, NOW)
    assert due > NOW
    assert due == NOW + ahead - REMINDED if ahead > REMINDED else due == NOW + ahead + LASTS


@pytest.mark.parametrize(
    ("after", "asked", "expected"),
    [
        (-30, False, Step.REMIND),
        (-1, False, Step.REMIND),
        (0, False, Step.WAIT),
        (59, False, Step.WAIT),
        (60, False, Step.ASK_REP),
        (3000, False, Step.ASK_REP),
        (3000, True, Step.ASK_MANAGER),
    ],
)
def test_each_moment_has_its_step(after: int, asked: bool, expected: Step) -> None:
    assert step(START, asked=asked, now=START + timedelta(minutes=after)) is expected


@pytest.mark.parametrize("always", [True, False])
@given(hours_ahead=st.integers(0, 24 * 30))
def test_the_manager_waits_for_two_working_days(hours_ahead: int, always: bool) -> None:
    hours = Hours(BERLIN, time(9), time(18), frozenset(range(5)), always=always)
    now = NOW + timedelta(hours=hours_ahead)
    turn = managers_turn(hours, now)
    assert working_between(hours, now, turn) == timedelta(hours=48 if always else 18)


def test_without_any_working_time_the_manager_waits_for_two_days() -> None:
    never = Hours(BERLIN, time(9), time(18), frozenset())
    assert managers_turn(never, NOW) == NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("before", "chosen", "others", "keeps"),
    [
        (None, Role.DEPTH, Role.DEPTH, True),
        (None, Role.EXPERT, Role.DEPTH, False),
        (Role.DEPTH, Role.DEPTH, Role.EXPERT, True),
        (Role.DEPTH, Role.EXPERT, Role.EXPERT, True),
        (Role.DEPTH, Role.EXPERT, Role.DEPTH, False),
        (Role.DEPTH, Role.CRUTCH, Role.EXPERT, False),
    ],
)
def test_another_role_than_both_had_in_mind_asks_the_other_again(
    before: Role | None, chosen: Role, others: Role, keeps: bool
) -> None:
    assert keeps_agreement(before, chosen, others) is keeps


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"played": Role.CRUTCH}, ["played"]),
        ({"signal_used": False, "jumped_in": True}, ["signal_used", "jumped_in"]),
        ({"recovery": Recovery.ASKED}, ["recovery"]),
        ({"recovery": None}, []),
        ({"note": "y", "signal_where": "demo"}, []),
    ],
)
def test_views_differ_where_both_said_something_else(changes: dict[str, object], names: list[str]) -> None:
    other = replace(SEEN, **changes)  # type: ignore[arg-type]
    assert differences(SEEN, other) == differences(other, SEEN) == names


@given(st.lists(st.sampled_from(Role), max_size=30))
def test_a_months_counts_add_up_and_the_share_is_of_what_was_looked_back_on(roles: list[Role]) -> None:
    month = Month(tuple(Played("Acme", "Riya", date(2026, 11, 2), role) for role in roles), silent=3)
    assert sum(month.counts.values()) == len(roles)
    assert month.crutch_share == (roles.count(Role.CRUTCH) / len(roles) if roles else None)


def test_every_question_of_a_view_has_a_name_or_is_a_note() -> None:
    from bot.joint_calls.blocks.looking_back import NAMES

    assert {each.name for each in fields(View)} == {*NAMES, "note", "signal_where"}
