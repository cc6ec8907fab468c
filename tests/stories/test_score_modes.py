"""KICKSTAND_SCORE: where it is off nothing is computed about anybody; aggregate gives counts of large enough teams."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import delete

import bot
from bot.app import Kickstand
from bot.score.models import WeeklyScore
from bot.score.rules.vocabulary import Phase
from bot.score.rules.week import Week
from bot.score.service.weekly import post, read
from bot.settings import ScoreMode, Settings
from bot.team import service as team
from tests.conftest import Connection
from tests.stories.test_digest import digests
from tests.stories.test_weekly import FOOTER, a_week, goes_to, reports, saved
from tests.story import Story

BOT = Path(bot.__file__).parent
COUNTING = (
    "score/rules",
    "score/service/graduating",
    "digest/gathering",
    "joint_calls/service/month",
)
"""Where numbers about somebody, or about a team, come from: all that is called there is noted."""
COUNTS = ("month/rules.numbers", "digest/rules.team_week", "growth/rules.proposal", "plans/service/plans._alone")
"""The same elsewhere, where there is more beside it."""
IN = pytest.mark.parametrize
OFF, AGGREGATE, ON = ScoreMode.OFF, ScoreMode.AGGREGATE, ScoreMode.ON


@pytest.fixture
def mode(request: pytest.FixtureRequest) -> ScoreMode:
    return ScoreMode(request.param)


@pytest.fixture
def settings(settings: Settings, mode: ScoreMode) -> Settings:
    return settings.model_copy(update={"kickstand_score": mode})


class Called:
    """Notes which functions that count are called, in every thread that does the program's work."""

    def __init__(self, program: Kickstand) -> None:
        self.program, self.names = program, Counter[str]()
        self.bolt = self
        """Stands where the program's Bolt app stands, so that listeners are watched in their own threads too."""

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        sys.setprofile(self.note)
        try:
            return self.program.bolt.dispatch(request)
        finally:
            sys.setprofile(None)

    def note(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(BOT)):
            path = Path(frame.f_code.co_filename).relative_to(BOT).with_suffix("")
            name = f"{path.as_posix()}.{frame.f_code.co_name}"
            if name.startswith(COUNTING) or name in COUNTS:
                self.names[name] += 1


@contextmanager
def watching(story: Story, connection: Connection) -> Iterator[Called]:
    called = Called(story.kickstand)
    connection.serves(called)  # type: ignore[arg-type]
    threading.setprofile(called.note)
    sys.setprofile(called.note)
    try:
        yield called
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        connection.serves(story.kickstand)


def three_weeks(story: Story) -> None:
    """Questions, answers, three Mondays and a new month; everybody looks at all there is to see."""
    goes_to(story, "2026-11-16 10:00")
    a_week(story)
    for monday in ("2026-11-23", "2026-11-30", "2026-12-07"):
        goes_to(story, f"{monday} 08:59")
        story.riya.says("One more question?")
        story.riya.clicks("Solved it")
    for person in (story.riya, story.mona, story.lee):
        person.opens_home()
        person.types("/kickstand my-data")
    story.riya.types("/kickstand me")
    story.mona.types("/kickstand plan")
    goes_to(story, "2026-12-08 12:00")


@IN("mode", [OFF], indirect=True)
def test_with_the_score_off_nothing_is_counted_about_anybody_and_no_row_is_written(
    story: Story, connection: Connection, mode: ScoreMode
) -> None:
    with watching(story, connection) as called:
        three_weeks(story)
        assert story.kickstand.next_due()
    assert not called.names
    assert not digests(story)
    assert not saved(story)
    assert not reports(story)


@IN("mode", [ON], indirect=True)
def test_the_watch_does_see_all_that_counts_where_the_score_is_on(
    story: Story, connection: Connection, mode: ScoreMode
) -> None:
    with watching(story, connection) as called:
        three_weeks(story)
    assert called.names["score/rules/weekly.weekly"] == 3
    seen = {"score/rules/own.counts", "score/service/graduating.proposals", "joint_calls/service/month.month_of"}
    assert {*seen, "digest/gathering.team_week", *COUNTS} <= set(called.names)
    assert len(reports(story)) == 3


