"""A team that tries different waits: what is drawn, what the rep sees, and who is left alone."""

from datetime import timedelta

import pytest

from bot.growth.models import LevelSet
from bot.growth.rules import Level
from bot.requests.models import Request
from bot.requests.rules import WAITS, Brief, Status, WayIn
from bot.requests.service import briefing
from bot.requests.service.asking import Question, ask
from bot.settings import ScoreMode
from bot.team.rules import Topic
from tests.story import Story

QUESTIONS = [f"Can I give Acme {number} %?" for number in range(16)]


def all_asked(story: Story, way_in: WayIn = WayIn.COMMAND, **settings: object) -> list[Request]:
    """Riya asks sixteen questions."""
    runtime = story.kickstand.runtime
    changed = runtime.settings.model_copy(update=settings)
    with runtime.sessions.begin() as session:
        for text in QUESTIONS:
            ask(session, changed, Question(story.id("riya"), text, way_in), story.clock())
    return story.all_requests()


def drawn(asked: list[Request]) -> set[int | None]:
    return {each.drawn_minutes for each in asked}


def test_each_question_waits_as_long_as_the_lot_says_and_the_rep_sees_until_when(story: Story) -> None:
    story.sets(varies_hold=True)
    asked = all_asked(story)
    assert len(drawn(asked)) > 1 and drawn(asked) <= set(WAITS)
    for each in asked:
        assert each.drawn_minutes is not None
        assert each.hold == timedelta(minutes=each.drawn_minutes)
        assert each.release_at == story.clock() + each.hold
    story.waits(seconds=1)
    times = {30: "10:30", 60: "11:00", 90: "11:30"}
    assert {minutes for minutes, clock in times.items() if clock in story.riya.sees} == drawn(asked) - {0}
    for later, out in ((0, {0}), (31, {0, 30})):
        story.waits(minutes=later)
        assert drawn([each for each in story.all_requests() if each.status != Status.HELD]) == out & drawn(asked)


def test_in_the_evening_no_wait_means_the_next_morning(story: Story) -> None:
    story.sets(varies_hold=True)
    story.waits(hours=9)
    for each in all_asked(story):
        assert each.drawn_minutes is not None and each.release_at
        assert each.release_at == story.clock() + timedelta(hours=14, minutes=each.drawn_minutes)


def test_what_was_drawn_stays_whatever_is_added_and_when_the_team_stops(story: Story) -> None:
    story.sets(varies_hold=True)
    held: list[Request] = []
    while not held:  # until one waits: what went out at once cannot be changed
        message = story.riya.says(f"May I give Globex {len(story.all_requests())} %?")
        held = [each for each in story.all_requests() if each.drawn_minutes]
    story.riya.edits(message, "May I give Globex 25 %?")
    story.riya.says("They would sign this week.")
    story.waits(seconds=1)
    story.sets(varies_hold=False)
    known = {each.id: each for each in story.all_requests()}
    (before,), after = held, known[held[0].id]
    assert (after.drawn_minutes, after.hold_seconds) == (before.drawn_minutes, before.hold_seconds)
    assert after.release_at == before.release_at and "25" in after.text
    assert drawn([each for each in all_asked(story) if each.id not in known]) == {None}


@pytest.mark.parametrize(("level", "longest"), [(Level.INDEPENDENT, 90), (Level.GUIDED, 15)])
def test_who_goes_alone_waits_as_drawn_and_who_is_guided_no_longer_than_they_would(
    story: Story, level: Level, longest: int
) -> None:
    story.sets(varies_hold=True)
    asked, runtime = all_asked(story), story.kickstand.runtime
    with runtime.sessions.begin() as session:
        facts = {"rep_id": story.id("riya"), "topic": Topic.PRICING, "by_id": story.id("mona")}
        session.add(LevelSet(level=level, at=story.clock(), **facts))
        session.flush()
        for each in asked:
            step = (each.id, story.id("riya"), Brief(topic=Topic.PRICING))
            briefing.brief(session, runtime.settings, *step, story.clock())
    after = [each for each in story.all_requests() if each.drawn_minutes]
    assert {each.level for each in after} == {level}
    for each in after:
        assert each.drawn_minutes is not None
        assert each.hold_seconds <= longest * 60
        if level == Level.INDEPENDENT:
            assert each.hold_seconds == each.drawn_minutes * 60


@pytest.mark.parametrize("way_in", [WayIn.WATCHED_DM, WayIn.CHANNEL])
def test_where_kickstand_only_reads_nothing_is_drawn(story: Story, way_in: WayIn) -> None:
    story.sets(varies_hold=True)
    assert drawn(all_asked(story, way_in)) == {None}


def test_a_team_that_does_not_want_it_waits_as_ever(story: Story) -> None:
    assert {(each.drawn_minutes, each.hold_seconds) for each in all_asked(story)} == {(None, 3600)}


def test_a_reps_own_wait_is_theirs(story: Story) -> None:
    story.sets(varies_hold=True)
    story.riya.types("/kickstand settings")
    story.riya.fills({"How long your questions wait, in minutes": "45"})
    story.riya.submits()
    assert {(each.drawn_minutes, each.hold_seconds) for each in all_asked(story)} == {(None, 45 * 60)}


def test_during_ramp_it_is_a_quarter_of_an_hour_at_most(story: Story) -> None:
    from bot.team import service as team

    story.sets(varies_hold=True)
    with story.kickstand.runtime.sessions.begin() as session:
        line = team.line_of(session, story.id("riya"))
        assert line
        line.started_on = story.clock().date()
    assert {(each.drawn_minutes, each.hold_seconds) for each in all_asked(story)} == {(None, 900)}


def test_a_wish_to_get_better_never_waits(story: Story) -> None:
    story.sets(varies_hold=True)
    story.riya.says("I want to get better at closing")
    assert (story.request().drawn_minutes, story.request().status) == (None, Status.DELIVERED)


def test_where_no_numbers_are_wanted_nothing_is_drawn(story: Story) -> None:
    story.sets(varies_hold=True)
    assert drawn(all_asked(story, kickstand_score=ScoreMode.OFF)) == {None}
