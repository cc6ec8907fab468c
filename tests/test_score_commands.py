"""`kickstand weekly` and `kickstand score`: what they post, print and refuse."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from bot.requests.models import Request
from bot.requests.rules import Label, Status
from bot.settings import Settings
from bot.team import service as team
from tests.conftest import MONDAY
from tests.privacy.test_my_data import copy
from tests.stories.test_below_the_report import a_week as a_week_of_rescues
from tests.story import Story
from tests.test_cli import Run, run

__all__ = ["run"]


TODAY = "2026-11-23T09:30:00+00:00"
"""The Monday after the week that these stories fill."""


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with freeze_time(TODAY, real_asyncio=True, ignore=["bot.sandbox", "slack_sdk", "sqlalchemy"]):
        yield


def test_weekly_prints_without_posting_and_posts_once(run: Run, story: Story, settings: Settings) -> None:
    """The reports of the command line are those of the running program, for the moment that is asked for."""
    at = "2026-11-23T09:00:00+00:00"
    more = {"DATABASE_URL": settings.database_url}
    assert "Mona Berg, 2026-W47" in run("weekly", "--as-of", at, "--dry-run", **more)[1]
    assert "No requests went through me last week." not in story.mona.sees
    assert run("weekly", "--as-of", at, **more) == (0, "1 posted.")
    assert "No requests went through me last week." in story.mona.sees
    assert run("weekly", "--as-of", at, **more) == (0, "Nothing was due.")
    with freeze_time("2026-11-30T09:00:00+00:00", real_asyncio=True, ignore=["bot.sandbox", "slack_sdk", "sqlalchemy"]):
        assert "2026-W48" in run("weekly", "--dry-run", **more)[1]


def test_what_one_rep_is_rescued_on_again_and_again_is_not_printed(run: Run, story: Story, settings: Settings) -> None:
    a_week_of_rescues(story)
    at, more = "2026-11-23T09:00:00+00:00", {"DATABASE_URL": settings.database_url}
    printed = run("weekly", "--as-of", at, "--dry-run", **more)[1]
    assert "6 requests last week" in printed or "of 6 without you" in printed
    assert "of one rep" not in printed
    run("weekly", "--as-of", at, **more)
    assert "3 rescues of one rep on Price and discount" in story.mona.sees


def test_whose_figures_were_looked_at_is_recorded_and_in_the_managers_copy(
    run: Run, story: Story, settings: Settings
) -> None:
    more = {"DATABASE_URL": settings.database_url}
    run("weekly", "--dry-run", **more)
    run("score", "--explain", "Mona Berg", **more)
    looks = copy(story, "mona")["looks_at_your_figures_from_the_command_line"]
    assert {each["command"] for each in looks} == {"weekly --dry-run", "score --explain"}
    assert len(looks) == 2 and all(each["by"] for each in looks)
    assert "score --explain" not in str(copy(story, "riya"))


def test_weekly_says_when_a_report_cannot_be_made_and_writes_the_others(
    run: Run, story: Story, settings: Settings
) -> None:
    at, more = "2026-11-23T09:00:00+00:00", {"DATABASE_URL": settings.database_url}
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("dana"), None, None, story.clock())
        team.person(session, story.id("dana")).zone = "Nowhere/Land"
    assert (
        "The report of Dana Ruiz cannot be made (ZoneInfoNotFoundError)."
        in run("weekly", "--as-of", at, "--dry-run", **more)[1]
    )
    code, printed = run("weekly", "--as-of", at, **more)
    assert (code, printed[:10]) == (1, "1 posted. ")
    assert "1 could not be made; the log says whose. They stay due." in printed


@pytest.mark.parametrize(("mode", "said"), [("off", "no weekly reports"), ("aggregate", "no score")])
def test_weekly_and_score_say_that_no_score_is_computed(
    run: Run, story: Story, settings: Settings, mode: str, said: str
) -> None:
    more = {"DATABASE_URL": settings.database_url, "KICKSTAND_SCORE": mode}
    for words in (("weekly", "--dry-run"), ("score", "--explain", "Mona Berg")):
        code, printed = run(*words, **more)
        assert (code, f"KICKSTAND_SCORE is {mode}" in printed, said in printed) == (0, True, True)
        assert "Dependency" not in printed


def _asks(story: Story, number: int, ending: str) -> None:
    for at in range(number):
        story.riya.says(f"Question {ending} {at}?")
        story.waits(hours=1)
        story.mona.clicks(ending)
        story.clock.advance(timedelta(minutes=6))


def test_score_lays_open_every_request_and_adds_up(run: Run, story: Story, settings: Settings) -> None:
    more = {"DATABASE_URL": settings.database_url}
    _asks(story, 3, "Your call")
    story.riya.says("And one that cannot wait?")
    story.riya.clicks("Urgent")
    story.riya.submits()
    story.mona.clicks("Your call")
    story.clock.set(MONDAY + timedelta(days=1))
    story.kickstand.tick()
    _asks(story, 3, "Your call")
    for name in range(2):
        story.omar.says(f"Another {name}?")
        story.omar.clicks("Solved it")
        story.clock.advance(timedelta(minutes=6))
    for day in range(2, 7):  # time closes what was answered
        story.clock.set(MONDAY + timedelta(days=day))
        story.kickstand.tick()
    code, printed = run("score", "--explain", "mona berg", "--as-of", "2026-11-23", **more)
    assert code == 0
    assert "Mona Berg, 2026-W47: 16 November to 22 November 2026" in printed
    rows = [
        [float(each) for each in found]
        for found in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (\d) ([01]\.\d{6}) (\d\.\d{6})", printed)
    ]
    assert len(rows) == 8
    for s, g, d, age, w, wd in rows:
        assert (d, w, wd) == pytest.approx((0.4 * s + 0.6 * g, 0.5 ** (age / 2), w * d), abs=1e-6)
    total, summed = sum(row[4] for row in rows), sum(row[5] for row in rows)
    p = (summed + 3) / (total + 6)
    n = total**2 / sum(row[4] ** 2 for row in rows)
    assert f"Sum of w: {total:.4f}. Sum of w d: {summed:.4f}." in printed
    assert "mu0: 0.5000 (nothing counts in the 12 weeks before: the middle)." in printed
    assert f"= {n:.4f} effective requests" in printed
    assert f"+ 6) = {p:.4f}." in printed
    assert f"Score: {round(100 * p)}. Phase: early." in printed
    assert "Word: none, because fewer than 12 effective requests." in printed
    assert "Trend: none" in printed
    assert "Left out: 1." in printed and "urgent" in printed
    assert "Posted then: nothing." in printed
    assert "Question" not in printed and "Riya" not in printed


def test_score_says_what_was_posted_where_a_label_came_later(run: Run, story: Story, settings: Settings) -> None:
    more = {"DATABASE_URL": settings.database_url}
    for _ in range(5):
        story.omar.says(f"Question {_}?")
        story.omar.clicks("Solved it")
        story.clock.advance(timedelta(minutes=6))
    at = "2026-11-23T09:00:00+00:00"
    assert run("weekly", "--as-of", at, **more) == (0, "1 posted.")
    posted = "Posted then: 27."
    assert posted in run("score", "--explain", story.id("mona"), "--as-of", at, **more)[1]
    with story.kickstand.runtime.sessions.begin() as session:
        newest = session.scalars(select(Request).order_by(Request.asked_at.desc()).limit(1)).one()
        newest.status, newest.label, newest.answered_at = Status.CLOSED, Label.RESCUED, newest.ended_at
        newest.delivered_at = newest.asked_at
    printed = run("score", "--explain", story.id("mona"), "--as-of", "2026-11-23", **more)[1]
    assert f"{posted} What was posted stays; labels that came later count now." in printed
    assert "Score: 36." in printed


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-24", "--as-of has not come yet (it is '2026-11-24')."),
        ("9999-12-31T23:59:59-10:00", "--as-of has not come yet"),
        ("2026-08-23", "Mona Berg leads a team here since 24 August 2026: no week before that has a score."),
        ("0001-01-01", "Mona Berg leads a team here since 24 August 2026"),
        ("0001-01-01T00:00:00+10:00", "Mona Berg leads a team here since 24 August 2026"),
        ("yesterday", "--as-of wants a moment like"),
    ],
)
def test_a_week_that_is_not_over_or_was_before_the_manager_came_has_no_score(
    run: Run, story: Story, settings: Settings, day: str, sentence: str
) -> None:
    code, printed = run("score", "--explain", "mona", "--as-of", day, DATABASE_URL=settings.database_url)
    assert code == 2
    assert sentence in printed


@pytest.mark.parametrize("words", [("weekly",), ("score", "--explain", "Mona")])
def test_where_nothing_was_recorded_no_database_is_made(run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    code, printed = run(*words, DATABASE_URL=f"sqlite:///{file}")
    assert (code, printed) == (2, f"There is no database at {file}, so nothing was recorded.")
    assert not file.exists()


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("Nobody", "No manager here is called 'Nobody'."),
        ("Riya Shah", "No manager here is called 'Riya Shah'."),
        ("mona", "Several managers are called mona: say which id, U0DANA000, U0MONA000."),
        ("Mona Berg", "Several managers are called Mona Berg: say which id, U0DANA000, U0MONA000."),
    ],
)
def test_score_wants_one_manager(run: Run, story: Story, settings: Settings, who: str, sentence: str) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("dana"), None, None, story.clock())
        team.person(session, story.id("dana")).name = "Mona Berg"
    code, printed = run("score", "--explain", who, DATABASE_URL=settings.database_url)
    assert code == 2
    assert sentence in printed


def test_score_gives_no_number_that_the_report_would_hold_back(run: Run, story: Story, settings: Settings) -> None:
    story.omar.says("One question?")
    story.omar.clicks("Solved it")
    printed = run("score", "--explain", "Mona Berg", "--as-of", "2026-11-23", DATABASE_URL=settings.database_url)[1]
    assert "No score: 5 effective requests are needed. Phase: too_few." in printed
    assert "Band" not in printed and "p =" not in printed