@IN("mode", [OFF], indirect=True)
def test_a_report_written_before_the_score_was_switched_off_is_not_sent_afterwards(
    story: Story, mode: ScoreMode
) -> None:
    on = story.kickstand.runtime.settings.model_copy(update={"kickstand_score": ON})
    write(story, on)
    story.waits(minutes=1)
    assert len(saved(story)) == 1
    assert not reports(story)


@IN("mode", [AGGREGATE], indirect=True)
def test_a_score_written_before_there_were_counts_alone_is_not_sent_afterwards(story: Story, mode: ScoreMode) -> None:
    on = story.kickstand.runtime.settings.model_copy(update={"kickstand_score": ON})
    write(story, on)
    story.waits(minutes=1)
    assert not reports(story)


def write(story: Story, settings: Settings) -> None:
    """The report of a week long ago, under other settings than those in force."""
    forget_reports(story)
    with story.kickstand.runtime.sessions.begin() as session:
        mona = team.person(session, story.id("mona"))
        last = Week.of(story.clock().date()).back(1)
        post(session, settings, mona, last, story.clock())


def forget_reports(story: Story) -> None:
    """As if none had ever been written."""
    with story.kickstand.runtime.sessions.begin() as session:
        session.execute(delete(WeeklyScore))


def grows_to(story: Story, reps: int) -> None:
    """Mona's team has so many reps past their ramp, and one who has just begun."""
    with story.kickstand.runtime.sessions.begin() as session:
        now = story.clock()
        for number in range(reps - 2 + 1):
            key = f"rep{number}"
            story.sandbox.add_person(key, f"Rep Number{number}")
            team.remember(session, story._as_slack_tells(key), now).met_at = now - timedelta(weeks=12)
            started = now.date() - timedelta(days=30 if number == 0 else 400)
            team.import_line(session, story.id(key), story.id("mona"), None, started, now)


@IN("mode", [AGGREGATE], indirect=True)
def test_counts_alone_are_counts_of_the_team_and_say_nothing_about_anybody(
    story: Story, connection: Connection, mode: ScoreMode
) -> None:
    grows_to(story, 5)
    goes_to(story, "2026-11-16 12:00")
    a_week(story)
    with watching(story, connection) as called:
        goes_to(story, story.report_at("2026-11-23"))
    assert called.names["score/rules/weekly.weekly"] == 1
    assert not any(each.startswith("score/rules/patterns.") for each in called.names)
    report = reports(story)[-1].plain
    assert report.startswith("Your team solved 2 of 6 without you last week.\nThe score is switched off here")
    for word in ("Dependency", "Support", "minute", "Rescue", "labels", "agree", "One thing to try", "How it is made"):
        assert word not in report
    numbers = read(saved(story)[-1])
    assert (numbers.phase, numbers.number, numbers.effective) == (Phase.OFF, None, 0.0)
    assert numbers.support.answer_minutes is None
    titles = [block["title"] for block in reports(story)[-1].message.blocks if block["type"] == "data_visualization"]
    assert "Dependency score" not in titles


@IN("mode", [AGGREGATE], indirect=True)
def test_a_team_of_four_past_their_ramp_hears_once_why_there_are_no_counts(story: Story, mode: ScoreMode) -> None:
    grows_to(story, 4)
    forget_reports(story)
    goes_to(story, "2026-11-16 12:00")
    a_week(story)
    for monday in ("2026-11-23", "2026-11-30", "2026-12-07"):
        goes_to(story, story.report_at(monday))
    assert {read(each).phase for each in saved(story)} == {Phase.SMALL}
    assert all(read(each).reach.requests == 0 for each in saved(story))
    (report,) = reports(story)
    assert report.plain.startswith("Counts are given here for teams with at least 5 reps past their ramp; yours")
    assert FOOTER in report.plain
