"""What a digest has in which mode, whose score it tells, and that the longest still fits in a message."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from bot.digest.blocks import Digest, TeamLine, WinLine, at_home, digest
from bot.digest.rules import Figures, Score, Shown, TeamWeek
from bot.score.models import WeeklyScore
from bot.score.rules.rates import Share
from bot.score.rules.vocabulary import Verdict
from bot.score.rules.week import Week
from bot.score.rules.weekly import weekly
from bot.settings import ScoreMode
from bot.slack.kit import BLOCKS_IN_MESSAGE
from bot.team import service as team
from tests.blockkit import read_block, read_message
from tests.digest.world import START, Question, Teams
from tests.score.builders import facts_of, worked_cases

WEEK = Week(START.date())
NUMBERS = replace(weekly(facts_of(worked_cases()[2][1])), week=WEEK)
SHARED = "The manager shares the score: 54 (41-66)"


def told(engine: Engine, mode: ScoreMode, shares: bool, reps: int = 5) -> list[str]:
    """The digests of a week in which Mona's score was 54, and six reps asked."""
    teams = Teams(engine, mode)
    teams.begin(reps, 0)
    with teams.at(100) as session:
        team.team(session, "mona", teams.now).shares_score = shares
        session.add(WeeklyScore(manager_id="mona", monday=WEEK.monday, numbers=NUMBERS.to_json(), posted_at=teams.now))
        for number in range(10):
            teams.ask(session, Question(number, f"mona_{number % reps}", 30 + number, "options"))
    teams.look(24 * 7 + 12)
    return teams.posted()


@pytest.mark.parametrize(
    ("mode", "shares", "reps", "shows"),
    [
        (ScoreMode.ON, True, 5, True),
        (ScoreMode.ON, False, 5, False),
        (ScoreMode.AGGREGATE, True, 5, False),
        (ScoreMode.ON, True, 4, False),
    ],
)
def test_a_score_is_told_if_its_manager_shares_it_and_the_team_is_shown(
    engine: Engine, mode: ScoreMode, shares: bool, reps: int, shows: bool
) -> None:
    (text,) = told(engine, mode, shares, reps)
    assert (SHARED in text) == shows
    assert ("10 questions" in text) == (reps == 5)


def test_without_numbers_there_is_no_digest(engine: Engine) -> None:
    assert told(engine, ScoreMode.OFF, shares=True) == []


def test_who_is_in_ramp_gone_or_unconfirmed_is_none_of_the_five(engine: Engine) -> None:
    teams = Teams(engine)
    teams.begin(5, 5)
    with teams.at(1) as session:
        team.person(session, "mona_0").gone = True
        team.line_of(session, "nora_0").started_on = date(2026, 10, 1)  # type: ignore[union-attr]
        team.end_line(session, "nora", "nora_1", teams.now)
        team.claim(session, "nora", "nora_1", None, teams.now)
    teams.look(24 * 7 + 12)
    assert {each.shown for each in teams.told()["2026-11-02"].teams} == {Shown.FEW_REPS}


def test_the_longest_digest_fits_in_a_message_and_in_app_home() -> None:
    figures = Figures(
        asked=1000, settled=Share(400, 1000), in_hold=Share(300, 1000), with_options=Share(1, 600), gaps=("A" * 60,) * 3
    )
    score = Score(score=41, low=34, high=49, verdict=Verdict.MIXED, greyed=True)
    shown = TeamWeek(
        manager_id="M", until=datetime(2026, 11, 9, tzinfo=UTC), shown=Shown.FIGURES, figures=figures, score=score
    )
    teams = [TeamLine(f"<{'&' * 300}", shown) for _ in range(60)]
    wins = [WinLine("&" * 200, "&" * 3000) for _ in range(10)]
    said = digest(Digest(WEEK, teams, wins))
    assert len(said.blocks) <= BLOCKS_IN_MESSAGE
    read_message(said.text, said.blocks)
    home = at_home(Digest(WEEK, teams, wins))
    assert [read_block(each) for each in home] and len(home) <= 22
    assert "And 40 more in Monday's message." in str(home)


def test_the_text_says_what_the_blocks_say() -> None:
    said = digest(Digest(WEEK, [TeamLine("Mona", replace(_few(), shown=Shown.FEW_REPS))], [WinLine("Riya", "Kept it")]))
    for words in ("Mona's team: fewer than five reps past their ramp, so nothing is shown.", "Riya", "Kept it"):
        assert words in said.text and words in str(said.blocks).replace('"', "'").replace("\\'", "'")


def _few() -> TeamWeek:
    return TeamWeek(manager_id="M", until=datetime(2026, 11, 9, tzinfo=UTC), shown=Shown.FEW_ASKED)
