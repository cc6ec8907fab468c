"""The weekly score of every manager after a year, against one bare GROUP BY over the same rows. Posts nothing."""

from collections.abc import Iterator
from resource import RUSAGE_SELF, getrusage
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select

from benchmarks import servers
from benchmarks.results import Result, Size
from benchmarks.seeding import manager, seed_teams, seed_year, settle
from benchmarks.slack import TEAM
from benchmarks.timing import spent, usual
from bot.clock import system
from bot.requests.models import Request
from bot.score.rules.constants import HISTORY_WEEKS
from bot.score.rules.week import Week, local_day
from bot.score.service.weekly import numbers_for
from bot.store.workspace import inside, sessions_on
from bot.team import service as team

UTC = ZoneInfo("UTC")
MOVES = 5
REQUESTS_OF_ONE = 100
"""A year's questions of one rep: two a week."""


def scores(size: Size) -> Iterator[Result]:
    """Computed as on a Monday morning: each manager in a transaction of their own."""
    managers = size.of(1_000, 20)
    for kind in size.databases:
        with servers.database(kind) as engine:
            seed_teams(engine, managers)
            seed_year(engine, managers * 10 * REQUESTS_OF_ONE, managers * 10, MOVES)
            settle(engine)
            floor = usual(lambda: _grouped(engine), 3)
            tenth = spent(lambda: _all(engine, range(managers // 10))).wall
            early = getrusage(RUSAGE_SELF).ru_maxrss
            wall = tenth + spent(lambda: _all(engine, range(managers // 10, managers))).wall
            late = getrusage(RUSAGE_SELF).ru_maxrss
        rows = managers * 10 * REQUESTS_OF_ONE * MOVES
        how = f"{wall:.1f} s against {floor:.2f} s; {wall / managers * 1e3:.1f} ms a manager, {rows:,} rows of history"
        yield Result(f"weekly scores / GROUP BY, {kind}", wall / floor, 5, how=how)
        yield Result(f"weekly scores, most memory of all / of a tenth, {kind}", late / early, 1.05)


def _all(engine: Engine, managers: range) -> None:
    settings, sessions, now = (
        servers.settings(servers.url_of(engine), "http://localhost"),
        sessions_on(engine),
        system(),
    )
    week = Week.of(local_day(now, UTC)).back(1)
    with inside(TEAM):
        for number in managers:
            with sessions.begin() as session:
                assert numbers_for(session, settings, team.person(session, manager(number)), week, now).reach.requests


def _grouped(engine: Engine) -> None:
    week = Week.of(system().date()).back(1)
    counted = (Request.manager_id, Request.status, Request.label, Request.had_tried, Request.had_options)
    query = (
        select(*counted, func.count())
        .where(Request.workspace_id == TEAM, Request.ended_at >= week.back(HISTORY_WEEKS).starts_at(UTC))
        .group_by(*counted)
    )
    with engine.connect() as connection:
        assert connection.execute(query).all()
