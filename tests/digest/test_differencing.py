"""Two digests laid side by side must not give one person away. Played on a database, over random worlds.

A figure is whatever a line of a digest says. What a figure is about is found by playing the same weeks once more
without one question: the lines that differ are about it. Nothing here knows how figures are made, so windows that roll,
sums over teams or a week that is told twice are found out, whoever adds them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.digest.rules import LEAST_ASKERS
from bot.privacy.service.forgetting import forget
from bot.requests.models import Request
from bot.team import service as team
from tests.digest.world import START, OneOnOne, Question, Teams
from tests.team.world import profile

WEEKS, HOURS = 4, 24 * 7
REPS = tuple(f"{manager}_{number}" for manager in ("mona", "nora") for number in range(6))
LEADS = ("lee", "lena")


@dataclass(frozen=True)
class Scene:
    """Some weeks: questions, 1:1s, a rep who moves, one who joins, a manager who flies, one lead after another."""

    questions: tuple[Question, ...]
    meetings: tuple[OneOnOne, ...]
    moves: tuple[int, str]
    """The hour, and who changes teams."""
    joins: int
    flies: int
    follows: int
    zones: tuple[str, str] = ("America/Los_Angeles", "Europe/Berlin")
    """Where Mona is, and where she flies to."""

    def play(self, engine: Engine) -> Teams:
        """Everything in its order. On Mondays the digests are written, at one of three looks."""
        teams = Teams(engine)
        teams.begin(6, 6, zone=self.zones[0])
        with teams.at() as session:
            for hour, _, act in sorted(self._acts(teams, session), key=lambda each: each[:2]):
                teams.now = START + timedelta(hours=hour)
                act()
        return teams

    def _acts(self, teams: Teams, session: Session) -> Iterator[tuple[int, int, Callable[[], object]]]:
        hour, who = self.moves
        other = "nora" if who.startswith("mona") else "mona"
        mona = team.person(session, "mona")
        yield hour, 0, lambda: teams.join(session, who, other)
        yield self.joins, 0, lambda: teams.join(session, "mona_new", "mona")
        yield self.flies, 0, lambda: setattr(mona, "zone", self.zones[1])
        yield self.follows, 0, lambda: teams.led_by(session, "nora", "lena")
        for each in self.questions:
            yield each.hour, 1, partial(teams.ask, session, each)
        for met in self.meetings:
            yield met.hour, 1, partial(teams.meet, session, met)
        for week in range(1, WEEKS + 1):
            for later in (10, 34, 58):
                yield HOURS * week + later, 2, lambda: teams.look_now(session)

    @property
    def things(self) -> tuple[Question | OneOnOne, ...]:
        """Whatever a figure may be about."""
        return self.questions + self.meetings

    def without(self, *gone: Question | OneOnOne) -> "Scene":
        """The same weeks, without some questions and 1:1s."""
        questions = tuple(each for each in self.questions if each not in gone)
        return replace(self, questions=questions, meetings=tuple(each for each in self.meetings if each not in gone))


def lines(teams: Teams) -> dict[tuple[str, str, int], str]:
    """Every line of every digest of any lead."""
    return {
        (lead, monday, number): line
        for lead in LEADS
        for monday, text in teams.said(lead).items()
        for number, line in enumerate(text.splitlines())
    }


hours = st.integers(0, HOURS * WEEKS - 1)
within_a_week = hours.filter(lambda hour: hour % HOURS > 0)
questions = st.builds(
    Question,
    id=st.just(0),
    rep=st.sampled_from([*REPS, "mona_new"]),
    hour=hours,
    ends=st.sampled_from(("solved", "brought", "options")),
    missing=st.sampled_from(("", "Renewal")),
)
meetings = st.builds(OneOnOne, id=st.just(0), rep=st.sampled_from([*REPS, "mona_new"]), hour=hours, held=st.booleans())
scenes = st.builds(
    Scene,
    questions=st.lists(questions, min_size=30, max_size=45).map(
        lambda found: tuple(replace(each, id=number) for number, each in enumerate(found))
    ),
    meetings=st.lists(meetings, min_size=20, max_size=30).map(
        lambda found: tuple(replace(each, id=number) for number, each in enumerate(found))
    ),
    moves=st.tuples(within_a_week, st.sampled_from(REPS)),
    joins=within_a_week,
    flies=hours,
    follows=hours,
)
on_a_database = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def engine(engine: Engine) -> Engine:
    if engine.dialect.name != "sqlite":
        pytest.skip("arithmetic: one kind of database is enough")
    return engine


@given(scene=scenes, picks=st.lists(st.integers(0, 10_000), min_size=2, max_size=2))
@on_a_database
def test_a_question_or_1_to_1_is_in_one_line_of_one_digest_at_most(
    engine: Engine, scene: Scene, picks: list[int]
) -> None:
    """So no two figures are about overlapping sets: their difference is never about fewer people than each of them."""
    whole = lines(scene.play(engine))
    for pick in picks:
        gone = scene.things[pick % len(scene.things)]
        other = lines(scene.without(gone).play(engine))
        differ = [key for key in whole.keys() | other.keys() if whole.get(key) != other.get(key)]
        of_teams = [key for key in differ if "'s team:" in whole.get(key, "") + other.get(key, "")]
        said = {whole.get(key, "") for key in set(differ) - set(of_teams)}
        assert len(of_teams) <= 1, (gone, differ)
        assert not any(character.isdigit() for line in said for character in line.partition(" of ")[0]), said


@given(scene=scenes)
@on_a_database
def test_who_changed_teams_or_came_is_in_no_figure_of_that_week(engine: Engine, scene: Scene) -> None:
    """What they asked then, and their 1:1s, could else be taken from the difference of two teams, or of two weeks."""
    hour, who = scene.moves
    week = {who: hour // HOURS, "mona_new": scene.joins // HOURS}
    same = replace(scene, zones=("UTC", "UTC"))
    gone = [each for each in scene.things if week.get(each.rep) == each.hour // HOURS]
    assert lines(same.play(engine)) == lines(same.without(*gone).play(engine))


@given(scene=scenes)
@on_a_database
def test_every_figure_is_about_three_people_at_least(engine: Engine, scene: Scene) -> None:
    teams = scene.play(engine)
    for lead in LEADS:
        for told in teams.told(lead).values():
            for each in told.teams:
                if each.figures:
                    assert each.figures.asked >= LEAST_ASKERS
                    for part in (each.figures.with_options, each.figures.one_on_ones):
                        assert part is None or part.whole >= LEAST_ASKERS


def busy(teams: Teams, week: int) -> list[Question]:
    """Five reps of Mona's ask twice in a week."""
    found = [Question(100 * week + n, f"mona_{n % 5}", HOURS * week + 30 + n, "brought") for n in range(10)]
    with teams.at(HOURS * week + 60) as session:
        for each in found:
            teams.ask(session, each)
    return found


