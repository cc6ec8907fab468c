"""The weekly report: when it comes, to whom, and that what was posted stays."""

import html
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.app import Kickstand, build
from bot.sandbox.seen import Seen
from bot.score.models import WeeklyScore
from bot.score.rules.week import Week
from bot.score.service import noting
from bot.score.service.weekly import WEEKLY, read
from bot.slack import outbox
from bot.team import service as team
from tests.conftest import Connection
from tests.logged import Log
from tests.stories.test_release import at_once, replicas
from tests.story import Story

__all__ = ["replicas"]
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
    goes_to(story, story.report_at("2026-11-23"))
    (report,) = reports(story)[before:]
    first = report.plain.splitlines()[0]
    assert first == "Your team solved 2 of 6 without you last week."
    assert report.text.splitlines()[0] == first
    numbers = read(saved(story)[-1]).reach
    assert (numbers.requests, numbers.before_reaching) == (6, 2)
    assert "Three reached you (1.5 per rep); 2 solved before that; 1 parked for a 1:1." in report.plain
    for other in ("riya", "omar", "dana", "lee", "otto"):
        assert not reports(story, other)
    story.mona.opens_home()
    assert "Your team solved 2 of 6 without you last week." in story.mona.home
    goes_to(story, "2026-11-30 07:00")  # the next one is not there yet
    story.mona.opens_home()
    assert "Your team solved 2 of 6 without you that week." in story.mona.home


def test_it_comes_once_on_monday_at_half_past_eight_of_the_managers_own_zone(story: Story) -> None:
    """S2.12"""
    goes_to(story, "2026-11-16 10:00")
    story.mona.moves_to("America/New_York")
    before = len(reports(story))
    goes_to(story, story.report_at("2026-11-23"))  # in Berlin
    goes_to(story, story.report_at("2026-11-23", later=-1), NEW_YORK)
    assert len(reports(story)) == before
    goes_to(story, story.report_at("2026-11-23"), NEW_YORK)
    assert len(reports(story)) == before + 1
    story.mona.moves_to("Australia/Sydney")
    for later in (story.report_at("2026-11-23", later=1), "2026-11-23 18:00", "2026-11-28 12:00"):
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
    goes_to(story, "2026-12-15 14:00")  # three weeks later: nothing is said of those in which nothing was asked
    assert len(reports(story)) == before + 2
    assert "7 December to 13 December 2026" in reports(story)[-1].plain
    mondays = [each.monday for each in saved(story)]
    assert mondays == [mondays[0] + timedelta(weeks=number) for number in range(len(mondays))]
    again.tick()
    assert len(reports(story)) == before + 2
    again.close()


def test_after_two_missed_mondays_both_reports_come_and_the_late_one_says_which_week_it_is_about(story: Story) -> None:
    """S2.12. From Friday on nobody looks for twelve days."""
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    a_week(story)
    goes_to(story, "2026-12-02 14:00")
    late, usual = reports(story)[before:]
    assert late.plain.startswith("This report is late: it is about 16 November to 22 November 2026.")
    assert late.text.splitlines()[1] == "Your team solved 2 of 6 without you that week."
    assert "last week" not in late.plain + late.text
    below = "".join(each.plain for each in late.replies)
    assert "Your people that week, one by one." in below
    assert "last week" not in below
    assert "last week" in usual.plain
    assert "23 November to 29 November 2026" in usual.plain
    with story.kickstand.runtime.sessions.begin() as session:
        noting.note(session, saved(story)[-2].id, story.id("mona"), "The last week of our launch", story.clock())
    goes_to(story, "2026-12-06 23:00")
    assert len(reports(story)) == before + 2
    assert "“The last week of our launch”" in reports(story)[before].replies[0].plain


def test_reports_that_waited_for_the_end_of_a_pause_come_in_their_order(story: Story) -> None:
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    goes_to(story, "2026-11-20 10:00")
    story.mona.types("/kickstand pause until 2026-12-02")
    for monday in ("2026-11-23", "2026-11-30"):
        goes_to(story, story.report_at(monday))
    assert len(reports(story)) == before
    goes_to(story, "2026-12-02 09:00")
    assert [each.plain.splitlines()[0] for each in reports(story)[before:]] == [
        "This report is late: it is about 16 November to 22 November 2026.",
        "No requests went through me last week.",
    ]


