"""Kickstand keeps quiet: three nudges a day, at work, not while paused; what was kept back is in App Home."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.requests.rules import Outcome, Status
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from tests.story import Story

BERLIN, NEW_YORK, TOKYO = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Tokyo"))
ASK = "Can I give Acme {} %?"
CHECK = "do you still need Mona"
FOOTER = "A picture of a pattern, for coaching"


def goes_to(story: Story, moment: str, zone: ZoneInfo = BERLIN) -> None:
    """It is this moment on the wall clock of that zone, and everything that was due has happened."""
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=zone))
    story.kickstand.tick()
    story.sandbox.settle()


def card_and_reminder(story: Story) -> None:
    """An hour of the hold, and two more without an answer."""
    goes_to(story, "2026-11-16 11:00")
    goes_to(story, "2026-11-16 13:00")


def heard(person: Person) -> list[Seen]:
    """Everything in somebody's conversation with Kickstand, replies too, that Kickstand wrote for good."""
    everything = [each for head in person.messages for each in (head, *head.replies)]
    return [each for each in everything if each.message.bot_id and not each.ephemeral]


def told(person: Person, words: str) -> int:
    return sum(words in each.plain for each in heard(person))


def about(person: Person, words: str) -> Seen:
    return next(head for head in person.messages if words in head.plain and head.message.bot_id)


def home(story: Story, person: Person) -> str:
    person.opens_home()
    return person.home


def clicks_at_home(story: Story, person: Person, label: str) -> None:
    person.clicks(label, on=story.sandbox.platform.workspace.homes[person.id])


def asks(story: Story, *numbers: int) -> None:
    for number in numbers:
        story.riya.says(ASK.format(number))
        story.clock.advance(timedelta(minutes=3))


def test_the_third_check_of_a_day_comes_and_the_fourth_is_in_app_home(story: Story) -> None:
    asks(story, 1, 2, 3, 4)
    story.waits(minutes=47)  # 10:59: each of them has been due
    assert told(story.riya, CHECK) == 3
    assert told(story.riya, ASK.format(4)) == 1, "only the rep's own message"
    assert not [each for each in about(story.riya, ASK.format(4)).replies if CHECK in each.plain]
    assert home(story, story.riya).count("[Still need it]") == 4
    clicks_at_home(story, story.riya, "Still need it")
    assert story.riya.home.count("[Still need it]") == 3
    story.waits(hours=1)
    assert told(story.mona, ASK.format(4)) == 1, "the card comes all the same"


def test_the_next_day_on_ones_own_calendar_is_free_again(story: Story) -> None:
    asks(story, 1, 2, 3, 4)
    goes_to(story, "2026-11-16 10:59")
    goes_to(story, "2026-11-17 10:00")
    asks(story, 5)
    goes_to(story, "2026-11-17 10:50")
    assert [each.plain for each in about(story.riya, ASK.format(5)).replies if CHECK in each.plain]
    assert told(story.riya, CHECK) == 1, "the checks of yesterday went with their questions"


def test_a_check_at_ten_to_midnight_is_never_sent_because_it_is_moot_by_the_morning(story: Story) -> None:
    story.riya.moves_to("Asia/Tokyo")
    story.know("riya")
    goes_to(story, "2026-11-16 23:00", TOKYO)
    story.riya.says(ASK.format(20))
    goes_to(story, "2026-11-16 23:50", TOKYO)
    assert told(story.riya, CHECK) == 0
    goes_to(story, "2026-11-17 00:00", TOKYO)
    assert told(story.mona, ASK.format(20)) == 1
    goes_to(story, "2026-11-17 09:00", TOKYO)
    assert told(story.riya, CHECK) == 0
    assert story.request().status == Status.DELIVERED


def test_what_could_wait_waits_for_the_morning_of_whoever_reads_it(story: Story) -> None:
    story.riya.moves_to("America/New_York")
    story.know("riya")
    story.riya.says(ASK.format(20))  # 04:00 in New York
    card_and_reminder(story)
    assert told(story.mona, "still waiting on this one") == 1
    assert told(story.riya, "hasn't got to this") == 0
    goes_to(story, "2026-11-16 08:59", NEW_YORK)
    assert told(story.riya, "hasn't got to this") == 0
    goes_to(story, "2026-11-16 09:00", NEW_YORK)
    assert told(story.riya, "Mona hasn't got to this yet. I've sent a reminder.") == 1


def test_what_was_answered_over_night_is_not_said_any_more(story: Story) -> None:
    story.riya.moves_to("America/New_York")
    story.know("riya")
    story.riya.says(ASK.format(20))
    card_and_reminder(story)
    story.mona.clicks("Your call")
    assert told(story.riya, "Mona says it's your call.") == 2, "an answer comes at any hour: the message and a line"
    goes_to(story, "2026-11-16 09:00", NEW_YORK)
    assert told(story.riya, "hasn't got to this") == 0


def answered_on_saturday(story: Story) -> None:
    """Riya asked on Friday, Mona answers on Saturday: two weeks later is a Saturday too."""
    goes_to(story, "2026-11-20 16:00")
    story.riya.says(ASK.format(20))
    goes_to(story, "2026-11-20 17:00")
    goes_to(story, "2026-11-21 12:00")
    story.mona.clicks("Your call")
    goes_to(story, "2026-12-05 12:00")


