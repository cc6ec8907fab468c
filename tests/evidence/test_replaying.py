"""What another wait, or another protected amount, would have changed: one request at a time, and all together."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.rules.replaying import Change, Otherwise, Past, change, goes_out, replay
from bot.evidence.service.replaying import Found
from bot.evidence.words import headline, replay_rows, unknown
from bot.requests.rules import Bypass


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def past(settled: float, reached: float | None = None, *, by_manager: bool = False, **facts: object) -> Past:
    """One that was given an hour."""
    out = None if reached is None else minutes(reached)
    defaults: dict[str, object] = {"hold": minutes(60), "settled": minutes(settled), "reached": out}
    return Past(by_manager=by_manager, **(defaults | facts))  # type: ignore[arg-type]


SOLVED_AT_40 = past(40)
SOLVED_AT_75 = past(75, 60)
ANSWERED_AT_80 = past(80, 60, by_manager=True)
SAME, MORE, FEWER, LATER, SOONER = Change.SAME, Change.MORE, Change.FEWER, Change.LATER, Change.SOONER


@pytest.mark.parametrize(
    ("one", "hold", "expected"),
    [
        (SOLVED_AT_40, 60, SAME),
        (SOLVED_AT_40, 40, SAME),
        (SOLVED_AT_40, 30, MORE),
        (SOLVED_AT_40, 0, MORE),
        (SOLVED_AT_40, 240, SAME),
        (SOLVED_AT_75, 60, SAME),
        (SOLVED_AT_75, 70, SAME),
        (SOLVED_AT_75, 75, FEWER),
        (SOLVED_AT_75, 90, FEWER),
        (SOLVED_AT_75, 0, SAME),
        (ANSWERED_AT_80, 60, SAME),
        (ANSWERED_AT_80, 90, LATER),
        (ANSWERED_AT_80, 30, SOONER),
        # what nobody held, no other wait holds
        (past(3, 1, by_manager=True, bypass=Bypass.SENT_NOW), 240, SAME),
        (past(3, 1, by_manager=True, bypass=Bypass.URGENT), 240, SAME),
        (past(3, 0, by_manager=True, bypass=Bypass.GROWTH), 240, SAME),
        (past(9, 5, by_manager=True, bypass=Bypass.PROTECTED, amount=Decimal(90)), 240, SAME),
        # during ramp a quarter of an hour at most
        (past(30, 15, hold=minutes(15), short=True), 240, SAME),
        (past(10, hold=minutes(15), short=True), 5, MORE),
        # who goes alone, or asks about practice ground, waits no shorter than they did, unless nothing is held
        (past(90, hold=minutes(120), long=True), 60, SAME),
        (past(130, 120, hold=minutes(120), long=True), 60, SAME),
        (past(150, 120, hold=minutes(120), long=True), 150, FEWER),
        (past(90, hold=minutes(120), long=True), 0, MORE),
        # it went out an hour late, for nobody was there: also with another wait
        (past(140, 120, by_manager=True), 60, SAME),
        (past(140, 120), 90, FEWER),
        (past(160, 120), 90, SAME),
    ],
)
def test_another_wait(one: Past, hold: float, expected: Change) -> None:
    assert change(one, Otherwise(hold=minutes(hold))) is expected


@pytest.mark.parametrize(
    ("one", "amount", "expected", "protected"),
    [
        (past(40, amount=Decimal(50), briefed=minutes(5)), 50, MORE, 1),
        (past(40, amount=Decimal(49), briefed=minutes(5)), 50, SAME, 0),
        (past(4, amount=Decimal(50), briefed=minutes(5)), 50, SAME, 1),  # solved before the amount was known
        (past(40), 50, SAME, 0),
        (past(80, 60, by_manager=True, amount=Decimal(50), briefed=minutes(5)), 50, SOONER, 1),
        (past(80, 60, by_manager=True, amount=Decimal(50), briefed=minutes(70)), 50, SAME, 1),
        (past(80, 60, amount=Decimal(50), briefed=minutes(5)), 50, SAME, 1),
        (past(9, 5, by_manager=True, bypass=Bypass.PROTECTED, amount=Decimal(50)), 51, LATER, 0),
        (past(30, 5, bypass=Bypass.PROTECTED, amount=Decimal(50)), 51, FEWER, 0),
        (past(9, 5, by_manager=True, bypass=Bypass.PROTECTED, amount=Decimal(50)), 50, SAME, 1),
        (past(9, 5, by_manager=True, bypass=Bypass.URGENT, amount=Decimal(50)), 10, SAME, 0),
        (past(9, 1, by_manager=True, bypass=Bypass.SENT_NOW, amount=Decimal(50), briefed=minutes(0)), 10, SOONER, 1),
    ],
)
def test_another_protected_amount(one: Past, amount: int, expected: Change, protected: int) -> None:
    otherwise = Otherwise(protect_at=Decimal(amount))
    assert change(one, otherwise) is expected
    assert replay([one], otherwise).protected_then == protected


def test_both_at_once_the_protected_deal_does_not_wait_the_longer_time() -> None:
    one = past(80, 60, by_manager=True, amount=Decimal(50), briefed=minutes(5))
    assert goes_out(one, Otherwise(minutes(120), Decimal(50))) == minutes(5)
    assert goes_out(one, Otherwise(minutes(120), Decimal(51))) == minutes(120)
    found = replay([one, ANSWERED_AT_80], Otherwise(minutes(120), Decimal(50)))
    assert (found.sooner, found.sooner_by, found.later, found.later_by) == (1, minutes(55), 1, minutes(60))


LENGTHS = st.integers(0, 400).map(minutes)
AMOUNTS = st.none() | st.integers(1, 9).map(Decimal)


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """Anything that can have happened."""
    bypass = draw(st.sampled_from([None, None, None, *Bypass]))
    hold = draw(st.sampled_from([0, 15, 30, 60, 90, 240]).map(minutes))
    late = draw(st.sampled_from([0, 0, 0, 45]).map(minutes))
    reached = draw(st.integers(0, 60).map(minutes)) if bypass else hold + late
    went_out = bypass is not None or draw(st.booleans())
    settled = (
        reached + draw(LENGTHS) if went_out else draw(st.integers(0, 400).map(minutes).filter(lambda m: m <= hold))
    )
    return Past(
        hold=hold,
        settled=settled,
        by_manager=went_out and draw(st.booleans()),
        reached=reached if went_out else None,
        bypass=bypass,
        amount=draw(AMOUNTS),
        briefed=draw(st.none() | LENGTHS),
        short=hold <= minutes(15) and draw(st.booleans()),
    )


@given(st.lists(pasts(), max_size=20), LENGTHS, AMOUNTS)
def test_the_bounds_are_bounds(many: list[Past], hold: timedelta, amount: Decimal | None) -> None:
    found = replay(many, Otherwise(hold, amount))
    assert 0 <= found.least <= found.most <= found.counted
    assert found.more <= found.counted - found.reached
    assert found.fewer + found.later + found.sooner <= found.reached
    assert (found.later_by is None, found.sooner_by is None) == (found.later == 0, found.sooner == 0)


@given(st.lists(pasts(), max_size=20))
def test_nothing_else_changes_nothing(many: list[Past]) -> None:
    found = replay(many, Otherwise())
    assert (found.most, found.least) == (found.reached, found.reached)
    assert (found.later, found.sooner, found.protected_then) == (0, 0, found.protected)


@given(pasts())
def test_the_wait_that_it_had_changes_nothing(one: Past) -> None:
    assert change(one, Otherwise(hold=one.hold)) is Change.SAME


@given(st.lists(pasts(), max_size=20), LENGTHS, LENGTHS)
def test_a_longer_wait_interrupts_no_more_often(many: list[Past], one: timedelta, other: timedelta) -> None:
    short, long = sorted((one, other))
    assert replay(many, Otherwise(hold=long)).most <= replay(many, Otherwise(hold=short)).most


@given(st.lists(pasts(), max_size=20), st.integers(1, 9), st.integers(1, 9))
def test_a_higher_protected_amount_protects_no_more_deals(many: list[Past], one: int, other: int) -> None:
    low, high = sorted((Decimal(one), Decimal(other)))
    protected = [replay(many, Otherwise(protect_at=each)).protected_then for each in (low, high)]
    assert protected[0] >= protected[1]


MANY = [SOLVED_AT_40, SOLVED_AT_75, ANSWERED_AT_80, ANSWERED_AT_80]


def said(otherwise: Otherwise, many: list[Past]) -> tuple[str, str | None]:
    found = Found(replay(many, otherwise), reps=2, seen=0, open=0)
    assert len({len(row) for row in replay_rows(found, otherwise)}) == 1
    return headline(found, otherwise), unknown(found.replay)


def test_the_result_is_said_in_a_sentence() -> None:
    assert said(Otherwise(minutes(30)), MANY) == (
        "With a wait of 30 minutes, 4 of 4 questions would have reached managers, instead of 3.",
        None,
    )
    assert said(Otherwise(minutes(90)), MANY) == (
        "With a wait of 90 minutes, between 0 and 2 of 4 questions would have reached managers, instead of 3.",
        "Of 2 questions that were answered, between none and all would have been solved while waiting longer: "
        "nobody knows.",
    )
    assert said(Otherwise(minutes(60)), MANY)[0] == (
        "With a wait of 60 minutes, just as many would have reached managers: 3 of 4 questions."
    )
    assert said(Otherwise(minutes(0), Decimal(50_000)), MANY[:1])[0] == (
        "With no wait and deals protected from 50,000, 1 of 1 question would have reached managers, instead of 0."
    )
    assert said(Otherwise(minutes(0)), [])[0] == "Nothing that could be replayed was recorded in that time."
