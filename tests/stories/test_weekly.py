"""The weekly report: when it comes, to whom, and that what was posted stays."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app import build
from bot.sandbox.seen import Seen
from bot.score.models import WeeklyScore
from bot.score.service.weekly import read
from bot.team import service as team
from tests.conftest import Connection
from tests.story import Story

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
FOOTER = "A picture of a pattern, for coaching; not for pay, promotion or discipline."


def goes_to(story: Story, moment: str, zone: ZoneInfo = BERLIN) -> None:
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=zone))
    story.kickstand.tick()
    story.sandbox.settle()


def reports(story: Story, key: str = "mona") -> list[Seen]:
    return [message for message in story.sandbox.person(key).messages if FOOTER in message.plain]


def saved(story: Story) -> list[WeeklyScore]:
    with story.kickstand.runtime.sessions.begin() as session:
        return list(session.scalars(select(WeeklyScore).order_by(WeeklyScore.monday)))


def a_week(story: Story) -> None:
    """Six questions of Riya's: three never reach Mona, two she answers, one is urgent."""
    goes_to(story, "2026-11-17 10:00")
    for number, ending in enumerate(
        ["Solved it", "Solved it", "Park for 1:1", "Your call", "I'll handle it", "urgent"]
    ):
        story.riya.says(f"Question number {number}?")
        if ending == "urgent":
            story.riya.clicks("Urgent")
            story.riya.submits()
        elif ending in {"Your call", "I'll handle it"}:
            story.waits(hours=1)
            story.mona.clicks(ending)
        else:
            story.riya.clicks(ending)
        story.waits(minutes=6)
    story.mona.clicks("A rescue: Riya could have done it")
    story.mona.clicks("Your call", on=story.mona.last)
    story.waits(days=2, hours=12)


def test_the_headline_is_what_the_team_solved_without_the_manager(story: Story) -> None:
    """S4.8, S2.13"""
    goes_to(story, "2026-11-16 10:00")  # the report about the week before is out
    before = len(reports(story))
    a_week(story)
    goes_to(story, "2026-11-23 08:30")
    (report,) = reports(story)[before:]
    first = report.plain.splitlines()[0]
    assert first == "Your team solved 2 of 6 without you last week."
    assert report.text.splitlines()[0] == first
    numbers = read(saved(story)[-1]).reach
    assert (numbers.requests, numbers.before_reaching) == (6, 2)
    assert "Three reached you (1.5 per rep); 2 solved before that; 1 parked for a 1:1." in report.plain
    for other in ("riya", "omar", "dana", "lee", "otto"):
        assert not reports(story, other)


def test_it_comes_once_on_monday_at_half_past_eight_of_the_managers_own_zone(story: Story) -> None:
    """S2.12"""
    goes_to(story, "2026-11-16 10:00")
    story.mona.moves_to("America/New_York")
    before = len(reports(story))
    goes_to(story, "2026-11-23 08:30")  # in Berlin
    goes_to(story, "2026-11-23 08:29", NEW_YORK)
    assert len(reports(story)) == before
    goes_to(story, "2026-11-23 08:30", NEW_YORK)
    assert len(reports(story)) == before + 1
    story.mona.moves_to("Australia/Sydney")
    for later in ("2026-11-23 08:31", "2026-11-23 18:00", "2026-11-28 12:00"):
        goes_to(story, later, NEW_YORK)
    assert len(reports(story)) == before + 1


def test_a_missed_monday_is_caught_up_after_a_restart_and_never_doubled(story: Story, connection: Connection) -> None:
    """S2.12"""
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    runtime = story.kickstand.runtime
    again = build(runtime.settings, runtime.clock, by_hand=True)  # as after a restart: nothing in memory
    connection.serves(again)
    story.kickstand.close()
    story.kickstand = again
    goes_to(story, "2026-11-25 14:00")  # a Wednesday
    assert len(reports(story)) == before + 1
    assert "16 November to 22 November 2026" in reports(story)[-1].plain
    goes_to(story, "2026-12-15 14:00")  # three weeks later: one report, about the last week
    assert len(reports(story)) == before + 2
    assert "7 December to 13 December 2026" in reports(story)[-1].plain
    again.tick()
    assert len(reports(story)) == before + 2
    again.close()


def test_a_post_that_slack_refuses_at_first_is_still_one_report(story: Story) -> None:
    """S2.12"""
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    story.sandbox.faults.lose_response("chat.postMessage")
    story.sandbox.faults.server_error("conversations.history")
    goes_to(story, "2026-11-23 08:30")
    story.waits(minutes=1)
    story.waits(minutes=1)
    assert len(reports(story)) == before + 1


def test_what_was_posted_never_changes_afterwards(story: Story) -> None:
    """The score's definition: saved numbers"""
    goes_to(story, "2026-11-17 10:00")
    story.riya.says("Can I give Acme 20 %?")
    story.waits(hours=1)
    story.mona.clicks("I'll handle it")
    goes_to(story, "2026-11-20 17:00")
    goes_to(story, "2026-11-23 08:30")
    posted, numbers = reports(story)[-1].plain, saved(story)[-1].numbers
    story.riya.says("Something else?")
    story.riya.clicks("Solved it")
    goes_to(story, "2026-11-24 12:00")
    assert reports(story)[-1].plain == posted
    assert not reports(story)[-1].edited
    assert saved(story)[-1].numbers == numbers


def test_one_managers_trouble_keeps_no_other_report_back(story: Story) -> None:
    """Dana's zone cannot be read any more; Mona's report comes all the same."""
    goes_to(story, "2026-11-16 10:00")
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("dana"), None, None, story.clock())
        team.person(session, story.id("dana")).zone = "Nowhere/Land"
    before = len(reports(story))
    goes_to(story, "2026-11-23 08:30")
    assert len(reports(story)) == before + 1
    with story.kickstand.runtime.sessions.begin() as session:
        team.person(session, story.id("dana")).zone = "Europe/Berlin"
    story.waits(minutes=1)
    assert len(reports(story, "dana")) == 1


def test_a_manager_who_left_is_sent_nothing(story: Story) -> None:
    """Guardrail 8"""
    goes_to(story, "2026-11-16 10:00")
    story.mona.leaves()
    before = len(story.mona.messages)
    goes_to(story, "2026-11-23 08:30")
    assert len(story.mona.messages) == before
