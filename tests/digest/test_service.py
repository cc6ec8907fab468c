"""What a digest has in which mode, whose score it tells, and that the longest still fits in a message."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.digest import service as digest_service
from bot.digest.blocks import FOOTER, SCALE, WHO, Digest, TeamLine, WinLine, at_home, digest
from bot.digest.messages import sections
from bot.digest.rules import Figures, Score, Shown, TeamWeek
from bot.features import message_kinds
from bot.playbook.rules import Entry
from bot.playbook.service import gaps, stages
from bot.score.models import WeeklyScore
from bot.score.rules.rates import Share
from bot.score.rules.vocabulary import Verdict
from bot.score.rules.week import Week
from bot.score.rules.weekly import weekly
from bot.score.service.weekly import WEEKLY
from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.kit import BLOCKS_IN_MESSAGE, TEXT
from bot.slack.outbox import Post
from bot.team import service as team
from bot.wins.models import Win
from tests.blockkit import read_block, read_message
from tests.conftest import KEY
from tests.digest.world import LONG_AGO, START, OneOnOne, Question, Teams
from tests.score.builders import facts_of, worked_cases

WEEK = Week(START.date())
NUMBERS = replace(weekly(facts_of(worked_cases()[2][1])), week=WEEK)
MONDAY = 24 * 7
"""Hours from the start to the Monday after."""
SHARED = "The manager shares the score: 54 (41-66)"


def had_their_report(teams: Teams, session: Session, ts: str | None = "1.2") -> Post:
    """Mona's own report on the week, in which her score was 54. `ts`: None while it is not in Slack."""
    saved = WeeklyScore(manager_id="mona", monday=WEEK.monday, numbers=NUMBERS.to_json(), posted_at=teams.now)
    session.add(saved)
    session.flush()
    post = outbox.want(session, WEEKLY, saved.id, "mona", teams.now)
    post.ts = ts
    return post


def told(engine: Engine, mode: ScoreMode, shares: bool, reps: int = 5) -> list[str]:
    """The digests of a week in which Mona's score was 54, and six reps asked."""
    teams = Teams(engine, mode)
    teams.begin(reps, 0)
    with teams.at(100) as session:
        team.team(session, "mona", teams.now).shares_score = shares
        had_their_report(teams, session)
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
        asked=1000,
        settled=Share(400, 1000),
        in_hold=Share(300, 1000),
        with_options=Share(1, 600),
        gaps=("Security review",) * 3,
    )
    score = Score(score=41, low=34, high=49, verdict=Verdict.MIXED, greyed=True)
    shown = TeamWeek(
        manager_id="M", until=datetime(2026, 11, 9, tzinfo=UTC), shown=Shown.FIGURES, figures=figures, score=score
    )
    teams = [TeamLine(f"Mona {number:02} {'x' * 300}", shown) for number in range(90)]
    wins = [WinLine("W", "&" * 200, "y" * 3000) for _ in range(10)]
    said = digest(Digest(WEEK, teams, wins))
    assert len(said.blocks) <= BLOCKS_IN_MESSAGE
    read_message(said.text, said.blocks)
    assert len(str(said.blocks)) < 12_000, "Slack takes no more of all blocks together"
    named = str(said.blocks).count("'s team*: 1,000 questions")
    assert named > 2 and f"And {90 - named} more teams, in App Home." in str(said.blocks)
    assert len(said.text) <= TEXT and "more lines in the message itself." in said.text
    assert said.text.endswith(f"{FOOTER}\n{WHO}\n{SCALE}"), "only whole lines are left out"
    home = at_home(Digest(WEEK, teams, wins))
    assert [read_block(each) for each in home] and len(home) <= 22
    assert "Mona 79" in str(home) and "And 10 more teams: too many to fit here." in str(home)


def test_the_text_says_what_the_blocks_say() -> None:
    said = digest(
        Digest(WEEK, [TeamLine("Mona", replace(_few(), shown=Shown.FEW_REPS))], [WinLine("W", "Riya", "Kept it")])
    )
    for words in ("Mona's team: fewer than five reps past their ramp, so nothing is shown.", "Riya", "Kept it"):
        assert words in said.text and words in str(said.blocks).replace("*", "").replace('"', "'").replace("\\'", "'")


