"""When a question goes out: the manager's working time, everybody's own clock. All moments below are spelled out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import Kickstand, build
from bot.requests.rules import Status
from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.team import service as team
from tests.conftest import Connection
from tests.story import Story

BERLIN, NEW_YORK, SYDNEY = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Sydney"))
ASK = "Can I give Acme 20 %?"


def goes_to(story: Story, moment: str, zone: ZoneInfo = BERLIN) -> None:
    """It is this moment on the wall clock of that zone, and everything that was due has happened."""
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=zone))
    story.kickstand.tick()
    story.sandbox.settle()


def held_until(story: Story) -> str:
    """The release that the database has, in UTC."""
    release_at = story.request().release_at
    assert release_at is not None
    return f"{release_at:%Y-%m-%d %H:%M}"


def has_card(person: Person, words: str = ASK) -> bool:
    return any(words in message.plain and "I'll handle it" in message.buttons for message in person.messages)


def reps_message(story: Story) -> str:
    """The rep's one message about the newest request."""
    return next(message.plain for message in reversed(story.riya.messages) if f"> {ASK}" in message.plain)


def change_team(story: Story, key: str, **choices: object) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        own = team.team(session, story.id(key), story.clock())
        for name, value in choices.items():
            setattr(own, name, value)


def test_a_hold_runs_over_evening_weekend_and_public_holiday(story: Story) -> None:
    """S2.1. Good Friday and Easter Monday 2027 are public holidays in Germany: 26 and 29 March."""
    story.sets(country="DE", hold_minutes=120)
    goes_to(story, "2027-03-25 17:30")
    story.riya.says(ASK)
    assert held_until(story) == "2027-03-30 08:30"  # half an hour on Thursday, ninety minutes on Tuesday from 09:00
    assert "I'll bring this to Mona on Tuesday at 10:30" in story.riya.last.plain
    for quiet in ("2027-03-25 20:00", "2027-03-27 10:00", "2027-03-29 11:00", "2027-03-30 10:29"):
        goes_to(story, quiet)
        assert not has_card(story.mona)
    goes_to(story, "2027-03-30 10:30")
    assert has_card(story.mona)
    assert "waited 2 working hours" in story.mona.last.plain


@pytest.mark.parametrize(
    ("zone", "asked", "shown", "released"),
    [
        ("Europe/Berlin", "2027-03-26 17:30", "on Monday at 09:30", "2027-03-29 07:30"),  # forward on 28 March
        ("America/New_York", "2026-10-30 17:30", "on Monday at 09:30", "2026-11-02 14:30"),  # back on 1 November
    ],
)
def test_a_hold_over_a_change_of_the_clocks_ends_by_the_wall_clock(
    story: Story, zone: str, asked: str, shown: str, released: str
) -> None:
    """S2.1"""
    story.mona.moves_to(zone)
    story.riya.moves_to(zone)
    goes_to(story, asked, ZoneInfo(zone))
    story.riya.says(ASK)
    assert f"I'll bring this to Mona {shown}" in story.riya.last.plain
    assert held_until(story) == released
    story.clock.set(datetime.fromisoformat(released).replace(tzinfo=UTC) - timedelta(seconds=1))
    story.waits(seconds=0)
    assert not has_card(story.mona)
    story.waits(seconds=1)
    assert has_card(story.mona)


def test_do_not_disturb_moves_a_hold_and_counts_as_not_worked_after_it_ended(story: Story) -> None:
    """S2.1"""
    story.riya.says(ASK)
    assert "Mona at 11:00" in reps_message(story)
    story.waits(minutes=10)
    story.mona.sets_dnd(until=story.clock() + timedelta(minutes=30))
    assert "Mona at 11:30" in reps_message(story)
    assert "away" not in reps_message(story), "half an hour of quiet is no absence"
    story.waits(minutes=20)
    story.mona.sets_dnd(until=None)  # ten minutes early
    assert "Mona at 11:20" in reps_message(story)
    story.waits(minutes=10)
    story.mona.sets_dnd(until=story.clock() + timedelta(minutes=15))  # a second stretch; the first stays counted
    assert "Mona at 11:35" in reps_message(story)
    story.waits(minutes=54)
    assert not has_card(story.mona)
    story.waits(minutes=1)
    assert has_card(story.mona)
    assert "waited 60 working minutes" in story.mona.last.plain


