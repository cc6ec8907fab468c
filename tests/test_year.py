"""A simulated year: the curves look as somebody would expect who watched these teams. And the demo's little history."""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from rich.console import Console
from sqlalchemy import delete, select

from bot.requests.models import Request
from bot.requests.rules import OPEN
from bot.sandbox import year as simulated
from bot.sandbox.habits import COACH, RESCUER, learning
from bot.sandbox.team_life import HOME
from bot.sandbox.year import Year, curve, quarter, seed_history, simulate, story, support
from bot.score.messages import words
from bot.score.models import WeeklyScore
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import SupportLevel, Verdict, Withheld
from bot.score.service.weekly import read
from bot.slack.outbox import Post
from tests.story import Story

WEEKS = {"learner": 52, "absent": 26, "coach": 26}
"""The learner needs the year; the others do not change."""


@pytest.fixture(scope="module")
def year() -> Year:
    return simulate(weeks=WEEKS)


def scores(weeks: Sequence[WeeklyNumbers]) -> list[int]:
    return [week.number.score for week in weeks if week.number]


def said(weeks: Sequence[WeeklyNumbers]) -> Counter[Verdict | None]:
    """The words, and how often there was none."""
    return Counter(week.number.verdict if week.number else None for week in weeks)


def test_every_week_has_its_report_and_the_first_four_have_no_number(year: Year) -> None:
    assert {key: len(weeks) for key, weeks in year.items()} == WEEKS
    for weeks in year.values():
        assert [week.week_number for week in weeks] == list(range(1, len(weeks) + 1))
        assert all(week.number is None for week in weeks[:4])
        assert all(week.number for week in weeks[8:])


def test_the_learners_curve_falls_and_gets_a_better_word(year: Year) -> None:
    weeks = year["learner"]
    early, late = scores(weeks[:17]), scores(weeks[39:])
    assert min(early) > 60 and max(late) < 35
    assert set(said(weeks[8:17])) <= {Verdict.DEPENDENT, None}
    assert said(weeks[8:17])[Verdict.DEPENDENT] >= 6
    assert said(weeks[39:])[Verdict.MOSTLY_INDEPENDENT] >= 9
    assert sum(week.support_level is SupportLevel.OK for week in weeks) >= 45


def test_the_absent_manager_does_not_look_good(year: Year) -> None:
    weeks = year["absent"]
    assert said(weeks)[Verdict.MOSTLY_INDEPENDENT] == 0
    assert sum(week.support_level is SupportLevel.LOW for week in weeks) >= 22
    low = [words(week, []).text for week in weeks if week.number and week.number.score < 35]
    assert len(low) > 10, "the reps manage alone, so the number itself is low"
    told = ("thin support", "a low score means little without good support", "still waiting from earlier weeks")
    assert all(any(each in text for each in told) for text in low)
    assert not any("mostly independent" in text.splitlines()[1] for text in low)
    assert any("still waiting after twice the hold" in text for text in low)
    held_back = [week for week in weeks if week.number and week.number.withheld is Withheld.SUPPORT]
    assert held_back
    assert (
        "Support was low last week, and a low score means little without good support." in words(held_back[0], []).text
    )


def test_the_coach_is_low_with_good_support_and_gets_the_word(year: Year) -> None:
    weeks = year["coach"][12:]
    assert max(scores(weeks)) < 35
    assert said(weeks)[Verdict.MOSTLY_INDEPENDENT] >= 9
    assert sum(week.support_level is SupportLevel.OK for week in weeks) >= 11
    assert "mostly independent" in words(next(week for week in weeks if week.number and week.number.verdict), []).text


def test_the_curves_are_drawn_with_a_line_for_each_quarter(year: Year) -> None:
    line = curve(year["learner"])
    assert len(line) == 52
    assert line.startswith("····") and line[10] in "▆▇█" and line[-1] in "▁▂▃"
    assert support(year["absent"]).count("▼") >= 22
    assert quarter(year["absent"][:13])[1].endswith(" of 13")
    assert quarter([]) == ("none", "0 of 0", "0 of 0", "none")
    printed = io.StringIO()
    simulated.show_curves(Console(file=printed, width=80), year)
    text = printed.getvalue()
    assert all(manager.name in text for manager in simulated.TEAMS.values())
    assert line in text
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text and "│ (" not in text, "nothing is cut or broken"


def test_each_team_is_told_in_a_sentence_and_who_leaves_theirs_alone_plainly(year: Year) -> None:
    assert story(year["absent"]).endswith(simulated.LEFT_ALONE)
    for key in ("learner", "coach"):
        assert simulated.LEFT_ALONE not in story(year[key]) and "Called mostly independent in " in story(year[key])
    assert story(year["coach"][:4]) == "No number yet."


def test_the_rescuer_learns_little_by_little() -> None:
    assert learning(1) == learning(17) == RESCUER
    assert learning(30) == learning(52) == COACH
    rescues = [learning(week).rescues for week in range(17, 31)]
    assert rescues == sorted(rescues, reverse=True) and len(set(rescues)) == len(rescues)


def test_the_demo_can_begin_with_a_history_of_which_nobody_hears(story: Story) -> None:
    runtime = story.kickstand.runtime
    monday = story.clock().astimezone(HOME).date()
    with runtime.sessions.begin() as session:
        session.execute(delete(WeeklyScore))
    seed_history(runtime.sessions, runtime.settings, story.id("mona"), [story.id("riya"), story.id("omar")], monday)
    with runtime.sessions() as session:
        saved = session.scalars(select(WeeklyScore).order_by(WeeklyScore.monday)).all()
        numbers = [read(each) for each in saved]
        asked = session.scalars(select(Request)).all()
        assert session.scalars(select(Post)).all() == []
    assert [each.monday for each in saved] == [monday - timedelta(weeks=week) for week in range(12, 1, -1)]
    assert len(scores(numbers)) >= 6 and scores(numbers)[0] > scores(numbers)[-1]
    assert {each.status for each in asked} & OPEN == set(), "nothing is left open"
    assert all(each.outcome_at is None for each in asked), "and nothing will be asked about later"
    assert max(each.asked_at for each in asked) < datetime.combine(monday, datetime.min.time(), HOME)
    story.waits(days=0)
    assert "Dependency" in story.mona.sees, "this Monday's report comes as ever"
    story.waits(days=21)
    assert story.riya.sees == ""


def test_a_bar_for_every_score() -> None:
    assert {simulated._bar(score) for score in range(101)} == set(simulated.BARS)
    assert [simulated._bar(score) for score in (0, 50, 100)] == ["▁", "▄", "█"]
    assert date(2025, 1, 6).weekday() == simulated.FIRST_MONDAY.weekday() == 0