def _few() -> TeamWeek:
    return TeamWeek(manager_id="M", until=datetime(2026, 11, 9, tzinfo=UTC), shown=Shown.FEW_ASKED)


def shared_week(engine: Engine, ts: str | None = "1.2") -> Teams:
    """Mona shares her score; five of hers asked ten questions."""
    teams = Teams(engine, ScoreMode.ON)
    teams.begin(5, 0)
    with teams.at(100) as session:
        team.team(session, "mona", teams.now).shares_score = True
        had_their_report(teams, session, ts)
        for number in range(10):
            teams.ask(session, Question(number, f"mona_{number % 5}", 30 + number, "options"))
    return teams


@pytest.mark.parametrize(("mode", "figures"), [(ScoreMode.AGGREGATE, True), (ScoreMode.OFF, False)])
def test_what_was_saved_with_a_score_is_shown_without_one_where_there_is_none_now(
    engine: Engine, mode: ScoreMode, figures: bool
) -> None:
    teams = shared_week(engine)
    assert teams.look(MONDAY + 12)
    assert SHARED in teams.posted()[0]
    teams.settings = Settings(kickstand_secret_key=KEY, kickstand_score=mode)
    with teams.at(MONDAY + 13) as session:
        home = str(sections(teams.settings, session, "lee", teams.now))
    for said in (home, " ".join(teams.said("lee").values())):
        assert "shares the score" not in said
        assert ("10 questions" in said) == figures


def test_a_score_waits_for_its_managers_own_report_until_the_next_morning(engine: Engine) -> None:
    teams = shared_week(engine, ts=None)
    assert not teams.look(MONDAY + 12) and not teams.look(MONDAY + 24 + 9)
    assert teams.look(MONDAY + 24 + 10)
    (text,) = teams.posted()
    assert "10 questions" in text and "shares the score" not in text


def test_as_soon_as_the_managers_report_is_there_the_score_is_told(engine: Engine) -> None:
    teams = shared_week(engine, ts=None)
    assert not teams.look(MONDAY + 12)
    with teams.at(MONDAY + 13) as session:
        session.scalars(select(Post).where(Post.kind == WEEKLY)).one().ts = "1.2"
    assert teams.look(MONDAY + 14) and SHARED in teams.posted()[0]


def wins_of_mona_0(engine: Engine) -> Teams:
    """A digest with one win of hers is written, and has not come yet."""
    teams = Teams(engine)
    teams.begin(1, 0)
    with teams.at(50) as session:
        session.add(Win(rep_id="mona_0", lead_id="lee", text="Acme signed", offered_at=teams.now))
    assert teams.look(MONDAY + 12)
    return teams


def told_on(teams: Teams) -> list[date | None]:
    with teams.at(MONDAY + 30) as session:
        return list(session.scalars(select(Win.told_on)))


def test_a_win_is_told_when_the_digest_comes_with_it(engine: Engine) -> None:
    teams = wins_of_mona_0(engine)
    assert "Acme signed" in teams.said("lee")["2026-11-02"]
    assert told_on(teams) == [WEEK.monday]


def test_a_win_that_nobody_reads_is_not_told_and_who_leads_nobody_gets_no_digest(engine: Engine) -> None:
    teams = wins_of_mona_0(engine)
    with teams.at(MONDAY + 20) as session:
        teams.led_by(session, "mona", "lena")
        teams.led_by(session, "nora", "lena")
    assert teams.said("lee") == {}
    assert told_on(teams) == [None]


def test_a_win_that_was_told_stays_told_whoever_leads_later(engine: Engine) -> None:
    teams = wins_of_mona_0(engine)
    with teams.at(MONDAY + 20) as session:
        teams.led_by(session, "mona", "lena")
        post = session.scalars(select(Post).where(Post.kind == digest_service.LEAD)).one()
        post.ts = "1.2"
        said = message_kinds(teams.settings)[digest_service.LEAD].render(session, post, teams.now)
        assert said and "Acme" not in said.text
    assert told_on(teams) == [WEEK.monday]


