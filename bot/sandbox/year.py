"""A simulated year of three teams, and a little history for the demo. Real services and rules; Slack is never called.

The year is no proof of anything: people here do what their odds say. It shows what the score makes of such people.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import mean
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.sandbox.habits import ABSENT, COACH, RESCUER, Changing, Habits, always, between, learning
from bot.sandbox.team_life import HOME, Team, TeamLife
from bot.score.blocks.report import VERDICTS
from bot.score.models import WeeklyScore
from bot.score.rules.constants import INDEPENDENT_BELOW
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import SupportLevel, Verdict
from bot.score.service.weekly import read
from bot.settings import ScoreMode, Settings
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import Post
from bot.slack.profiles import Profile
from bot.slack.times import count
from bot.store.engine import Sessions, open_engine
from bot.store.migrate import upgrade
from bot.store.workspace import inside, sessions_on
from bot.team import service as team_service

WEEKS = 52
FIRST_MONDAY = date(2025, 1, 6)
REPS, QUESTIONS_A_DAY = 6, 0.2
HISTORY_A_WEEK = 4
QUARTER = 13
"""Weeks."""
WORKSPACE = "T0YEAR"


class Manager(NamedTuple):
    """One of the three, and how their team lives."""

    name: str
    habits: Changing


TEAMS: Mapping[str, Manager] = {
    "learner": Manager("A rescuer who learns to coach", learning),
    "absent": Manager("A manager who is hardly ever there", always(ABSENT)),
    "coach": Manager("A coach from the first day", always(COACH)),
}
WHOLE_YEAR = dict.fromkeys(TEAMS, WEEKS)
BARS = "▁▂▃▄▅▆▇█"
LEGEND = (
    f"One sign a week. Score: {BARS[0]} independent, {BARS[-1]} dependent, · no number yet.\n"
    "Support: ▼ low, · nothing to measure."
)
LEFT_ALONE = "The reps are left alone, so the number is low. No report calls that good."

Year = Mapping[str, Sequence[WeeklyNumbers]]
"""What was posted to each manager, week by week."""


def show(out: Console) -> None:
    """Simulate the year and print the three curves."""
    out.print(f"{WEEKS} weeks of three teams of {REPS} through the real services; nothing is sent ...")
    show_curves(out, simulate())


def show_curves(out: Console, year: Year) -> None:
    """Each team's weeks as two lines of signs and a sentence, and its quarters as a table."""
    for key, weeks in year.items():
        out.print(f"\n[bold]{TEAMS[key].name}[/bold]")
        out.print(f"score    {curve(weeks)}", markup=False, soft_wrap=True)
        out.print(f"support  {support(weeks)}", markup=False, soft_wrap=True)
        out.print(_quarters(weeks))
        out.print(story(weeks), markup=False)
    out.print(f"\n{LEGEND}", markup=False)


def simulate(seed: int = 7, weeks: Mapping[str, int] = WHOLE_YEAR) -> Year:
    """Play so many weeks of each team, each in a process and a database of its own; the same seed, the same weeks."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        played = {key: pool.submit(live, key, seed, weeks[key]) for key in TEAMS}
        return {key: each.result() for key, each in played.items()}


def live(key: str, seed: int, weeks: int) -> list[WeeklyNumbers]:
    """One team's weeks, as they were posted."""
    with tempfile.TemporaryDirectory(prefix="kickstand-year-") as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'year.db'}", kickstand_score=ScoreMode.ON)
        with _database(settings) as sessions:
            team = _move_in(sessions, key)
            life = TeamLife(sessions, settings, Random(seed))  # noqa: S311 - chance, no secret
            for number in range(weeks):
                life.week([team], number + 1, FIRST_MONDAY + timedelta(weeks=number))
            life.report([team], FIRST_MONDAY + timedelta(weeks=weeks))
            with sessions() as session:
                return _posted(session, team.manager_id)


@contextmanager
def _database(settings: Settings) -> Iterator[Sessions]:
    engine = open_engine(settings)
    try:
        upgrade(engine, _morning(FIRST_MONDAY))
        with inside(WORKSPACE):
            yield sessions_on(engine)
    finally:
        engine.dispose()


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), HOME)


def _move_in(sessions: Sessions, key: str) -> Team:
    """Everybody is known, and an admin has imported who reports to whom."""
    now = _morning(FIRST_MONDAY)
    manager, *reps = (f"U0{key.upper()}{number}" for number in range(REPS + 1))
    with sessions.begin() as session:
        session.add(Workspace(id=WORKSPACE, name="A year", bot_user_id="U0BOT", bot_id="B0BOT", installed_at=now))
        session.flush()
        for each in (manager, *reps):
            team_service.remember(session, Profile(each, each, HOME.key, False, False, "", "", None), now)
        for rep in reps:
            team_service.import_line(session, rep, manager, None, date(2023, 1, 2), now)
    return Team(manager, reps, TEAMS[key].habits, QUESTIONS_A_DAY)