def test_a_week_is_computed_once_whatever_becomes_of_its_questions(engine: Engine) -> None:
    teams = Teams(engine)
    teams.begin(5, 5)
    asked = busy(teams, 0)
    assert teams.look(HOURS + 12)
    once = teams.told()
    with teams.at(HOURS + 13) as session:
        session.delete(session.get_one(Request, f"{teams.workspace}Q{asked[0].id}"))
    assert not any(teams.look(HOURS + later) for later in (13, 14, 40, 90, 160))
    assert teams.told() == once
    assert len(teams.posted()) == 1


def test_a_lead_who_was_forgotten_begins_anew_and_is_told_no_week_again(engine: Engine) -> None:
    teams = Teams(engine)
    teams.begin(5, 5)
    asked = busy(teams, 0)
    assert teams.look(HOURS + 12)
    with teams.at(HOURS + 13) as session:
        forget(session, teams.settings, "lee", None, teams.now)
        session.delete(session.get_one(Request, f"{teams.workspace}Q{asked[0].id}"))
    assert teams.told() == {}
    with teams.at(HOURS + 14) as session:
        team.remember(session, profile("lee", name="Lee", zone="UTC"), teams.now)
        teams.led_by(session, "mona", "lee")
    assert not any(teams.look(HOURS + later) for later in (15, 40, 90))
    (again,) = teams.told().values()
    assert again.began and not again.teams
    busy(teams, 1)
    assert teams.look(2 * HOURS + 12)
    assert "10 questions" in teams.posted()[-1]


def test_a_week_that_one_lead_was_told_is_not_told_to_the_next(engine: Engine) -> None:
    """Lee's digest has Mona's week; Lena takes Mona's team over before her own digest is written."""
    teams = Teams(engine)
    teams.begin(5, 5)
    with teams.at(1) as session:
        teams.led_by(session, "nora", "lena")
        team.person(session, "lena").zone = "America/Los_Angeles"
    teams.look(2)
    busy(teams, 0)
    teams.look(HOURS + 12)
    with teams.at(HOURS + 13) as session:
        teams.led_by(session, "mona", "lena")
    teams.look(HOURS + 20)
    assert [each.manager_id for told in teams.told("lee").values() for each in told.teams] == ["mona"]
    assert [each.manager_id for told in teams.told("lena").values() for each in told.teams] == ["nora"]


def test_a_manager_who_flies_east_does_not_have_the_same_hours_told_twice(engine: Engine) -> None:
    """Sunday afternoon in Los Angeles is Monday in Berlin."""
    teams = Teams(engine)
    teams.begin(5, 0, zone="America/Los_Angeles")
    sunday = HOURS + 3  # Monday 03:00 UTC
    with teams.at(sunday) as session:
        for n in range(10):
            teams.ask(session, Question(n, f"mona_{n % 5}", sunday, "brought"))
    assert teams.look(HOURS + 12)
    with teams.at(HOURS + 13) as session:
        team.person(session, "mona").zone = "Europe/Berlin"
    assert teams.look(2 * HOURS + 12)
    assert [each.figures.asked for told in teams.told().values() for each in told.teams if each.figures] == [10]