def test_after_three_weeks_away_the_newest_report_comes_first_and_no_more_than_three_on_that_day(story: Story) -> None:
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    story.mona.types("/kickstand away 2026-11-20 2026-12-11")
    for monday in ("2026-11-23", "2026-11-30", "2026-12-07"):
        goes_to(story, story.report_at(monday))
        goes_to(story, f"{monday} 12:00")
    assert len(reports(story)) == before
    goes_to(story, story.report_at("2026-12-14"))
    assert [each.plain.splitlines()[0] for each in reports(story)[before:]] == [
        "No requests went through me last week."
    ]
    for moment, came in (("2026-12-14 09:00", 3), ("2026-12-14 17:00", 3), ("2026-12-15 09:00", 4)):
        goes_to(story, moment)
        assert len(reports(story)) == before + came


@pytest.mark.parametrize(
    ("until", "back"),
    [("2026-11-25 00:00", "2026-11-25 08:30"), ("", "2026-11-26 08:30"), ("never taken away", "2026-11-30 09:00")],
)
def test_a_report_waits_while_a_status_says_out_of_office(story: Story, until: str, back: str) -> None:
    """Without an end it waits until the status is gone, on Wednesday evening, and for a week at most."""
    goes_to(story, "2026-11-22 12:00")
    before = len(reports(story))
    has_end = until.startswith("2026")
    ends = datetime.fromisoformat(until).replace(tzinfo=BERLIN) if has_end else None
    story.mona.sets_status("Out of office", ":palm_tree:", until=ends)
    goes_to(story, story.report_at("2026-11-23"))
    goes_to(story, "2026-11-24 12:00")
    if not until:
        goes_to(story, "2026-11-25 20:00")
        story.mona.sets_status("", "")
    day = datetime.fromisoformat(back) - timedelta(minutes=20)
    goes_to(story, f"{day:%Y-%m-%d %H:%M}")
    assert len(reports(story)) == before
    goes_to(story, back)
    assert len(reports(story)) == before + 1


def test_several_processes_in_the_same_second_write_each_week_once(
    story: Story, replicas: list[Kickstand], log: Log
) -> None:
    """S2.12. Two Mondays are due, for two managers."""
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("dana"), None, None, story.clock())
    goes_to(story, "2026-11-16 10:00")
    before = len(saved(story))
    a_week(story)
    story.clock.set(datetime(2026, 11, 30, 12, tzinfo=BERLIN))
    at_once([story.kickstand, *replicas])
    story.waits(minutes=1)
    assert len(saved(story)) == before + 3  # Dana begins with the week in which Otto was hers: one of them
    assert sorted(each.plain.splitlines()[0] for each in reports(story)[-2:]) == [
        "No requests went through me last week.",
        "This report is late: it is about 16 November to 22 November 2026.",
    ]
    assert len(reports(story, "dana")) == 1
    assert not log.lines


def test_a_post_that_slack_refuses_at_first_is_still_one_report(story: Story) -> None:
    """S2.12"""
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    story.sandbox.faults.lose_response("chat.postMessage")
    story.sandbox.faults.server_error("conversations.history")
    goes_to(story, story.report_at("2026-11-23"))
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
    goes_to(story, story.report_at("2026-11-23"))
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
    goes_to(story, story.report_at("2026-11-23"))
    assert len(reports(story)) == before + 1
    with story.kickstand.runtime.sessions.begin() as session:
        team.person(session, story.id("dana")).zone = "Europe/Berlin"
    story.waits(minutes=15)
    assert len(reports(story, "dana")) == 1


def test_a_manager_who_left_is_sent_nothing(story: Story) -> None:
    """Guardrail 8"""
    goes_to(story, "2026-11-16 10:00")
    story.mona.leaves()
    before = len(story.mona.messages)
    goes_to(story, story.report_at("2026-11-23"))
    assert len(story.mona.messages) == before


def test_a_manager_whose_last_rep_left_gets_one_last_report(story: Story) -> None:
    goes_to(story, "2026-11-16 10:00")
    before = len(reports(story))
    a_week(story)
    with story.kickstand.runtime.sessions.begin() as session:
        team.change_members(session, story.id("mona"), [], [story.id("riya"), story.id("omar")], None, story.clock())
    goes_to(story, story.report_at("2026-11-23"))
    assert [each.plain.splitlines()[0] for each in reports(story)[before:]] == [
        "Your team solved 2 of 6 without you last week."
    ]
    goes_to(story, story.report_at("2026-11-30"))
    assert len(reports(story)) == before + 1