def test_a_longer_do_not_disturb_tells_the_rep_and_offers_the_deputy(story: Story) -> None:
    """Life of a request, 3 and 4"""
    story.sets(deputy_id=story.id("dana"))
    story.riya.says(ASK)
    story.mona.sets_dnd(until=story.clock() + timedelta(hours=3))
    assert "Mona at 14:00" in reps_message(story)
    assert "Mona is away until 13:00." in reps_message(story)
    assert "Dana can step in if you'd like." in reps_message(story)
    story.riya.clicks("Ask Dana instead")
    assert "I'll bring this to Dana at 11:00" in reps_message(story)
    story.waits(hours=1)
    assert has_card(story.dana)
    assert not has_card(story.mona)


def test_time_off_is_heard_at_once_and_the_hold_waits_for_the_return(story: Story) -> None:
    """Life of a request, 4: manager away"""
    story.mona.types("/kickstand away 2026-11-17 2026-11-18")
    goes_to(story, "2026-11-16 17:30")
    story.riya.says(ASK)
    assert "I'll bring this to Mona on Thursday at 09:30" in story.riya.last.plain
    goes_to(story, "2026-11-17 10:00")
    story.omar.says("May I quote Globex in pounds?")
    said = next(each.plain for each in reversed(story.omar.messages) if "Globex" in each.plain)
    assert "Mona is away until Thursday at 09:00." in story.omar.last.plain, said
    assert "step in" not in story.omar.last.plain, "there is no deputy to offer"
    story.know("dana")  # the settings form reads everybody it names
    change_team(story, "mona", deputy_id=story.id("dana"))
    story.mona.sets_status("On vacation", ":palm_tree:")
    assert "Dana can step in" in story.omar.last.plain
    assert "Ask Dana instead" in story.omar.last.buttons


def test_an_out_of_office_status_tells_the_rep_even_without_an_end(story: Story) -> None:
    """Life of a request, 4: manager away"""
    story.mona.sets_status("Out of office", ":palm_tree:")
    story.riya.says(ASK)
    assert "Mona is away just now." in story.riya.last.plain
    story.mona.sets_status("Back", "")
    assert "away" not in reps_message(story)
    story.waits(hours=1)
    assert has_card(story.mona)


def test_after_downtime_over_the_evening_the_release_waits_for_the_morning(story: Story) -> None:
    """S2.1: released inside the manager's hours; nobody is asked "10 minutes to go" in the middle of the night."""
    story.riya.says(ASK)
    before = len(story.riya.messages)
    goes_to(story, "2026-11-16 23:00")
    assert not has_card(story.mona)
    assert "I'll bring this to Mona tomorrow at 09:00" in reps_message(story)
    assert "minutes to go" not in story.riya.sees
    assert len(story.riya.messages) == before
    goes_to(story, "2026-11-17 09:00")
    assert has_card(story.mona)


def test_downtime_inside_working_hours_releases_at_once_and_skips_the_check(story: Story) -> None:
    """S2.1"""
    story.riya.says(ASK)
    goes_to(story, "2026-11-16 15:00")
    assert has_card(story.mona)
    assert "minutes to go" not in story.riya.sees


def test_the_check_says_when_it_goes_when_that_is_not_ten_minutes_away(story: Story) -> None:
    """S2.2: ten working minutes before 09:05 are 17:55 of the day before."""
    goes_to(story, "2026-11-16 17:05")
    story.riya.says(ASK)
    assert held_until(story) == "2026-11-17 08:05"
    goes_to(story, "2026-11-16 17:55")
    assert "minutes to go" not in story.riya.sees
    assert "This goes to Mona tomorrow at 09:05. Do you still need Mona on it?" in story.riya.last.plain


def test_the_check_follows_when_the_hold_moves(story: Story) -> None:
    """S2.2"""
    story.riya.says(ASK)
    story.waits(minutes=50)
    assert "10 minutes to go: do you still need Mona on this?" in story.riya.last.plain
    story.mona.sets_dnd(until=story.clock() + timedelta(hours=1))
    assert "This goes to Mona at 12:00. Do you still need Mona on it?" in story.riya.last.plain