def _posted(session: Session, manager_id: str) -> list[WeeklyNumbers]:
    query = select(WeeklyScore).where(WeeklyScore.manager_id == manager_id).order_by(WeeklyScore.monday)
    return [read(saved) for saved in session.scalars(query)]


def curve(weeks: Sequence[WeeklyNumbers]) -> str:
    """One bar a week, from independent to dependent; a dot where there was no number."""
    return "".join(_bar(week.number.score) if week.number else "·" for week in weeks)


def _bar(score: int) -> str:
    return BARS[min(score * len(BARS) // 101, len(BARS) - 1)]


def support(weeks: Sequence[WeeklyNumbers]) -> str:
    """A mark below each week in which support was low."""
    marks = {SupportLevel.LOW: "▼", SupportLevel.OK: " "}
    return "".join(marks.get(week.support_level, "·") for week in weeks)


def story(weeks: Sequence[WeeklyNumbers]) -> str:
    """Some weeks in a sentence or two: where the score went, how support was, and what the reports made of it."""
    numbers = [week.number for week in weeks if week.number]
    if not numbers:
        return "No number yet."
    first, last = (mean(each.score for each in part) for part in (numbers[:QUARTER], numbers[-QUARTER:]))
    low = sum(week.support_level is SupportLevel.LOW for week in weeks)
    good = sum(each.verdict is Verdict.MOSTLY_INDEPENDENT for each in numbers)
    said = f"At first {first:.0f}, at last {last:.0f}. Support was low in {low} of {count(len(weeks), 'week')}."
    if good:
        return f"{said}\nCalled mostly independent in {good} of them."
    return f"{said}\n{LEFT_ALONE}" if last < INDEPENDENT_BELOW and low > len(weeks) / 2 else said


def _quarters(weeks: Sequence[WeeklyNumbers]) -> Table:
    table = Table("Quarter", "Score", "Weeks of\nlow support", "Needed no\nmanager", "Word, and how often")
    for number, start in enumerate(range(0, len(weeks), QUARTER), 1):
        table.add_row(f"{number}", *quarter(weeks[start : start + QUARTER]))
    return table


def quarter(weeks: Sequence[WeeklyNumbers]) -> tuple[str, str, str, str]:
    """Some weeks in one line: mean score, how often support was low, how many needed no manager, words."""
    scores = [week.number.score for week in weeks if week.number]
    said = Counter(VERDICTS[week.number.verdict] for week in weeks if week.number and week.number.verdict)
    low = sum(week.support_level is SupportLevel.LOW for week in weeks)
    asked = sum(week.reach.requests for week in weeks)
    alone = sum(week.reach.solved_without_manager for week in weeks)
    return (
        f"{mean(scores):.0f} ({min(scores)}-{max(scores)})" if scores else "none",
        f"{low} of {len(weeks)}",
        f"{alone} of {asked}",
        "\n".join(f"{word} ({times})" for word, times in said.most_common()) or "none",
    )


def seed_history(
    sessions: Sessions, settings: Settings, manager_id: str, rep_ids: Sequence[str], monday: date, weeks: int = 11
) -> None:
    """Give a team the weeks before this Monday as they may have been, and their saved reports. Sends nothing.

    To be called inside the workspace, when the people are known and the lines are there for `weeks` + 1 weeks. The
    report about the last of those weeks is left to the program: `weeks` reports are saved. Nothing is left open, and
    nothing will ask for anything later; messages that would have been sent are taken out of the outbox.
    """
    with sessions.begin() as session:
        before = set(session.scalars(select(Post.id)))
    life = TeamLife(sessions, settings, Random(11))  # noqa: S311 - chance, no secret
    team = Team(manager_id, rep_ids, _getting_better(weeks + 1), HISTORY_A_WEEK / 5 / len(rep_ids))
    for number in range(weeks + 1):
        days = 3 if number == weeks else 5
        life.week([team], number + 1, monday - timedelta(weeks=weeks + 1 - number), asking_days=days)
    with sessions.begin() as session:
        session.execute(delete(Post).where(Post.id.not_in(before)))


def _getting_better(weeks: int) -> Changing:
    """Every question is answered; what would be asked about two weeks later is left out of the last two."""

    def habits(week: int) -> Habits:
        mixed = between(RESCUER, COACH, week / weeks)
        return replace(mixed, answers=1.0, asks=1.0 if week > weeks - 3 else mixed.asks)

    return habits