def test_what_is_answered_on_friday_is_no_week_without_requests_and_counts_in_the_week_it_closes(story: Story) -> None:
    """Riya never says who decided: time closes the request two working days later."""
    goes_to(story, "2026-11-20 10:00")  # a Friday
    for number in range(3):
        story.riya.says(f"Question number {number}?")
        story.waits(hours=1)
        story.mona.clicks("Your call")
    goes_to(story, story.report_at("2026-11-23"))
    first = reports(story)[-1].plain.splitlines()[0]
    assert first == "No request was closed last week; 3 are answered but still open."
    for day in ("2026-11-24 10:00", "2026-11-25 18:00"):
        goes_to(story, day)
    goes_to(story, story.report_at("2026-11-30"))
    assert reports(story)[-1].plain.splitlines()[0] == "3 requests last week: too few for a score."
    assert [read(each).reach.requests for each in saved(story)[-2:]] == [0, 3]


def two_weeks(story: Story) -> None:
    """Two reports that carry a number each; at the end the second is due."""
    goes_to(story, "2026-11-16 10:00")
    a_week(story)
    goes_to(story, story.report_at("2026-11-23"))
    goes_to(story, "2026-11-24 10:00")
    for number in range(3):
        story.omar.says(f"Another question {number}?")
        story.omar.clicks("Solved it")
        story.waits(minutes=6)


TITLES = ["Requests, and how many were solved without you", "Dependency score"]


def charts_in(report: Seen) -> list[str]:
    return [block["title"] for block in report.message.blocks if block["type"] == "data_visualization"]


def test_from_the_second_report_on_charts_show_the_weeks_as_they_were_posted(story: Story) -> None:
    two_weeks(story)
    assert charts_in(reports(story)[-1]) == []  # one week is no trend
    goes_to(story, story.report_at("2026-11-30"))
    report, numbers = reports(story)[-1], [read(each).number for each in saved(story)[-2:]]
    assert charts_in(report) == TITLES
    assert numbers[0] and numbers[1]
    assert f"Dependency score: {numbers[0].score} (16 Nov), {numbers[1].score} (23 Nov)" in report.text
    assert "Requests 6 (16 Nov), 3 (23 Nov); Solved without you 2 (16 Nov), 3 (23 Nov)" in report.text


def notes(story: Story, words: str) -> None:
    story.mona.clicks("Note on this week")
    story.mona.fills({"What was special about the week of 16 November?": words})
    story.mona.submits()


def test_what_was_special_about_a_week_stands_beside_the_charts_from_the_next_report_on(story: Story) -> None:
    """Gaming and fairness: a launch or a big deal is no habit"""
    goes_to(story, "2026-11-16 10:00")
    a_week(story)
    goes_to(story, story.report_at("2026-11-23"))
    posted, numbers = reports(story)[-1].plain, saved(story)[-1].numbers
    notes(story, "Since my depression nothing works")
    assert "This sounds personal" in (story.mona.modal or "")
    assert saved(story)[-1].note is None
    story.mona.closes()
    notes(story, "A <product> launch")
    story.mona.closes()
    story.waits(minutes=1)
    assert "You noted  “A <product> launch”" in reports(story)[-1].replies[0].plain
    assert (reports(story)[-1].plain, saved(story)[-1].numbers) == (posted, numbers)
    goes_to(story, "2026-11-24 10:00")
    for number in range(3):
        story.omar.says(f"Another question {number}?")
        story.omar.clicks("Solved it")
        story.waits(minutes=6)
    goes_to(story, story.report_at("2026-11-30"))
    said = "You noted: 16 Nov “A <product> launch”."
    assert said in reports(story)[-1].plain
    assert said in html.unescape(reports(story)[-1].text)
    for other in ("riya", "omar", "dana", "lee", "otto"):
        assert "launch" not in story.sandbox.person(other).sees
    first, last = saved(story)[-2:]
    with story.kickstand.runtime.sessions.begin() as session:
        noting.note(session, first.id, story.id("mona"), "  ", story.clock())
        assert noting.notes(session, story.id("mona"), Week(last.monday)) == {}


