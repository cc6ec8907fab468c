"""The memory, the clock and the rights that run out."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clock import MovableClock
from bot.sandbox.triggers import Refused, ResponseUrls
from bot.sandbox.workspace import Workspace
from tests.sandbox.conftest import MONDAY


@given(st.lists(st.timedeltas(timedelta(hours=-2), timedelta(days=40)), min_size=1, max_size=20))
def test_timestamps_grow_whatever_the_clock_does(moves: list[timedelta]) -> None:
    clock = MovableClock(MONDAY)
    workspace = Workspace(clock)
    given_out = []
    for move in moves:
        clock.advance(move)
        given_out.append(tuple(map(int, workspace.next_ts().split("."))))
    assert given_out == sorted(set(given_out))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_a_timestamp_is_story_time_to_the_microsecond(moment: datetime) -> None:
    seconds, micros = Workspace(lambda: moment).next_ts().split(".")
    assert datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(micros)) == moment


def test_a_frozen_clock_stands_and_a_running_one_goes() -> None:
    real = [MONDAY]
    frozen, running = (MovableClock(MONDAY, running=runs, real=lambda: real[0]) for runs in (False, True))
    running.advance(timedelta(days=2))
    real[0] += timedelta(minutes=5)
    assert frozen() == MONDAY
    assert running() == MONDAY + timedelta(days=2, minutes=5)
    running.set(MONDAY)
    assert running() == MONDAY


def test_the_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        MovableClock(datetime(2026, 11, 2))


def test_waiting_ends_with_a_change_or_with_time() -> None:
    workspace = Workspace(lambda: MONDAY)
    seen = workspace.version
    assert workspace.wait_for_change(seen, timeout=0.01) == seen
    threading.Timer(0.02, lambda: workspace.add_account("riya", "Riya")).start()
    assert workspace.wait_for_change(seen, timeout=5) > seen


def test_ids_look_like_slacks_and_follow_from_names() -> None:
    workspace = Workspace(lambda: MONDAY, "Small-Talk")
    riya, omar = workspace.add_account("riya", "Riya"), workspace.add_account("omar", "Omar")
    assert (workspace.bot_user_id, riya.id, omar.id) == ("U0SMALLTALK", "U0RIYA000", "U0OMAR000")
    assert workspace.bot_direct(riya.id).id == "D0RIYA000"
    assert workspace.direct(riya.id, omar.id) is workspace.direct(omar.id, riya.id)
    with pytest.raises(ValueError, match="already"):
        workspace.add_account("riya", "Another")
    with pytest.raises(KeyError, match="ghost"):
        workspace.account("ghost")


def test_a_bot_does_not_see_a_conversation_between_two_people() -> None:
    workspace = Workspace(lambda: MONDAY)
    riya, omar = workspace.add_account("riya", "Riya"), workspace.add_account("omar", "Omar")
    between = workspace.direct(riya.id, omar.id).id
    assert workspace.visible(between, riya.id) and not workspace.visible(between, workspace.bot_user_id)


def test_a_response_url_runs_out_of_uses_and_of_time() -> None:
    clock = MovableClock(MONDAY)
    urls = ResponseUrls(clock)
    key = urls.issue("U1", "D1")
    for _ in range(5):
        assert urls.use(key).user == "U1"
    with pytest.raises(Refused, match="used_url"):
        urls.use(key)
    late = urls.issue("U1", "D1")
    clock.advance(timedelta(minutes=31))
    with pytest.raises(Refused, match="expired_url"):
        urls.use(late)
    with pytest.raises(Refused, match="invalid_url"):
        urls.use("made up")
