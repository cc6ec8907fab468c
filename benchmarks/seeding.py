"""Fills a database: teams by rows, requests and their history by the million inside the database. Asks no service."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
    update,
)

from benchmarks.slack import BOT, BOT_USER, TEAM
from bot.clock import system
from bot.requests.models import History, Request, Said
from bot.requests.rules import Answer, DecidedBy, Label, Move, Part, Status, WayIn
from bot.slack.conversations import Conversation
from bot.slack.installing.workspaces import Workspace
from bot.store.base import Base
from bot.store.engine import learn_sizes
from bot.store.workspace import inside
from bot.team.models import Person, ReportingLine, Team
from bot.team.rules import LineStatus, Topic

A_YEAR, A_DAY = timedelta(days=365), timedelta(days=1)
MANY = 50_000
QUICKLY = {
    "sqlite": (
        "COMMIT",
        "PRAGMA journal_mode=OFF",
        "PRAGMA synchronous=OFF",
        "PRAGMA foreign_keys=OFF",
        "PRAGMA cache_size=-500000",
        "BEGIN",
    ),
    "postgresql": ("SET LOCAL session_replication_role = replica", "SET LOCAL maintenance_work_mem = '512MB'"),
}
WORDS = "Can I give Acme 20 %? They say they'd sign this week."


def rep(number: int) -> str:
    """A rep's id: ten in a row have the same manager."""
    return f"U0REP{number}"


def manager(number: int) -> str:
    """A manager's id."""
    return f"U0MAN{number}"


def dm_of(person_id: str) -> str:
    """Where somebody writes to the bot."""
    return f"D{person_id[1:]}"


