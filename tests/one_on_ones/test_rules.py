"""When 1:1s come: by the wall clock, past days off, around days that were chosen by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.one_on_ones.rules import (
    EVERY,
    Rhythm,
    Usual,
    kept,
    next_slot,
    staggered,
    ticked,
    wrong_moment,
)

BERLIN, NEW_YORK, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")
TUESDAY = date(2026, 11, 17)
WEEKLY, FORTNIGHTLY = Rhythm(1, TUESDAY, time(10)), Rhythm(2, TUESDAY, time(10))
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
ZONES = st.sampled_from([BERLIN, NEW_YORK, APIA, ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")])
RHYTHMS = st.builds(
    Rhythm,
    st.sampled_from(EVERY),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def day(number: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("rhythm", "now", "more", "wanted"),
    [
        (WEEKLY, NOW, {}, day(17)),
        (WEEKLY, NOW + timedelta(days=1, minutes=-1), {}, day(17)),  # 9:59 in Berlin
        (WEEKLY, NOW + timedelta(days=1), {}, day(24)),  # ten sharp: it has begun
        (WEEKLY, NOW, {"after": day(17)}, day(24)),  # this week's was held already
        (FORTNIGHTLY, NOW, {"after": day(17)}, day(1, 12)),
        (Rhythm(4, TUESDAY, time(10)), NOW, {"after": day(17)}, day(15, 12)),
        (WEEKLY, NOW + timedelta(days=100), {}, day(2, 3, 2027)),  # long asleep: the next one, no pile
        (WEEKLY, NOW, {"picked": [day(19)]}, day(24)),  # Thursday stands for Tuesday
        (WEEKLY, NOW, {"picked": [day(21)], "after": day(17)}, day(1, 12)),  # Saturday is nearer to the next
        (WEEKLY, NOW, {"picked": [day(20)], "after": day(17)}, day(24)),  # Friday is not
        (FORTNIGHTLY, NOW, {"picked": [day(24)], "after": day(17)}, day(1, 12)),  # half way: neither
        (WEEKLY, NOW, {"is_off": lambda on: on < day(8, 12)}, day(8, 12)),
        (WEEKLY, NOW, {"is_off": lambda on: True}, day(17)),  # never both there: the rhythm stands
    ],
)
def test_the_next_one_is(rhythm: Rhythm, now: datetime, more: dict[str, object], wanted: date) -> None:
    assert next_slot(rhythm, BERLIN, now, **more) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "at", "zone", "wanted"),
    [
        (day(24, 3), time(10), BERLIN, "2026-03-24 09:00"),
        (day(31, 3), time(10), BERLIN, "2026-03-31 08:00"),  # summer time: ten stays ten
        (day(29, 3), time(2, 30), BERLIN, "2026-03-29 01:30"),  # half past two is skipped: half past three
        (day(25, 10), time(2, 30), BERLIN, "2026-10-25 00:30"),  # happens twice: the first
        (day(17), time(10), NEW_YORK, "2026-11-17 15:00"),
        (day(17), time(10), APIA, "2026-11-16 21:00"),
    ],
)
def test_ten_oclock_is_ten_oclock_on_the_managers_wall(on: date, at: time, zone: ZoneInfo, wanted: str) -> None:
    assert Rhythm(1, on, at).moment(on, zone) == datetime.fromisoformat(f"{wanted}+00:00")


@given(RHYTHMS, ZONES, MOMENTS)
def test_the_next_one_is_still_to_come_on_its_weekday_and_within_one_step(
    rhythm: Rhythm, zone: ZoneInfo, now: datetime
) -> None:
    slot = next_slot(rhythm, zone, now)
    assert rhythm.moment(slot, zone) > now
    assert slot.weekday() == rhythm.first_on.weekday()
    assert (slot - rhythm.first_on).days % (7 * rhythm.weeks) == 0 and slot >= rhythm.first_on
    if slot > rhythm.first_on:
        assert rhythm.moment(slot - timedelta(weeks=rhythm.weeks), zone) <= now


@given(RHYTHMS, ZONES, MOMENTS, st.integers(1, 60))
def test_from_one_to_the_next_it_is_always_one_step_whatever_the_clocks_do(
    rhythm: Rhythm, zone: ZoneInfo, now: datetime, times: int
) -> None:
    slot = next_slot(rhythm, zone, now)
    for _ in range(times % 5 + 1):
        following = next_slot(rhythm, zone, rhythm.moment(slot, zone), after=slot)
        assert following - slot == timedelta(weeks=rhythm.weeks)
        slot = following


@given(RHYTHMS, ZONES, MOMENTS, st.lists(st.dates(date(2026, 1, 1), date(2028, 6, 1)), max_size=4), st.data())
def test_no_one_is_planned_on_a_day_off_or_beside_a_chosen_day(
    rhythm: Rhythm, zone: ZoneInfo, now: datetime, picked: list[date], data: st.DataObject
) -> None:
    begins = next_slot(rhythm, zone, now, picked=picked)
    length = data.draw(st.integers(0, 200))
    ends = begins + timedelta(days=length)
    slot = next_slot(rhythm, zone, now, picked=picked, is_off=lambda on: begins <= on <= ends)
    assert slot > ends or length > 150 * 7 * rhythm.weeks
    assert not any(rhythm.is_near(slot, each) for each in picked)


@given(RHYTHMS, st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_every_chosen_day_stands_for_one_slot_at_most(rhythm: Rhythm, picked: date) -> None:
    slots = rhythm.slots(picked - timedelta(weeks=8))
    near = [each for each, _ in zip(slots, range(20), strict=False) if rhythm.is_near(each, picked)]
    assert len(near) <= 1


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (WEEKLY, True),
        (Rhythm(1, TUESDAY + timedelta(weeks=5), time(10)), True),
        (Rhythm(2, TUESDAY + timedelta(weeks=1), time(10)), True),
        (Rhythm(1, TUESDAY, time(10, 30)), False),
        (Rhythm(1, TUESDAY + timedelta(days=1), time(10)), False),
    ],
)
def test_two_rhythms_meet_where_they_share_a_time_of_a_day(other: Rhythm, meets: bool) -> None:
    assert WEEKLY.meets(other) is meets and other.meets(WEEKLY) is meets


def test_two_that_take_turns_never_meet() -> None:
    assert not FORTNIGHTLY.meets(Rhythm(4, TUESDAY + timedelta(weeks=1), time(10)))


@pytest.mark.parametrize(
    ("to", "wrong"),
    [
        (None, "Pick a day and a time."),
        (NOW, "That has passed already. Pick a time that is still to come."),
        (NOW + timedelta(days=367), "That is more than a year away. Pick something closer."),
        (NOW + timedelta(minutes=1), None),
        (NOW + timedelta(days=366), None),
    ],
)
def test_a_new_date_is_to_come_and_within_a_year(to: datetime | None, wrong: str | None) -> None:
    assert wrong_moment(to, NOW) == wrong


def test_several_come_one_after_the_other_on_one_day() -> None:
    assert [staggered(time(10), place) for place in range(3)] == [time(10), time(10, 30), time(11)]
    assert staggered(time(23, 30), 1) is None


@given(st.sets(st.sampled_from(["parked", "deals", "growth", "decisions", "forged", ""])))
def test_ticked_topics_come_back_in_their_order_and_nothing_else_does(chosen: set[str]) -> None:
    assert ticked(kept(chosen)) == tuple(each for each in Usual if each in chosen)
