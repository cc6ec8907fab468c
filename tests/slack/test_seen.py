"""What Slack tells twice is told once: remembered together with its effect, and not for ever."""

import threading
from collections.abc import Iterator
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.settings import Settings
from bot.slack.receiving.seen import KEEP, Seen, all_new, first_time, forget_old
from bot.store.engine import Sessions, open_engine
from bot.store.workspace import sessions_on
from tests.conftest import KEY

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def sessions(database_url: str) -> Iterator[Sessions]:
    engine = open_engine(Settings(database_url=database_url, kickstand_secret_key=KEY))
    yield sessions_on(engine)
    engine.dispose()


def test_a_delivery_is_new_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert first_time(session, "event:1", NOW)
        assert not first_time(session, "event:1", NOW)
        assert first_time(session, "event:2", NOW)
    with sessions.begin() as session:
        assert not first_time(session, "event:1", NOW)


def test_a_delivery_with_several_marks_is_known_by_any_of_them(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert all_new(session, ("event:1", "message:1"), NOW)
        assert all_new(session, ("event:2", "message:2"), NOW)
    with sessions.begin() as session:
        assert not all_new(session, ("event:3", "message:1"), NOW)


def test_a_delivery_whose_effect_failed_is_new_again(sessions: Sessions) -> None:
    with pytest.raises(RuntimeError), sessions.begin() as session:
        assert first_time(session, "event:1", NOW)
        raise RuntimeError
    with sessions.begin() as session:
        assert first_time(session, "event:1", NOW)


def test_of_two_at_the_same_moment_one_is_new(sessions: Sessions) -> None:
    answers: list[bool] = []
    start = threading.Barrier(4)

    def deliver() -> None:
        start.wait()
        with sessions.begin() as session:
            answers.append(first_time(session, "event:1", NOW))

    threads = [threading.Thread(target=copy_context().run, args=(deliver,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]


def test_keys_are_kept_as_long_as_slack_may_tell_again(sessions: Sessions) -> None:
    with sessions.begin() as session:
        first_time(session, "old", NOW)
        first_time(session, "x" * 400, NOW + timedelta(seconds=1))
        forget_old(session, NOW + KEEP)
        assert not first_time(session, "old", NOW)
        forget_old(session, NOW + KEEP + timedelta(seconds=1))
        assert session.scalar(select(func.count()).select_from(Seen)) == 1
        assert not first_time(session, "x" * 400, NOW)