def seed_teams(engine: Engine, managers: int, reps_each: int = 10, workspace: str = TEAM, token: str = "") -> None:
    """A workspace with teams that have been here for a year, everybody introduced. With a token: an installed one."""
    now, since = system(), system() - A_YEAR
    reps = [rep(number) for number in range(managers * reps_each)]
    everybody = [*reps, *(manager(number) for number in range(managers))]
    home: dict[str, Any] = {"id": workspace, "team_id": workspace, "bot_user_id": BOT_USER, "bot_id": BOT}
    people = [
        {"id": each, "name": f"{each} Shah", "zone": "UTC", "met_at": since, "refreshed_at": now} for each in everybody
    ]
    lines = [
        {
            "id": f"{workspace}{number}",
            "rep_id": each,
            "manager_id": manager(number // reps_each),
            "status": LineStatus.CONFIRMED,
            "claimed_at": since,
            "confirmed_at": since,
        }
        for number, each in enumerate(reps)
    ]
    teams = [{"manager_id": manager(n), "created_at": since, "introduced_at": since} for n in range(managers)]
    with inside(workspace), engine.begin() as connection:
        connection.execute(insert(Workspace), {**home, "installed_at": since, "token": token or None})
        connection.execute(insert(Person), people)
        connection.execute(insert(ReportingLine), lines)
        connection.execute(insert(Team), teams)
        connection.execute(insert(Conversation), [{"person_id": each, "channel": dm_of(each)} for each in everybody])


def seed_pending(
    engine: Engine, count: int, reps: int, *, first: int = 0, first_rep: int = 0, due_in: timedelta = A_DAY
) -> None:
    """So many held requests of so many reps, due so late, spread over a day; numbered from `first` on."""
    n, due = _numbers(count, first), _after(engine, system() + due_in)
    who = n.c.n % reps + first_rep
    _insert(
        engine,
        Request,
        count,
        n,
        id=_id("r", n),
        rep_id=literal("U0REP") + cast(who, String),
        manager_id=literal("U0MAN") + cast(who // 10, String),
        way_in=_value(Request.way_in, WayIn.DM),
        status=_value(Request.status, Status.HELD),
        asked_at=literal(system(), Request.asked_at.type),
        hold_seconds=literal(3600),
        release_at=due(n.c.n % 86_400),
        due_at=due(n.c.n % 86_400),
    )


def open_cards(engine: Engine) -> None:
    """All requests that are there have gone out, and wait for an answer."""
    table: Any = Request.__table__
    delivered = {"status": Status.DELIVERED, "delivered_at": table.c.asked_at, "release_at": None, "due_at": None}
    with engine.begin() as connection:
        connection.execute(update(table).values(delivered))


def seed_words(engine: Engine, requests: int, first: int = 0) -> None:
    """What was asked in so many requests, from this number on."""
    n = _numbers(requests, first)
    _insert(
        engine,
        Said,
        requests,
        n,
        id=_id("s", n),
        request_id=_id("r", n),
        author_id=literal(rep(0)),
        part=_value(Said.part, Part.ASK),
        text=literal(WORDS, Said.text.type),
        at=literal(system(), Said.at.type),
    )


def seed_year(engine: Engine, requests: int, reps: int, moves: int) -> None:
    """So many closed requests of the year until now, evenly, and for each so many moves in its history."""
    n, at = _numbers(requests), _after(engine, system() - A_YEAR)
    second: Any = n.c.n % requests * (31_536_000 // requests)
    _insert(
        engine,
        Request,
        requests,
        n,
        id=_id("r", n),
        rep_id=_id("U0REP", n, reps),
        manager_id=literal("U0MAN") + cast(n.c.n % reps // 10, String),
        way_in=_value(Request.way_in, WayIn.DM),
        status=_value(Request.status, Status.CLOSED),
        asked_at=at(second),
        hold_seconds=literal(3600),
        had_tried=n.c.n % 2 == 0,
        had_options=n.c.n % 3 == 0,
        topic=_one_of(n, Request.topic, Topic),
        delivered_at=at(second + 3600),
        answered_at=at(second + 7200),
        ended_at=at(second + 86_400),
        answer=_value(Request.answer, Answer.QUESTION),
        label=_one_of(n, Request.label, (Label.COACHED, Label.DELEGATED, Label.RESCUED)),
        decided_by=_one_of(n, Request.decided_by, DecidedBy),
    )
    made = _numbers(moves)
    story = select(Request.id, _after(engine, system() - A_YEAR)(made.c.n)).select_from(Request).join(made, text("1=1"))
    _copy(
        engine,
        History,
        requests * moves,
        story.add_columns(
            _value(History.move, Move.RELEASE),
            _value(History.before, Status.HELD),
            _value(History.after, Status.DELIVERED),
        ),
        ["request_id", "at", "move", "before", "after"],
    )


def settle(engine: Engine) -> None:
    """Let the database look at what it holds, as it does by itself in time."""
    learn_sizes(engine)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def _numbers(count: int, first: int = 0) -> CTE:
    start = select(literal_column(str(first)).label("n")).cte("numbers", recursive=True)
    return start.union_all(select(start.c.n + 1).where(start.c.n < first + count - 1))


def _id(prefix: str, n: CTE, modulo: int = 0) -> ColumnElement[str]:
    return literal(prefix) + cast(n.c.n % modulo if modulo else n.c.n, String)


def _value(column: Any, value: object) -> ColumnElement[Any]:
    return literal(value, column.type)


def _one_of(n: CTE, column: Any, values: Any) -> ColumnElement[Any]:
    found = list(values)
    return case(*((n.c.n % len(found) == place, _value(column, each)) for place, each in enumerate(found)), else_=None)


def _after(engine: Engine, start: datetime) -> Any:
    """Seconds after a moment, as a column of moments."""
    if engine.dialect.name == "sqlite":
        base = f"{start:%Y-%m-%d %H:%M:%S}"
        return lambda seconds: func.strftime("%Y-%m-%d %H:%M:%S.000000", base, cast(seconds, String) + " seconds")
    second: Any = literal_column("interval '1 second'")
    return lambda seconds: literal(start, DateTime(timezone=True)) + seconds * second


def _insert(engine: Engine, kind: type[Base], count: int, n: CTE, **columns: Any) -> None:
    _copy(engine, kind, count, select(*columns.values()).select_from(n), list(columns))


def _copy(engine: Engine, kind: type[Base], count: int, rows: Any, columns: list[str]) -> None:
    table: Any = kind.__table__
    opened = _in_bulk(engine, table) if count >= MANY else engine.begin()
    with inside(TEAM), opened as connection:
        connection.execute(insert(table).from_select(columns, rows))


@contextmanager
def _in_bulk(engine: Engine, table: Table) -> Iterator[Connection]:
    """For rows that are known to be right: nothing they refer to is looked up, and the indexes are made at the end.

    Nobody else may use the database meanwhile.
    """
    engine.dispose()
    with engine.connect() as connection:
        for each in QUICKLY[engine.dialect.name]:
            connection.exec_driver_sql(each)
        for index in table.indexes:
            index.drop(connection)
        yield connection
        for index in table.indexes:
            index.create(connection)
        connection.commit()
    engine.dispose()  # the next connection is as careful as ever