def test_without_a_window_a_question_goes_straight_to_the_card(story: Story) -> None:
    """S2.1: 0 minutes is a legal window; outside working hours it still waits for the opening."""
    story.sets(hold_minutes=0)
    story.riya.says(ASK)
    assert has_card(story.mona)
    assert "Mona has had this since 10:00." in reps_message(story)
    goes_to(story, "2026-11-16 19:00")
    story.riya.says("And may I offer them a free month?")
    assert not has_card(story.mona, "free month")
    assert "I'll bring this to Mona tomorrow at 09:00" in story.riya.last.plain
    goes_to(story, "2026-11-17 09:00")
    assert has_card(story.mona, "free month")


def test_everybody_reads_their_own_clock(story: Story) -> None:
    """S2.1: Riya in New York, Mona in Sydney, whose Tuesday has begun long before."""
    story.riya.moves_to("America/New_York")
    story.mona.moves_to("Australia/Sydney")
    goes_to(story, "2026-11-16 15:00", NEW_YORK)  # Tuesday 07:00 in Sydney
    story.riya.says(ASK)
    assert "I'll bring this to Mona at 18:00" in story.riya.last.plain  # Tuesday 10:00 in Sydney
    goes_to(story, "2026-11-17 10:00", SYDNEY)
    assert has_card(story.mona)
    assert "Asked 07:00, waited 60 working minutes." in story.mona.last.plain
    assert "Mona has had this since 18:00." in reps_message(story)
    story.waits(days=1)
    story.mona.clicks("Your call")
    assert "Asked yesterday at 07:00" in next(each.plain for each in story.mona.messages if f"> {ASK}" in each.plain)


def test_a_manager_who_moves_zones_takes_the_hold_along(story: Story) -> None:
    """S2.1"""
    story.riya.says(ASK)
    story.mona.moves_to("America/New_York")  # 04:00 there: the hour begins at 09:00
    assert "I'll bring this to Mona at 16:00" in reps_message(story)
    assert held_until(story) == "2026-11-16 15:00"


def test_a_night_shift_and_own_days_count(story: Story) -> None:
    """S2.1: Sunday to Thursday, 22:00 to 06:00."""
    story.sets(work_start=time(22), work_end=time(6), work_days="60123")
    story.riya.says(ASK)
    assert "I'll bring this to Mona at 23:00" in story.riya.last.plain
    goes_to(story, "2026-11-20 05:30")  # the shift that began on Thursday; the next begins on Sunday
    story.riya.says("And may I offer them a free month?")
    assert "I'll bring this to Mona on Sunday at 22:30" in story.riya.last.plain


def test_a_year_without_working_time_delivers_at_once(story: Story) -> None:
    """Guardrail 1: fail open"""
    with story.kickstand.runtime.sessions.begin() as session:
        for year in (2026, 2027, 2028):
            team.add_time_off(session, story.id("mona"), date(year, 1, 1), date(year, 12, 31))
    story.riya.says(ASK)
    assert has_card(story.mona)
    assert story.request().status == Status.DELIVERED


@dataclass
class Seconds:
    """A program with a window of three seconds, around the clock, as somebody who tries it would set it."""

    story: Story


@pytest.fixture
def seconds(settings: Settings, sandbox: Sandbox, connection: Connection, clock: MovableClock) -> Iterator[Seconds]:
    always = Settings(**(settings.model_dump() | {"kickstand_hold": "3s", "kickstand_working_hours": "always"}))
    program: Kickstand = build(always, clock, by_hand=True)
    connection.serves(program)
    yield Seconds(Story.begin(sandbox, program, clock))
    sandbox.settle()
    program.close()


def test_a_window_of_seconds_works_at_any_hour(seconds: Seconds) -> None:
    """Anybody can try it: KICKSTAND_HOLD=3s, KICKSTAND_WORKING_HOURS=always"""
    story = seconds.story
    goes_to(story, "2026-11-22 03:00")  # a Sunday night
    story.riya.says(ASK)
    assert "I'll bring this to Mona at 03:00" in story.riya.last.plain
    story.waits(seconds=2)
    assert not has_card(story.mona)
    story.waits(seconds=1)
    assert has_card(story.mona)
    assert "waited" not in story.mona.last.plain
