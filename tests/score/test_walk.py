"""Six weeks and more in the life of two managers, as the job sees them: outages, other zones, a team that is gone."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.score.models import WeeklyScore
from bot.score.rules.week import Week, local_day, scored_week
from bot.score.service.weekly import may_be_due, post_if_due
from bot.slack.outbox import Post
from bot.team import service as team
from tests.digest.world import LONG_AGO, Teams

ZONES = [
    "Pacific/Auckland",
    "America/Los_Angeles",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "UTC",
]
A_WEEK = 7 * 24
STEPS = st.one_of(
    st.tuples(st.just("passes"), st.integers(1, 40)),
    st.tuples(st.just("passes"), st.integers(A_WEEK, 5 * A_WEEK)),
    st.tuples(st.just("moves"), st.sampled_from(ZONES)),
)


def looks(teams: Teams, hour: float) -> None:
    """What the job does, week by week."""
    with teams.at(hour) as session:
        for manager in may_be_due(session, teams.now):
            while post_if_due(session, teams.settings, manager, teams.now):
                pass


def saved(teams: Teams, manager: str) -> list[Week]:
    with teams.at((teams.now - LONG_AGO - timedelta(weeks=20)) / timedelta(hours=1)) as session:
        query = select(WeeklyScore.monday).where(WeeklyScore.manager_id == manager)
        return [Week(monday) for monday in session.scalars(query.order_by(WeeklyScore.monday))]


@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=10), loses=st.integers(0, 12))
def test_each_week_of_each_manager_is_told_once_whatever_happens(
    engine: Engine, steps: list[tuple[str, int | str]], loses: int
) -> None:
    """Nora's only rep goes over to Mona before the step `loses`, if there are as many."""
    teams, hour, left = Teams(engine), 36, None
    teams.begin(1, 1)
    looks(teams, hour)
    for number, (_, value) in enumerate([*steps, ("passes", 16)]):
        with teams.at(hour) as session:
            if number == loses:
                teams.join(session, "nora_0", "mona")
                left = teams.now
            if isinstance(value, str):
                team.person(session, "mona").zone = value
        hour += value if isinstance(value, int) else 0
        looks(teams, hour)
    zone = next((value for _, value in reversed(steps) if isinstance(value, str)), "Europe/Berlin")
    monas, noras = saved(teams, "mona"), saved(teams, "nora")
    assert all(later.since(earlier) == 1 for weeks in (monas, noras) for earlier, later in pairwise(weeks))
    assert scored_week(teams.now, ZoneInfo(zone)).since(monas[-1]) <= 1
    last = Week.of(local_day(left, ZoneInfo("UTC"))) if left else scored_week(teams.now, ZoneInfo("UTC"))
    assert min(last, scored_week(teams.now, ZoneInfo("UTC"))).since(noras[-1]) in {0, 1}
    with teams.at(hour) as session:
        told = list(session.scalars(select(Post.subject_id).where(Post.kind == "score.weekly")))
        assert len(told) == len(set(told)) <= len(monas) + len(noras)
