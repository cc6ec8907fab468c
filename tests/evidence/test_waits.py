"""Waits that are drawn: for whom, how fairly, and how they are compared."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.rules.waits import Asked, Comparison, compare
from bot.evidence.words import summary, too_few, waits_header, waits_rows
from bot.requests.drawing import draw, is_drawn
from bot.requests.rules import SEEN, WAITS, Bypass, Status, WayIn

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LONG_AGO = MONDAY - timedelta(days=30)
HOUR = timedelta(hours=1)
CHI_SQUARE = 16.27
"""Three degrees of freedom, one in a thousand."""


@pytest.mark.parametrize("name", ["{:032x}", "request {}", "{}"])
def test_the_lot_favours_no_wait(name: str) -> None:
    drawn = Counter(draw(name.format(number)) for number in range(40_000))
    assert set(drawn) == set(WAITS)
    expected = 40_000 / len(WAITS)
    assert sum((seen - expected) ** 2 / expected for seen in drawn.values()) < CHI_SQUARE


def test_what_one_request_drew_says_nothing_about_the_next() -> None:
    drawn = [draw(f"{number:032x}") for number in range(40_001)]
    pairs = Counter(pairwise(drawn))
    expected = 40_000 / len(WAITS) ** 2
    assert sum((pairs[each] - expected) ** 2 / expected for each in product(WAITS, WAITS)) < 37.7  # 15 degrees


@given(st.text())
def test_a_request_draws_once(request_id: str) -> None:
    assert draw(request_id) == draw(request_id)
    assert draw(request_id) in WAITS


@pytest.mark.parametrize("way_in", WayIn)
@pytest.mark.parametrize(("varies", "has_own", "growth"), list(product((True, False), repeat=3)))
def test_a_wait_is_drawn_where_nothing_else_says_how_long_it_is(
    varies: bool, has_own: bool, growth: bool, way_in: WayIn
) -> None:
    expected = varies and not has_own and not growth and way_in not in SEEN
    assert is_drawn(varies, has_own, way_in, growth) is expected


numbers = count()


def asked(drawn: int | None, status: Status = Status.CLOSED, **facts: object) -> Asked:
    """A request of one of ten reps, answered two hours after it was asked, and over an hour later."""
    is_answered = status in {Status.ANSWERED, Status.CLOSED}
    at = facts.pop("asked_at", LONG_AGO)
    assert isinstance(at, datetime)
    number = next(numbers)
    defaults: dict[str, object] = {
        "rep_id": f"rep {number % 10}",
        "topic": f"{number}",
        "delivered_at": at + HOUR,
        "answered_at": at + 2 * HOUR if is_answered else None,
        "ended_at": at + 3 * HOUR,
    }
    return Asked(asked_at=at, status=status, drawn=drawn, **(defaults | facts))  # type: ignore[arg-type]


def of(comparison: Comparison, minutes: int) -> tuple[int, int, int | None, int, int]:
    """Requests, solved, solved before they went out, asked again, and of how many."""
    arm = next(each.arm for each in comparison.waits if each.arm.minutes == minutes)
    before = arm.before_reaching.part if arm.before_reaching else None
    return arm.requests, arm.solved.part, before, arm.again.part, arm.again.whole


EVERY = [asked(minutes) for minutes in WAITS for _ in range(10)]
"""Forty answered ones."""


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (asked(90, Status.SOLVED, delivered_at=None), (11, 1, 1, 0, 11)),
        (asked(90, Status.SOLVED), (11, 1, 0, 0, 11)),
        (asked(90, Status.DECIDED), (11, 1, 0, 0, 11)),
        (asked(90, Status.SOLVED, answered_at=LONG_AGO + 2 * HOUR), (11, 0, 0, 0, 11)),
        (asked(90, Status.PARKED), (11, 0, 0, 0, 11)),
        (asked(90, Status.WITHDRAWN), (11, 0, 0, 0, 11)),
        (asked(90, Status.DELIVERED, ended_at=None), (11, 0, 0, 0, 10)),
        (asked(90, bypass=Bypass.SENT_NOW), (11, 0, 0, 0, 11)),
        (asked(90, bypass=Bypass.URGENT), (11, 0, 0, 0, 11)),
        (asked(90, Status.SOLVED, asked_at=MONDAY - timedelta(days=6)), (10, 0, 0, 0, 10)),  # too young
        (asked(None, Status.SOLVED), (10, 0, 0, 0, 10)),
    ],
)
def test_a_request_counts_where_the_lot_put_it(one: Asked, expected: tuple[int, int, int, int, int]) -> None:
    assert of(compare([*EVERY, one], MONDAY), 90) == expected


def test_without_a_wait_nothing_can_be_solved_before_it_goes_out() -> None:
    assert of(compare([*EVERY, asked(0, Status.SOLVED)], MONDAY), 0) == (11, 1, None, 0, 11)


END = LONG_AGO + 3 * HOUR


@pytest.mark.parametrize(
    ("rep", "topic", "at", "again"),
    [
        ("riya", "pricing", END + timedelta(days=2), 1),
        ("riya", "pricing", END + timedelta(days=2, seconds=1), 0),
        ("riya", "pricing", END, 0),  # asked while the first was open: another question
        ("riya", "terms", END + HOUR, 0),
        ("riya", None, END + HOUR, 0),
        ("omar", "pricing", END + HOUR, 0),
    ],
)
def test_who_comes_back_to_the_topic_within_two_days_asked_again(
    rep: str, topic: str | None, at: datetime, again: int
) -> None:
    first = asked(30, rep_id="riya", topic="pricing")
    second = asked(None, rep_id=rep, topic=topic, asked_at=at)  # whether that one drew a wait is all the same
    assert of(compare([*EVERY, first, second], MONDAY), 30)[3:] == (again, 11)


def test_two_questions_without_a_topic_are_the_same_topic() -> None:
    first = asked(30, rep_id="riya", topic=None)
    second = asked(None, rep_id="riya", topic=None, asked_at=END + HOUR)
    assert of(compare([*EVERY, first, second], MONDAY), 30)[3] == 1


@pytest.mark.parametrize(("reps", "said"), [(0, "none"), (1, "1"), (4, "4")])
def test_from_fewer_than_five_reps_there_is_nothing_but_a_sentence(reps: int, said: str) -> None:
    few = [asked(minutes, rep_id=f"rep {number}") for number in range(reps) for minutes in WAITS for _ in range(30)]
    young = [asked(60, rep_id=f"new {number}", asked_at=MONDAY) for number in range(5)]
    others = [asked(None, rep_id=f"other {number}") for number in range(9)]
    comparison = compare([*few, *young, *others], MONDAY)
    assert comparison.waits == []
    assert too_few(comparison) == (
        f"Drawn waits are compared from 5 reps on, with questions at least a week old; reps so far: {said}."
    )


def test_a_clear_difference_is_said_and_another_is_not() -> None:
    helped = [asked(90, Status.SOLVED) for _ in range(60)]
    same = [asked(minutes) for minutes in WAITS for _ in range(60)]
    clear = compare([*same, *helped], MONDAY)
    assert too_few(clear) is None
    assert summary(clear) == (
        "300 questions of 10 reps drew a wait; beside 60 minutes, with 90 clearly more were solved "
        "by the reps themselves."
    )
    assert "no wait clearly changes" in summary(compare(same, MONDAY))
    assert waits_header(clear) == ("Wait drawn", "0 min", "30 min", "60 min", "90 min")
    rows = waits_rows(clear)
    assert all(len(row) == 5 for row in rows)
    assert rows[2][3:] == ("0 of 60\n0 % (0-6)", "60 of 120\n50 % (41-59)")
    assert rows[3][3:] == ("", "+50\n(+39 to +59)"), "the hour is not compared with itself"
    assert rows[4][1] == "nothing waits"


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [asked(minutes, status) for minutes in (*WAITS, None) for status in Status for _ in range(3)]
    shuffled = Random(1).sample(rows, len(rows))
    assert compare(rows, MONDAY) == compare(shuffled, MONDAY)


def test_beside_nothing_there_is_no_difference() -> None:
    """Nobody drew the hour, or nothing of what drew it is over."""
    others = [each for each in EVERY if each.drawn != 60]
    assert {each.solved for each in compare(others, MONDAY).waits} == {None}
    still_open = [asked(60, Status.DELIVERED, ended_at=None)] * 10
    found = compare([*others, *still_open], MONDAY).waits
    assert [each.solved is None for each in found] == [each.arm.minutes == 60 for each in found]
    assert {each.again for each in found} == {None}
