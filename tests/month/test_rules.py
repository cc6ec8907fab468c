"""When a month is looked back at, and what the data says beside the four questions."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.month.blocks import QUESTIONS, Look, form, look
from bot.month.rules import (
    Asked,
    MonthNumbers,
    Reply,
    Sign,
    due_at,
    due_month,
    is_open,
    month_after,
    month_before,
    numbers,
    span,
    working_weeks,
)
from bot.score.rules.rates import Share
from bot.team.holidays import holidays_for
from bot.team.working_time import Hours, Interval

BERLIN, NEW_YORK, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")
WEEKDAYS = frozenset(range(5))
LONG_AGO = date(2020, 1, 1)
MONTHS = st.dates(date(2024, 1, 1), date(2030, 12, 1)).map(lambda day: day.replace(day=1))
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Pacific/Kiritimati", "Africa/Cairo"]
).map(ZoneInfo)


def office(zone: ZoneInfo = BERLIN, **more: object) -> Hours:
    return Hours(**{"zone": zone, "start": time(9), "end": time(18), "days": WEEKDAYS} | more)  # type: ignore[arg-type]


def away(zone: ZoneInfo, first: date, last: date) -> Interval:
    return Interval(datetime.combine(first, time(0), zone), datetime.combine(last + timedelta(days=1), time(0), zone))


@pytest.mark.parametrize(
    ("month", "hours", "local"),
    [
        (date(2026, 10, 1), office(), "2026-11-02 09:00"),  # 1 November is a Sunday
        (date(2026, 7, 1), office(), "2026-08-03 09:00"),  # 1 August is a Saturday
        (date(2026, 11, 1), office(), "2026-12-01 09:00"),
        (date(2026, 12, 1), office(holidays=holidays_for("DE", "BY")), "2027-01-04 09:00"),  # New Year, a weekend
        (date(2026, 4, 1), office(holidays=holidays_for("DE", None)), "2026-05-04 09:00"),  # Labour Day, a weekend
        (date(2026, 11, 1), office(start=time(13)), "2026-12-01 09:00"),
        (date(2026, 11, 1), office(off=(away(BERLIN, date(2026, 11, 20), date(2026, 12, 9)),)), "2026-12-10 09:00"),
        (date(2026, 11, 1), office(off=(away(BERLIN, date(2026, 12, 1), date(2026, 12, 31)),)), None),
        (date(2026, 11, 1), office(days=frozenset({3})), "2026-12-03 09:00"),  # Thursdays only
        (date(2026, 11, 1), office(days=frozenset()), None),
        (date(2026, 11, 1), office(always=True), "2026-12-01 09:00"),
        (date(2026, 2, 1), office(days=frozenset({6})), "2026-03-01 09:00"),
        (date(2026, 9, 1), office(AUCKLAND), "2026-10-01 09:00"),
    ],
)
def test_it_is_due_at_nine_on_the_first_day_that_the_manager_works(
    month: date, hours: Hours, local: str | None
) -> None:
    assert due_at(month, hours) == (local and datetime.fromisoformat(local).replace(tzinfo=hours.zone))


@given(MONTHS, ZONES, st.sets(st.integers(0, 6), min_size=1))
def test_nine_is_nine_on_the_wall_clock_whatever_the_clocks_do(month: date, zone: ZoneInfo, days: set[int]) -> None:
    due = due_at(month, office(zone, days=frozenset(days)))
    assert due is not None
    local = due.astimezone(zone)
    assert (local.hour, local.minute) == (9, 0)
    assert local.date().replace(day=1) == month_after(month)
    assert local.day <= 7 and local.weekday() in days


@pytest.mark.parametrize(
    ("now", "newest", "joined_on", "due"),
    [
        ("2026-12-01 08:59", None, LONG_AGO, None),
        ("2026-12-01 09:00", None, LONG_AGO, date(2026, 11, 1)),
        ("2026-12-31 23:59", None, LONG_AGO, date(2026, 11, 1)),  # caught up
        ("2027-01-01 00:30", None, LONG_AGO, None),  # too late for November, too early for December
        ("2026-12-01 09:00", date(2026, 11, 1), LONG_AGO, None),
        ("2026-12-01 09:00", date(2026, 10, 1), LONG_AGO, date(2026, 11, 1)),
        ("2026-12-01 09:00", None, date(2026, 11, 30), date(2026, 11, 1)),
        ("2026-12-01 09:00", None, date(2026, 12, 1), None),  # nothing to look back at
    ],
)
def test_only_the_month_before_is_due_and_once(
    now: str, newest: date | None, joined_on: date, due: date | None
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert due_month(moment, office(), newest, joined_on) == due


@given(
    st.lists(st.tuples(st.integers(0, 500 * 24), ZONES), min_size=1, max_size=60),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_no_month_comes_twice_however_often_one_looks_and_moves(
    looks: list[tuple[int, ZoneInfo]], days: set[int]
) -> None:
    newest, told = None, []
    for hour, zone in sorted(looks, key=lambda each: each[0]):
        now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        month = due_month(now, office(zone, days=frozenset(days)), newest, LONG_AGO)
        if month:
            told.append(month)
            newest = month
            assert is_open(month, now, zone)
    assert told == sorted(set(told))


@given(MONTHS)
def test_months_follow_each_other(month: date) -> None:
    assert month_before(month_after(month)) == month
    begins, ends = span(month, NEW_YORK)
    assert timedelta(days=27) < ends - begins < timedelta(days=32)
    assert span(month_after(month), NEW_YORK)[0] == ends


def test_weeks_are_those_the_manager_worked() -> None:
    assert working_weeks(date(2026, 6, 1), office()) == 22 / 5
    leave = away(BERLIN, date(2026, 6, 1), date(2026, 6, 14))
    assert working_weeks(date(2026, 6, 1), office(off=(leave,))) == 12 / 5
    assert working_weeks(date(2026, 6, 1), office(days=frozenset({0}))) == 5
    assert working_weeks(date(2026, 6, 1), office(always=True)) == 30 / 7
    assert working_weeks(date(2026, 6, 1), office(days=frozenset())) == 0


def asked(*facts: str, minutes: int | None = None) -> Asked:
    names = ("reached", "absorbed", "with_options", "own_call", "labelled", "taught")
    return Asked(**{name: name in facts for name in names}, may_wait=True, minutes=minutes)


MONTH = numbers(
    [
        *[asked("absorbed")] * 6,
        *[asked("reached", "with_options", "own_call", "labelled", "taught", minutes=5)] * 2,
        *[asked("reached", "labelled", minutes=10)] * 3,
        asked("reached"),
    ],
    weeks=4.4,
    reps=3,
)
ANSWERS = {Sign.CLOSING: Reply.YES, Sign.SCALE: Reply.PARTLY, Sign.HESITANT: Reply.NO, Sign.DEVELOPMENT: Reply.NO}


def test_the_data_has_something_for_each_sign() -> None:
    assert (MONTH.reached, MONTH.absorbed, MONTH.minutes, MONTH.timed) == (6, Share(6, 12), 40, 5)
    assert (MONTH.without_options, MONTH.own_calls, MONTH.taught) == (Share(4, 6), 2, Share(2, 5))
    assert MonthNumbers.from_json(MONTH.to_json()) == MONTH
    assert MonthNumbers.from_json("{}") is None


def test_the_roles_on_calls_stand_in_it_before_and_after_the_answers() -> None:
    """S1.7"""
    calls = "*Your calls with reps in October*: 2 calls you looked back on."
    for answers in ({}, ANSWERS):
        said = look(Look("L1", date(2026, 10, 1), answers, MONTH, is_open=True, calls=calls))
        assert calls.replace("*", "") in said.text
        assert calls in str(said.blocks)


def test_before_the_answers_no_data_is_shown_and_afterwards_both() -> None:
    before = look(Look("L1", date(2026, 10, 1), {}, MONTH, is_open=True))
    assert before.text.splitlines()[0].startswith("Your month in one look: October 2026.")
    assert not any(character.isdigit() for character in before.text.replace("2026", ""))
    after = look(Look("L1", date(2026, 10, 1), ANSWERS, MONTH, is_open=True)).text
    for words in (
        "You said: yes. I saw 6 questions reach you, 1.4 per week you worked. You noted 40 minutes for 5 answers.",
        "You said: partly. I saw 6 of 12 questions (50 %) settled before reaching you. What reached you was 2.0",
        "You said: no. I saw 4 of 6 questions (67 %) come without options. 2 came with a pick and ended as the rep's",
        "You said: no. I saw 2 of 5 answers (40 %) coach or hand the decision over.",
    ):
        assert words in after


def test_where_nothing_is_computed_the_answers_stand_alone() -> None:
    said = look(Look("L1", date(2026, 10, 1), ANSWERS, None, is_open=False))
    assert "I saw" not in said.text and said.text.count("You said: ") == 4
    assert not [each for each in said.blocks if each["type"] == "actions"]


def test_a_month_without_questions_has_words_for_it() -> None:
    said = look(Look("L1", date(2026, 10, 1), ANSWERS, numbers([], weeks=0, reps=0), is_open=True)).text
    assert "I saw no question that reached you." in said and "I saw no answer" in said
    assert "0.0" not in said and "%" not in said


def test_the_form_has_the_answers_that_were_given_and_no_data() -> None:
    fields = form(Look("L1", date(2026, 10, 1), ANSWERS, MONTH, is_open=True))["blocks"]
    assert [each["label"]["text"] for each in fields] == list(QUESTIONS.values())
    assert [each["element"]["initial_option"]["value"] for each in fields] == list(ANSWERS.values())