def test_over_the_weekend_a_question_waits_until_monday(story: Story) -> None:
    answered_on_saturday(story)
    goes_to(story, "2026-12-06 20:00")
    assert told(story.riya, "How did it go?") == 0
    goes_to(story, "2026-12-07 09:00")
    assert told(story.riya, "How did it go?") == 1


def test_what_was_said_in_app_home_meanwhile_is_not_asked_on_monday(story: Story) -> None:
    answered_on_saturday(story)
    assert "Two weeks ago Mona left this one with you: Can I give Acme 20 %?" in home(story, story.riya)
    clicks_at_home(story, story.riya, "Went well")
    assert "Two weeks ago" not in story.riya.home
    assert story.request().outcome == Outcome.WELL
    goes_to(story, "2026-12-07 09:00")
    assert told(story.riya, "How did it go?") == 0
    assert told(story.riya, "Thanks for closing the loop") == 0


def test_while_paused_cards_and_answers_come_and_nudges_do_not(story: Story) -> None:
    story.riya.types("/kickstand pause")
    said = "I'm quiet until tomorrow at 09:00. Answers to your questions, and questions your reps send you, still come."
    assert said in story.riya.last.plain
    story.mona.types("/kickstand pause 2d")
    assert "I'm quiet until Wednesday at 10:00." in story.mona.last.plain
    assert "the weekly report waits" in story.mona.last.plain
    story.riya.says(ASK.format(20))
    goes_to(story, "2026-11-16 10:50")
    assert told(story.riya, CHECK) == 0
    card_and_reminder(story)
    assert story.request().reminded_at is not None
    assert told(story.mona, ASK.format(20)) == 1, "the card"
    assert told(story.mona, "still waiting on this one") == 0
    assert f"Riya  {ASK.format(20)}" in home(story, story.mona)
    assert "You've paused me until Wednesday at 10:00." in story.mona.home
    story.mona.clicks("Your call")
    assert told(story.riya, "Mona says it's your call.") == 2


def test_nobody_is_told_of_a_reminder_that_was_not_sent(story: Story) -> None:
    story.mona.types("/kickstand pause")
    story.riya.says(ASK.format(20))
    card_and_reminder(story)
    assert told(story.riya, "Mona hasn't got to this yet.") == 1
    assert told(story.riya, "I've sent a reminder") == 0


def test_a_pause_ends_by_itself_by_command_and_in_app_home(story: Story) -> None:
    story.riya.types("/kickstand pause 90m")
    assert "You've paused me until 11:30." in home(story, story.riya)
    clicks_at_home(story, story.riya, "Resume")
    assert "paused" not in story.riya.home
    story.riya.types("/kickstand pause off")
    assert "I wasn't paused. Nothing changed." in story.riya.last.plain
    story.riya.types("/kickstand pause until 2026-11-18")
    assert "until Wednesday at 09:00" in story.riya.last.plain
    story.riya.types("/kickstand pause off")
    assert "Welcome back." in story.riya.last.plain
    story.riya.types("/kickstand pause 1h")
    story.waits(hours=1)
    assert "paused" not in home(story, story.riya)
    asks(story, 1)
    story.waits(minutes=50)
    assert told(story.riya, CHECK) == 1


@pytest.mark.parametrize("typed", ["tomorrow", "15d", "until 2026-11-16", "2h please"])
def test_a_pause_that_cannot_be_read_changes_nothing_and_shows_an_example(story: Story, typed: str) -> None:
    story.riya.types(f"/kickstand pause {typed}")
    assert "`/kickstand pause 2h`".replace("`", "") in story.riya.last.plain.replace("`", "")
    assert "paused" not in home(story, story.riya)


def test_that_a_question_is_stuck_is_heard_in_a_pause_too(story: Story) -> None:
    story.riya.types("/kickstand pause 3d")
    story.riya.says(ASK.format(20))
    story.mona.account.deleted = True  # and no event tells of it
    story.waits(hours=1)
    assert told(story.riya, "I can't reach Mona in Slack just now, so this one is stuck.") == 2


def test_the_weekly_report_waits_for_the_end_of_a_pause(story: Story) -> None:
    goes_to(story, "2026-11-22 12:00")
    story.mona.types("/kickstand pause until 2026-11-25")
    goes_to(story, story.report_at("2026-11-23"))
    goes_to(story, "2026-11-24 12:00")
    assert told(story.mona, FOOTER) == 0
    goes_to(story, "2026-11-25 08:59")
    goes_to(story, "2026-11-25 09:00")
    assert told(story.mona, FOOTER) == 1


def test_the_weekly_report_comes_before_work_begins_and_counts(story: Story) -> None:
    goes_to(story, "2026-11-20 17:00")
    for number in range(3):
        story.omar.says(ASK.format(number))
        story.clock.advance(timedelta(minutes=6))
    goes_to(story, story.report_at("2026-11-23"))
    assert told(story.mona, FOOTER) == 1
    for hour in ("09:00", "09:15", "11:15"):
        goes_to(story, f"2026-11-23 {hour}")
    assert told(story.mona, "still waiting on this one") == 2
