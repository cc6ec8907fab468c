"""The release of what was held: never early, never lost, never twice, whatever clocks and processes do."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.app import Kickstand, build
from bot.sandbox.clock import MovableClock
from bot.settings import Settings
from tests.story import Story, cards

ASK = "Can I give Acme {} %?"


@pytest.fixture
def replicas(settings: Settings, clock: MovableClock, engine: Engine, story: Story) -> list[Kickstand]:
    """Two more processes, as far as the database can tell."""
    return [build(settings, clock, by_hand=True, engine=engine) for _ in range(2)]


def at_once(programs: list[Kickstand]) -> None:
    """Every process looks what is due at the same moment."""
    start = threading.Barrier(len(programs))

    def tick(program: Kickstand) -> None:
        start.wait()
        program.tick()

    threads = [threading.Thread(target=tick, args=(each,)) for each in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_several_processes_release_each_request_once(story: Story, replicas: list[Kickstand]) -> None:
    for number in range(6):
        story.riya.says(ASK.format(number))
        story.clock.advance(timedelta(minutes=3))
    story.clock.advance(timedelta(minutes=61))
    at_once([story.kickstand, *replicas])
    story.sandbox.settle()
    shown = [card.plain for card in cards(story.mona)]
    assert [len([card for card in shown if ASK.format(number) in card]) for number in range(6)] == [1] * 6
    assert [len([row for row in each.history if row.move == "release"]) for each in story.all_requests()] == [1] * 6


def test_a_clock_that_steps_back_releases_nothing_early_and_nothing_twice(story: Story) -> None:
    story.riya.says(ASK.format(20))
    story.waits(minutes=59)
    assert cards(story.mona) == []
    story.clock.advance(-timedelta(minutes=30))
    for _ in range(30):
        story.waits(minutes=1)
        assert cards(story.mona) == []
    story.waits(minutes=1)
    assert len(cards(story.mona)) == 1
    story.clock.advance(-timedelta(hours=1))
    for _ in range(13):
        story.waits(minutes=10)
    assert len([card for card in cards(story.mona) if ASK.format(20) in card.plain]) == 1


def test_a_clock_that_leaps_forward_releases_what_is_due_then_and_once(story: Story) -> None:
    story.riya.says(ASK.format(20))
    story.clock.advance(timedelta(minutes=90))
    story.kickstand.tick()
    story.clock.advance(-timedelta(minutes=85))
    story.riya.says("And may I add a free month?")
    for _ in range(7):
        story.waits(minutes=10)
    assert len(cards(story.mona)) == 2


def test_what_was_due_in_days_of_downtime_goes_out_in_order_in_the_morning_one_a_second(
    story: Story, settings: Settings, engine: Engine
) -> None:
    story.clock.set(datetime(2026, 11, 20, 13, 0, tzinfo=UTC))  # Friday afternoon
    for number in range(5):
        story.riya.says(ASK.format(number))
        story.clock.advance(timedelta(minutes=3))
    story.clock.set(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))  # down since, and back in the night to Sunday
    paced = build(settings, story.clock, engine=engine)
    paced.tick()
    assert cards(story.mona) == []
    story.clock.set(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))  # nine on Monday in Berlin
    seen = []
    for _ in range(8):
        paced.tick()
        seen.append(len(cards(story.mona)))
        story.clock.advance(timedelta(seconds=1))
    assert all(later - earlier <= 1 for earlier, later in zip([0, *seen], seen, strict=False))
    assert [ASK.format(number) in card.plain for number, card in enumerate(cards(story.mona))] == [True] * 5


def test_a_hold_over_the_night_in_which_an_hour_comes_twice_keeps_its_length(story: Story) -> None:
    story.clock.set(datetime(2027, 10, 29, 15, 30, tzinfo=UTC))  # Friday 17:30 in Berlin; on Sunday the clocks go back
    story.riya.says(ASK.format(20))
    story.clock.set(datetime(2027, 11, 1, 8, 29, tzinfo=UTC))  # Monday 09:29: 30 and 29 minutes of Mona's time
    story.kickstand.tick()
    assert cards(story.mona) == []
    story.waits(minutes=1)
    assert len(cards(story.mona)) == 1
