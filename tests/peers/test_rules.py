"""Whom to offer: the same for the same question, everybody as often, and nobody who is away."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.peers.rules import is_there, pick

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)
HOUR = timedelta(hours=1)
_peers = st.sets(st.text(min_size=1, max_size=5), max_size=6)


@given(st.text(), _peers)
def test_one_of_them_is_picked_whatever_their_order(question: str, peers: set[str]) -> None:
    chosen = pick(question, peers)
    assert (chosen in peers) if peers else chosen is None
    assert pick(question, sorted(peers)) == chosen


@given(st.text(), _peers, st.text(min_size=1, max_size=5))
def test_somebody_new_changes_only_what_they_win(question: str, peers: set[str], new: str) -> None:
    assert pick(question, {*peers, new}) in {new, pick(question, peers)}


def test_over_many_questions_everybody_comes_up_as_often() -> None:
    came_up = Counter(pick(str(number), ("U1", "U2", "U3", "U4")) for number in range(4000))
    assert all(900 < count < 1100 for count in came_up.values())


@pytest.mark.parametrize(
    ("facts", "there"),
    [
        ({}, True),
        ({"gone": True}, False),
        ({"out": True}, False),
        ({"out": True, "out_until": NOW + HOUR}, False),
        ({"out": True, "out_until": NOW}, True),
        ({"off": [(TODAY, TODAY)]}, False),
        ({"off": [(TODAY + timedelta(days=1), TODAY + timedelta(days=3))]}, True),
        ({"quiet": [(NOW - HOUR, NOW + HOUR)]}, False),
        ({"quiet": [(NOW - HOUR, NOW)]}, True),
    ],
)
def test_nobody_who_is_away_is_there(facts: dict[str, object], there: bool) -> None:
    assert is_there(TODAY, NOW, **facts) is there  # type: ignore[arg-type]