@pytest.mark.parametrize(
    ("settled", "said"),
    [
        (0, "None settled without the manager."),
        (1, "1 (17 %) settled without the manager, not while it waited."),
        (2, "none of them while they waited."),
    ],
)
def test_none_is_said_once(settled: int, said: str) -> None:
    figures = Figures(asked=6, settled=Share(settled, 6), in_hold=Share(0, 6), with_options=None)
    line = TeamLine("Mona", replace(_few(), shown=Shown.FIGURES, figures=figures))
    assert digest(Digest(WEEK, [line], [])).text.splitlines()[1].endswith(said)


def busy_week(engine: Engine, reps: int, met: int, mode: ScoreMode = ScoreMode.ON) -> Teams:
    """Each of these reps asks twice, what comes next at Renewal; so many had a 1:1, all but the first held."""
    teams = Teams(engine, mode)
    teams.begin(reps, 0)
    with teams.at(50) as session:
        for number in range(2 * reps):
            teams.ask(session, Question(number, f"mona_{number % reps}", 30 + number, "options", missing="Renewal"))
        for number in range(met):
            teams.meet(session, OneOnOne(number, f"mona_{number}", 34 + number, held=number > 0))
        gaps.note(session, "mona", "Legal review", teams.now)
    return teams


@pytest.mark.parametrize(
    ("reps", "met", "held"), [(5, 3, "1:1s: 2 of 3 noted as held."), (5, 2, ""), (5, 0, ""), (4, 4, "")]
)
def test_1_to_1s_and_missing_steps_stand_beside_figures_and_are_about_three_people_at_least(
    engine: Engine, reps: int, met: int, held: str
) -> None:
    """What somebody typed without asking is nobody's known question, and so in no digest."""
    teams = busy_week(engine, reps, met)
    teams.look(MONDAY + 12)
    (said,) = teams.posted()
    assert held in said and ("1:1s" in said) is bool(held)
    teams.settings = Settings(kickstand_secret_key=KEY, kickstand_score=ScoreMode.AGGREGATE)
    assert "1:1s" not in teams.posted()[0], "they are about the manager"
    assert ("Several asked what comes next at Renewal; the playbook doesn't say yet." in said) is (reps == 5)
    assert "Legal review" not in said


def test_with_counts_alone_nothing_of_a_manager_s_1_to_1s_is_saved(engine: Engine) -> None:
    teams = busy_week(engine, 5, 5, ScoreMode.AGGREGATE)
    teams.look(MONDAY + 12)
    (told,) = [each.figures for each in teams.told()["2026-11-02"].teams if each.figures]
    assert told.one_on_ones is None and told.gaps == ("Renewal",)


def test_a_step_that_was_written_by_then_is_not_missing(engine: Engine) -> None:
    teams = busy_week(engine, 5, 0)
    with teams.at(60) as session:
        stages.add(session, "mona", Entry("Renewals", ("renewal",), "Call them"), teams.now)
    teams.look(MONDAY + 12)
    assert "comes next" not in teams.posted()[0]


def test_a_lead_who_is_on_the_team_as_well_is_none_of_the_five(engine: Engine) -> None:
    """Else they could take their own questions from figures about four others."""
    teams = Teams(engine)
    teams.begin(4, 5)
    with teams.at(0) as session:
        teams.join(session, "lee", "mona", LONG_AGO)
        for number in range(10):
            teams.ask(session, Question(number, f"mona_{number % 4}", 30 + number, "options"))
    teams.look(MONDAY + 12)
    assert teams.told()["2026-11-02"].teams[0].shown is Shown.FEW_REPS


def test_a_score_that_is_not_shared_any_more_is_not_said_any_more(engine: Engine) -> None:
    teams = shared_week(engine)
    assert teams.look(MONDAY + 12)
    with teams.at(MONDAY + 13) as session:
        team.team(session, "mona", teams.now).shares_score = False
    with teams.at(MONDAY + 14) as session:
        home = str(sections(teams.settings, session, "lee", teams.now))
    for said in (home, teams.said("lee")["2026-11-02"]):
        assert "10 questions" in said and "shares the score" not in said