def test_where_slack_knows_no_charts_the_report_says_the_same_in_words(story: Story) -> None:
    story.sandbox.faults.lacking_blocks = frozenset({"data_visualization"})
    two_weeks(story)
    goes_to(story, story.report_at("2026-11-30"))
    report = reports(story)[-1]
    assert not charts_in(report)
    for title in TITLES:
        line = next(line for line in report.text.splitlines() if line.startswith(f"{title}: "))
        assert line in report.plain
    assert not story.sandbox.faults.played  # it was not put off: the second try came at once


def test_a_report_that_is_brought_up_to_date_loses_its_charts_where_they_are_refused(story: Story) -> None:
    two_weeks(story)
    goes_to(story, story.report_at("2026-11-30"))
    assert charts_in(reports(story)[-1]) == TITLES
    story.sandbox.faults.lacking_blocks = frozenset({"data_visualization"})
    with story.kickstand.runtime.sessions.begin() as session:
        outbox.refresh(session, WEEKLY, saved(story)[-1].id, story.clock())
    story.waits(minutes=1)
    assert not charts_in(reports(story)[-1])
    assert f"{TITLES[1]}: " in reports(story)[-1].plain


def test_a_report_that_slack_would_not_have_changed_for_a_moment_does_not_become_a_late_one(story: Story) -> None:
    goes_to(story, "2026-11-17 10:00")
    goes_to(story, story.report_at("2026-11-23"))
    posted, report_id = reports(story)[-1].plain, saved(story)[-1].id
    for moment in ("2026-11-24 10:00", "2026-12-02 10:00"):
        story.sandbox.faults.rate_limit("chat.update")
        with story.kickstand.runtime.sessions.begin() as session:
            outbox.refresh(session, WEEKLY, report_id, story.clock())
        goes_to(story, moment)
        story.waits(minutes=1)
    assert posted in {each.plain for each in reports(story)}


def test_the_mondays_after_the_clocks_changed_bring_one_report_each_at_the_usual_time(story: Story) -> None:
    goes_to(story, "2027-03-22 12:00")
    for monday, zone in (("2027-03-29", "Europe/Berlin"), ("2027-04-05", "Australia/Lord_Howe")):
        story.mona.moves_to(zone)
        before = len(reports(story))
        goes_to(story, story.report_at(monday, later=-1), ZoneInfo(zone))
        assert len(reports(story)) == before
        goes_to(story, story.report_at(monday), ZoneInfo(zone))
        goes_to(story, f"{monday} 23:00", ZoneInfo(zone))
        assert len(reports(story)) == before + 1


def test_over_the_date_line_and_back_no_monday_counts_twice(story: Story) -> None:
    auckland, honolulu = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
    goes_to(story, "2026-11-16 12:00")
    story.mona.moves_to("Pacific/Auckland")
    before = len(reports(story))
    goes_to(story, story.report_at("2026-11-23"), auckland)
    assert len(reports(story)) == before + 1
    story.mona.moves_to("Pacific/Honolulu")  # where it is Sunday, and Monday comes once more
    for hour in (story.report_at("2026-11-23"), "2026-11-23 17:00", "2026-11-29 12:00"):
        goes_to(story, hour, honolulu)
    assert len(reports(story)) == before + 1
    story.mona.moves_to("Pacific/Auckland")
    goes_to(story, "2026-11-30 12:00", auckland)
    assert len(reports(story)) == before + 2


def test_two_managers_of_one_zone_have_minutes_of_their_own_and_it_is_known_when_the_next_is_due(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("dana"), None, None, story.clock())
    goes_to(story, "2026-11-16 12:00")
    goes_to(story, "2026-11-23 06:00")
    came: dict[str, str] = {}
    while len(came) < 2:
        due = story.kickstand.next_due()
        assert due
        story.clock.set(due)
        story.kickstand.tick()
        for key in ("mona", "dana"):
            if reports(story, key) and "16 November to 22 November" in reports(story, key)[-1].plain:
                came.setdefault(key, f"{due.astimezone(BERLIN):%Y-%m-%d %H:%M}")
    assert came == {key: story.report_at("2026-11-23", key) for key in ("mona", "dana")}
    assert came["mona"] != came["dana"]
