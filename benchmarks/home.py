"""App Home of a manager with two hundred open requests, among few and among many of others."""

from collections.abc import Iterator

from sqlalchemy import Engine, event

from benchmarks import servers
from benchmarks.results import Result, Size
from benchmarks.seeding import manager, open_cards, seed_pending, seed_teams, seed_words, settle
from benchmarks.slack import TEAM
from benchmarks.timing import usual
from bot import features
from bot.app import build
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import publish
from bot.store.workspace import inside
from bot.triage.personal import load

OPEN = 200
MANAGERS = 100


def app_home(size: Size) -> Iterator[Result]:
    """What is read, drawn and handed to Slack when the manager opens the tab."""
    for kind in size.databases:
        with servers.slack() as slack, servers.database(kind) as engine:
            few, many = OPEN, size.of(1_000_000, 2_000)
            seed_teams(engine, MANAGERS)
            seed_pending(engine, OPEN, reps=10)
            seed_words(engine, OPEN)
            open_cards(engine)
            settle(engine)
            queries, before = _drawn(engine, slack)
            seed_pending(engine, many - few, reps=990, first=few, first_rep=10)
            settle(engine)
            _, after = _drawn(engine, slack)
        yield Result(f"App Home, queries, {kind}", queries, 6, "queries")
        how = f"{before * 1e3:.0f} ms among {few}, {after * 1e3:.0f} ms among {many:,}"
        yield Result(f"App Home, many requests of others / none, {kind}", after / before, 1.5, how=how)


def _drawn(engine: Engine, slack: str) -> tuple[int, float]:
    """How many statements it takes, and how long."""
    program = build(servers.settings(servers.url_of(engine), slack), engine=engine)
    program.tokens.introduce()
    desk = Desk(program.runtime, load(None), features.sections(program.runtime.settings))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def draw() -> None:
        with inside(TEAM):
            publish(desk, program.client, manager(0))

    draw()
    event.listen(engine, "before_cursor_execute", note)
    draw()
    event.remove(engine, "before_cursor_execute", note)
    queries = sum(each.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE")) for each in asked)
    return queries, usual(draw, 15)
