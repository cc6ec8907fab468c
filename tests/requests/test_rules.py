"""The rules of a request's life, as tables: every pair of status and move, windows, deal sizes, openings."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests import openings, rules
from bot.requests.models import History, Request, Said
from bot.requests.rules import NEXT, OPEN, Answer, Label, Move, Part, Size, Status, Step, WayIn
from bot.requests.service import lifecycle
from bot.slack.errors import Refusal
from bot.team.working_time import Hours, is_working, working_between

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(BERLIN, time(9), time(18), frozenset(range(5)), frozenset(), (), always=False)

LEGAL = """
held       release   delivered
held       hand_over held
held       solve     solved
held       decide    decided
held       park      parked
held       withdraw  withdrawn
held       answer_outside answered
delivered  hand_over delivered
delivered  answer    answered
delivered  solve     solved
delivered  decide    decided
delivered  park      parked
delivered  withdraw  withdrawn
delivered  answer_outside answered
answered   answer    answered
answered   close     closed
answered   reopen    held
"""
TABLE = {(Status(a), Move(b)): Status(c) for a, b, c in (line.split() for line in LEGAL.split("\n") if line)}


@pytest.mark.parametrize(("status", "move"), list(product(Status, Move)))
def test_every_pair_of_status_and_move_is_legal_or_refused(status: Status, move: Move) -> None:
    assert NEXT.get((status, move)) == TABLE.get((status, move))


def test_what_is_over_stays_over_and_everything_open_can_end() -> None:
    left = {status for status, _ in NEXT}
    assert left == OPEN
    for status in OPEN:
        reached, todo = {status}, [status]
        while todo:
            here = todo.pop()
            new = {after for (before, _), after in NEXT.items() if before == here} - reached
            reached |= new
            todo += new
        assert reached - OPEN
    reachable = {Status.HELD} | set(NEXT.values())
    assert reachable == set(Status)


@given(st.integers(0, 240), st.integers(0, 14 * 24 * 60), st.integers(0, 3 * 24 * 60))
def test_a_plan_gives_the_whole_window_inside_working_hours_and_checks_ten_minutes_before(
    hold: int, asked: int, later: int
) -> None:
    """S2.1, S2.2"""
    asked_at = MONDAY + timedelta(minutes=asked)
    now = asked_at + timedelta(minutes=later)
    window = timedelta(minutes=hold)
    plan = rules.plan(OFFICE, asked_at, window, now)
    assert plan.release_at >= now
    assert is_working(OFFICE, plan.release_at) or working_between(OFFICE, asked_at, plan.release_at) == window
    assert working_between(OFFICE, asked_at, plan.release_at) >= window
    if plan.release_at > now:
        assert working_between(OFFICE, asked_at, plan.release_at) in (
            window,
            max(window, working_between(OFFICE, asked_at, now)),
        )
    if plan.check_at is None:
        return
    assert window >= rules.CHECK_FROM
    assert now < plan.check_at < plan.release_at
    assert working_between(OFFICE, plan.check_at, plan.release_at) == rules.CHECK_BEFORE


@pytest.mark.parametrize(
    ("window", "ramp", "hold"), [(60, False, 60), (60, True, 15), (10, True, 10), (0, True, 0), (240, False, 240)]
)
def test_ramp_waits_a_quarter_of_an_hour_at_most(window: int, ramp: bool, hold: int) -> None:
    """S0.3"""
    assert rules.hold_length(timedelta(minutes=window), ramp) == timedelta(minutes=hold)


@pytest.mark.parametrize(
    ("own", "seen", "threshold"),
    [
        (None, [], None),
        (None, [50, 90], None),
        (None, [50, 90, 10], 90),
        (None, [90, 90, 90], 90),
        (200, [], 200),
        (200, [50, 900, 10], 200),
        (0, [50, 900, 10], 0),
    ],
)
def test_a_deal_is_protected_from_the_managers_number_or_the_largest_of_three(
    own: int | None, seen: list[int], threshold: int | None
) -> None:
    """S1.4"""
    found = rules.protects(None if own is None else Decimal(own), [Decimal(each) for each in seen])
    assert found == (None if threshold is None else Decimal(threshold))


@pytest.mark.parametrize(
    ("amount", "threshold", "seen", "size"),
    [
        (None, 100, [1, 2, 3], Size.UNKNOWN),
        (100, 100, [], Size.PROTECTED),
        (101, 100, [], Size.PROTECTED),
        (99, 100, [], Size.UNKNOWN),
        (99, None, [1, 2], Size.UNKNOWN),
        (20, 100, [10, 20, 30], Size.AVERAGE),
        (21, 100, [10, 20, 30], Size.ABOVE),
        (21, None, [10, 20, 30], Size.ABOVE),
    ],
)
def test_a_deal_beside_the_others(amount: int | None, threshold: int | None, seen: list[int], size: Size) -> None:
    """S1.4"""
    values = [None if each is None else Decimal(each) for each in (amount, threshold)]
    assert rules.size(values[0], values[1], [Decimal(each) for each in seen]) is size


@pytest.mark.parametrize(("hold", "after"), [(60, 120), (15, 30), (0, 60), (240, 480)])
def test_a_reminder_comes_after_twice_the_window(hold: int, after: int) -> None:
    assert rules.remind_after(timedelta(minutes=hold)) == timedelta(minutes=after)


@pytest.mark.parametrize(
    ("answer", "label", "again"),
    [
        (None, None, True),
        (Answer.QUESTION, Label.COACHED, True),
        (Answer.REPLY, None, True),
        (Answer.HANDLE, None, True),
        (Answer.HANDLE, Label.RESCUED, False),
        (Answer.BACK_PICK, Label.DELEGATED, False),
        (Answer.YOUR_CALL, Label.DELEGATED, False),
    ],
)
def test_a_question_back_is_not_the_last_word(answer: Answer | None, label: Label | None, again: bool) -> None:
    assert rules.may_answer_again(answer, label) is again


@pytest.mark.parametrize(
    ("said", "growth"),
    [
        ("I want to get better at pricing", True),
        ("  i’d like to get better at closing", True),
        ("I'd like to get better at closing", True),
        ("I would like to get better at closing", True),
        ("Help me get better at demos", True),
        ("I want to improve at demos", True),
        ("I want to get a better price at Acme", False),
        ("Acme says: I want to get better at this", False),
        ("", False),
    ],
)
def test_a_wish_to_get_better_is_an_exact_opening(said: str, growth: bool) -> None:
    """S0.6"""
    assert openings.is_growth(said) is growth


@pytest.mark.parametrize(
    ("said", "small", "help_"),
    [
        ("Hi!", True, False),
        (" THANKS. ", True, False),
        ("👍", True, False),
        ("ok", True, False),
        ("help", False, True),
        ("Help?", False, True),
        ("/help", False, True),
        ("How does this work?", False, True),
        ("ok, but can I give 20 %?", False, False),
        ("thanks for nothing", False, False),
        ("help me with Acme", False, False),
        ("", False, False),
    ],
)
def test_small_talk_and_calls_for_help_are_exact_lists(said: str, small: bool, help_: bool) -> None:
    assert openings.is_small_talk(said) is small
    assert openings.is_help(said) is help_


@given(st.dictionaries(st.sampled_from(list(Step)), st.integers(0, 1000)))
def test_the_due_time_is_the_earliest_moment(minutes: dict[Step, int]) -> None:
    moments = {step: MONDAY + timedelta(minutes=each) for step, each in minutes.items()}
    request = Request(**{f"{step}_at": at for step, at in moments.items()})
    lifecycle.keep_due(request)
    assert request.due_at == min(moments.values(), default=None)
    assert {step: at for step, at in request.moments.items() if at} == moments


@given(st.lists(st.tuples(st.sampled_from(list(Part)), st.text(max_size=20) | st.none()), max_size=6))
def test_a_request_says_what_its_messages_say(parts: list[tuple[Part, str | None]]) -> None:
    said = [Said(part=part, text=text) for part, text in parts]
    request = Request(way_in=WayIn.DM, said=said, tried=None, options_json=None, pick=9)
    assert request.text == "\n".join(text for part, text in parts if part is Part.ASK and text)
    assert request.tried_text == "\n".join(text for part, text in parts if part is Part.TRIED and text)
    assert all(option == option.strip() != "" for option in request.options)
    assert request.picked is None or request.picked == request.options[9]


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.HELD])
def test_a_refusal_says_where_a_question_is(status: Status) -> None:
    request = Request(id="r", status=status)
    with pytest.raises(Refusal) as refusal:
        lifecycle.refuse_unless(request)
    words = str(refusal.value)
    assert words.startswith("That didn't go through: this one ")
    assert words.endswith(" already. Nothing was changed.")
    assert "is on its way" not in words


def test_history_rows_know_no_words() -> None:
    assert {column.name for column in History.__table__.columns} == {
        "workspace_id",
        "id",
        "request_id",
        "at",
        "move",
        "before",
        "after",
        "actor_id",
    }
